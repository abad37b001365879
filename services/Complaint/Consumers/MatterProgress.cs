using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Matters;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Complaint.Consumers;

/// <summary>Something that happened elsewhere, as a line of progress.</summary>
/// <param name="Code">A code of <see cref="EntryCodes.Facts"/>.</param>
/// <param name="SourceId">Clue, operation, case or penalty.</param>
/// <param name="SourceVersion">Its version.</param>
/// <param name="On">Official day.</param>
/// <param name="Departments">Departments concerned.</param>
/// <param name="Number">Its number, or null.</param>
/// <param name="Detail">Its outcome, or null.</param>
internal sealed record Happening(
    string Code, Guid SourceId, long SourceVersion, DateOnly On, IReadOnlyList<string> Departments, string? Number = null,
    string? Detail = null);

/// <summary>
/// Notes what other services did about matters. A fact that comes twice, or again as a newer copy (a joint operation with one more
/// task), makes one line; facts may come in any order. A matter that is not here keeps its line for when it is.
/// </summary>
internal sealed class MatterProgress(
    ComplaintDbContext context, Commit<ComplaintDbContext> commit, RecordClocks<ComplaintDbContext> clocks,
    DueDeadlines<ComplaintDbContext> due, MatterTerms terms)
{
    private const int MostDepartments = 40;

    /// <summary>Adds the line to every matter, and to each the decision about filing where there is one.</summary>
    /// <param name="matterIds">Matters that it came from; unknown ones and none at all are both possible.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="decidesFiling">Whether it is thereby decided to file a case, or not to: verification ends, and a person who gave a name
    /// is told.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task NoteAsync(IReadOnlyList<Guid> matterIds, Happening happening, bool decidesFiling, CancellationToken cancellation)
    {
        var ids = matterIds.Distinct().ToList();
        var matters = await context.Matters.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellation);
        var lines = await context.Entries.Where(
            e => ids.Contains(e.MatterId) && e.Code == happening.Code && e.SourceId == happening.SourceId)
            .ToDictionaryAsync(e => e.MatterId, cancellation);
        // Before the line is made: a term that had passed is on record as passed, whether the sweeper or the fact came first.
        if (decidesFiling)
        {
            foreach (var known in matters.Keys)
            {
                await due.FireAsync(known, cancellation);
            }
        }

        foreach (var id in ids)
        {
            var matter = matters.GetValueOrDefault(id);
            // Delivery is at-least-once and out of order: a redelivered or older copy changes nothing. Of two at the same moment
            // ux_matter_entries_source lets one through.
            if (lines.TryGetValue(id, out var line))
            {
                if (line.SourceVersion < happening.SourceVersion)
                {
                    (line.SourceVersion, line.Departments) = (happening.SourceVersion, Shown(happening.Departments));
                    matter?.Note();
                }

                continue;
            }

            matter?.Note();
            context.Entries.Add(new MatterEntry
            {
                Id = commit.NewId(),
                MatterId = id,
                MatterVersion = matter?.Version ?? 0,
                At = commit.Now,
                On = happening.On,
                Code = happening.Code,
                Departments = Shown(happening.Departments),
                Number = happening.Number,
                Detail = happening.Detail,
                SourceId = happening.SourceId,
                SourceVersion = happening.SourceVersion,
            });
            if (matter is not null)
            {
                commit.Record("matter.note", "matter", id, matter.Version, new { happening.Code, happening.SourceId, happening.Detail });
            }
        }

        if (decidesFiling)
        {
            await DecideFilingAsync(ids, happening.On, cancellation);
        }
    }

    // Joined matters go with the one that was referred.
    private async Task DecideFilingAsync(List<Guid> ids, DateOnly on, CancellationToken cancellation)
    {
        foreach (var matter in await context.Matters
            .Where(m => m.Kind == MatterKind.Report && (ids.Contains(m.Id) || (m.ParentId != null && ids.Contains(m.ParentId.Value))))
            .ToListAsync(cancellation))
        {
            // 行政处罚法 第五十四条: verification lasts until it is decided whether to file.
            await clocks.StopAsync(matter.Id, MatterClocks.VerifyReport, cancellation);
            var running = await clocks.OfAsync(matter.Id, cancellation);
            if (matter.IsOverdue && !running.Any(c => c is { RanOutAt: not null, StoppedAt: null }))
            {
                matter.MarkOverdue(isOverdue: false);
                matter.Note();
            }

            // The first decision starts the term of telling; a second one about the same matter does not restart it.
            if (matter is not { IsNamed: true, HasEnded: false } || running.Any(c => c.Key == MatterClocks.TellFiling))
            {
                continue;
            }

            if (terms.Start(MatterClocks.TellFiling, matter, on) is { IsRefused: true } refused)
            {
                // A decision of a day before the rule: there is no such term then, which the audit says.
                commit.Record("matter.no_term", "matter", matter.Id, null, new { key = MatterClocks.TellFiling, on, refused.Error.Code });
            }
        }
    }

    private static IReadOnlyList<string> Shown(IReadOnlyList<string> departments) => [.. departments.Distinct().Take(MostDepartments)];
}
