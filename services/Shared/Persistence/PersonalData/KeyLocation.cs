namespace Oversight.Persistence.PersonalData;

/// <summary>
/// Where the keys of a service are: in its configuration, which every replica of a distributed service shares, or in files of its data
/// folder (<see cref="KeyFiles"/>). Either way apart from the database: a stolen database or backup shows nothing without them.
/// </summary>
/// <param name="Service">Short name of the service, e.g. <c>registry</c>.</param>
/// <param name="DataFolder">The data folder; used where no key is configured.</param>
public sealed record KeyLocation(string Service, string DataFolder)
{
    /// <summary>
    /// <c>Oversight:[&lt;Service&gt;:]PersonalDataKey</c>: the key that encrypts, 32 bytes in base64; null takes the files.
    /// </summary>
    public string? Key { get; init; }

    /// <summary><c>…:OldPersonalDataKeys</c>: keys that are read with as well, separated by commas; null if there are none.</summary>
    public string? OldKeys { get; init; }

    /// <summary><c>…:FingerprintKey</c>: the key of keyed hashes, 32 bytes in base64. Set if and only if <see cref="Key"/> is.</summary>
    public string? FingerprintKey { get; init; }

    /// <summary>
    /// <c>…:OldFingerprintKeys</c>: keys that hashes are looked up under as well, separated by commas; null if there are none.
    /// </summary>
    public string? OldFingerprintKeys { get; init; }

    /// <summary>Whether the keys come from the configuration, which a command cannot change.</summary>
    internal bool IsConfigured => !string.IsNullOrWhiteSpace(Key) || !string.IsNullOrWhiteSpace(FingerprintKey);

    internal KeyFiles Files => new(DataFolder, Service);

    /// <summary>Reads all keys as they are now. What is wrong with them is in the answer; nothing is made.</summary>
    internal KeyReading Read()
    {
        try
        {
            return IsConfigured
                ? new KeyReading(
                    Configured("PersonalDataKey", Key, OldKeys, secret => new EncryptionKey(secret)),
                    Configured("FingerprintKey", FingerprintKey, OldFingerprintKeys, secret => new FingerprintKey(secret)),
                    null)
                : new KeyReading(
                    Files.Read(KeyKind.Encryption, secret => new EncryptionKey(secret)),
                    Files.Read(KeyKind.Fingerprint, secret => new FingerprintKey(secret)), null);
        }
        catch (KeyFaultException e)
        {
            return new KeyReading(KeyRing<EncryptionKey>.Empty, KeyRing<FingerprintKey>.Empty, e.Message);
        }
    }

    /// <summary>Where an administrator looks for the current key of a kind.</summary>
    internal string PlaceOf(KeyKind kind) => IsConfigured
        ? kind == KeyKind.Encryption ? "Oversight:PersonalDataKey" : "Oversight:FingerprintKey"
        : KeyFiles.NameOf(Files.Current(kind));

    private static KeyRing<TKey> Configured<TKey>(string name, string? current, string? others, Func<byte[], TKey> open)
        where TKey : ServiceKey
    {
        if (string.IsNullOrWhiteSpace(current))
        {
            throw new KeyFaultException(
                $"Oversight:{name} is not set. Oversight:PersonalDataKey and Oversight:FingerprintKey are set together or not at all.");
        }

        var old = (others ?? "").Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new KeyRing<TKey>(Open(name, current), [.. old.Select(text => Open($"Old{name}s", text))]);

        TKey Open(string setting, string text) =>
            ServiceKey.Decode(text) is { } secret
                ? open(secret) : throw new KeyFaultException($"Oversight:{setting} is damaged: a key is 32 bytes in base64.");
    }
}

/// <summary>The keys as they were found, or what is wrong with them.</summary>
internal sealed record KeyReading(KeyRing<EncryptionKey> Encryption, KeyRing<FingerprintKey> Fingerprint, string? Fault)
{
    /// <summary>All keys of a kind.</summary>
    public IEnumerable<ServiceKey> All(KeyKind kind) => kind == KeyKind.Encryption ? Encryption.All : Fingerprint.All;

    /// <summary>The current key of a kind, or null.</summary>
    public ServiceKey? Current(KeyKind kind) => kind == KeyKind.Encryption ? Encryption.Current : Fingerprint.Current;

    /// <summary>Whether the same keys were found in the same places before.</summary>
    public bool IsLike(KeyReading? other) => other is not null && Fault == other.Fault && Ids().SequenceEqual(other.Ids());

    private IEnumerable<string?> Ids() =>
        [
            Encryption.Current?.Id, .. Encryption.Others.Select(key => key.Id), "|", Fingerprint.Current?.Id,
            .. Fingerprint.Others.Select(key => key.Id)];
}
