using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.CreditFile.Repairs;

/// <summary>Where an application for repair stands.</summary>
internal enum RepairState
{
    /// <summary>Applied for; whether it is accepted must be decided within three working days.</summary>
    Applied,

    /// <summary>Accepted (受理); the outcome is due ten working days after the application.</summary>
    Accepted,

    /// <summary>Not accepted (不予受理); final.</summary>
    Declined,

    /// <summary>Granted (准予修复); final.</summary>
    Granted,

    /// <summary>Not granted (不予修复); final.</summary>
    Rejected,

    /// <summary>Withdrawn by the institution; final.</summary>
    Withdrawn,
}

/// <summary>What can be done with an application for repair.</summary>
internal enum RepairAct
{
    /// <summary>It is accepted.</summary>
    Accept,

    /// <summary>It is not accepted.</summary>
    Decline,

    /// <summary>The penalty counts as repaired.</summary>
    Grant,

    /// <summary>The penalty stays as it is.</summary>
    Reject,

    /// <summary>The institution takes it back.</summary>
    Withdraw,
}

/// <summary>
/// An application to repair the credit harm of one penalty (信用修复; 信用修复管理办法, 国家发展改革委令第36号). An officer enters it for the
/// institution, one accepts it, another decides (pack <c>creditfile-acts</c>): nobody grants what he entered or accepted himself.
/// </summary>
internal sealed class Repair : IReviewed
{
    private Repair()
    {
    }

    /// <summary>Which act is possible in which state, and where it leads.</summary>
    public static Transitions<RepairState, RepairAct> Rows { get; } = new(
        "creditfile.repair", [RepairState.Declined, RepairState.Granted, RepairState.Rejected, RepairState.Withdrawn],
        Row(RepairAct.Accept, [RepairState.Applied], RepairState.Accepted, "AcceptRepair"),
        Row(RepairAct.Decline, [RepairState.Applied], RepairState.Declined, "AcceptRepair"),
        Row(RepairAct.Grant, [RepairState.Accepted], RepairState.Granted, "DecideRepair"),
        Row(RepairAct.Reject, [RepairState.Accepted], RepairState.Rejected, "DecideRepair"),
        Row(RepairAct.Withdraw, [RepairState.Applied, RepairState.Accepted], RepairState.Withdrawn, "WithdrawRepair"));

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid PenaltyId { get; private init; }

    public Guid InstitutionId { get; private init; }

    public string Division { get; private init; } = "";

    public RepairState State { get; private set; }

    /// <summary>What shows that the breach is corrected, in the officer's words and without personal data.</summary>
    public string Evidence { get; private init; } = "";

    public DateOnly AppliedOn { get; private init; }

    public string EnteredBy { get; private init; } = "";

    public string? AcceptedBy { get; private set; }

    public DateTime? AcceptedAt { get; private set; }

    public string? ClosedBy { get; private set; }

    /// <summary>When it ended; null while it is open. One penalty has one open application.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>Why it was declined, rejected or withdrawn; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>
    /// Applies, with the pledge (信用承诺) that the law asks for; whether the penalty may be repaired is checked by
    /// <see cref="RepairConditions"/> before.
    /// </summary>
    /// <returns>The application, or <c>creditfile.repair.pledge_missing</c>.</returns>
    public static Result<Repair> Apply(
        Guid id, Guid penaltyId, (Guid Id, string Division) institution, bool pledge, string evidence, ActContext by) => pledge
        ? new Repair
        {
            Id = id, Version = 1, PenaltyId = penaltyId, InstitutionId = institution.Id, Division = institution.Division,
            State = RepairState.Applied, Evidence = evidence, AppliedOn = by.On, EnteredBy = by.ActorId,
        }
        : RepairErrors.PledgeMissing;

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() =>
        // The pack says which act a hand bars: who entered it may accept it, but neither of the two decides.
        AcceptedBy is { } officer ? [(Hand.Filer, EnteredBy), (Hand.Handler, officer)] : [(Hand.Filer, EnteredBy)];

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => act == "creditfile.repair.decide" ? RepairErrors.SameOfficer : null;

    /// <summary>Accepts it (受理).</summary>
    public Result Accept(ActContext by)
    {
        var next = Rows.Next(State, RepairAct.Accept);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (State, AcceptedBy, AcceptedAt, Version) = (next.Value, by.ActorId, by.At, Version + 1);
        return Result.Done;
    }

    /// <summary>Does not accept it (不予受理), for the reason of the act.</summary>
    public Result Decline(ActContext by) => by.Reason is null ? RepairErrors.ReasonMissing : Close(RepairAct.Decline, by);

    /// <summary>Grants it (准予修复); a grant keeps no reason.</summary>
    public Result Grant(ActContext by) => Close(RepairAct.Grant, by with { Reason = null });

    /// <summary>Does not grant it (不予修复), for the reason of the act.</summary>
    public Result Reject(ActContext by) => by.Reason is null ? RepairErrors.ReasonMissing : Close(RepairAct.Reject, by);

    /// <summary>The institution withdraws it, for the reason of the act.</summary>
    public Result Withdraw(ActContext by) => Close(RepairAct.Withdraw, by);

    private static Transition<RepairState, RepairAct> Row(RepairAct act, RepairState[] from, RepairState to, string operation) =>
        new(act, from, to, Via.Route(operation), RepairErrors.Order36);

    private Result Close(RepairAct act, ActContext by)
    {
        var next = Rows.Next(State, act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // ClosedAt takes the row out of the filtered unique index, so that another application is possible.
        (State, ClosedBy, ClosedAt, Reason, Version) = (next.Value, by.ActorId, by.At, by.Reason, Version + 1);
        return Result.Done;
    }
}
