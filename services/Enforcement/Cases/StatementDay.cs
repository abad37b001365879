using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// The last day for statement and defence (陈述、申辩, 行政处罚法 第四十五条), which a case keeps itself: worked out with the notice, or as
/// soon as the calendar of its year is loaded.
/// </summary>
internal sealed class StatementDay(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, PenaltyRules rules, CalendarSource<EnforcementDbContext> calendars,
    CalendarWaits<EnforcementDbContext> waits) : ICalendarDay
{
    /// <inheritdoc />
    public string Kind => "case.statement";

    /// <summary>The term of a notice that is given on <paramref name="noticedOn"/>.</summary>
    /// <returns>The term with its last day or the year that it lacks; or the refusal of a day without a rule.</returns>
    public Result<TermClock> From(DateOnly noticedOn, DivisionCode place)
    {
        var term = rules.StatementTerm(noticedOn, place);
        return term.IsRefused ? term.Error : TermClock.Start(term.Value, noticedOn, calendars.Current);
    }

    /// <summary>Notes for which year the day of a case waits, or that it does not.</summary>
    public Task AwaitAsync(Case file, int? year, CancellationToken cancellation) =>
        waits.SetAsync(Kind, file.Id, (file.Id, Kind, file.Division), year, cancellation);

    /// <inheritdoc />
    public async Task WorkOutAsync(Guid subjectId, CancellationToken cancellation)
    {
        var file = await context.Set<Case>().SingleOrDefaultAsync(c => c.Id == subjectId, cancellation);
        if (file is not { AwaitsStatement: true, NoticedOn: { } noticedOn }
            || From(noticedOn, DivisionCode.FromStored(file.Division)) is not { IsRefused: false } term)
        {
            return;
        }

        // An unchanged day leaves the version alone: the If-Match of an officer who has the case open stays valid.
        if (term.Value.DueOn != file.StatementDueOn)
        {
            file.SetStatementDueOn(term.Value.DueOn, ActContext.OfSystem(commit.Now, worker: "system:calendar"));
            commit.Record(
                "case.term_set", "case", file.Id, file.Version, new { file.StatementDueOn, calendar = term.Value.End?.CalendarVersion });
        }

        // Also without a change: the term may lack yet another year, or none any more, and then the wait is removed.
        await AwaitAsync(file, term.Value.MissingYear, cancellation);
    }

    /// <inheritdoc />
    public Task<List<Guid>> OpenFromAsync(DateOnly from, Guid? after, int most, CancellationToken cancellation)
    {
        // Case.AwaitsStatement in terms that the database can read. Only these days still move with a corrected calendar.
        var open = context.Set<Case>().Where(c => c.StatementDueOn >= from && c.EndedOn == null && c.DecidedOn == null && !c.HasSpoken);
        open = after is { } last ? open.Where(c => c.Id.CompareTo(last) > 0) : open;
        // Keyset page: a case that leaves the set while pages are read shifts no other out of sight, as an offset would.
        return open.OrderBy(c => c.Id).Select(c => c.Id).Take(most).ToListAsync(cancellation);
    }
}
