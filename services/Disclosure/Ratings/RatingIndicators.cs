using Oversight.Contracts.CreditFile.V1;
using Oversight.Disclosure.Publication;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Disclosure.Ratings;

/// <summary>What an indicator of the scoring pack means to the public.</summary>
/// <param name="Zh">In plain Chinese.</param>
/// <param name="En">In plain English.</param>
/// <param name="Published">Whether a line about it is shown; otherwise it is part of the rest of the points.</param>
/// <param name="Term">Key of <c>publication-terms</c> by whose term the line is shown at most; null: as long as it counts.</param>
internal sealed record RatingIndicator(string Zh, string En, bool Published, string? Term = null);

/// <summary>Until when a line is shown.</summary>
/// <param name="Until">Last official day; null while its cause lasts.</param>
internal sealed record ShownLine(DateOnly? Until);

/// <summary>
/// Which lines of a rating are public, by the rule pack <c>rating-indicators</c>: an indicator is looked up by its whole name
/// and then by what stands before each dot (<c>inspection.high.fire</c>, <c>inspection.high</c>, <c>inspection</c>). One that no
/// rule knows is not shown.
/// </summary>
internal sealed class RatingIndicators(TimeProvider clock, PublicationTerms terms, string? overrideFolder)
{
    private readonly RulePack<RatingIndicator> _pack = RulePackLoader.Load<RatingIndicator>(
        "rating-indicators", typeof(RatingIndicators).Assembly, overrideFolder);

    /// <summary>How long a line is shown; null if it is not.</summary>
    public ShownLine? Shown(RatingEntry entry, string division)
    {
        if (Find(entry.Indicator) is not { Published: true } indicator || entry.ExpiresOn < OfficialTime.Today(clock))
        {
            return null;
        }

        if (indicator.Term is not { } key)
        {
            return new ShownLine(entry.ExpiresOn);
        }

        // A line must not outlive the publication of its source: it would go on telling of a penalty that is shown no longer.
        return terms.For(key, entry.OccurredOn, division) is { } term
            ? new ShownLine(entry.ExpiresOn is { } expires && expires < term.Until ? expires : term.Until)
            : null;
    }

    /// <summary>The indicator as the public is told; null if no rule knows it.</summary>
    public RatingIndicator? Find(string indicator)
    {
        for (var key = indicator; ; key = key[..key.LastIndexOf('.')])
        {
            if (_pack.OnDay(key, OfficialTime.Today(clock)) is { IsRefused: false } found)
            {
                return found.Value.Values;
            }

            if (!key.Contains('.', StringComparison.Ordinal))
            {
                return null;
            }
        }
    }
}
