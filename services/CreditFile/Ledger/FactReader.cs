using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;

namespace Oversight.CreditFile.Ledger;

/// <summary>Reads what the ledger keeps out of the facts of other services. Pure.</summary>
internal static class FactReader
{
    /// <summary>Violations and kinds beyond this many of one penalty are not kept; no penalty has as many.</summary>
    private const int MaxTags = 40;

    private const string Substantiated = "substantiated";

    /// <summary>The fact, or null if it is none that a credit file keeps (a complaint that did not prove true).</summary>
    /// <exception cref="NotSupportedException">The contract is not one that the ledger takes: a mistake in the registration.</exception>
    public static StatedFact? Read(object fact) => fact switch
    {
        PenaltyDecided f => Penalty(f),
        PenaltyPerformed f =>
            new(SourceKind.Penalty, f.PenaltyId, FactEvent.Performed, f.Version, f.Party.InstitutionId, f.PerformedOn, null, null, []),
        PenaltyAnnulled f =>
            new(
                SourceKind.Penalty, f.PenaltyId, FactEvent.Annulled, f.Version, f.Party.InstitutionId, f.AnnulledOn, null,
                Cut(f.DecisionNumber), []),
        InspectionConcluded f => Inspection(f),
        InspectionWithdrawn f =>
            new(SourceKind.Inspection, f.VisitId, FactEvent.Withdrawn, f.Version, f.Party.InstitutionId, f.WithdrawnOn, null, null, []),
        // The last day still belongs to the term: overdue begins on the day after.
        RectificationOverdue f => Order(f.Order, FactEvent.Overdue, f.Order.DueOn.AddDays(1)),
        RectificationFailed f => Order(f.Order, FactEvent.Failed, f.FailedOn),
        RectificationPassed f => Order(f.Order, FactEvent.Passed, f.PassedOn),
        MatterConcluded f => f.Outcome == Substantiated ? Matter(f) : null,
        _ => throw new NotSupportedException($"{fact.GetType().Name} is no fact of the ledger."),
    };

    /// <summary>What a fact of the register says of an entry.</summary>
    /// <exception cref="NotSupportedException">The contract is not the register's.</exception>
    public static RegisterNotice ReadRegister(object fact) => fact switch
    {
        InstitutionRegistered f => Notice(f.Institution, f.EffectiveOn, keep: IsRegisteredUnusually(f.Institution.Status)),
        InstitutionChanged f => Notice(f.Institution, f.EffectiveOn, keep: false),
        InstitutionSuspended f => Notice(f.Institution, f.EffectiveOn, keep: true),
        InstitutionRestored f => Notice(f.Institution, f.EffectiveOn, keep: true),
        InstitutionLicenceExpired f => Notice(f.Institution, f.EffectiveOn, keep: true),
        InstitutionLicenceRenewed f => Notice(f.Institution, f.EffectiveOn, keep: true),
        InstitutionLicenceRevoked f => Notice(f.Institution, f.EffectiveOn, keep: true),
        // Leaving the register judges nothing and clears nothing: the state before it stays in the file.
        InstitutionDeregistered f => Notice(f.Institution, f.EffectiveOn, keep: false),
        InstitutionAnnounced f => Notice(f),
        UnlicensedEntityRecorded f => new RegisterNotice(f.InstitutionId, f.Version, f.Name, f.Division, IsLead: true, []),
        _ => throw new NotSupportedException($"{fact.GetType().Name} tells of no entry of the register."),
    };

