using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Operations;
using Oversight.Testing;
using Xunit;
using static Oversight.Enforcement.Tests.OperationsUnderTest;

namespace Oversight.Enforcement.Tests;

/// <summary>The last day of a task, wherever the lead may set it: it lies between today and two years from now.</summary>
public sealed class OperationsBadInputTests
{
    // Today is 2026-11-24.
    public static TheoryData<string, string> Days => new()
    {
        { "0001-01-01", "enforcement.task.due_past" },
        { "2026-11-23", "enforcement.task.due_past" },
        { "2028-11-25", "enforcement.task.due_too_far" },
        { "9999-12-31", "enforcement.task.due_too_far" },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_task_ends_on_a_day_that_can_be_waited_for(string dueOn, string code)
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var plan = Plan(party.InstitutionId);
        plan["tasks"] = new[]
        {
            new { department = "fire", subject = "检查消防", dueOn }, new { department = "market", subject = "检查收费", dueOn = "2026-12-10" }
        };
        var before = await TracesAsync(service);

        using var opened = await service.Education.CommandAsync($"{Api}/operations", plan);
        using var added = await service.Education.CommandAsync(
            $"{Api}/operations/{operation.Id}/tasks", new { department = "civil", subject = "检查登记", dueOn }, operation.ETag);
        using var reassigned = await TryAsync(
            service.EducationHead, "tasks", await service.TaskAsync(operation, "fire"), "reassignment",
            new { department = "civil", reason = "职责不符", dueOn });

        foreach (var answer in new[] { opened, added, reassigned })
        {
            Assert.Contains("dueOn", (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code)).Field, StringComparison.Ordinal);
        }

        Assert.Equal(before, await TracesAsync(service));
    }

    [Theory]
    [InlineData("2026-11-24")]
    [InlineData("2028-11-24")]
    public async Task The_first_and_the_last_of_these_days_are_taken(string dueOn)
    {
        await using var service = await StartAsync();
        var operation = await service.OpenAsync((await service.RegisterAsync()).InstitutionId!.Value);

        using var added = await service.Education.CommandAsync(
            $"{Api}/operations/{operation.Id}/tasks", new { department = "civil", subject = "检查登记", dueOn }, operation.ETag);

        await added.ShouldBeAsync(HttpStatusCode.Created);
    }

    private static Task<(int, int, int)> TracesAsync(OperationsUnderTest service) => service.QueryAsync(async c => (
        await c.Set<DepartmentTask>().CountAsync(TestContext.Current.CancellationToken),
        await c.AuditEntries.CountAsync(TestContext.Current.CancellationToken),
        await c.Outbox.CountAsync(TestContext.Current.CancellationToken)));
}
