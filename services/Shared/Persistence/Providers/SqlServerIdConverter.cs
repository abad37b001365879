using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Oversight.Persistence;

/// <summary>
/// Stores ids on SQL Server with their bytes in the order in which it compares a <c>uniqueidentifier</c>, so that there, too,
/// version 7 ids sort by time: "oldest first" means the same on every provider, and new rows go to the end of a clustered key.
/// </summary>
/// <remarks>
/// SQL Server compares bytes 10 to 15 first, then 8 and 9, 6 and 7, 4 and 5, 0 to 3 (documentation of <c>SqlGuid.CompareTo</c>).
/// An id in a query window therefore reads otherwise than in an address; the runbook of the database has the expression that
/// turns one into the other.
/// </remarks>
public sealed class SqlServerIdConverter() : ValueConverter<Guid, Guid>(id => ToStored(id), stored => FromStored(stored))
{
    private static ReadOnlySpan<byte> Order => [10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3];

    /// <summary>The id as SQL Server stores it.</summary>
    public static Guid ToStored(Guid id)
    {
        Span<byte> ordered = stackalloc byte[16], stored = stackalloc byte[16];
        id.TryWriteBytes(ordered, bigEndian: true, out _);
        for (var i = 0; i < ordered.Length; i++)
        {
            stored[Order[i]] = ordered[i];
        }

        return new Guid(stored);
    }

    /// <summary>The id that <paramref name="stored"/> stands for.</summary>
    public static Guid FromStored(Guid stored)
    {
        Span<byte> ordered = stackalloc byte[16], bytes = stackalloc byte[16];
        stored.TryWriteBytes(bytes);
        for (var i = 0; i < ordered.Length; i++)
        {
            ordered[i] = bytes[Order[i]];
        }

        return new Guid(ordered, bigEndian: true);
    }
}
