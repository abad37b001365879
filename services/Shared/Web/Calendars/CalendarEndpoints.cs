using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;

namespace Oversight.Web;

/// <summary>The calendar of a year that is to be loaded.</summary>
internal sealed record LoadCalendarRequest
{
    /// <summary>The file <c>working-days-{year}.json</c> as a JSON object, in the form of the shipped years.</summary>
    public required JsonElement Calendar { get; init; }

    /// <summary>Whether a year that is loaded with other content is replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>Why it is replaced.</summary>
    [StringLength(LoadedCalendar.MaxReason)]
    public string? Reason { get; init; }
}

/// <summary>What waits for calendars, one page.</summary>
/// <param name="MissingYear">The year that must be loaded soon, or null.</param>
/// <param name="Items">Days of records of the caller's division.</param>
/// <param name="Next">Cursor of the next page, or null if this is the last.</param>
internal sealed record WaitingAnswer(int? MissingYear, IReadOnlyList<WaitingDay> Items, string? Next);

/// <summary>Calendars of years: the same three routes in every service that keeps statutory clocks.</summary>
public static class CalendarEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="api">The service's API.</param>
    /// <param name="service">Name of the service as it stands in the names of its operations, e.g. <c>Inspection</c>: these are unique in a
    /// process.</param>
    public static void MapCalendars<TContext>(this RouteGroupBuilder api, string service)
        where TContext : ServiceDbContext
    {
        var calendar = new ModuleCalendar<TContext>();
        api.MapPost("/calendars", LoadAsync).Does($"{service.ToLowerInvariant()}.calendar.load").Idempotent<TContext>()
            .WithMetadata(calendar)
            .WithName($"Load{service}Calendar")
            .WithSummary("Load the working-day calendar of a year; what waited for it gets its day at once").WithTags("Calendars");
        api.MapGet("/calendars", ReadAsync).For(Roles.Administrator, Roles.Supervisor, Roles.Auditor).WithMetadata(calendar)
            .WithName($"List{service}Calendars").WithSummary("The years by which this service counts, and how much waits for which year")
            .WithTags("Calendars");
        api.MapGet("/calendars/waiting", WaitingAsync).For(Roles.Administrator, Roles.Supervisor).WithMetadata(calendar)
            .WithName($"List{service}WaitingDays")
            .WithSummary("Records of the caller's division that wait for the calendar of a year, and since when").WithTags("Calendars");
    }

    private static IModuleCalendar Calendar(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<IModuleCalendar>();

    private static async Task<Results<Ok<CalendarLoad>, ProblemHttpResult>> LoadAsync(
        LoadCalendarRequest request, HttpContext http, CancellationToken cancellation) =>
        (await Calendar(http).LoadAsync(
            http.RequestServices, new CalendarStatement("calendar", request.Calendar.GetRawText(), request.Replace, request.Reason),
            cancellation)).ToOk(http);

    private static async Task<Ok<CalendarsAnswer>> ReadAsync(HttpContext http, CancellationToken cancellation) =>
        TypedResults.Ok(await Calendar(http).ReadAsync(http.RequestServices, cancellation));

    private static async Task<Results<Ok<WaitingAnswer>, ProblemHttpResult>> WaitingAsync(
        [AsParameters] PageRequest page, Actor actor, HttpContext http, CancellationToken cancellation)
    {
        var list = $"calendar-waits|{actor.ScopePrefix}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var rows = await Calendar(http).WaitingAsync(http.RequestServices, actor.ScopePrefix, after.Value, size.Value + 1, cancellation);
        var found = PageOf<WaitingDay>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id));
        return TypedResults.Ok(
            new WaitingAnswer(await Calendar(http).MissingYearAsync(http.RequestServices, cancellation), found.Items, found.Next));
    }
}
