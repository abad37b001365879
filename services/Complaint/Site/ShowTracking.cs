using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Tracking;
using Oversight.Pages;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Site;

/// <summary>
/// The pages on which a person looks the progress up and says how it was handled. The code travels in forms only, never in an address.
/// </summary>
internal static class ShowTracking
{
    private const string Path = "/complaints/track", RatingPath = "/complaints/satisfaction";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], IResult (HttpContext http) => Ask(http, StatusCodes.Status200OK, null))
            .AllowAnonymous().WithName("TrackPage").WithSummary("The page that asks for the tracking code").WithTags("Pages");
        pages.MapPost(Path, FindAsync).AllowAnonymous().WithName("TrackedPage").WithSummary("The progress of a message").WithTags("Pages");
        pages.MapPost(RatingPath, RateAsync).AllowAnonymous().WithName("RatePage").WithSummary("Say how a matter was handled")
            .WithTags("Pages");
    }

    private static async Task<IResult> FindAsync(HttpContext http, TrackingReader reader, FormKeys keys, CancellationToken cancellation)
    {
        var form = await SentForm.ReadAsync(http, cancellation);
        return await ShowAsync(http, reader, keys, form["code"], null, Tone.Good, StatusCodes.Status200OK, cancellation);
    }

    private static async Task<IResult> RateAsync(
        HttpContext http, TrackingReader reader, FormKeys keys, RateHandlingHandler handler, ActScope act, CancellationToken cancellation)
    {
        var form = await SentForm.ReadAsync(http, cancellation);
        var code = form["code"];
        if (keys.Read(http, form["key"]) is null)
        {
            return await ShowAsync(
                http, reader, keys, code, "complaint.form.expired", Tone.Danger, StatusCodes.Status400BadRequest, cancellation);
        }

        var request = new RateHandlingRequest
        {
            MatterId = Guid.TryParse(form["matter"], out var id) ? id : null,
            Response = Mark(form["response"]),
            Solved = Mark(form["solved"]),
            Satisfied = Mark(form["satisfied"]),
            Comment = form["comment"],
        };
        // A form is no JSON body: the bounds that the API checks by attributes are checked here.
        if (!Validator.TryValidateObject(request, new ValidationContext(request), null, validateAllProperties: true))
        {
            return await ShowAsync(
                http, reader, keys, code, "complaint.rate.incomplete", Tone.Danger, StatusCodes.Status400BadRequest, cancellation);
        }

        var outcome = await handler.HandleAsync(code, request, cancellation);
        return outcome.Error switch
        {
            null => await ShowAsync(http, reader, keys, code, "complaint.rate.thanks", Tone.Good, StatusCodes.Status200OK, cancellation),
            { Code: "complaint.tracking.unknown" } => Ask(http, StatusCodes.Status404NotFound, code),
            { Code: "complaint.satisfaction.already_given" } => await ShowAsync(
                http, reader, keys, code, "complaint.rate.already", Tone.Caution, StatusCodes.Status409Conflict, cancellation),
            var refused => await ShowAsync(
                http, reader, keys, code, "complaint.rate.refused", Tone.Danger, Problems.StatusOf(refused.Kind), cancellation),
        };
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, TrackingReader reader, FormKeys keys, string code, string? notice, Tone tone, int status,
        CancellationToken cancellation)
    {
        if (await reader.FindAsync(code, cancellation) is not { } intake)
        {
            return Ask(http, StatusCodes.Status404NotFound, code);
        }

        var answer = await reader.ReadAsync(intake, cancellation);
        return new RazorComponentResult<TrackedPage>(
            new
            {
                Answer = answer, Code = TrackingCode.Show(TrackingCode.Read(code)!), Token = keys.Issue(http), Notice = notice, Tone = tone
            })
        {
            StatusCode = status,
        };
    }

    private static RazorComponentResult<TrackPage> Ask(HttpContext http, int status, string? typed)
    {
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<TrackPage>(
            new { Typed = typed is { Length: <= 100 } ? typed : null, IsUnknown = status == StatusCodes.Status404NotFound })
            {
                StatusCode = status
            };
    }

    private static int Mark(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mark) ? mark : 0;
}
