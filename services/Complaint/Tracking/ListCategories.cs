using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Reference;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Tracking;

/// <summary>A category that a message may have.</summary>
internal sealed record CategoryAnswer(
    string Code, string Zh, string En, string HintZh, string HintEn, IReadOnlyList<string> Kinds, bool IsUrgent, string Department,
    string Rule, Confidence Confidence);

internal static class ListCategoriesEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/public/categories", Handle)
        .AllowAnonymous()
        .WithName("ListCategories").WithSummary("What a complaint or report may be about").WithTags("Public");

    private static Ok<IReadOnlyList<CategoryAnswer>> Handle(ComplaintRules rules, TimeProvider clock) =>
        TypedResults.Ok<IReadOnlyList<CategoryAnswer>>(
            [.. rules.Categories(OfficialTime.Today(clock)).Select(c => new CategoryAnswer(
                c.Key, c.Values.Zh, c.Values.En, c.Values.HintZh, c.Values.HintEn, c.Values.Kinds, c.Values.Urgent, c.Values.Department,
                c.Reference, c.Confidence))]);
}
