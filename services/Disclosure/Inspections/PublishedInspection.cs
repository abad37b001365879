using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Publication;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Inspections;

/// <summary>
/// The result of a concluded visit as the public may see it. Suspected violations and evidence are not taken over: they are no findings.
/// </summary>
internal sealed class PublishedInspection : PublishedItem
{
    public DateOnly VisitedOn { get; private init; }

    public string Kind { get; private init; } = string.Empty;

    /// <summary>Codes; the first one led.</summary>
    public IReadOnlyList<string> Departments { get; private init; } = [];

    /// <summary>Codes of the public result categories.</summary>
    public IReadOnlyList<string> Results { get; private init; } = [];

    public List<PublishedFinding> Findings { get; private init; } = [];

    public static PublishedInspection From(InspectionConcluded fact, Placement placement) => new()
    {
        Id = fact.VisitId,
        InstitutionId = placement.Institution.Id,
        SourceEpoch = placement.Epoch,
        Province = placement.Province,
        City = placement.City,
        County = placement.Division,
        OccurredOn = fact.ConcludedOn,
        PublishedUntil = placement.Term.Until,
        TermRule = placement.Term.Rule,
        TermLaw = placement.Term.Basis.Law,
        TermArticle = placement.Term.Basis.Article,
        VisitedOn = fact.VisitedOn,
        Kind = fact.Kind,
        Departments = fact.Departments,
        Results = fact.Results,
        Findings = [.. fact.Findings.Select(finding => new PublishedFinding
        {
            Id = finding.FindingId, VisitId = fact.VisitId, Item = finding.Item, Department = finding.Department,
            Severity = finding.Severity,
            Law = finding.Ground.Law, Article = finding.Ground.Article, CorrectedOnSite = finding.CorrectedOnSite,
        })],
    };
}

/// <summary>One finding: a checklist item by its code.</summary>
internal sealed class PublishedFinding
{
    public required Guid Id { get; init; }

    public required Guid VisitId { get; init; }

    public required string Item { get; init; }

    public required string Department { get; init; }

    public required string Severity { get; init; }

    public required string Law { get; init; }

    public required string Article { get; init; }

    public required bool CorrectedOnSite { get; init; }
}

/// <summary>An order to put right what a visit found: by when, and whether it was. State copy by version.</summary>
internal sealed class PublishedRectification : PublishedItem, IStateCopy
{
    public Guid VisitId { get; private set; }

    public string Department { get; private set; } = string.Empty;

    /// <inheritdoc />
    public long SourceVersion { get; private set; }

    /// <inheritdoc />
    public string? SourceDigest { get; private set; }

    public DateOnly DueOn { get; private set; }

    /// <summary>Official day on which two officers found everything put right; null while they have not.</summary>
    public DateOnly? PassedOn { get; private set; }

    /// <summary>A first copy, before it has taken anything over.</summary>
    public static PublishedRectification Of(Guid order, Placement placement) => new()
    {
        Id = order,
        InstitutionId = placement.Institution.Id,
        SourceEpoch = placement.Epoch,
        Province = placement.Province,
        City = placement.City,
        County = placement.Division,
        PublishedUntil = placement.Term.Until,
        TermRule = placement.Term.Rule,
        TermLaw = placement.Term.Basis.Law,
        TermArticle = placement.Term.Basis.Article,
    };

    /// <summary>Takes a newer state over. The caller has compared the versions and stamps the copy.</summary>
    public void Take(RectificationState state, DateOnly? passedOn) => (OccurredOn, VisitId, Department, DueOn, PassedOn) =
        (state.IssuedOn, state.VisitId, state.Department, state.DueOn, passedOn);

    /// <inheritdoc />
    public void Stamp(SourceStamp source) =>
        (SourceEpoch, SourceVersion, SourceDigest, Version) = (source.Epoch, source.Version, source.Digest, Version + 1);
}
