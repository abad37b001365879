using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile.Data;
using Oversight.Web;

namespace Oversight.CreditFile.Consumers;

/// <summary>What the credit file hears: one consumer with a queue of its own per contract.</summary>
internal static class ConsumersModule
{
    public static void HearFacts(this ModuleBuilder module)
    {
        Enter<PenaltyDecided>(module);
        Enter<PenaltyPerformed>(module);
        Enter<PenaltyAnnulled>(module);
        Enter<InspectionConcluded>(module);
        Enter<InspectionWithdrawn>(module);
        Enter<RectificationOverdue>(module);
        Enter<RectificationFailed>(module);
        Enter<RectificationPassed>(module);
        Enter<MatterConcluded>(module);
        Place<InstitutionRegistered>(module);
        Place<InstitutionChanged>(module);
        Place<InstitutionSuspended>(module);
        Place<InstitutionRestored>(module);
        Place<InstitutionLicenceExpired>(module);
        Place<InstitutionLicenceRenewed>(module);
        Place<InstitutionLicenceRevoked>(module);
        Place<InstitutionDeregistered>(module);
        Place<UnlicensedEntityRecorded>(module);
    }

    private static void Enter<TFact>(ModuleBuilder module)
        where TFact : class => module.AddConsumer<CreditFileDbContext, LedgerConsumer<TFact>, TFact>();

    private static void Place<TFact>(ModuleBuilder module)
        where TFact : class => module.AddConsumer<CreditFileDbContext, FileRegisterConsumer<TFact>, TFact>();
}
