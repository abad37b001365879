using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>
/// Refusals on the wire: RFC 9457 problem details with <c>code</c>, <c>traceId</c>, and, where they apply, <c>field</c>,
/// <c>errors</c> (every fault of the input) and <c>legalBasis</c>.
/// </summary>
public static class Problems
{
    /// <summary>Prefix of the <c>type</c> member; the error code follows.</summary>
    public const string TypePrefix = "urn:oversight:error:";

    /// <summary>The HTTP status of a kind of refusal.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.Stale => StatusCodes.Status412PreconditionFailed,
        ErrorKind.VersionRequired => StatusCodes.Status428PreconditionRequired,
        ErrorKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The problem of a refusal.</summary>
    public static ProblemHttpResult ToProblem(this Error error) => TypedResults.Problem(Details(error));

    /// <summary>One problem for several faults of one input; the first gives code and status.</summary>
    /// <exception cref="ArgumentException">There is no fault.</exception>
    public static ProblemHttpResult ToProblem(this IReadOnlyList<Error> errors)
    {
        ArgumentOutOfRangeException.ThrowIfZero(errors.Count);
        var details = Details(errors[0]);
        details.Extensions["errors"] = errors.Select(e => new { field = e.Field, code = e.Code, message = e.Message }).ToList();
        return TypedResults.Problem(details);
    }

    /// <summary>The problem document of a refusal.</summary>
    public static ProblemDetails Details(Error error)
    {
        var status = StatusOf(error.Kind);
        var details = Details(status, error.Code, error.Message);
        if (error.Field is not null)
        {
            details.Extensions["field"] = error.Field;
        }

        if (error.Basis is { } basis)
        {
            details.Extensions["legalBasis"] = new { law = basis.Law, article = basis.Article, version = basis.Version };
        }

        return details;
    }

    /// <summary>A problem document for a status that no <see cref="ErrorKind"/> stands for, such as 401, 405, 429 or 504.</summary>
    public static ProblemDetails Details(int status, string code, string detail) => new()
    {
        Type = TypePrefix + code,
        Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        Extensions = { ["code"] = code, ["traceId"] = Activity.Current?.TraceId.ToHexString() },
    };

    /// <summary>Writes a problem as the whole answer. Does nothing if the answer has already begun.</summary>
    public static async Task WriteProblemAsync(this HttpContext http, ProblemDetails details)
    {
        if (http.Response.HasStarted)
        {
            return;
        }

        http.Response.StatusCode = details.Status ?? StatusCodes.Status500InternalServerError;
        http.Response.Headers.CacheControl = "no-store";
        if (details.Status == StatusCodes.Status503ServiceUnavailable && http.Response.Headers.RetryAfter.Count == 0)
        {
            http.Response.Headers.RetryAfter = "2";
        }

        // A service with pages brings a writer that answers a browser with a page.
        var context = new ProblemDetailsContext { HttpContext = http, ProblemDetails = details };
        foreach (var writer in http.RequestServices.GetServices<IProblemDetailsWriter>())
        {
            if (writer.CanWrite(context))
            {
                await writer.WriteAsync(context);
                return;
            }
        }

        await http.Response.WriteAsJsonAsync(details, Persistence.WireJson.Options, "application/problem+json", http.RequestAborted);
    }
}
