using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// A key that this database was written with: its id and a value that only the key gives. Without it a lost key would be replaced by a
/// new one in silence, and everything that was found by a keyed hash would be as if it had never been.
/// </summary>
internal sealed class KeyCheck
{
    /// <summary>Encryption or keyed hashes.</summary>
    public required KeyKind Kind { get; init; }

    /// <summary>Id of the key, eight hexadecimal digits.</summary>
    public required string KeyId { get; init; }

    /// <summary><see cref="ServiceKey.CheckValue"/>, 64 hexadecimal digits.</summary>
    public required string CheckValue { get; init; }

    /// <summary>When the key was introduced.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When a rotation found nothing that is encrypted with the key any more; null while the service needs it.</summary>
    public DateTime? RetiredAt { get; internal set; }

    /// <summary>When an administrator declared the key lost, and with it what it encrypts; null in general.</summary>
    public DateTime? LostAt { get; internal set; }

    /// <summary>Whether the service must have the key.</summary>
    public bool IsNeeded => RetiredAt is null && LostAt is null;

    internal static void Configure(ModelBuilder model) => model.Entity<KeyCheck>(e =>
    {
        e.ToTable("key_checks");
        e.HasKey(k => new { k.Kind, k.KeyId });
        e.Ignore(k => k.IsNeeded);
        e.Property(k => k.KeyId).HasMaxLength(8);
        e.Property(k => k.CheckValue).HasMaxLength(64);
    });
}

/// <summary>Whether the keys that a service has are those that its database was written with.</summary>
internal static class KeyComparison
{
    /// <summary>Null if they are; else what is wrong, for an administrator.</summary>
    /// <param name="location">Where the keys are.</param>
    /// <param name="reading">The keys.</param>
    /// <param name="checks">What the database says.</param>
    public static string? Unmet(KeyLocation location, KeyReading reading, IReadOnlyList<KeyCheck> checks) =>
        reading.Fault ?? Unmet(location, reading, checks, KeyKind.Encryption) ?? Unmet(location, reading, checks, KeyKind.Fingerprint);

    /// <summary>
    /// Null if the key that is now current could be introduced: the service has every key that the database needs. Else as
    /// <see cref="Unmet(KeyLocation, KeyReading, IReadOnlyList{KeyCheck})"/>.
    /// </summary>
    public static string? Missing(KeyLocation location, KeyReading reading, IReadOnlyList<KeyCheck> checks, KeyKind kind)
    {
        var needed = checks.Where(check => check.Kind == kind && check.IsNeeded).ToList();
        foreach (var check in needed)
        {
            var key = reading.All(kind).FirstOrDefault(key => key.Id == check.KeyId);
            if (key?.CheckValue(location.Service) == check.CheckValue)
            {
                continue;
            }

            var (place, name) = (location.PlaceOf(kind), Name(kind));
            return key is not null
                ? $"The {name} {key.Id} is another one than that of the database with the same id: check value of {place} does not fit."
                    : reading.Current(kind) is not { } current ? $"The {name} {check.KeyId} is missing: {place} is not there."
                    : checks.Any(known => known.Kind == kind && known.KeyId == current.Id)
                        ? $"The {name} {check.KeyId} is missing: {place} is there, but not all that it was used with before."
                        : $"{place} is another key than that of the database: {current.Id}, where the database was written with "
                            + $"{check.KeyId}.";
        }

        return null;
    }

    private static string? Unmet(KeyLocation location, KeyReading reading, IReadOnlyList<KeyCheck> checks, KeyKind kind)
    {
        if (Missing(location, reading, checks, kind) is { } missing)
        {
            return missing;
        }

        if (reading.Current(kind) is not { } current)
        {
            return $"The {Name(kind)} is missing: {location.PlaceOf(kind)} is not there."
                + (checks.Any(check => check.Kind == kind) ? "" : " The migrate command makes the first one.");
        }

        var known = checks.FirstOrDefault(check => check.Kind == kind && check.KeyId == current.Id);
        return known is null ? $"The {Name(kind)} in {location.PlaceOf(kind)} is not known to the database yet: run the migrate command."
            : known.IsNeeded ? null
            : $"The {Name(kind)} {known.KeyId} in {location.PlaceOf(kind)} was taken out of use and must not become current again.";
    }

    private static string Name(KeyKind kind) => kind == KeyKind.Encryption ? "encryption key" : "fingerprint key";
}
