using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ledger;
using Oversight.Messaging;
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
        module.AddCopy<CreditFileDbContext, FileRegisterConsumer<InstitutionAnnounced>, InstitutionAnnounced>();
        Compare(module, "registry", "institution", SourceKind.Register);
        Compare(module, "enforcement", "penalty", SourceKind.Penalty);
        Compare(module, "inspection", "result", SourceKind.Inspection);
        Compare(module, "inspection", "order", SourceKind.Rectification);
        Compare(module, "complaint", "matter", SourceKind.Complaint);
    }

    private static void Compare(ModuleBuilder module, string publisher, string kind, SourceKind source) =>
        module.Services.AddScoped<ICopySet<CreditFileDbContext>>(services =>
            new LedgerCopies(
                services.GetRequiredService<CreditFileDbContext>(), services.GetRequiredService<CreditLedger>(), publisher, kind, source));

    private static void Enter<TFact>(ModuleBuilder module)
        where TFact : class => module.AddConsumer<CreditFileDbContext, LedgerConsumer<TFact>, TFact>();

    private static void Place<TFact>(ModuleBuilder module)
        where TFact : class => module.AddConsumer<CreditFileDbContext, FileRegisterConsumer<TFact>, TFact>();
}
