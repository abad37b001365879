using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Tracking;

/// <summary>
/// What a person sees under the tracking code. A code that is malformed, mistyped, unknown or another's is one and the same refusal; the
/// gateway limits how often one may ask.
/// </summary>
internal static class TrackMattersEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/public/tracking", HandleAsync)
        .AllowAnonymous()
        .WithName("TrackMatters").WithSummary("What became of one's complaint or report").WithTags("Public");

    private static async Task<Results<Ok<TrackingAnswer>, ProblemHttpResult>> HandleAsync(
        [FromHeader(Name = TrackingErrors.Header)] string? trackingCode, TrackingReader reader, HttpContext http,
        CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await reader.FindAsync(trackingCode, cancellation) is { } intake
            ? TypedResults.Ok(await reader.ReadAsync(intake, cancellation)) : TrackingErrors.Unknown.ToProblem();
    }
}

/// <summary>Every refusal of the public.</summary>
internal static class TrackingErrors
{
    public const string Header = "Tracking-Code";

    public static readonly Error Unknown = new(
        ErrorKind.NotFound, "complaint.tracking.unknown",
        "Nothing is known under this tracking code. Check it character by character.", Header);
    public static readonly Error MatterRequired = new(
        ErrorKind.Invalid, "complaint.satisfaction.matter_required", "The message has two matters; say which one is meant.", "matterId");
    public static readonly Error NotConcluded = new(
        ErrorKind.Conflict, "complaint.satisfaction.not_concluded", "How it was handled can be said once it is concluded.");
    public static readonly Error AlreadyGiven = new(
        ErrorKind.Conflict, "complaint.satisfaction.already_given", "It was said already how this was handled; it is said once.");
}
