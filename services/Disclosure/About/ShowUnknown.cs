using Oversight.Pages;
using Oversight.Web;

namespace Oversight.Disclosure.About;

/// <summary>
/// The answer at an address where there is nothing: a page for readers, a problem document for programs, never a question for a token.
/// </summary>
internal static class ShowUnknown
{
    public static void Map(RouteGroupBuilder pages) =>
        pages.MapFallback("/{**path}", (HttpRequest request) => (IResult)(PageProblems.WantsPage(request)
                ? PageProblems.Page(StatusCodes.Status404NotFound)
                : TypedResults.Problem(
                    Problems.Details(StatusCodes.Status404NotFound, "request.path.unknown", "There is nothing at this address."))))
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]))
            .AllowAnonymous().WithName("UnknownPage").WithSummary("Nothing is at this address").WithTags("Pages");
}
