using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
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
/// What acts on a case share: they open it within scope and at its version, and are done with timeline, audit and one save; its encrypted
/// texts and its clocks.
/// </summary>
internal sealed class CaseActs(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, RecordClocks<EnforcementDbContext> clocks,
    DueDeadlines<EnforcementDbContext> due, CaseSecrets secrets, OperationTimeline timeline, CasePermission permission)
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

    /// <summary>Opens a case of the caller's department for the act that the route names.</summary>
    /// <returns>
    /// The case; or <see cref="CaseErrors.NotFound"/> outside the scope, the refusal of the version, or that of the permission.
    /// </returns>
    public async Task<Result<OpenCase>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        // Texts and events are only added to, so they are not loaded. Split: two collections in one query multiply their rows.
        var cases = CaseScope.Own(context.Set<Case>().Include(c => c.Acts).Include(c => c.Handlers).AsSplitQuery(), actor);
        var loaded = await cases.ForChangeAsync(id, expected, CaseErrors.NotFound, due, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        // After the load: hands and violations are read from the record, and out of scope it must answer 404 and not 403.
        var allowed = await permission.CheckAsync(loaded.Value, actor, cancellation);
        return allowed.IsRefused ? allowed.Error : new OpenCase(loaded.Value, actor.Acts(commit.Now));
    }

    /// <summary>Commits what was done.</summary>
    /// <param name="file">The case after it.</param>
    /// <param name="step">What was done.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Result<Reply<CaseAnswer>>> DoneAsync(Case file, CaseStep step, CancellationToken cancellation)
    {
        await TellAsync(file, step, cancellation);
        return await commit.SaveAsync(Reply.Ok(CaseAnswer.Of(file), file.Version), cancellation);
    }

    /// <summary>Audits a step, and notes it in the joint operation that the case belongs to; both go into the save of the step.</summary>
    public async Task TellAsync(Case file, CaseStep step, CancellationToken cancellation)
    {
        var name = CaseStepName.Of(step);
        commit.Record(name.Audited, "case", file.Id, file.Version, new { file.State, file.Number, file.DecisionNumber });
        if (file.OperationId is { } operation)
        {
            await timeline.NoteAsync(
                operation, new TimelineNote(name.Noted, file.Id, file.Version, Today, file.Department, new { file.Number }), cancellation);
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
