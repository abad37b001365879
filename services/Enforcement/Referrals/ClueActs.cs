using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

/// <summary>A clue that is open for an act.</summary>
/// <param name="Clue">The clue, tracked, at the version that the officer read.</param>
/// <param name="By">Who acts, when and why.</param>
/// <param name="Before">The two departments that it stood between before the act: the feed tells both.</param>
internal sealed record OpenClue(Clue Clue, ActContext By, IReadOnlyList<string?> Before);

/// <summary>
/// What acts on a clue share: they open it within scope and at its version, and are done with clocks, feed, audit and one save.
/// </summary>
internal sealed class ClueActs(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, TransferClocks clocks,
    FeedWriter feed, Permission permission, Avoidances<EnforcementDbContext> avoidances)
{
    /// <summary>Opens a clue for the act that the route names.</summary>
    /// <returns>
    /// The clue; or the refusal of the reason, of the version, of the permission, or <see cref="ClueErrors.NotFound"/> outside the scope.
    /// </returns>
    public async Task<Result<OpenClue>> OpenAsync(
        Guid id, ExpectedVersion expected, Actor actor, string? reason, CancellationToken cancellation)
    {
        var by = actor.Acts(commit.Now, reason);
        if (by.IsRefused)
        {
            return by.Error;
        }

        var clue = await context.Set<Clue>().VisibleTo(actor).ForChangeAsync(id, expected, ClueErrors.NotFound, due, cancellation);
        if (clue.IsRefused)
        {
            return clue.Error;
        }

        var avoids = await avoidances.BarAsync(actor, clue.Value.InstitutionId, cancellation);
        var allowed = permission.Check(actor, new ActSubject { Hands = clue.Value, MustAvoid = avoids });
        return allowed.IsRefused
            ? allowed.Error : new OpenClue(clue.Value, by.Value, [clue.Value.Department, clue.Value.SenderDepartment]);
    }

    /// <summary>Commits what was done; the clocks of the state that it leads to begin.</summary>
    public async Task<Result<Reply<ClueAnswer>>> DoneAsync(OpenClue opened, ClueAct act, CancellationToken cancellation)
    {
        var clue = opened.Clue;
        // An act that leads nowhere, such as naming an officer, must not give the department its term anew.
        if (ClueTable.Rows.Moves(act))
        {
            await clocks.FollowAsync(clue, cancellation);
        }

        feed.Write(clue, act, opened.Before);
        commit.Record(
            $"clue.{WireWord.Of(act)}", "clue", clue.Id, clue.Version, new { clue.State, clue.Department, clue.Outcome, clue.Police });
        return await commit.SaveAsync(Reply.Ok(ClueAnswer.Of(clue), clue.Version), cancellation);
    }
}
