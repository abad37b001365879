using Oversight.Contracts.Enforcement.V1;
using Oversight.Disclosure.Publication;

namespace Oversight.Disclosure.Exposures;

/// <summary>A public exposure (曝光, S18) in the wording that a second person approved.</summary>
internal sealed class PublishedExposure : PublishedItem
{
    public string Title { get; private init; } = string.Empty;

    public string Text { get; private init; } = string.Empty;

    public string Department { get; private init; } = string.Empty;

    public static PublishedExposure From(ExposureReleased fact, Placement placement) => new()
    {
        Id = fact.ExposureId,
        InstitutionId = placement.Institution.Id,
        SourceEpoch = placement.Epoch,
        Province = placement.Province,
        City = placement.City,
        County = placement.Division,
        OccurredOn = fact.ReleasedOn,
        PublishedUntil = placement.Term.Until,
        TermRule = placement.Term.Rule,
        TermLaw = placement.Term.Basis.Law,
        TermArticle = placement.Term.Basis.Article,
        Title = fact.Title,
        Text = fact.Text,
        Department = fact.Department,
    };
}
