using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Attachments;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Consumers;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Parties;
using Oversight.Enforcement.Referrals;
using Oversight.Messaging;
using Oversight.Persistence.Content;
using Oversight.Persistence.Copies;
using Oversight.Persistence.PersonalData;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>Clues, transfers, joint operations and their tasks, and what departments' systems call: this part of the module.</summary>
internal static class OperationsPart
{
    public static void Add(ModuleBuilder module)
    {
        module.UseContent<EnforcementDbContext>("attachments");
        module.Services
            .AddSingleton(new TransferRules(module.Setting("Rules:Folder")))
            .AddSingleton<AttachmentFiles>()
            .AddSingleton<SeriesGate>()
            .AddScoped<PartyReader>()
            .AddScoped<TransferClocks>()
            .AddScoped<FeedWriter>()
            .AddScoped<OperationTimeline>()
            .AddScoped<ICaseListener, CaseTimeline>()
            .AddScoped<OperationEvidence>()
            .AddScoped<OperationTasks>()
            .AddScoped<ClueIntake>()
            .AddScoped<ClueActs>().AddScoped<AnswerClueHandler>().AddScoped<MoveClueHandler>().AddScoped<ConcludeClueHandler>()
            .AddScoped<ReferToPoliceHandler>()
            .AddScoped<SendClueHandler>()
            .AddScoped<OpenOperationHandler>()
            .AddScoped<AddTaskHandler>()
            .AddScoped<CloseOperationHandler>()
            .AddScoped<TaskReader>()
            .AddScoped<TaskActs>().AddScoped<AnswerTaskHandler>().AddScoped<LeadTaskHandler>()
            .AddScoped<ReportTaskHandler>()
            .AddScoped<AttachmentShelf>()
            .AddScoped<UploadAttachmentHandler>()
            .AddScoped<DownloadAttachmentHandler>()
            .AddScoped<IClockWatcher, ClueWatcher>()
            .AddScoped<IClockWatcher, TaskWatcher>()
            .AddSingleton<FeedSequencer>()
            .AddHostedService(services => services.GetRequiredService<FeedSequencer>());
        module.AnnouncesKept<EnforcementDbContext>("operation");
        module.AddDeadline<TaskDue>(TaskDue.Kind).AddDeadline<PoliceDue>(ReferToPoliceEndpoint.Deadline);
        Take<ClueReferredConsumer, ClueReferred>(module);
        Take<ClueFromOverdueOrderConsumer, RectificationOverdue>(module);
        Take<ClueFromFailedOrderConsumer, RectificationFailed>(module);
        Take<TimelineInspectionConcludedConsumer, InspectionConcluded>(module);
        Take<TimelineInspectionWithdrawnConsumer, InspectionWithdrawn>(module);
        Take<TimelineRectificationOrderedConsumer, RectificationOrdered>(module);
        Take<TimelineRectificationPassedConsumer, RectificationPassed>(module);
        Take<TimelineRectificationFailedConsumer, RectificationFailed>(module);
        Take<TimelineRectificationOverdueConsumer, RectificationOverdue>(module);
    }

    public static void Map(RouteGroupBuilder api)
    {
        SendClueEndpoint.Map(api);
        ReadCluesEndpoint.Map(api);
        AnswerClueEndpoint.Map(api);
        MoveClueEndpoint.Map(api);
        ReferToPoliceEndpoint.Map(api);
        ConcludeClueEndpoint.Map(api);
        OpenOperationEndpoint.Map(api);
        ReadOperationsEndpoint.Map(api);
        AddTaskEndpoint.Map(api);
        CloseOperationEndpoint.Map(api);
        ReadTasksEndpoint.Map(api);
        AnswerTaskEndpoint.Map(api);
        LeadTaskEndpoint.Map(api);
        UploadAttachmentEndpoint.Map(api);
        DownloadAttachmentEndpoint.Map(api);
        ReadEventsEndpoint.Map(api);
    }

    public static void Configure(ModelBuilder model) => OperationsModel.Configure(model);

    private static void Take<TConsumer, TFact>(ModuleBuilder module)
        where TConsumer : class, IFactConsumer<TFact>
        where TFact : class =>
        module.AddConsumer<EnforcementDbContext, TConsumer, TFact>();
}
