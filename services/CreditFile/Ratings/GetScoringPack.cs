using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.CreditFile.Ratings;

/// <summary>One version of the scoring pack, and the versions that are loaded.</summary>
internal sealed record ScoringPackAnswer(
    string Version, string Rule, DateOnly ValidFrom, DateOnly? ValidTo, LegalBasis Basis, Confidence Confidence, int MaxPoints,
    IReadOnlyList<GradeBound> Grades, IReadOnlyList<Indicator> Indicators, IReadOnlyList<ScoringVersionAnswer> Loaded);

/// <summary>A loaded version.</summary>
internal sealed record ScoringVersionAnswer(string Version, DateOnly ValidFrom, DateOnly? ValidTo);

internal static class GetScoringPackEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/scoring-pack", Handle)
        .For(CreditRoles.Readers)
        .WithName("GetScoringPack").WithSummary("The scoring version of a day, past or to come; today's without a day").WithTags("Scoring");

    private static Results<Ok<ScoringPackAnswer>, ProblemHttpResult> Handle(
        [FromQuery] DateOnly? onDay, ScoringPack pack, TimeProvider clock)
    {
        var found = pack.OnDay(onDay ?? OfficialTime.Today(clock));
        if (found.IsRefused)
        {
            return found.Error.At("onDay").ToProblem();
        }

        var version = found.Value;
        return TypedResults.Ok(new ScoringPackAnswer(
            version.Version, version.Reference, version.ValidFrom, version.ValidTo, version.Basis, version.Confidence,
            version.Values.MaxPoints, version.Values.Grades,
            version.Values.Indicators, [.. pack.Versions.Select(v => new ScoringVersionAnswer(v.Version, v.ValidFrom, v.ValidTo))]));
    }
}
