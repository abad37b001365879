using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Persistence;

namespace Oversight.Enforcement.Operations;

/// <summary>One line of the timeline that all departments of a joint operation share; never changed.</summary>
internal sealed class TimelineEntry
{
    public required Guid Id { get; init; }

    public required Guid OperationId { get; init; }

    /// <summary>What happened, e.g. <c>task.accept</c>, <c>inspection.concluded</c>, <c>case.filed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Record that it happened to; with kind and version it tells one line from another.</summary>
    public required Guid SourceId { get; init; }

    public required long SourceVersion { get; init; }

    /// <summary>Official day of what happened, which may lie before the day on which it became known here.</summary>
    public required DateOnly On { get; init; }

    public required DateTime At { get; init; }

    /// <summary>
    /// Place in the operation's timeline, from 1: one more than what was there when it was written. Two acts at the same moment may
    /// have the same one; then the instant decides. So no replica's clock puts an act before what it followed.
    /// </summary>
    public required int Sequence { get; init; }

    public string? Department { get; init; }

    public required string ActorId { get; init; }

    /// <summary>Codes, days, ids as JSON, at most 4,000 characters, or null.</summary>
    public string? Details { get; init; }
}

/// <summary>What is noted.</summary>
/// <param name="Kind">What happened, e.g. <c>case.filed</c>; at most 60 characters.</param>
/// <param name="SourceId">Record that it happened to.</param>
/// <param name="SourceVersion">Its version after that.</param>
/// <param name="On">Official day.</param>
/// <param name="Department">Department that did it, or null.</param>
/// <param name="Details">Codes, days and ids only, never free text: it goes into the departments' feeds, too. At most 1,000 characters as
/// JSON. Null if the kind says it all.</param>
internal sealed record TimelineNote(
    string Kind, Guid SourceId, long SourceVersion, DateOnly On, string? Department, object? Details = null);

/// <summary>
/// Writes what happened in a joint operation: a line of the shared timeline and a feed row for every department that takes part.
/// Both go into the caller's own save. Other parts of the service (cases, penalties) call it for records that carry an
/// operation's id.
/// </summary>
internal sealed class OperationTimeline(EnforcementDbContext context, Commit<EnforcementDbContext> commit, FeedWriter feed, ActScope act)
{
    /// <summary>Notes something once: the same kind, source and version a second time changes nothing.</summary>
    /// <returns>False if it was noted already.</returns>
    /// <exception cref="InvalidOperationException">There is no such operation. A fact of another service is redelivered.</exception>
    public async Task<bool> NoteAsync(Guid operationId, TimelineNote note, CancellationToken cancellation)
    {
        // FindAsync and no query: the operation may be one that this save opens.
        var operation = await context.Set<JointOperation>().FindAsync([operationId], cancellation)
            ?? throw new InvalidOperationException($"There is no operation {operationId}; it cannot have a timeline.");
        var entries = context.Set<TimelineEntry>();
        bool IsSame(TimelineEntry e) => e.OperationId == operationId && e.Kind == note.Kind && e.SourceId == note.SourceId
            && e.SourceVersion == note.SourceVersion;
        // Redelivered facts end here. Of two consumers at once the unique index lets one through; the other is retried.
        if (entries.Local.Any(IsSame)
            || await entries.AnyAsync(
                e => e.OperationId == operationId && e.Kind == note.Kind && e.SourceId == note.SourceId
                    && e.SourceVersion == note.SourceVersion, cancellation))
        {
            return false;
        }

        // The lines of this save first: the database does not have them yet, and two lines of one act must not share a place.
        var last = context.ChangeTracker.Entries<TimelineEntry>()
            .Where(e => e.State == EntityState.Added && e.Entity.OperationId == operationId).Max(e => (int?)e.Entity.Sequence)
            ?? await entries.Where(e => e.OperationId == operationId).MaxAsync(e => (int?)e.Sequence, cancellation) ?? 0;
        entries.Add(new TimelineEntry
        {
            Id = commit.NewId(), OperationId = operationId, Kind = note.Kind, SourceId = note.SourceId, SourceVersion = note.SourceVersion,
            On = note.On, At = commit.Now, Sequence = last + 1, Department = note.Department, ActorId = act.ActorId,
            Details = note.Details is null ? null : JsonSerializer.Serialize(note.Details, WireJson.Options),
        });
        feed.Write(
            await DepartmentsAsync(operation, cancellation),
            new FeedNote(
                note.Kind, note.Kind.Split('.')[0], note.SourceId, note.SourceVersion, operation.Division, operationId, note.On,
                note.Details));
        return true;
    }

    /// <summary>Departments that take part: the lead and everyone with a task, in the order of their codes.</summary>
    public async Task<IReadOnlyList<string>> DepartmentsAsync(JointOperation operation, CancellationToken cancellation)
    {
        var tasks = context.Set<DepartmentTask>();
        var stored = await tasks.AsNoTracking().Where(t => t.OperationId == operation.Id).Select(t => t.Department).Distinct()
            .ToListAsync(cancellation);
        return [
            // Stored and tracked: a department that loses its task in this save is told of it, and so is the one that gets it.
            .. stored.Concat(tasks.Local.Where(t => t.OperationId == operation.Id).Select(t => t.Department))
                .Append(operation.LeadDepartment).Distinct().Order(StringComparer.Ordinal)];
    }
}
