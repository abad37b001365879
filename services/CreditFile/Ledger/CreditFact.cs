using System.Text.Json;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.CreditFile.Ledger;

/// <summary>Where a fact comes from; on the wire in lower case.</summary>
internal enum SourceKind
{
    /// <summary>A penalty decision (行政处罚).</summary>
    Penalty,

    /// <summary>A concluded inspection (行政检查).</summary>
    Inspection,

    /// <summary>An order to put something right (责令限期改正).</summary>
    Rectification,

    /// <summary>A complaint or report that proved true (投诉, 举报).</summary>
    Complaint,

    /// <summary>The state in the register (许可状态); the source id is the institution's.</summary>
    Register,
}

/// <summary>What happened to a source.</summary>
internal enum FactEvent
{
    /// <summary>A penalty was decided.</summary>
    Decided,

    /// <summary>Everything that the penalty demanded was done.</summary>
    Performed,

    /// <summary>The penalty was annulled.</summary>
    Annulled,

    /// <summary>The penalty was repaired (信用修复).</summary>
    Repaired,

    /// <summary>An inspection was concluded.</summary>
    Concluded,

    /// <summary>An inspection was withdrawn.</summary>
    Withdrawn,

    /// <summary>The term of an order passed with items open.</summary>
    Overdue,

    /// <summary>A re-check found items not put right.</summary>
    Failed,

    /// <summary>Everything was found put right (销号).</summary>
    Passed,

    /// <summary>A matter proved true.</summary>
    Substantiated,

    /// <summary>The register noted another state.</summary>
    StatusChanged,

    /// <summary>An objection marked the source as disputed (异议标注).</summary>
    Disputed,

    /// <summary>The objection ended and the mark was taken away.</summary>
    DisputeEnded,

    /// <summary>An objection was upheld: the source does not count.</summary>
    Corrected,
}

/// <summary>A part of a fact that the scoring pack may judge, by its tags (<see cref="FactTags"/>).</summary>
/// <param name="Tags">What it is, e.g. <c>general</c>, <c>kind:fine</c>.</param>
/// <param name="Count">How often it occurs in the fact, at least 1.</param>
internal sealed record FactPart(IReadOnlyList<string> Tags, int Count);

/// <summary>A fact as its source told it, before it stands in the ledger.</summary>
/// <param name="SourceKind">Kind of source.</param>
/// <param name="SourceId">Id of the source in its service.</param>
/// <param name="Event">What happened.</param>
/// <param name="SourceVersion">Version of the source that this made; with the three before it names the fact.</param>
/// <param name="InstitutionId">Institution in the register, or null where the register does not have the party: such a fact is held and
/// rates nobody.</param>
/// <param name="OccurredOn">Official day on which it happened.</param>
/// <param name="Department">Department that did it, or null.</param>
/// <param name="Document">Number of its document, or null.</param>
/// <param name="Parts">What may be judged; empty if it only changes how another fact counts.</param>
internal sealed record StatedFact(
    SourceKind SourceKind, Guid SourceId, FactEvent Event, long SourceVersion, Guid? InstitutionId, DateOnly OccurredOn, string? Department,
    string? Document, IReadOnlyList<FactPart> Parts);

/// <summary>
/// One row of the ledger. It is written once and never changed: an annulment, a repair, a dispute is a row of its own. It has two
/// times: <see cref="OccurredOn"/>, the official day on which it happened, and <see cref="RecordedAt"/>, the instant from which this
/// service knew of it.
/// </summary>
internal sealed class CreditFact : ISourced
{
    public const int MaxParts = 4000;

    public Guid Id { get; private init; }

    public Guid? InstitutionId { get; private init; }

    public SourceKind SourceKind { get; private init; }

    public Guid SourceId { get; private init; }

    public FactEvent Event { get; private init; }

    public long SourceVersion { get; private init; }

    public DateOnly OccurredOn { get; private init; }

    public DateTime RecordedAt { get; private init; }

    public string? Department { get; private init; }

    public string? Document { get; private init; }

    /// <inheritdoc />
    /// <remarks>Empty for what this service decided itself.</remarks>
    public Guid SourceEpoch { get; private init; }

    /// <summary>The parts as JSON; read them by <see cref="Judged"/>.</summary>
    public string Parts { get; private init; } = "[]";

    /// <summary>What the scoring pack may judge.</summary>
    public IReadOnlyList<FactPart> Judged() => JsonSerializer.Deserialize<List<FactPart>>(Parts, WireJson.Options)!;

    /// <summary>
    /// Whether this row is that fact. What happens to a source once only is the same whatever version tells of it: a conclusion or an
    /// annulment is republished when the last day that it carries becomes known.
    /// </summary>
    public bool Is(StatedFact fact) =>
        (SourceKind, SourceId, Event) == (fact.SourceKind, fact.SourceId, fact.Event)
            && (SourceVersion == fact.SourceVersion || HappensOnce(Event));

    /// <summary>Whether a source meets this event once at most.</summary>
    public static bool HappensOnce(FactEvent happened) => happened is FactEvent.Concluded or FactEvent.Annulled;

    public static CreditFact Of(StatedFact fact, Guid id, DateTime recordedAt, Guid epoch) => new()
    {
        Id = id,
        InstitutionId = fact.InstitutionId,
        SourceKind = fact.SourceKind,
        SourceId = fact.SourceId,
        Event = fact.Event,
        SourceVersion = fact.SourceVersion,
        OccurredOn = fact.OccurredOn,
        RecordedAt = recordedAt,
        Department = fact.Department,
        Document = fact.Document,
        SourceEpoch = epoch,
        Parts = JsonSerializer.Serialize(fact.Parts, WireJson.Options),
    };
}

/// <summary>The tags that parts of facts carry and that indicators of the scoring pack name.</summary>
internal static class FactTags
{
    public const string Simplified = "simplified", Minor = "minor", General = "general", Serious = "serious", Corrected = "corrected",
        Uncorrected = "uncorrected",
        Overdue = "overdue", Failed = "failed", Open = "open", Passed = "passed",
        KindPrefix = "kind:", ViolationPrefix = "violation:", CategoryPrefix = "category:", StatusPrefix = "status:";

    private static readonly Dictionary<SourceKind, (string[] Fixed, string[] Prefixes)> Known = new()
    {
        [SourceKind.Penalty] = ([Minor, General, Serious, Simplified], [KindPrefix, ViolationPrefix]),
        [SourceKind.Inspection] = (["high", "medium", "low", Corrected, Uncorrected], []),
        [SourceKind.Rectification] = ([Overdue, Failed, Open, Passed], []),
        [SourceKind.Complaint] = (["complaint", "report"], [CategoryPrefix]),
        [SourceKind.Register] = ([], [StatusPrefix]),
    };

    /// <summary>Whether a fact of this kind can carry the tag.</summary>
    public static bool CanBe(SourceKind kind, string tag) =>
        Known[kind].Fixed.Contains(tag)
            || Known[kind].Prefixes.Any(prefix => tag.Length > prefix.Length && tag.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The kind as the wire names it.</summary>
    public static string Wire(this SourceKind kind) => WireWord.Of(kind);
}
