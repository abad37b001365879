using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;

namespace Oversight.Persistence.Clocks;

/// <summary>
/// Starts, pauses, lengthens and stops the statutory clocks of a service's records. Everything is saved with the act that
/// caused it; a passed term fires a deadline of kind <see cref="DeadlineKind"/>, once, however many replicas sweep.
/// </summary>
/// <remarks>
/// A clock whose end needs a calendar year that is not loaded has no due date; it waits (<see cref="CalendarWait"/>) and gets its date when
/// the year is loaded. An act that comes after the end of a term finds it on record as passed, whether or not the sweeper was there before.
/// </remarks>
public sealed class RecordClocks<TContext>(
    TContext context,
    Commit<TContext> commit,
    StatutoryClocks rules,
    CalendarSource<TContext> calendars,
    CalendarWaits<TContext> waits,
    Deadlines<TContext> deadlines,
    DueDeadlines<TContext> due)
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
        return rule.IsRefused ? rule.Error : Start(key, subjectId, startedOn, rule.Value, place);
    }

    /// <summary>
    /// Starts a clock whose length an officer set within the bounds of a rule of the service's own, because the law sets none.
    /// </summary>
    /// <param name="key">Key of the clock, which has a watcher.</param>
    /// <param name="subjectId">The record.</param>
    /// <param name="startedOn">Official day of the event that sets it going.</param>
    /// <param name="rule">The length, and the rule version that bounds it.</param>
    /// <param name="place">Division of the record, or null.</param>
    /// <returns>The clock, or <c>term.out_of_range</c>.</returns>
    public Result<StoredClock> Start(string key, Guid subjectId, DateOnly startedOn, StatutoryTerm rule, DivisionCode? place = null)
    {
        var term = TermClock.Start(rule.Term, startedOn, calendars.Current);
        if (term.IsRefused)
        {
            return term.Error;
        }

        var clock = StoredClock.Start(commit.NewId(), commit.Now, subjectId, key, rule, term.Value, place?.FullCode);
        context.Add(clock);
        if (term.Value.MissingYear is { } missing)
        {
            waits.Add(DeadlineKind, clock.Id, RecordOf(clock), missing);
        }

        if (clock is { IsOpen: true, DueOn: { } last })
        {
            deadlines.Set(DeadlineKind, clock.Id, OfficialTime.EndOf(last), clock.Rule);
        }

        return clock;
    }

    /// <summary>Clocks of a record, oldest first; tracked, so that they can be changed.</summary>
    public Task<List<StoredClock>> OfAsync(Guid subjectId, CancellationToken cancellation) =>
        context.Clocks.Where(c => c.SubjectId == subjectId).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellation);

    /// <summary>
    /// Stops the open clocks <paramref name="key"/> of a record, since what they asked for is done. One whose term has passed keeps that
    /// mark; one that waits for its calendar goes on waiting, so that it can be said whether the act was in time.
    /// </summary>
    public async Task StopAsync(Guid subjectId, string key, CancellationToken cancellation)
    {
        await due.FireAsync(subjectId, cancellation);
        foreach (var clock in await context.Clocks.Where(c => c.SubjectId == subjectId && c.Key == key && c.StoppedAt == null)
            .ToListAsync(cancellation))
        {
            clock.Stop(commit.Now);
            await deadlines.CancelAsync(DeadlineKind, clock.Id, cancellation);
        }
    }

    /// <summary>Stops every open clock of a record: it has ended.</summary>
    public async Task StopAllAsync(Guid subjectId, CancellationToken cancellation)
    {
        foreach (var key in await context.Clocks.Where(c => c.SubjectId == subjectId && c.StoppedAt == null).Select(c => c.Key).Distinct()
            .ToListAsync(cancellation))
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
        ChangeAsync(clock, clock.Term().Resume(day, calendars.Current), cancellation);

    /// <summary>Lengthens a clock as its rule allows.</summary>
    /// <returns>Done, or the refusal of the clock (<see cref="TermClock.Extend"/>), <c>clock.not_open</c> or <c>clock.full</c>.</returns>
    public Task<Result> ExtendAsync(StoredClock clock, int amount, DateOnly on, string? reason, CancellationToken cancellation) =>
        ChangeAsync(clock, clock.Term().Extend(amount, on, reason, calendars.Current), cancellation);

    /// <summary>
    /// What a fired deadline means: the clock whose term has passed, marked so; or null if there is nothing to do, because it was stopped
    /// or moved meanwhile.
    /// </summary>
    public async Task<StoredClock?> RanOutAsync(Deadline deadline, CancellationToken cancellation)
    {
        var clock = await context.Clocks.SingleOrDefaultAsync(c => c.Id == deadline.SubjectId, cancellation);
        return clock is { IsOpen: true } && clock.NotePassing(commit.Now) ? clock : null;
    }

    /// <summary>Works the end of a clock out anew after a calendar was loaded or replaced.</summary>
    /// <returns>The clock, if its last day is another one now; otherwise null.</returns>
    internal async Task<StoredClock?> WorkOutAsync(Guid clockId, CancellationToken cancellation)
    {
        if (await context.Clocks.SingleOrDefaultAsync(c => c.Id == clockId, cancellation) is not { RanOutAt: null } clock)
        {
            return null;
        }

        var (term, before) = (clock.Term(), clock.DueOn);
        if (term.Recalculate(calendars.Current) is not { IsRefused: false } now || now.Value == term)
        {
            return null;
        }

        clock.Take(now.Value);
        await FollowAsync(clock, cancellation);
        if (clock.StoppedAt is { } stopped && clock.NotePassing(stopped))
        {
            // What it asked for was done too late, which nobody could say before the calendar came.
            commit.Record(
                "clock.ran_out", "clock", clock.SubjectId, clock.Version, new { clock.Key, clock.Rule, clock.DueOn, clock.StoppedAt });
        }

        return clock.DueOn == before ? null : clock;
    }

    private async Task<Result> ChangeAsync(StoredClock clock, Result<TermClock> changed, CancellationToken cancellation)
    {
        await due.FireAsync(clock.SubjectId, cancellation);
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
        await FollowAsync(clock, cancellation);
        return Result.Done;
    }

    // Deadline and wait follow from the clock: it has one, the other, or (paused) neither.
    private async Task FollowAsync(StoredClock clock, CancellationToken cancellation)
    {
        var term = clock.Term();
        await waits.SetAsync(DeadlineKind, clock.Id, RecordOf(clock), term.IsPaused ? null : term.MissingYear, cancellation);
        var endsAt = clock is { IsOpen: true, DueOn: { } last } ? OfficialTime.EndOf(last) : (DateTime?)null;
        await deadlines.ResetAsync(DeadlineKind, clock.Id, endsAt, clock.Rule, cancellation);
    }

    private static (Guid Id, string Name, string? Division) RecordOf(StoredClock clock) => (clock.SubjectId, clock.Key, clock.Division);
}

internal static class ClockRefusals
{
    public static readonly Error NotOpen = new(ErrorKind.Conflict, "clock.not_open", "The clock was stopped, or its term has passed.");

    public static readonly Error Full = new(
        ErrorKind.Conflict, "clock.full", "The clock has too many pauses and extensions to note another one.");
}
