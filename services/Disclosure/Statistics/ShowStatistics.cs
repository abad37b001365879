using Microsoft.AspNetCore.Http.HttpResults;

namespace Oversight.Disclosure.Statistics;

/// <summary>The public statistics, as an API and as a page.</summary>
internal static class ShowStatistics
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapApi(RouteGroupBuilder api) =>
        api.MapMethods("/statistics", Read, async (PublicNumbers numbers, CancellationToken cancellation) =>
                new PublishedAnswer<StatisticsRecord>(await numbers.GetAsync(cancellation), PublishedAnswer.FewSeconds))
            .AllowAnonymous().WithName("GetStatistics").WithSummary("Numbers of what is published today, in all and by county")
            .WithTags("Publications");

    public static void Map(RouteGroupBuilder pages) =>
        pages.MapMethods("/numbers", Read, async Task<IResult> (PublicNumbers numbers, CancellationToken cancellation) =>
                new RazorComponentResult<StatisticsPage>(
                    new Dictionary<string, object?> { [nameof(StatisticsPage.Numbers)] = await numbers.GetAsync(cancellation) }))
            .AllowAnonymous().WithName("StatisticsPage").WithSummary("The public statistics as a page").WithTags("Pages");
}
