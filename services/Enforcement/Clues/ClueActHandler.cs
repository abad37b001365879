using Oversight.Contracts.Enforcement.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Enforcement.Clues;

/// <summary>What all acts on one clue have in common: scope, version, clocks of the new state, feed, audit, one save.</summary>
internal sealed class ClueActHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, Deadlines<EnforcementDbContext> deadlines,
    DueDeadlines<EnforcementDbContext> due, TransferClocks clocks, TransferRules rules, FeedWriter feed)
{
    /// <summary>The rule packs.</summary>
    public TransferRules Rules => rules;

    /// <summary>The clocks, for acts that start their own.</summary>
    public TransferClocks Clocks => clocks;

    /// <summary>The deadlines, for acts that set one of their own.</summary>
    public Deadlines<EnforcementDbContext> Deadlines => deadlines;

    /// <summary>The official day of the act.</summary>
    public DateOnly Today => OfficialTime.DateOf(commit.Now);

    /// <summary>Does an act.</summary>
    /// <param name="target">The clue and the version that the officer read.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="act">Which act, for audit and feed.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="transition">Does it on the aggregate.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<Result<Reply<ClueAnswer>>> DoAsync(
        (Guid Id, ExpectedVersion Expected) target, Actor actor, ClueAct act, string? reason, Func<Clue, Deed, Result> transition,
        CancellationToken cancellation) =>
        DoAsync(target, actor, act, reason, (clue, deed) => Task.FromResult(transition(clue, deed)), cancellation);

    /// <summary>Does an act that must look something up first.</summary>
    public async Task<Result<Reply<ClueAnswer>>> DoAsync(
        (Guid Id, ExpectedVersion Expected) target, Actor actor, ClueAct act, string? reason, Func<Clue, Deed, Task<Result>> transition,
        CancellationToken cancellation)
    {
        var deed = Deed.Of(actor, commit, reason);
        if (deed.IsRefused)
        {
            return deed.Error;
        }

        var clue = await context.Set<Clue>().VisibleTo(actor)
            .ForChangeAsync(target.Id, target.Expected, ClueErrors.NotFound, due, cancellation);
        if (clue.IsRefused)
        {
            return clue.Error;
        }

        var departments = new[] { clue.Value.Department, clue.Value.SenderDepartment };
        if (await transition(clue.Value, deed.Value) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        if (ClueTable.Rows[act].To is not null)
        {
            await clocks.FollowAsync(clue.Value, cancellation);
        }

        feed.Write(clue.Value, act, departments);
        commit.Record(
            $"clue.{WireWord.Of(act)}", "clue", clue.Value.Id, clue.Value.Version,
            new { clue.Value.State, clue.Value.Department, clue.Value.Outcome, clue.Value.Police });
        return await commit.SaveAsync(Reply.Ok(ClueAnswer.Of(clue.Value), clue.Value.Version), cancellation);
    }

    /// <summary>Announces the end of a clue with its act.</summary>
    public void Announce(ClueConcluded fact) => commit.Announce(fact, fact.ClueId, fact.Version);
}
