using Microsoft.AspNetCore.Http.HttpResults;

namespace Oversight.Disclosure.About;

/// <summary>What the site is, where its data comes from and what it does not show.</summary>
internal static class ShowAbout
{
    public static void Map(RouteGroupBuilder pages) =>
        pages.MapMethods("/about", [HttpMethods.Get, HttpMethods.Head], IResult () => new RazorComponentResult<AboutPage>())
            .AllowAnonymous().WithName("AboutPage").WithSummary("About the site").WithTags("Pages");
}
