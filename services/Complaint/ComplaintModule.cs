using Oversight.Complaint.Consumers;
using Oversight.Complaint.Data;
using Oversight.Complaint.Intakes;
using Oversight.Complaint.Matters;
using Oversight.Complaint.Reference;
using Oversight.Complaint.Secrecy;
using Oversight.Complaint.Signals;
using Oversight.Complaint.Site;
using Oversight.Complaint.Tracking;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Pages;
using Oversight.RegisterCopy;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.Complaint;

/// <summary>The service of complaints and reports: intake, matters, clocks, replies.</summary>
public static class ComplaintModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddComplaint(this ServiceHost host) => host.AddModule("complaint", module =>
    {
        module.UseDatabase<ComplaintDbContext, ComplaintSqlServerContext, ComplaintPostgreSqlContext, ComplaintSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly).UseActs<ComplaintDbContext>(typeof(ComplaintModule).Assembly);
        module.KeepRegisterCopy<ComplaintDbContext>(leads: true).KeepOfficerCopy<ComplaintDbContext>();
        module.KeepClocks<ComplaintDbContext>().WatchClocks<MatterWatcher>(MatterClocks.All);
        module.AnnouncesKept<ComplaintDbContext>("matter");
        module.AddConsumer<ComplaintDbContext, ClueConcludedConsumer, ClueConcluded>();
        module.AddConsumer<ComplaintDbContext, JointOperationOpenedConsumer, JointOperationOpened>();
        module.AddConsumer<ComplaintDbContext, JointOperationClosedConsumer, JointOperationClosed>();
        module.AddConsumer<ComplaintDbContext, CaseFiledConsumer, CaseFiled>();
        module.AddConsumer<ComplaintDbContext, PenaltyDecidedConsumer, PenaltyDecided>();
        module.AddConsumer<ComplaintDbContext, PenaltyAnnulledConsumer, PenaltyAnnulled>();

        module.Services.AddOversightPages(typeof(ComplaintModule).Assembly);
        module.Services
            .AddSingleton(new ComplaintRules(module.Setting("Rules:Folder"), module.Division?.Value))
            .AddSingleton<ComplaintKeys>()
            .AddSingleton<TrackingCodes>()
            .AddSingleton<FormKeys>()
            .AddScoped<MatterTerms>()
            .AddScoped<MatterProgress>()
            .AddScoped<IntakeReader>()
            .AddScoped<ReceiveIntakeHandler>()
            .AddScoped<ComplainantReader>()
            .AddScoped<GetComplainantHandler>()
            .AddScoped<MatterActs>()
            .AddScoped<AcceptMatterHandler>()
            .AddScoped<RefuseMatterHandler>()
            .AddScoped<TransferMatterHandler>()
            .AddScoped<ReferMatterHandler>()
            .AddScoped<MediateMatterHandler>()
            .AddScoped<ReplyToMatterHandler>()
            .AddScoped<ConcludeMatterHandler>()
            .AddScoped<WithdrawMatterHandler>()
            .AddScoped<ExtendMatterHandler>()
            .AddScoped<JoinMatterHandler>()
            .AddScoped<TrackingReader>()
            .AddScoped<RateHandlingHandler>()
            .AddScoped<StoredForms>()
            .AddScoped<FormPages>();
    });

    /// <summary>Maps the public and the staff's API, the pages and their assets.</summary>
    public static void MapComplaint(this IEndpointRouteBuilder app)
    {
        // Texts are read now: a fault in them ends the start, not the first request.
        app.ServiceProvider.GetRequiredService<TextLibrary>();

        var api = app.MapApi("complaint");
        api.MapCalendars<ComplaintDbContext>("Complaint");
        SubmitComplaintEndpoint.Map(api);
        TrackMattersEndpoint.Map(api);
        RateHandlingEndpoint.Map(api);
        ListCategoriesEndpoint.Map(api);
        RecordIntakeEndpoint.Map(api);
        ListMattersEndpoint.Map(api);
        GetMatterEndpoint.Map(api);
        GetComplainantEndpoint.Map(api);
        AcceptMatterEndpoint.Map(api);
        RefuseMatterEndpoint.Map(api);
        TransferMatterEndpoint.Map(api);
        ReferMatterEndpoint.Map(api);
        MediateMatterEndpoint.Map(api);
        ReplyToMatterEndpoint.Map(api);
        ConcludeMatterEndpoint.Map(api);
        WithdrawMatterEndpoint.Map(api);
        ExtendMatterEndpoint.Map(api);
        JoinMatterEndpoint.Map(api);
        ListSignalsEndpoint.Map(api);

        var pages = app.MapPages();
        ShowForm.Map(pages);
        ShowTracking.Map(pages);
        app.MapOversightAssets();
    }
}
