using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Persistence.Clocks;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>Cases from their filing to their closing, and the lock on one act: this room of the module.</summary>
internal static class CasesPart
{
    public static void Add(ModuleBuilder module)
    {
        module.KeepOfficerCopy<EnforcementDbContext>();
        module.AddCalendarDay<StatementDay>();
        module.Services
            .AddSingleton(new CaseScope(module.Setting("LeadDepartments")))
            .AddSingleton<CaseSecrets>()
            .AddScoped<CaseActs>()
            .AddScoped<CasePermission>()
            .AddScoped<CaseLaw>()
            .AddScoped<CaseNumbers>()
            .AddScoped<StatementDay>()
            .AddScoped<FilingReader>().AddScoped<FilingParty>().AddScoped<FilingSource>().AddScoped<FilingHandlers>()
            .AddScoped<FilingActs>().AddScoped<LimitationPeriod>().AddScoped<FirstFiling>()
            .AddScoped<FileCaseHandler>()
            .AddScoped<FileSimplifiedCaseHandler>()
            .AddScoped<ReportInvestigationHandler>()
            .AddScoped<GiveNoticeHandler>()
            .AddScoped<RecordStatementHandler>()
            .AddScoped<HoldHearingHandler>()
            .AddScoped<ReviewLegalityHandler>()
            .AddScoped<ProposeDecisionHandler>()
            .AddScoped<DecideCaseHandler>()
            .AddScoped<ExtendDecisionTermHandler>()
            .AddScoped<ServeDecisionHandler>()
            .AddScoped<PerformPenaltyHandler>()
            .AddScoped<DismissCaseHandler>()
            .AddScoped<GetCaseHandler>();
        module.WatchClocks<CaseWatcher>(CaseActs.DecideClock, CaseActs.ServeClock);
        // Asking for a hearing is the party's right (第六十四条): letting the term pass is no omission, so it leaves no line in the history.
        module.WatchClocks<RightLapsed>(CaseActs.HearingClock);
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
    }

    public static void Configure(ModelBuilder model) => CaseModel.Configure(model);
}
