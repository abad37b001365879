using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Exposures;
using Oversight.Enforcement.Penalties;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>Cases, penalties, the lock on one act, and exposures: this part of the module.</summary>
internal static class CasesPart
{
    public static void Add(ModuleBuilder module)
    {
        module.AddRowConsumer<EnforcementDbContext, CaseOfficerCopyConsumer, OfficerRecorded, KnownOfficer>();
        module.AddCopyTable<EnforcementDbContext, KnownOfficer>("inspection", "officer", copy => copy.Id);
        module.AnnouncesKept<EnforcementDbContext>("penalty", "exposure");
        module.AddConsumer<EnforcementDbContext, RepairedPenaltyConsumer, PenaltyRepaired>();
        module.AddCopySet<EnforcementDbContext, RepairedPenalties>();
        module.AddDeadline<ExposureEnd>(ExposureEnd.Kind);
        module.FollowClocks<WithdrawalDay>().AddCalendarDay<StatementDay>();
        module.Services
            .AddSingleton(new PenaltyRules(module.Setting("Rules:Folder")))
            .AddSingleton(new CaseScope(module.Setting("LeadDepartments")))
            .AddSingleton<CaseSecrets>()
            .AddScoped<IClockWatcher, CaseClockWatcher>()
            .AddScoped<ExposureEnd>()
            .AddScoped<CaseActs>()
            .AddScoped<ReportInvestigationHandler>()
            .AddScoped<ReviewLegalityHandler>()
            .AddScoped<RecordStatementHandler>()
            .AddScoped<PerformPenaltyHandler>()
            .AddScoped<HoldHearingHandler>()
            .AddScoped<ExtendDecisionTermHandler>()
            .AddScoped<DismissCaseHandler>()
            .AddScoped<ServeDecisionHandler>()
            .AddScoped<CaseReader>()
            .AddScoped<CaseNumbers>()
            .AddScoped<StatementDay>()
            .AddScoped<CaseLaw>()
            .AddScoped<PenaltyService>()
            .AddScoped<FileCaseHandler>()
            .AddScoped<FileSimplifiedCaseHandler>()
            .AddScoped<GiveNoticeHandler>()
            .AddScoped<ProposeDecisionHandler>()
            .AddScoped<DecideCaseHandler>()
            .AddScoped<AnnulPenaltyHandler>()
            .AddScoped<GetCaseHandler>()
            .AddScoped<GetDecisionDocumentHandler>()
            .AddScoped<ProposeExposureHandler>()
            .AddScoped<ApproveExposureHandler>().AddScoped<ExposureTerm>();
    }

    public static void Map(RouteGroupBuilder api)
    {
        FileCaseEndpoint.Map(api);
        FileSimplifiedCaseEndpoint.Map(api);
        ListCasesEndpoint.Map(api);
        GetCaseEndpoint.Map(api);
        ReportInvestigationEndpoint.Map(api);
        GiveNoticeEndpoint.Map(api);
        RecordStatementEndpoint.Map(api);
        HoldHearingEndpoint.Map(api);
        ReviewLegalityEndpoint.Map(api);
        ProposeDecisionEndpoint.Map(api);
        DecideCaseEndpoint.Map(api);
        ExtendDecisionTermEndpoint.Map(api);
        ServeDecisionEndpoint.Map(api);
        PerformPenaltyEndpoint.Map(api);
        DismissCaseEndpoint.Map(api);
        AnnulPenaltyEndpoint.Map(api);
        GetDecisionDocumentEndpoint.Map(api);
        ListViolationsEndpoint.Map(api);
        ProposeExposureEndpoint.Map(api);
        ApproveExposureEndpoint.Map(api);
        ListExposuresEndpoint.Map(api);
    }

    public static void Configure(ModelBuilder model) => CaseModel.Configure(model);
}
