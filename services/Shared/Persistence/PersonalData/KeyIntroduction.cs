using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Platform;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// Makes the first keys of a service and tells its database of keys that are new; part of bringing the schema up to date.
/// </summary>
internal static class KeyIntroduction
{
    private static readonly KeyKind[] Kinds = [KeyKind.Encryption, KeyKind.Fingerprint];

    /// <summary>
    /// Compares the keys with the database. A key file is made only where the database was written with no key yet; a current key that
    /// the database does not know is introduced to it only if the service has all keys that the database needs. Else nothing is changed.
    /// </summary>
    /// <returns>What is wrong with the keys, or null.</returns>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public static async Task<string?> PrepareAsync(
        PersonalDataKeys keys, DatabaseLocation database, TimeProvider clock, CancellationToken cancellation)
    {
        if (await keys.CheckAsync(cancellation) is null)
        {
            return null;
        }

        // Two processes that start at the same moment must not introduce two first keys.
        await using var held = await SchemaLock.AcquireAsync(database, cancellation);
        var checks = await KeyCheckTable.ReadAsync(database, cancellation);
        foreach (var kind in Kinds)
        {
            if (!keys.Location.IsConfigured && keys.Location.Read() is { Fault: null } reading && reading.Current(kind) is null
                && !checks.Any(check => check.Kind == kind && check.IsNeeded))
            {
                keys.Location.Files.Make(kind == KeyKind.Encryption ? EncryptionKey.New() : FingerprintKey.New());
            }
        }

        await IntroduceAsync(keys.Location, database, checks, clock, cancellation);
        return await keys.CheckAsync(cancellation);
    }

    private static async Task IntroduceAsync(
        KeyLocation location, DatabaseLocation database, IReadOnlyList<KeyCheck> checks, TimeProvider clock, CancellationToken cancellation)
    {
        var reading = location.Read();
        if (reading.Fault is not null || Kinds.Any(kind => KeyComparison.Missing(location, reading, checks, kind) is not null))
        {
            return;
        }

        await using var platform = DatabaseSchema.Platform(database);
        foreach (var kind in Kinds)
        {
            if (reading.Current(kind) is { } current && !checks.Any(check => check.Kind == kind && check.KeyId == current.Id))
            {
                platform.Add(CheckOf(current, location.Service, UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime)));
            }
        }

        await platform.SaveChangesAsync(cancellation);
    }

    /// <summary>The row that introduces a key.</summary>
    public static KeyCheck CheckOf(ServiceKey key, string service, DateTime now) =>
        new() { Kind = key.Kind, KeyId = key.Id, CheckValue = key.CheckValue(service), CreatedAt = now };
}
