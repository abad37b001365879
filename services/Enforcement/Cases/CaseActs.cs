using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>A case that is open for an act.</summary>
/// <param name="File">The case, tracked, at the version that the officer read.</param>
/// <param name="By">Who acts, and when.</param>
internal sealed record OpenCase(Case File, ActContext By);

/// <summary>
/// What acts on a case share: they open it within scope and at its version, and are done with listeners, audit and one save; its encrypted
/// texts and its clocks.
/// </summary>
internal sealed class CaseActs(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, RecordClocks<EnforcementDbContext> clocks,
    DueDeadlines<EnforcementDbContext> due, CaseSecrets secrets, IEnumerable<ICaseListener> listeners)
{
    /// <summary>Keys of the statutory clocks of a case.</summary>
    public const string DecideClock = "penalty.decide", HearingClock = "penalty.hearing_request",
        HearingNoticeClock = "penalty.hearing_notice",
        ServeClock = "penalty.serve", PayClock = "penalty.pay", WithdrawClock = "penalty.withdraw_publication";

    /// <summary>Official day of the act.</summary>
    public DateOnly Today => OfficialTime.DateOf(commit.Now);

    /// <summary>The commit of the act, for facts.</summary>
    public Commit<EnforcementDbContext> Commit => commit;

    /// <summary>The context of the act.</summary>
    public EnforcementDbContext Context => context;

    /// <summary>Clocks of the record.</summary>
    public RecordClocks<EnforcementDbContext> Clocks => clocks;

    /// <summary>Opens a case of the caller's department.</summary>
    /// <returns>The case; or the refusal of the version, or <see cref="CaseErrors.NotFound"/> outside the scope.</returns>
    public async Task<Result<OpenCase>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var cases = CaseScope.Own(context.Set<Case>().Include(c => c.Acts).Include(c => c.Handlers).AsSplitQuery(), actor);
        var loaded = await cases.ForChangeAsync(id, expected, CaseErrors.NotFound, due, cancellation);
        return loaded.IsRefused ? loaded.Error : new OpenCase(loaded.Value, actor.Acts(commit.Now));
    }

    /// <summary>Commits what was done.</summary>
    /// <param name="file">The case after it.</param>
    /// <param name="name">Name of the act in the audit, after <c>case.</c>, and for listeners.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Result<Reply<CaseAnswer>>> DoneAsync(Case file, string name, CancellationToken cancellation)
    {
        await TellAsync(file, name, cancellation);
        return await commit.SaveAsync(Reply.Ok(CaseAnswer.Of(file), file.Version), cancellation);
    }

    /// <summary>Audits a step and tells the listeners of it.</summary>
    public async Task TellAsync(Case file, string name, CancellationToken cancellation)
    {
        commit.Record($"case.{name}", "case", file.Id, file.Version, new { file.State, file.Number, file.DecisionNumber });
        foreach (var listener in listeners)
        {
            await listener.NotedAsync(file, name, Today, cancellation);
        }
    }

    /// <summary>Keeps a text of the file encrypted.</summary>
    /// <returns>Done, or the refusal of the text.</returns>
    public Result Keep(Case file, CaseTextKind kind, string? text, string field)
    {
        var kept = secrets.Text(commit.NewId(), file.Id, kind, text, commit.Now, field);
        if (kept.IsRefused)
        {
            return kept.Error;
        }

        file.Keep(kept.Value);
        return Result.Done;
    }

    /// <summary>Starts a clock of the case by the rule of its place.</summary>
    public Result<StoredClock> Start(Case file, string key, DateOnly startedOn) =>
        clocks.Start(key, file.Id, startedOn, DivisionCode.FromStored(file.Division));

    /// <summary>The clock of a key that runs, else the newest one that ended; null if there was none.</summary>
    public async Task<StoredClock?> ClockAsync(Case file, string key, CancellationToken cancellation)
    {
        var all = (await clocks.OfAsync(file.Id, cancellation)).FindAll(c => c.Key == key);
        return all.LastOrDefault(c => c.IsOpen) ?? all.LastOrDefault();
    }
}
