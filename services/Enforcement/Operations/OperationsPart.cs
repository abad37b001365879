using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Enforcement.Consumers;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>Joint operations, the tasks of their departments, their timeline and evidence: this room of the module.</summary>
internal static class OperationsPart
{
    public static void Add(ModuleBuilder module)
    {
        module.Services
            .AddScoped<OperationTimeline>()
            .AddScoped<OperationEvidence>()
            .AddScoped<OperationTasks>()
            .AddScoped<OpenOperationHandler>()
            .AddScoped<AddTaskHandler>()
            .AddScoped<CloseOperationHandler>()
            .AddScoped<TaskReader>()
            .AddScoped<TaskActs>().AddScoped<AnswerTaskHandler>().AddScoped<LeadTaskHandler>()
            .AddScoped<ReportTaskHandler>();
        module.WatchClocks<TaskWatcher>(TransferClocks.TaskAccept);
        module.AnnouncesKept<EnforcementDbContext>("operation");
        module.AddDeadline<TaskDue>(TaskDue.Kind);
        module.AddConsumer<EnforcementDbContext, TimelineInspectionConcludedConsumer, InspectionConcluded>();
        module.AddConsumer<EnforcementDbContext, TimelineInspectionWithdrawnConsumer, InspectionWithdrawn>();
        module.AddConsumer<EnforcementDbContext, TimelineRectificationOrderedConsumer, RectificationOrdered>();
        module.AddConsumer<EnforcementDbContext, TimelineRectificationPassedConsumer, RectificationPassed>();
        module.AddConsumer<EnforcementDbContext, TimelineRectificationFailedConsumer, RectificationFailed>();
        module.AddConsumer<EnforcementDbContext, TimelineRectificationOverdueConsumer, RectificationOverdue>();
    }

    public static void Map(RouteGroupBuilder api)
    {
        OpenOperationEndpoint.Map(api);
        ReadOperationsEndpoint.Map(api);
        AddTaskEndpoint.Map(api);
        CloseOperationEndpoint.Map(api);
        ReadTasksEndpoint.Map(api);
        AnswerTaskEndpoint.Map(api);
        LeadTaskEndpoint.Map(api);
    }

    public static void Configure(ModelBuilder model) => OperationsModel.Configure(model);
}
