using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Enforcement.Referrals;

/// <summary>
/// The clocks of clues and tasks by the rule pack <c>transfer-terms</c>, and the deadlines that a person or a number of hours
/// set. All of it is saved with the act that caused it.
/// </summary>
internal sealed class TransferClocks(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, TransferRules rules, CalendarSource<EnforcementDbContext> calendars,
    CalendarWaits<EnforcementDbContext> waits, Deadlines<EnforcementDbContext> deadlines, DueDeadlines<EnforcementDbContext> due)
{
    /// <summary>Keys of the pack.</summary>
    public const string Accept = "clue.accept", AcceptUrgent = "clue.accept_urgent", Object = "clue.object", Redirect = "clue.redirect",
        Arbitrate = "clue.arbitrate", Handle = "clue.handle", TaskAccept = "task.accept", PoliceDecide = "police.decide";

    // Without PoliceDecide: a suspicion outlives the moves of its clue, and only the approval stops that clock.
    private static readonly string[] OfClueStates = [Accept, AcceptUrgent, Object, Redirect, Arbitrate, Handle];

    private readonly RecordClocks<EnforcementDbContext> _clocks = new(context, commit, rules.Clocks, calendars, waits, deadlines, due);

    private DateOnly Today => OfficialTime.DateOf(commit.Now);

    /// <summary>Stops the clocks of the state that a clue has left and starts those of the state that it is in.</summary>
    /// <exception cref="InvalidOperationException">The pack has no rule for today: it does not fit the code.</exception>
    public async Task FollowAsync(Clue clue, CancellationToken cancellation)
    {
        // All of them and not those of the state before: the caller has moved the clue already, and stopping twice changes nothing.
        foreach (var key in OfClueStates)
        {
            await _clocks.StopAsync(clue.Id, key, cancellation);
        }

        string[] keys = clue.State switch
        {
            ClueState.Sent => [clue.IsUrgent ? AcceptUrgent : Accept, Object],
            ClueState.Accepted => [Handle],
            ClueState.Returned => [Redirect],
            ClueState.Objected => [Arbitrate],
            _ => [],
        };
        foreach (var key in keys)
        {
            Start(key, clue.Id, clue.Division);
        }
    }

    /// <summary>Starts a clock today by the rule of the place.</summary>
    public void Start(string key, Guid subjectId, string division)
    {
        if (_clocks.Start(key, subjectId, Today, DivisionCode.FromStored(division)) is { IsRefused: true } refused)
        {
            throw new InvalidOperationException($"The rule pack transfer-terms cannot start {key}: {refused.Error.Code}.");
        }
    }

    /// <summary>Stops a clock: what it asked for is done.</summary>
    public Task StopAsync(string key, Guid subjectId, CancellationToken cancellation) => _clocks.StopAsync(subjectId, key, cancellation);

    /// <summary>Whether the term of an open clock has passed, by its due day and not by when the sweeper noted it.</summary>
    public async Task<bool> HasPassedAsync(string key, Guid subjectId, CancellationToken cancellation) =>
        (await _clocks.OfAsync(subjectId, cancellation)).LastOrDefault(c => c.Key == key) is { StoppedAt: null } clock
            && (clock.RanOutAt is not null || Today > clock.DueOn);

    /// <summary>The clocks of some records as answers show them, oldest first.</summary>
    public async Task<IReadOnlyList<ClockAnswer>> ShowAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation) =>
        (await context.Clocks.AsNoTracking().Where(c => subjects.Contains(c.SubjectId)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .ToListAsync(cancellation)).ConvertAll(c => c.ToAnswer());
}
