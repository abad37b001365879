using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Attachments;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

internal sealed record AcceptTaskRequest;

internal sealed record ReturnTaskRequest : ReasonedRequest;

internal sealed record ReportTaskRequest
{
    public required TaskResult Result { get; init; }

    /// <summary>What was done and found, without personal data.</summary>
    [MultiLine]
    [StringLength(2000, MinimumLength = 1)]
    public required string Summary { get; init; }

    /// <summary>SHA-256 of attachments that the own department uploaded before.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<string> Attachments { get; init; }
}

/// <summary>
/// What a department, by its officers or by its own system, answers to its task: it takes it, gives it back, or reports (接收, 退回, 反馈).
/// </summary>
internal static class AnswerTaskEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/tasks/{id:guid}/acceptance", AcceptAsync).Does("enforcement.task.accept")
            .Idempotent<EnforcementDbContext>()
                .WithName("AcceptTask").WithSummary("Take a task of the own department").WithTags("Tasks");
        api.MapPost("/tasks/{id:guid}/return", ReturnAsync).Does("enforcement.task.return")
            .Idempotent<EnforcementDbContext>()
                .WithName("ReturnTask").WithSummary("Give a task back to the lead with reasons").WithTags("Tasks");
        api.MapPost("/tasks/{id:guid}/result", ReportAsync).Does("enforcement.task.report")
            .Idempotent<EnforcementDbContext>()
                .WithName("ReportTask").WithSummary("Report the result of a task, with attachments; the task ends").WithTags("Tasks");
    }

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> AcceptAsync(
        Guid id, AcceptTaskRequest request, ExpectedVersion expected, Actor actor, AnswerTaskHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.AcceptAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> ReturnAsync(
        Guid id, ReturnTaskRequest request, ExpectedVersion expected, Actor actor, AnswerTaskHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ReturnAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> ReportAsync(
        Guid id, ReportTaskRequest request, ExpectedVersion expected, Actor actor, ReportTaskHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class AnswerTaskHandler(TaskActs acts, TransferClocks clocks)
{
    public async Task<Result<Reply<TaskAnswer>>> AcceptAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, null, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (opened.Value.Task.Accept(opened.Value.By) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await clocks.StopAsync(TransferClocks.TaskAccept, id, cancellation);
        return await acts.DoneAsync(opened.Value, TaskAct.Accept, cancellation);
    }

    public async Task<Result<Reply<TaskAnswer>>> ReturnAsync(
        Guid id, ReturnTaskRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Reason, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        if (opened.Value.Task.Return(opened.Value.By) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await clocks.StopAsync(TransferClocks.TaskAccept, id, cancellation);
        return await acts.DoneAsync(opened.Value, TaskAct.Return, cancellation);
    }
}

/// <summary>Ends a task with its result; its attachments become evidence that all departments of the operation share.</summary>
internal sealed class ReportTaskHandler(TaskActs acts, AttachmentShelf attachments, OperationEvidence evidence, OperationTasks tasks)
{
    public async Task<Result<Reply<TaskAnswer>>> HandleAsync(
        Guid id, ReportTaskRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, null, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var task = opened.Value.Task;
        var summary = TextInput.Required(request.Summary, 2000, TextForm.MultiLine);
        if (summary.IsRefused)
        {
            return summary.Error.At("summary");
        }

        if (task.Report(request.Result, summary.Value, opened.Value.By) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        foreach (var hash in request.Attachments)
        {
            // A hash is all that it takes to name a file: without this check a result would open another department's attachment.
            if (!await attachments.HasOwnAsync(hash, actor, cancellation))
            {
                return TaskErrors.AttachmentUnknown;
            }
        }

        // In the save of the result: an attachment is shared exactly when it stands for a result.
        await evidence.AddAsync(task.OperationId, EvidenceEntry.TaskResult, task.Id, task.Department, request.Attachments, cancellation);
        await tasks.DisarmAsync(task, cancellation);
        return await acts.DoneAsync(opened.Value, TaskAct.Report, cancellation);
    }
}
