namespace Oversight.Persistence.PersonalData;

/// <summary>
/// The key files of a service in the folder <c>keys</c> of its data folder: <c>&lt;service&gt;.key</c> is the current one, and
/// <c>&lt;service&gt;.&lt;any name&gt;.key</c> beside it are others. Keys for keyed hashes: the same with
/// <c>&lt;service&gt;.fingerprint</c>.
/// </summary>
internal sealed class KeyFiles(string dataFolder, string service)
{
    private const string Fingerprint = ".fingerprint", Extension = ".key";
    private readonly string _folder = Path.Combine(dataFolder, "keys");

    /// <summary>How a file is called in messages: from the data folder on.</summary>
    public static string NameOf(string file) => $"keys/{Path.GetFileName(file)}";

    /// <summary>The file of the current key.</summary>
    public string Current(KeyKind kind) => Path.Combine(_folder, $"{Stem(kind)}{Extension}");

    /// <summary>The file in which a key stands beside the current one.</summary>
    public string Beside(ServiceKey key) => Path.Combine(_folder, $"{Stem(key.Kind)}.{key.Id}{Extension}");

    /// <summary>Reads the keys of a kind; a file that is not there is a key that is not there.</summary>
    /// <exception cref="KeyFaultException">A file cannot be read or is no key.</exception>
    public KeyRing<TKey> Read<TKey>(KeyKind kind, Func<byte[], TKey> open)
        where TKey : ServiceKey
    {
        var current = Current(kind);
        return new KeyRing<TKey>(File.Exists(current) ? Open(current, open) : null, [.. Others(kind).Select(file => Open(file, open))]);
    }

    /// <summary>
    /// Makes the current key unless there is one; of two processes at the same moment one makes it, and both read that one.
    /// </summary>
    public void Make(ServiceKey key)
    {
        PrivateFiles.MakeFolder(_folder);
        PrivateFiles.Write(Current(key.Kind), key.ToText(), overwrite: false);
    }

    /// <summary>Puts a key beside the current one, where everybody who reads finds it.</summary>
    public void Add(ServiceKey key)
    {
        PrivateFiles.MakeFolder(_folder);
        PrivateFiles.Write(Beside(key), key.ToText(), overwrite: true);
    }

    /// <summary>
    /// Makes a key that stands beside the current one the current one. Whoever reads meanwhile, or after a kill in between, finds both
    /// keys: the old one is put beside before its place is taken.
    /// </summary>
    public void Promote(ServiceKey key, ServiceKey before)
    {
        Add(before);
        PrivateFiles.Write(Current(key.Kind), key.ToText(), overwrite: true);
        foreach (var file in Others(key.Kind)
            .Where(file => ServiceKey.Decode(File.ReadAllText(file)) is { } secret && new EncryptionKey(secret).Id == key.Id).ToList())
        {
            File.Delete(file);
        }
    }

    private string Stem(KeyKind kind) => kind == KeyKind.Fingerprint ? service + Fingerprint : service;

    private IEnumerable<string> Others(KeyKind kind) => !Directory.Exists(_folder)
        ? [] : Directory.EnumerateFiles(_folder, $"{Stem(kind)}.*{Extension}")
            .Where(file => kind == KeyKind.Fingerprint || !IsFingerprint(Path.GetFileName(file)))
            .Order(StringComparer.Ordinal);

    private bool IsFingerprint(string name) => name.StartsWith(service + Fingerprint + ".", StringComparison.Ordinal);

    private static TKey Open<TKey>(string file, Func<byte[], TKey> open)
    {
        try
        {
            return ServiceKey.Decode(File.ReadAllText(file)) is { } secret
                ? open(secret) : throw new KeyFaultException($"{NameOf(file)} is damaged: a key is 32 bytes in base64.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFaultException($"{NameOf(file)} cannot be read: {e.Message}");
        }
    }
}

/// <summary>A key is not what a key must be; the message is for an administrator.</summary>
internal sealed class KeyFaultException(string message) : Exception(message);
