namespace Oversight.CreditFile.Ledger;

/// <summary>Why a source counts no longer.</summary>
internal enum FactEnd
{
    /// <summary>Annulled by an authority or a court.</summary>
    Annulled,

    /// <summary>The inspection was withdrawn.</summary>
    Withdrawn,

    /// <summary>An objection was upheld.</summary>
    Corrected,

    /// <summary>Repaired (信用修复).</summary>
    Repaired,

    /// <summary>Its validity by the scoring pack is over.</summary>
    Expired,

    /// <summary>No indicator of the pack takes points for it.</summary>
    NotScored,
}

/// <summary>
/// How one source stands, put together from all its rows in the ledger. The rows may have come in any order; the outcome is the same.
/// </summary>
/// <param name="Kind">Kind of source.</param>
/// <param name="SourceId">Its id.</param>
/// <param name="OccurredOn">Official day of what is judged.</param>
/// <param name="RecordedAt">When the ledger first knew of what is judged.</param>
/// <param name="Department">Department, or null.</param>
/// <param name="Document">Number of the document, or null.</param>
/// <param name="Parts">What the pack judges.</param>
/// <param name="PerformedOn">Day on which a penalty was performed or an order was found carried out, or null.</param>
/// <param name="IsDisputed">Whether an objection is under way.</param>
/// <param name="End">Why it counts no longer, or null while it counts.</param>
/// <param name="EndedOn">Official day of that, or null.</param>
internal sealed record Standing(
    SourceKind Kind, Guid SourceId, DateOnly OccurredOn, DateTime RecordedAt, string? Department, string? Document,
    IReadOnlyList<FactPart> Parts, DateOnly? PerformedOn, bool IsDisputed, FactEnd? End, DateOnly? EndedOn)
{
    /// <summary>Day from which its validity runs: an order that was carried out late counts from then on.</summary>
    public DateOnly CountsFrom => Kind == SourceKind.Rectification && PerformedOn is { } passed ? passed : OccurredOn;

    /// <summary>Class of a penalty for publication and repair (<c>minor</c>, <c>general</c>, <c>serious</c>), or null.</summary>
    public string? CreditClass =>
        Parts.SelectMany(part => part.Tags).FirstOrDefault(tag => tag is FactTags.Minor or FactTags.General or FactTags.Serious);

    /// <summary>The standing of one source, or null while what is judged is not known yet (its annulment came first, say).</summary>
    /// <param name="rows">Rows of this source only.</param>
    public static Standing? Of(IReadOnlyCollection<CreditFact> rows)
    {
        var judged = Judged(rows);
        if (judged.Count == 0)
        {
            return null;
        }

        var first = judged[0];
        var (performed, end) =
            (First(rows, first.SourceKind == SourceKind.Rectification ? FactEvent.Passed : FactEvent.Performed), EndOf(rows));
        return new Standing(
            first.SourceKind, first.SourceId, judged.Min(row => row.OccurredOn), judged.Min(row => row.RecordedAt), first.Department,
            first.Document,
            first.SourceKind == SourceKind.Rectification ? [Order(judged, performed is not null)] : first.Judged(), performed?.OccurredOn,
            // A source may be disputed again after a dismissal, so the newest mark tells, by its version and not by its arrival.
            rows.Where(row => row.Event is FactEvent.Disputed or FactEvent.DisputeEnded or FactEvent.Corrected)
                .MaxBy(row => row.SourceVersion)?.Event == FactEvent.Disputed,
            end?.Why, end?.On);
    }

    private static List<CreditFact> Judged(IReadOnlyCollection<CreditFact> rows)
    {
        var judged = rows.Where(
            row => row.Event is FactEvent.Decided or FactEvent.Concluded or FactEvent.Substantiated or FactEvent.Overdue or FactEvent.Failed
                or FactEvent.StatusChanged)
            // By the versions of the source: the bus delivers out of order.
            .OrderBy(row => row.SourceVersion).ThenBy(row => row.Event).ToList();
        // Of the register only its newest state is judged.
        return judged.Count > 1 && judged[0].SourceKind == SourceKind.Register ? [judged[^1]] : judged;
    }

    // One part for an order whatever happened to it: overdue and failed are the same breach and do not add up.
    private static FactPart Order(List<CreditFact> judged, bool passed)
    {
        var tags = new List<string>();
        if (judged.Exists(row => row.Event == FactEvent.Overdue))
        {
            tags.Add(FactTags.Overdue);
        }

        if (judged.Exists(row => row.Event == FactEvent.Failed))
        {
            tags.Add(FactTags.Failed);
        }

        tags.Add(passed ? FactTags.Passed : FactTags.Open);
        return new FactPart(tags, 1);
    }

    private static (FactEnd Why, DateOnly On)? EndOf(IReadOnlyCollection<CreditFact> rows) =>
        First(rows, FactEvent.Annulled) is { } annulled ? (FactEnd.Annulled, annulled.OccurredOn)
        : First(rows, FactEvent.Withdrawn) is { } withdrawn ? (FactEnd.Withdrawn, withdrawn.OccurredOn)
        : First(rows, FactEvent.Corrected) is { } corrected ? (FactEnd.Corrected, corrected.OccurredOn)
        : First(rows, FactEvent.Repaired) is { } repaired ? (FactEnd.Repaired, repaired.OccurredOn)
        : null;

    private static CreditFact? First(IReadOnlyCollection<CreditFact> rows, FactEvent wanted) =>
        rows.Where(row => row.Event == wanted).MinBy(row => row.SourceVersion);
}
