namespace Oversight.Persistence.Copies;

/// <summary>Which state of another service's record a copy is.</summary>
/// <param name="Epoch">Epoch of the publisher's database: a time-ordered id, made new when the database was restored to an earlier
/// point.</param>
/// <param name="Version">Version of the record within that epoch.</param>
/// <param name="Digest">Digest of the state; null where the message carried none.</param>
public readonly record struct SourceStamp(Guid Epoch, long Version, string? Digest)
{
    /// <summary>Hexadecimal digits of a digest.</summary>
    public const int DigestLength = 32;
}

/// <summary>A row that was made of another service's facts.</summary>
public interface ISourced
{
    /// <summary>Epoch of the publisher that the row is from. Within one epoch a publisher loses nothing.</summary>
    Guid SourceEpoch { get; }
}

/// <summary>A row that copies the state of another service's record.</summary>
public interface IStateCopy : ISourced
{
    /// <summary>Version of the record at the publisher.</summary>
    long SourceVersion { get; }

    /// <summary>Digest of the state, or null.</summary>
    string? SourceDigest { get; }

    /// <summary>Notes which state the row is now.</summary>
    void Stamp(SourceStamp source);
}

/// <summary>How an incoming state stands to the copy.</summary>
public enum CopyOrder
{
    /// <summary>It replaces the copy.</summary>
    Newer,

    /// <summary>The copy is this state.</summary>
    Same,

    /// <summary>The copy is of a later state.</summary>
    Older,

    /// <summary>
    /// The same version of the same epoch with another content: the publisher was restored to an earlier point without a new epoch.
    /// Neither may win silently.
    /// </summary>
    Conflict,
}

/// <summary>Compares states of one record by (epoch, version).</summary>
public static class CopyOrders
{
    /// <summary>
    /// Whether the copy is of a later state of the same epoch than a page tells of: what its publisher had when it made the page is over.
    /// </summary>
    /// <param name="copy">The copy, or null where there is none.</param>
    /// <param name="page">The state that one fact of the page carries.</param>
    /// <param name="told">
    /// Digests of all that the page tells of the record. A copy of one of them is no later state: it took all of them over, or its version
    /// was altered.
    /// </param>
    public static bool IsPast(this IStateCopy? copy, SourceStamp page, IReadOnlySet<string> told) =>
        copy is not null && copy.SourceEpoch == page.Epoch && copy.SourceVersion > page.Version
        && copy.SourceDigest is { } digest && told.Count > 0 && !told.Contains(digest);

    /// <summary>How <paramref name="incoming"/> stands to <paramref name="copy"/>; null is a copy that does not exist yet.</summary>
    public static CopyOrder Order(this IStateCopy? copy, SourceStamp incoming)
    {
        if (copy is null)
        {
            return CopyOrder.Newer;
        }

        var order = incoming.Epoch.CompareTo(copy.SourceEpoch);
        order = order != 0 ? order : incoming.Version.CompareTo(copy.SourceVersion);
        return order switch
        {
            > 0 => CopyOrder.Newer,
            < 0 => CopyOrder.Older,
            _ => incoming.Digest == copy.SourceDigest || incoming.Digest is null || copy.SourceDigest is null
                ? CopyOrder.Same : CopyOrder.Conflict,
        };
    }
}
