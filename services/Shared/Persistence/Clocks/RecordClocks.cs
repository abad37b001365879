using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;

namespace Oversight.Persistence.Clocks;

/// <summary>
/// Starts, pauses, lengthens and stops the statutory clocks of a service's records. Everything is saved with the act that
/// caused it; a passed term fires a deadline of kind <see cref="DeadlineKind"/>, once, however many replicas sweep.
/// </summary>
/// <remarks>
/// A clock whose end needs a calendar year that is not loaded has no due date; it looks again at every official midnight, so
/// it gets its date the day after the calendar was brought, without a release.
/// </remarks>
public sealed class RecordClocks<TContext>(TContext context, Commit<TContext> commit, StatutoryClocks rules, WorkingDayCalendar calendar)
    where TContext : ServiceDbContext
{
    /// <summary>Kind of the deadlines; a service registers one handler for it, which asks <see cref="RanOutAsync"/> first.</summary>
    public const string DeadlineKind = "clock";

    /// <summary>Starts the clock <paramref name="key"/> of a record by the rule of the day on which it starts.</summary>
    /// <param name="key">Key of the rule pack <c>statutory-clocks</c>.</param>
    /// <param name="subjectId">The record.</param>
    /// <param name="startedOn">Official day of the event that sets it going.</param>
    /// <param name="place">Division whose own rule would come first, or null.</param>
    /// <returns>The clock, or the refusal of a key or day that the pack does not know.</returns>
    public Result<StoredClock> Start(string key, Guid subjectId, DateOnly startedOn, DivisionCode? place = null)
    {
        var rule = rules.OnDay(key, startedOn, place);
        if (rule.IsRefused)
        {
            return rule.Error;
        }

        var term = TermClock.Start(rule.Value.Term, startedOn, calendar);
        if (term.IsRefused)
        {
            return term.Error;
        }

        var clock = StoredClock.Start(commit.NewId(), commit.Now, subjectId, key, rule.Value, term.Value);
        context.Add(clock);
        Arm(clock);
        return clock;
    }

    /// <summary>Clocks of a record, oldest first; tracked, so that they can be changed.</summary>
    public Task<List<StoredClock>> OfAsync(Guid subjectId, CancellationToken cancellation) =>
        context.Clocks.Where(c => c.SubjectId == subjectId).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellation);

    /// <summary>Stops the open clocks <paramref name="key"/> of a record, since what they asked for is done. One that has run out keeps that mark.</summary>
    public async Task StopAsync(Guid subjectId, string key, CancellationToken cancellation)
    {
        foreach (var clock in await context.Clocks.Where(c => c.SubjectId == subjectId && c.Key == key && c.StoppedAt == null).ToListAsync(cancellation))
        {
            clock.Stop(commit.Now);
            await DisarmAsync(clock, cancellation);
        }
    }

    /// <summary>Stops every open clock of a record: it has ended.</summary>
    public async Task StopAllAsync(Guid subjectId, CancellationToken cancellation)
    {
        foreach (var key in await context.Clocks.Where(c => c.SubjectId == subjectId && c.StoppedAt == null).Select(c => c.Key).Distinct().ToListAsync(cancellation))
        {
            await StopAsync(subjectId, key, cancellation);
        }
    }

    /// <summary>Lets a clock stand from <paramref name="day"/> on.</summary>
    /// <returns>Done, or the refusal of the clock (<see cref="TermClock.Pause"/>), <c>clock.not_open</c> or <c>clock.full</c>.</returns>
    public Task<Result> PauseAsync(StoredClock clock, DateOnly day, string? reason, LegalBasis? basis, CancellationToken cancellation) =>
        ChangeAsync(clock, clock.Term().Pause(day, reason, basis), cancellation);

    /// <summary>Lets a clock run again.</summary>
    /// <returns>Done, or the refusal of the clock (<see cref="TermClock.Resume"/>).</returns>
    public Task<Result> ResumeAsync(StoredClock clock, DateOnly day, CancellationToken cancellation) =>
        ChangeAsync(clock, clock.Term().Resume(day, calendar), cancellation);

    /// <summary>Lengthens a clock as its rule allows.</summary>
    /// <returns>Done, or the refusal of the clock (<see cref="TermClock.Extend"/>), <c>clock.not_open</c> or <c>clock.full</c>.</returns>
    public Task<Result> ExtendAsync(StoredClock clock, int amount, DateOnly on, string? reason, CancellationToken cancellation) =>
        ChangeAsync(clock, clock.Term().Extend(amount, on, reason, calendar), cancellation);

    /// <summary>
    /// What a fired deadline means: the clock whose term has passed, marked so; or null if there is nothing to do, because it
    /// was stopped or moved meanwhile, or only looked for its calendar.
    /// </summary>
    public async Task<StoredClock?> RanOutAsync(Deadline deadline, CancellationToken cancellation)
    {
        var clock = await context.Clocks.SingleOrDefaultAsync(c => c.Id == deadline.SubjectId, cancellation);
        if (clock is not { IsOpen: true })
        {
            return null;
        }

        var term = clock.Term();
        if (clock.DueOn is null && !term.IsPaused)
        {
            var looked = term.Recalculate(calendar);
            if (!looked.IsRefused)
            {
                clock.Take(looked.Value);
                Arm(clock);
            }

            return null;
        }

        if (clock.DueOn is not { } due || OfficialTime.EndOf(due) > commit.Now)
        {
            return null;
        }

        clock.RunOut(commit.Now);
        return clock;
    }

    private async Task<Result> ChangeAsync(StoredClock clock, Result<TermClock> changed, CancellationToken cancellation)
    {
        if (!clock.IsOpen)
        {
            return ClockRefusals.NotOpen;
        }

        if (changed.IsRefused)
        {
            return changed.Error;
        }

        if (!StoredClock.Fits(changed.Value))
        {
            return ClockRefusals.Full;
        }

        clock.Take(changed.Value);
        await DisarmAsync(clock, cancellation);
        Arm(clock);
        return Result.Done;
    }

    private void Arm(StoredClock clock)
    {
        if (clock.Term().IsPaused)
        {
            return;
        }

        var due = clock.DueOn ?? OfficialTime.DateOf(commit.Now);
        context.Deadlines.Add(new Deadline
        {
            Id = commit.NewId(),
            Kind = DeadlineKind,
            SubjectId = clock.Id,
            DueAt = OfficialTime.EndOf(due),
            Rule = clock.Rule.Length <= 120 ? clock.Rule : clock.Rule[..120],
            CreatedAt = commit.Now,
        });
    }

    private async Task DisarmAsync(StoredClock clock, CancellationToken cancellation)
    {
        foreach (var deadline in await context.Deadlines
            .Where(d => d.SubjectId == clock.Id && d.Kind == DeadlineKind && d.FiredAt == null && d.CancelledAt == null).ToListAsync(cancellation))
        {
            deadline.Cancel(commit.Now);
        }
    }
}

internal static class ClockRefusals
{
    public static readonly Error NotOpen = new(ErrorKind.Conflict, "clock.not_open", "The clock was stopped, or its term has passed.");

    public static readonly Error Full = new(ErrorKind.Conflict, "clock.full", "The clock has too many pauses and extensions to note another one.");
}
