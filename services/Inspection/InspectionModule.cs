using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Checklists;
using Oversight.Inspection.Consumers;
using Oversight.Inspection.Data;
using Oversight.Inspection.Institutions;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Operations;
using Oversight.Inspection.Public;
using Oversight.Inspection.Rectifications;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.RegisterCopy;
using Oversight.Web;

namespace Oversight.Inspection;

/// <summary>The service of inspections: officers, checklists, visits, findings, evidence, rectification.</summary>
public static class InspectionModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddInspection(this ServiceHost host) => host.AddModule("inspection", module =>
    {
        module.UseDatabase<InspectionDbContext, InspectionSqlServerContext, InspectionPostgreSqlContext, InspectionSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly).UseActs<InspectionDbContext>(typeof(InspectionModule).Assembly);
        module.KeepRegisterCopy<InspectionDbContext>(leads: true);
        module.AddRowConsumer<InspectionDbContext, JointOperationOpenedConsumer, JointOperationOpened, KnownOperation>();
        module.AddRowConsumer<InspectionDbContext, JointOperationClosedConsumer, JointOperationClosed, KnownOperation>();
        module.AddRowConsumer<InspectionDbContext, RatingChangedConsumer, RatingChanged, KnownRating>();
        module.AddCopyTable<InspectionDbContext, KnownOperation>("enforcement", "operation", copy => copy.Id, copy => copy.InstitutionId);
        module.AddCopyTable<InspectionDbContext, KnownRating>(
            "creditfile", "rating", copy => copy.InstitutionId, copy => copy.InstitutionId);
        module.Announces<InspectionDbContext, OfficerStates>().AnnouncesKept<InspectionDbContext>("result", "order");
        var rules = new InspectionRules(module.Setting("Rules:Folder"));
        module.KeepClocks<InspectionDbContext>()
            .WatchClocks<PublicationLapse>(rules.PublicationClocks).WatchClocks<RectificationRunsOut>(RectificationClock.Key)
            .FollowClocks<PublicationDay>();
        module.AddDeadline<ApprovalLapse>(ApprovalLapse.Kind);
        module.UseContent<InspectionDbContext>("content");
        module.Services
            .AddSingleton(rules)
            .AddSingleton<Confidential>()
            .AddSingleton<EvidenceContent>()
            .AddSingleton<OfficerReader>()
            .AddSingleton<TermReader>()
            .AddScoped<RegisterOfficerHandler>()
            .AddScoped<OfficerActs>().AddScoped<ChangeOfficerHandler>().AddScoped<LiftAvoidanceHandler>()
            .AddScoped<GetOfficerHandler>()
            .AddScoped<TeamReader>()
            .AddScoped<PlanReader>()
            .AddScoped<VisitTallies>()
            .AddScoped<VisitActs>()
            .AddScoped<PlanVisitHandler>()
            .AddScoped<ApproveVisitHandler>()
            .AddScoped<CancelVisitHandler>()
            .AddScoped<CheckInHandler>()
            .AddScoped<AnswerItemsHandler>()
            .AddScoped<AddEvidenceHandler>()
            .AddScoped<GetEvidenceHandler>()
            .AddScoped<RecordFindingHandler>()
            .AddScoped<ConcludeVisitHandler>()
            .AddScoped<WithdrawVisitHandler>()
            .AddScoped<RectificationActs>()
            .AddScoped<RectificationClock>()
            .AddScoped<OrderRectificationHandler>()
            .AddScoped<ReportRectificationHandler>()
            .AddScoped<RecheckRectificationHandler>()
            .AddScoped<ExtendRectificationHandler>();
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapInspection(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("inspection");
        api.MapCalendars<InspectionDbContext>("Inspection");
        RegisterOfficerEndpoint.Map(api);
        ChangeOfficerEndpoint.Map(api);
        LiftAvoidanceEndpoint.Map(api);
        GetOfficerEndpoint.Map(api);
        ListOfficersEndpoint.Map(api);
        ListChecklistEndpoint.Map(api);
        GetOverviewEndpoint.Map(api);
        PlanVisitEndpoint.Map(api);
        ApproveVisitEndpoint.Map(api);
        CancelVisitEndpoint.Map(api);
        CheckInEndpoint.Map(api);
        AnswerItemsEndpoint.Map(api);
        AddEvidenceEndpoint.Map(api);
        GetEvidenceEndpoint.Map(api);
        RecordFindingEndpoint.Map(api);
        ConcludeVisitEndpoint.Map(api);
        WithdrawVisitEndpoint.Map(api);
        GetVisitEndpoint.Map(api);
        ListVisitsEndpoint.Map(api);
        OrderRectificationEndpoint.Map(api);
        ReportRectificationEndpoint.Map(api);
        RecheckRectificationEndpoint.Map(api);
        ExtendRectificationEndpoint.Map(api);
        GetRectificationEndpoint.Map(api);
        GetPublicActEndpoint.Map(api);
    }
}
