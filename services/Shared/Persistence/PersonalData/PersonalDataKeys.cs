using System.Security.Cryptography;
using System.Text;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// Encrypts personal data of one service with a key that is kept apart from its database, and makes keyed hashes of it: one current
/// key of each kind and any number of others, with which older values are read and hashes are looked up.
/// </summary>
/// <remarks>
/// Nothing is encrypted or hashed before the keys were found to be those of the database (<see cref="CheckAsync"/>), nor after one of them
/// went missing: <see cref="KeyUnavailableException"/>, which callers see as 503 and consumers wait for. Reading goes on with whatever
/// key is there, since a wrong one cannot open anything.
/// Against what: a stolen database, file store or backup shows nothing; a value that is moved to another field or record, or altered,
/// does not open. Not against whoever has the keys as well.
/// Source: 个人信息保护法 第五十一条 (encryption).
/// </remarks>
public class PersonalDataKeys
{
    private volatile State _state = new(null, "The keys were not compared with the database yet.", []);

    /// <summary>The keys of the service at this place, for this database.</summary>
    public PersonalDataKeys(KeyLocation location, DatabaseLocation database) => (Location, Database) = (location, database);

    /// <summary>What is wrong with the keys, for an administrator; null while all is well.</summary>
    public string? Unmet => _state.Unmet;

    internal KeyLocation Location { get; }

    internal DatabaseLocation Database { get; }

    /// <summary>The key that encrypts from now on.</summary>
    /// <exception cref="KeyUnavailableException">The keys are not those of the database.</exception>
    internal EncryptionKey Current => Usable().Encryption.Current!;

    /// <summary>The keys as they were read last.</summary>
    internal KeyReading Reading => _state.Reading ?? Location.Read();

    /// <summary>Whether an administrator declared a key lost.</summary>
    internal bool IsLost(string id) => _state.Lost.Contains(id);

    /// <summary>Reads the keys again and compares them with the database.</summary>
    /// <returns><see cref="Unmet"/> as it is from now on.</returns>
    /// <exception cref="System.Data.Common.DbException">The database does not answer; what was known before stays.</exception>
    public async Task<string?> CheckAsync(CancellationToken cancellation)
    {
        var reading = Location.Read();
        var checks = await KeyCheckTable.ReadAsync(Database, cancellation);
        var unmet = KeyComparison.Unmet(Location, reading, checks);
        _state = new State(reading, unmet, [.. checks.Where(check => check.LostAt is not null).Select(check => check.KeyId)]);
        return unmet;
    }

    /// <summary>
    /// The same if the keys are others than those that were found to be right, and at no cost to the database if they are not.
    /// </summary>
    internal Task<string?> RefreshAsync(CancellationToken cancellation) =>
        _state is { Unmet: null, Reading: { } known } && known.IsLike(Location.Read())
            ? Task.FromResult<string?>(null) : CheckAsync(cancellation);

    /// <summary>Encrypts <paramref name="text"/>; null stays null.</summary>
    /// <param name="field">Name of the field, with the record's id where a value must not be moved to another record: it opens for the same
    /// name only.</param>
    /// <param name="text">The clear text.</param>
    /// <returns><c>aesgcm.&lt;key id&gt;.&lt;base64&gt;</c>. Its property is marked by <see cref="EncryptedProperties.IsEncrypted{T}"/>, or
    /// a rotation would not find it.</returns>
    /// <exception cref="KeyUnavailableException">The keys are not those of the database.</exception>
    public string? Protect(string field, string? text) => text is null ? null : SealedValue.Text(Current, field, text);

    /// <summary>Decrypts what <see cref="Protect"/> made for the same field; null stays null.</summary>
    /// <exception cref="CryptographicException">It was altered or moved, or is nothing that was encrypted.</exception>
    /// <exception cref="KeyUnavailableException">It was made with a key that is not there.</exception>
    /// <exception cref="KeyLostException">It was made with a key that was declared lost.</exception>
    public string? Reveal(string field, string? protectedText) => protectedText is null
        ? null : SealedValue.Open(KeyOf(SealedValue.KeyOf(protectedText)), field, protectedText);

    /// <summary>Encrypts bytes; otherwise as <see cref="Protect"/>.</summary>
    public byte[] ProtectBytes(string field, ReadOnlySpan<byte> clear) => SealedValue.Bytes(Current, field, clear);

    /// <summary>Decrypts what <see cref="ProtectBytes"/> made for the same field; otherwise as <see cref="Reveal"/>.</summary>
    public byte[] RevealBytes(string field, ReadOnlySpan<byte> protectedBytes) =>
        SealedValue.Open(KeyOf(SealedValue.KeyOf(protectedBytes)), field, protectedBytes);

    /// <summary>
    /// A keyed hash by which equal texts are found again without being readable: HMAC-SHA-256, 64 lower-case hexadecimal digits. Names
    /// and numbers are few enough to be tried one by one against a plain hash; against this one nobody can who has the database alone.
    /// </summary>
    /// <param name="purpose">What the hash is for, a constant of the program: hashes of two purposes cannot be matched with one
    /// another.</param>
    /// <param name="text">The text, already brought into one spelling.</param>
    /// <exception cref="KeyUnavailableException">The keys are not those of the database: with others nothing would be found that is
    /// there.</exception>
    public string Fingerprint(string purpose, string text) => Usable().Fingerprint.Current!.Of(purpose, text);

    /// <summary>The hashes of a text under every key that may have been current when it was stored, the current key's first.</summary>
    /// <inheritdoc cref="Fingerprint"/>
    public IReadOnlyList<string> Fingerprints(string purpose, string text) =>
        [.. Usable().Fingerprint.All.Select(key => key.Of(purpose, text))];

    /// <summary>
    /// Whether <paramref name="fingerprint"/> is the hash of the text under any key. The time that it takes says nothing of how near a
    /// guess was.
    /// </summary>
    /// <inheritdoc cref="Fingerprint"/>
    public bool IsFingerprint(string purpose, string text, string fingerprint) => Fingerprints(purpose, text)
        .Aggregate(
            false, (found, own) => found | CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(fingerprint)));

    /// <summary>The key of this id, wherever it is found.</summary>
    internal EncryptionKey KeyOf(string? id)
    {
        if (id is null)
        {
            throw new CryptographicException("The value is nothing that was encrypted.");
        }

        var state = _state;
        // A key that another process has just introduced is read from its file; it needs no comparison, since it opens its own values only.
        if ((state.Reading?.Encryption.Find(id) ?? Location.Read().Encryption.Find(id)) is { } key)
        {
            return key;
        }

        throw state.Lost.Contains(id)
            ? (Exception)new KeyLostException(id) : new KeyUnavailableException($"The encryption key {id} is missing.");
    }

    private KeyReading Usable() => _state is { Unmet: null, Reading: { } reading }
        ? reading : throw new KeyUnavailableException(_state.Unmet ?? "");

    private sealed record State(KeyReading? Reading, string? Unmet, IReadOnlyList<string> Lost);
}

/// <summary>The keys of the service whose context is <typeparamref name="TContext"/>: several services may run in one process.</summary>
public sealed class PersonalDataKeys<TContext>(KeyLocation location, DatabaseLocation database) : PersonalDataKeys(location, database)
    where TContext : ServiceDbContext;