    private static StatedFact Penalty(PenaltyDecided f)
    {
        var tags = new List<string> { f.CreditClass };
        if (f.Simplified)
        {
            tags.Add(FactTags.Simplified);
        }

        // Sorted, so that the same fact always gives the same text: copies are compared by it.
        tags.AddRange(f.Kinds.Distinct().Order(StringComparer.Ordinal).Take(MaxTags).Select(kind => FactTags.KindPrefix + kind));
        tags.AddRange(
            f.Acts.Select(act => act.Violation).Distinct().Order(StringComparer.Ordinal).Take(MaxTags).Select(
                violation => FactTags.ViolationPrefix + violation));
        return new StatedFact(
            SourceKind.Penalty, f.PenaltyId, FactEvent.Decided, f.Version, f.Party.InstitutionId, f.DecidedOn, f.Department,
            Cut(f.DecisionNumber), [new FactPart(tags, 1)]);
    }

    private static StatedFact Inspection(InspectionConcluded f) => new(
        SourceKind.Inspection, f.VisitId, FactEvent.Concluded, f.Version, f.Party.InstitutionId, f.VisitedOn,
        f.Departments.Count > 0 ? f.Departments[0] : null, null,
        [
            .. f.Findings.GroupBy(finding => (finding.Severity, finding.CorrectedOnSite))
                .OrderBy(group => group.Key.Severity, StringComparer.Ordinal).ThenBy(group => group.Key.CorrectedOnSite)
                .Select(
                    group => new FactPart(
                        [group.Key.Severity, group.Key.CorrectedOnSite ? FactTags.Corrected : FactTags.Uncorrected], group.Count())),
        ]);

    private static StatedFact Order(RectificationState order, FactEvent happened, DateOnly on) =>
        new(SourceKind.Rectification, order.OrderId, happened, order.Version, order.Party.InstitutionId, on, order.Department, null, []);

    private static StatedFact Matter(MatterConcluded f) => new(
        SourceKind.Complaint, f.MatterId, FactEvent.Substantiated, f.Version, f.Party.InstitutionId, f.ConcludedOn, f.Department, null,
        [new FactPart([f.Kind, FactTags.CategoryPrefix + f.Category], 1)]);

    private static RegisterNotice Notice(InstitutionState state, DateOnly on, bool keep) => new(
        state.InstitutionId, state.Version, state.Name, state.Division, IsLead: false,
        keep ? [StatusFact(state.InstitutionId, state.Version, state.Status, on, state.LicenceNumber)] : []);

    // Licence numbers of earlier states are not told again.
    private static RegisterNotice Notice(InstitutionAnnounced f) => new(
        f.Institution.InstitutionId, f.Institution.Version, f.Institution.Name, f.Institution.Division, IsLead: false,
        [.. f.History.Where(Keeps).Select(e => StatusFact(
            f.Institution.InstitutionId, e.Version, e.Status, e.EffectiveOn,
            e.Version == f.Institution.Version ? f.Institution.LicenceNumber : null))]);

    private static bool Keeps(InstitutionEvent e) => e.Kind switch
    {
        "registered" => IsRegisteredUnusually(e.Status),
        "changed" or "deregistered" => false,
        _ => true,
    };

    // A registration in a usual state is no fact: it would make a stored rating for every institution.
    private static bool IsRegisteredUnusually(string status) => status is not ("PREP" or "LICENSED" or "ACTIVE");

    private static StatedFact StatusFact(Guid institution, long version, string status, DateOnly on, string? licence) => new(
        SourceKind.Register, institution, FactEvent.StatusChanged, version, institution, on, null, Cut(licence),
        [new FactPart([FactTags.StatusPrefix + status], 1)]);

    private static string? Cut(string? document) => document is { Length: > 100 } ? document[..100] : document;
}

/// <summary>What the register says of an entry.</summary>
/// <param name="InstitutionId">Its id.</param>
/// <param name="Version">The register's version of it.</param>
/// <param name="Name">Its registered name, or the name on the door.</param>
/// <param name="Division">Where it is.</param>
/// <param name="IsLead">Whether it is a lead on an unlicensed entity: such a one is never rated.</param>
/// <param name="Facts">What the ledger keeps of it.</param>
internal sealed record RegisterNotice(
    Guid InstitutionId, long Version, string Name, string Division, bool IsLead, IReadOnlyList<StatedFact> Facts);
