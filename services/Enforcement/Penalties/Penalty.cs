using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Cases;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Enforcement.Penalties;

/// <summary>
/// A penalty (行政处罚) as everybody else sees it: it begins with the service of the decision. Its version counts its own facts,
/// apart from its case's.
/// </summary>
internal sealed class Penalty : IVersioned, IWithinDivision
{
    private Penalty()
    {
    }

    public Guid Id { get; private init; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    public Guid CaseId { get; private init; }

    public string Department { get; private init; } = "";

    /// <inheritdoc />
    public string Division { get; private init; } = "";

    public PartyKind PartyKind { get; private init; }

    public Guid? InstitutionId { get; private init; }

    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? CreditCode { get; private init; }

    public string? Address { get; private init; }

    public string DecisionNumber { get; private init; } = "";

    /// <summary>Codes of the kinds, joined by a blank.</summary>
    public IReadOnlyList<string> Kinds { get; private init; } = [];

    public long FineFen { get; private init; }

    public long ConfiscatedFen { get; private init; }

    public string CreditClass { get; private init; } = "";

    public bool Simplified { get; private init; }

    public DateOnly DecidedOn { get; private init; }

    public DateOnly ServedOn { get; private init; }

    public DateOnly? PerformedOn { get; private set; }

    public DateOnly? AnnulledOn { get; private set; }

    /// <summary>Day of its credit repair; from then on it is published nowhere.</summary>
    public DateOnly? RepairedOn { get; private set; }

    /// <summary>Epoch of the credit file in which it told of the repair; null where it told of none.</summary>
    public Guid? RepairedEpoch { get; private set; }

    /// <summary>The party as contracts name it.</summary>
    public Party Party => new(InstitutionId, PartyName, CreditCode, Division, Address, PartyEntry);

    /// <summary>The penalty of a decision that was served.</summary>
    public static Penalty Of(Case file) => new()
    {
        Id = file.PenaltyId!.Value,
        CaseId = file.Id,
        Department = file.Department,
        Division = file.Division,
        PartyKind = file.PartyKind,
        InstitutionId = file.InstitutionId,
        PartyName = file.PartyName,
        PartyEntry = file.PartyEntry,
        CreditCode = file.CreditCode,
        Address = file.Address,
        DecisionNumber = file.DecisionNumber!,
        Kinds = file.ProposedKinds!,
        FineFen = file.ProposedFineFen,
        ConfiscatedFen = file.ProposedConfiscatedFen,
        CreditClass = file.CreditClass!,
        Simplified = file.Simplified,
        DecidedOn = file.DecidedOn!.Value,
        ServedOn = file.ServedOn!.Value,
    };

    /// <summary>What other services are told of it.</summary>
    public PenaltyDecided Decided(Case file, DateTime at) => new(
        Id, Version, CaseId, Party, Department, DecisionNumber, file.PenalisedActs, Kinds, FineFen, ConfiscatedFen, CreditClass,
        Simplified, DecidedOn, file.MatterIds, file.OperationId, at);

    /// <summary>The party has done all of it.</summary>
    public Result<PenaltyPerformed> Perform(DateOnly performedOn, DateTime at)
    {
        if ((AnnulledOn is not null ? PenaltyErrors.AlreadyAnnulled : PerformedOn is not null
            ? PenaltyErrors.AlreadyPerformed : null) is { } refused)
        {
            return refused;
        }

        (PerformedOn, Version) = (performedOn, Version + 1);
        return new PenaltyPerformed(Id, Version, Party, performedOn, at);
    }

    /// <summary>It is annulled; its effects end (第四十八条).</summary>
    public Result<PenaltyAnnulled> Annul(
        Ground ground, DateOnly annulledOn, DateOnly? withdrawDueOn, IReadOnlyList<Guid> matterIds, DateTime at)
    {
        if (AnnulledOn is not null)
        {
            return PenaltyErrors.AlreadyAnnulled;
        }

        (AnnulledOn, Version) = (annulledOn, Version + 1);
        return new PenaltyAnnulled(Id, Version, CaseId, Party, DecisionNumber, ground, annulledOn, withdrawDueOn, matterIds, at);
    }

    /// <summary>
    /// Tells others the last day for the withdrawal of an annulled penalty, which could not be worked out when it was annulled, or is
    /// another one now.
    /// </summary>
    /// <returns>The annulment once more, with a higher version; null for a penalty that stands.</returns>
    public PenaltyAnnulled? SetWithdrawDueOn(Ground ground, DateOnly? withdrawDueOn, IReadOnlyList<Guid> matterIds, DateTime at)
    {
        if (AnnulledOn is not { } annulledOn)
        {
            return null;
        }

        // The fact needs a version of its own: facts of one penalty leave the outbox in the order of its versions.
        Version++;
        return new PenaltyAnnulled(Id, Version, CaseId, Party, DecisionNumber, ground, annulledOn, withdrawDueOn, matterIds, at);
    }

    /// <summary>Its credit is repaired (信用修复). Told twice, nothing changes.</summary>
    /// <param name="repairedOn">Day of the repair.</param>
    /// <param name="epoch">Epoch of the credit file.</param>
    /// <returns>Whether it was news.</returns>
    public bool Repair(DateOnly repairedOn, Guid epoch)
    {
        var isNews = RepairedOn is null;
        // A newer epoch alone is kept too, though it is no news: RepairedPenalties would else take the repair for one that was lost.
        if (RepairedOn != repairedOn || RepairedEpoch != epoch)
        {
            (RepairedOn, RepairedEpoch, Version) = (repairedOn, epoch, Version + 1);
        }

        return isNews;
    }

    /// <summary>The credit file does not have the repair: a restore lost it there.</summary>
    public void Unrepair() => (RepairedOn, RepairedEpoch, Version) = (null, null, Version + 1);
}
