using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Feed;

/// <summary>One event of a department's feed.</summary>
/// <param name="Position">Its place; rising, never given twice.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">Kind of record.</param>
/// <param name="SubjectId">Its id.</param>
/// <param name="SubjectVersion">Its version after that.</param>
/// <param name="OperationId">Joint operation, or null.</param>
/// <param name="On">Official day.</param>
/// <param name="At">When it was entered (UTC).</param>
/// <param name="Details">Codes, days and ids, or null.</param>
internal sealed record EventAnswer(
    long Position, string Kind, string Subject, Guid SubjectId, long SubjectVersion, Guid? OperationId, DateOnly On, DateTime At,
    JsonElement? Details);

/// <summary>A stretch of the feed.</summary>
/// <param name="Items">The events in order.</param>
/// <param name="Next">Cursor to go on with, also when there is nothing more for the moment; null only before the first event.</param>
/// <param name="More">Whether there is more at once.</param>
internal sealed record EventsAnswer(IReadOnlyList<EventAnswer> Items, string? Next, bool More);

/// <summary>
/// The feed of a department: what concerns it and nothing else, in the order of positions, from the start as often as it likes.
/// A reader that keeps its cursor misses nothing and meets nothing twice.
/// </summary>
internal static class ReadEventsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/events", HandleAsync)
        .For(Roles.DepartmentSystem, Roles.CaseOfficer, Roles.Supervisor)
        .WithName("ReadEvents").WithSummary("Read the own department's events after a cursor, in order and without gap").WithTags("Events");

    private static async Task<Results<Ok<EventsAnswer>, ProblemHttpResult>> HandleAsync(
        [FromQuery] string? after, [FromQuery] int? limit, Actor actor, EnforcementDbContext database, CancellationToken cancellation)
    {
        var department = actor.Department ?? "";
        var list = $"events|{actor.ScopePrefix}|{department}";
        var (size, begin) = (new PageRequest { Limit = limit }.Size, Cursor.Read<long?>(list, after));
        if (size.IsRefused || begin.IsRefused)
        {
            return (size.Error ?? begin.Error!.At("after")).ToProblem();
        }

        // What is read is what was committed up to a position that was committed before: a batch is seen whole or not at all.
        var entries = database.Set<FeedEntry>().AsNoTracking();
        var (from, head, prefix) = (begin.Value ?? 0, await entries.MaxAsync(e => e.Position, cancellation) ?? 0, actor.ScopePrefix);
        var rows = await entries.Where(
            e => e.Department == department && e.Position > from && e.Position <= head && e.Division.StartsWith(prefix))
            .OrderBy(e => e.Position).Take(size.Value + 1).ToListAsync(cancellation);
        var items = rows.Take(size.Value).Select(e => new EventAnswer(
            e.Position!.Value, e.Kind, e.Subject, e.SubjectId, e.SubjectVersion, e.OperationId, e.On, e.At,
            e.Details is null ? null : JsonSerializer.Deserialize<JsonElement>(e.Details))).ToList();
        return TypedResults.Ok(
            new EventsAnswer(items, items.Count > 0 ? Cursor.Write(list, (long?)items[^1].Position) : after, rows.Count > size.Value));
    }
}
