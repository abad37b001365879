using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Web;

/// <summary>Turns the outcome of a slice into its HTTP answer: status, ETag, Location and body, or a problem.</summary>
public static class Replies
{
    /// <summary>200 with the record, or the problem of the refusal.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Result<Reply<T>> outcome, HttpContext http)
    {
        if (outcome.IsRefused)
        {
            return outcome.Error.ToProblem();
        }

        http.Response.SetVersion(outcome.Value.Version);
        return TypedResults.Ok(outcome.Value.Body);
    }

    /// <summary>201 with the new record and its Location, or the problem of the refusal.</summary>
    public static Results<Created<T>, ProblemHttpResult> ToCreated<T>(this Result<Reply<T>> outcome, HttpContext http)
    {
        if (outcome.IsRefused)
        {
            return outcome.Error.ToProblem();
        }

        http.Response.SetVersion(outcome.Value.Version);
        return TypedResults.Created(outcome.Value.Location, outcome.Value.Body);
    }

    /// <summary>202 with the work and where to follow it, or the problem of the refusal.</summary>
    public static Results<Accepted<T>, ProblemHttpResult> ToAccepted<T>(this Result<Reply<T>> outcome, HttpContext http)
    {
        if (outcome.IsRefused)
        {
            return outcome.Error.ToProblem();
        }

        http.Response.SetVersion(outcome.Value.Version);
        return TypedResults.Accepted(outcome.Value.Location, outcome.Value.Body);
    }

    /// <summary>The strong ETag of a version, e.g. <c>"3"</c>.</summary>
    public static string ETag(long version) => $"\"{version}\"";

    /// <summary>Sets the ETag of the answer; null sets none.</summary>
    public static void SetVersion(this HttpResponse response, long? version)
    {
        if (version is { } known)
        {
            response.Headers.ETag = ETag(known);
        }
    }
}
