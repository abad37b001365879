using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Oversight.Pages;

/// <summary>Answers a browser's refused request with a page instead of a problem document; APIs keep the document.</summary>
internal sealed class PageProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => PageProblems.WantsPage(context.HttpContext.Request);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var trace = context.ProblemDetails.Extensions.TryGetValue("traceId", out var id) ? id as string : null;
        await PageProblems.Page(context.ProblemDetails.Status ?? StatusCodes.Status500InternalServerError, trace: trace)
            .ExecuteAsync(context.HttpContext);
    }
}

/// <summary>Refusals as pages.</summary>
public static class PageProblems
{
    /// <summary>Whether the caller reads pages: it accepts <c>text/html</c> by name, and the address is not one of an API.</summary>
    public static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The page of a refusal.</summary>
    /// <param name="status">The HTTP status; one without a text of its own is explained like 400 or, from 500 up, like 500.</param>
    /// <param name="detail">One sentence, in the reader's language, in place of the general one; null for the general one.</param>
    /// <param name="trace">The number under which the fault is logged; null shows none.</param>
    public static RazorComponentResult<ProblemPage> Page(int status, string? detail = null, string? trace = null) =>
        new(new Dictionary<string, object?>
        {
            [nameof(ProblemPage.Status)] = status,
            [nameof(ProblemPage.Detail)] = detail,
            [nameof(ProblemPage.Trace)] = trace,
        })
        { StatusCode = status };
}
