using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

internal sealed record WithdrawTaskRequest : ReasonedRequest;

internal sealed record ReassignTaskRequest : ReasonedRequest
{
    /// <summary>Department that it goes to; may be the same with another last day.</summary>
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }

    /// <summary>New last official day.</summary>
    public required DateOnly DueOn { get; init; }
}

/// <summary>What the lead does with a task that was given back, is late or is no longer needed (重新交办, 撤销).</summary>
internal static class LeadTaskEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/tasks/{id:guid}/withdrawal", WithdrawAsync).Does("enforcement.task.withdraw")
            .Idempotent<EnforcementDbContext>()
                .WithName("WithdrawTask").WithSummary("Withdraw a task as the lead; it ends").WithTags("Tasks");
        api.MapPost("/tasks/{id:guid}/reassignment", ReassignAsync).Does("enforcement.task.reassign")
            .Idempotent<EnforcementDbContext>()
                .WithName("ReassignTask").WithSummary("Give a task to another department, or another last day, as the lead")
                .WithTags("Tasks");
    }

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> WithdrawAsync(
        Guid id, WithdrawTaskRequest request, ExpectedVersion expected, Actor actor, LeadTaskHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.WithdrawAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> ReassignAsync(
        Guid id, ReassignTaskRequest request, ExpectedVersion expected, Actor actor, LeadTaskHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ReassignAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class LeadTaskHandler(TaskActs acts, TransferRules rules)
{
    public async Task<Result<Reply<TaskAnswer>>> WithdrawAsync(
        Guid id, WithdrawTaskRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsLeadAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Task.Withdraw(opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsLeadAsync(opened.Value, TaskAct.Withdraw, cancellation);
    }

    public async Task<Result<Reply<TaskAnswer>>> ReassignAsync(
        Guid id, ReassignTaskRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsLeadAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (rules.TaskRefusal(request.Department, opened.Value.By.On) is { } unfit)
        {
            return unfit.At("department");
        }

        return opened.Value.Task.Reassign(request.Department, request.DueOn, opened.Value.By) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsLeadAsync(opened.Value, TaskAct.Reassign, cancellation);
    }
}
