using Oversight.Kernel;
using Oversight.Persistence;

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

/// <summary>
/// An application to repair the credit harm of one penalty (信用修复; 信用修复管理办法, 国家发展改革委令第36号). An officer enters it for the
/// institution, one accepts it, another decides: nobody grants what he entered or accepted himself.
/// </summary>
internal sealed class Repair : IVersioned, IWithinDivision
{
    private Repair()
    {
    }

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
        Guid id, Guid penaltyId, (Guid Id, string Division) institution, bool pledge, string evidence, string officer,
        DateOnly on) => pledge
        ? new Repair
        {
            Id = id, Version = 1, PenaltyId = penaltyId, InstitutionId = institution.Id, Division = institution.Division,
            State = RepairState.Applied, Evidence = evidence, AppliedOn = on, EnteredBy = officer,
        }
        : RepairErrors.PledgeMissing;

    /// <summary>Accepts it (受理).</summary>
    public Result Accept(string officer, DateTime at)
    {
        if (State != RepairState.Applied)
        {
            return RepairErrors.NotInThisState(State);
        }

        (State, AcceptedBy, AcceptedAt, Version) = (RepairState.Accepted, officer, at, Version + 1);
        return Result.Done;
    }

    /// <summary>Does not accept it (不予受理).</summary>
    public Result Decline(string officer, string reason, DateTime at) =>
        Close(RepairState.Applied, RepairState.Declined, officer, reason, at);

    /// <summary>Grants it (准予修复).</summary>
    public Result Grant(string officer, DateTime at) =>
        IsOwn(officer) ? RepairErrors.SameOfficer : Close(RepairState.Accepted, RepairState.Granted, officer, null, at);

    /// <summary>Does not grant it (不予修复).</summary>
    public Result Reject(string officer, string reason, DateTime at) =>
        IsOwn(officer) ? RepairErrors.SameOfficer : Close(RepairState.Accepted, RepairState.Rejected, officer, reason, at);

    /// <summary>The institution withdraws it.</summary>
    public Result Withdraw(string officer, string reason, DateTime at) =>
        Close(State == RepairState.Accepted ? RepairState.Accepted : RepairState.Applied, RepairState.Withdrawn, officer, reason, at);

    private bool IsOwn(string officer) => State == RepairState.Accepted && (officer == AcceptedBy || officer == EnteredBy);

    private Result Close(RepairState from, RepairState to, string officer, string? reason, DateTime at)
    {
        if (State != from)
        {
            return RepairErrors.NotInThisState(State);
        }

        (State, ClosedBy, ClosedAt, Reason, Version) = (to, officer, at, reason, Version + 1);
        return Result.Done;
    }
}
