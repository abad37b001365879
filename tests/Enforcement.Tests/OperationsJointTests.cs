using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Operations;
using Oversight.Testing;
using Oversight.Web;
using Xunit;
using static Oversight.Enforcement.Tests.OperationsUnderTest;

namespace Oversight.Enforcement.Tests;

/// <summary>Joint operations and their tasks, through HTTP.</summary>
public sealed class OperationsJointTests
{
    private static readonly object Done = new { result = "no_violation", summary = "未发现问题", attachments = Array.Empty<string>() };

    [Fact]
    public async Task An_operation_from_clue_to_closure()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var clue = await ActAsync(
            service.Education, "clues", await SendAsync(service.Fire, "education", party.InstitutionId!.Value), "acceptance");
        var operation = await CreateAsync(service.Education, "operations", Plan(null, clue.Id));
        Assert.Equal("2026-330282-0001", operation.Text("number"));
        Assert.Equal(party.InstitutionId, operation.Json.GetProperty("party").GetProperty("institutionId").GetGuid());
        Assert.Equal("joint_operation", Assert.Single(await service.FactsOfAsync(clue.Id)).Fact.GetProperty("outcome").GetString());

        var fire = await ActAsync(service.FireSystem, "tasks", await service.TaskAsync(operation, "fire"), "acceptance");
        await ActAsync(service.FireSystem, "tasks", fire, "result", Done);
        await RefusedAsync(
            service.EducationHead, "operations", operation, "closure", new { outcome = "rectified", reason = "完成" },
            HttpStatusCode.Conflict, "enforcement.operation.tasks_open");
        await ActAsync(service.EducationHead, "tasks", await service.TaskAsync(operation, "market"), "withdrawal", new { reason = "无需" });
        var changed = await ReadAsync(service.Education, "operations", operation.Id);
        var closed = await ActAsync(
            service.EducationHead, "operations", changed, "closure", new { outcome = "no_violation", reason = "完成" });

        Assert.Equal("closed", closed.Text("status"));
        Assert.Equal(
            ["operation.open", "task.assign", "task.assign", "clue.join", "task.accept", "task.report", "task.withdraw", "operation.close"],
            await KindsAsync(operation.Id, service.Market));
        var facts = await service.FactsOfAsync(operation.Id);
        Assert.Equal(["JointOperationOpened", "JointOperationOpened", "JointOperationClosed"], facts.ConvertAll(f => f.Contract));
        Assert.Equal([1, 2, 3], facts.ConvertAll(f => f.Fact.GetProperty("version").GetInt64()));
        Assert.Equal([2, 1], facts.Take(2).Select(f => f.Fact.GetProperty("tasks").GetArrayLength()));
        Assert.Equal(
            1, await service.QueryAsync(
                c => c.AuditEntries.CountAsync(
                    a => a.SubjectId == operation.Id && a.Act == "operation.close", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Whoever_opened_an_operation_does_not_close_it()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value, service.EducationHead);

        await RefusedAsync(
            service.EducationHead, "operations", operation, "closure", new { outcome = "rectified", reason = "x" },
            HttpStatusCode.Forbidden, "enforcement.operation.own");
        await RefusedAsync(
            service.FireHead, "operations", operation, "closure", new { outcome = "rectified", reason = "x" }, HttpStatusCode.Forbidden,
            "enforcement.operation.not_lead");
        await RefusedAsync(
            service.Office, "operations", operation, "closure", new { outcome = "rectified", reason = "x" }, HttpStatusCode.NotFound,
            "enforcement.operation.unknown");
        await RefusedAsync(
            service.Education, "operations", operation, "closure", new { outcome = "rectified", reason = "x" }, HttpStatusCode.Forbidden,
            "request.role.missing");
    }

    [Fact]
    public async Task Operations_that_are_opened_at_once_have_numbers_of_their_own_and_none_is_done_in_vain()
    {
        var saves = new FailedSaves();
        await using var service = await StartAsync(saves);
        var party = await service.RegisterAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => service.OpenAsync(party.InstitutionId!.Value)));

        Assert.Equal(Enumerable.Range(1, 12).Select(n => $"2026-330282-{n:0000}"), opened.Select(o => o.Text("number")!).Order());
        Assert.Equal(0, saves.Number);
    }

    [Fact]
    public async Task The_same_opening_twice_opens_one_operation_and_ends_a_clue_once()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var clue = await SendAsync(service.Fire, "education", party.InstitutionId!.Value);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(
                _ => service.Education.CommandAsync($"{Api}/operations", Plan(null, clue.Id), key: "open-it-once")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(1, await service.QueryAsync(c => c.Set<JointOperation>().CountAsync(TestContext.Current.CancellationToken)));
        Assert.Single(await service.FactsOfAsync(clue.Id));
        using var second = await service.Education.CommandAsync($"{Api}/operations", Plan(null, clue.Id));
        await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "enforcement.clue.act_not_allowed");
    }

    [Fact]
    public async Task A_task_that_was_given_back_is_escalated_and_goes_to_another_department()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var returned = await ActAsync(
            service.Fire, "tasks", await service.TaskAsync(operation, "fire"), "return", new { reason = "属住建职责" });

        Assert.True(returned.Flag("isEscalated"));
        Assert.Equal(
            [returned.Id],
            (await ItemsAsync("tasks?escalated=true", service.EducationHead)).ConvertAll(t => t.GetProperty("id").GetGuid()));
        Assert.Contains("task.escalate", await KindsAsync(operation.Id, service.Education));
        await RefusedAsync(
            service.Market, "tasks", returned, "reassignment", new { department = "housing", dueOn = "2026-12-15", reason = "x" },
            HttpStatusCode.Forbidden, "enforcement.operation.not_lead");
        var moved = await ActAsync(
            service.Education, "tasks", returned, "reassignment", new { department = "housing", dueOn = "2026-12-15", reason = "改派" });

        Assert.Equal(("assigned", "housing", "2026-12-15"), (moved.Text("status"), moved.Text("department"), moved.Text("dueOn")));
        var latest = (await service.FactsOfAsync(operation.Id))[^1].Fact;
        Assert.Equal(
            ["housing", "market"],
            latest.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("department").GetString()).Order());
    }

    [Fact]
    public async Task A_task_that_is_not_taken_or_not_done_in_time_is_escalated_to_the_lead()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var market = await ActAsync(service.Market, "tasks", await service.TaskAsync(operation, "market"), "acceptance");

        await service.PassToAsync(new DateTimeOffset(2026, 11, 27, 16, 0, 0, TimeSpan.Zero));
        var late = await service.TaskAsync(operation, "fire");
        Assert.Equal((true, false), (late.Flag("isEscalated"), late.Flag("isOverdue")));
        Assert.False((await service.TaskAsync(operation, "market")).Flag("isEscalated"));
        await service.PassToAsync(new DateTimeOffset(2026, 12, 10, 16, 0, 0, TimeSpan.Zero));

        Assert.Equal(2, (await ItemsAsync("tasks?overdue=true&escalated=true", service.EducationHead)).Count);
        Assert.Equal(3, (await KindsAsync(operation.Id, service.Education)).Count(k => k == "task.escalate"));
        var done = await ActAsync(service.Market, "tasks", await ReadAsync(service.Market, "tasks", market.Id), "result", Done);
        Assert.Equal(("reported", false, true), (done.Text("status"), done.Flag("isEscalated"), done.Flag("isOverdue")));
    }

    [Fact]
    public async Task Another_departments_task_is_refused_within_the_operation_and_unknown_outside_it()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var task = await ActAsync(service.Fire, "tasks", await service.TaskAsync(operation, "fire"), "acceptance");
        var civil = service.As("civil-system", "civil", Roles.DepartmentSystem);
        var elsewhere = service.As("fire-yy", "fire", Roles.DepartmentSystem, "330281");

        await RefusedAsync(service.Market, "tasks", task, "result", Done, HttpStatusCode.Forbidden, "enforcement.task.not_yours");
        await RefusedAsync(civil, "tasks", task, "result", Done, HttpStatusCode.NotFound, "enforcement.task.unknown");
        await RefusedAsync(elsewhere, "tasks", task, "result", Done, HttpStatusCode.NotFound, "enforcement.task.unknown");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"operations/{operation.Id}/timeline", civil));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"operations/{operation.Id}/evidence", civil));
        Assert.Equal([task.Id], (await ItemsAsync("tasks?mine=true", service.FireSystem)).ConvertAll(t => t.GetProperty("id").GetGuid()));
        Assert.Empty(await ItemsAsync("tasks", civil));
    }

    [Fact]
    public async Task Two_departments_take_their_tasks_at_once_and_a_stale_act_is_refused()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        var (fire, market) = (await service.TaskAsync(operation, "fire"), await service.TaskAsync(operation, "market"));

        var answers = await Task.WhenAll(
            TryAsync(service.Fire, "tasks", fire, "acceptance"), TryAsync(service.Market, "tasks", market, "acceptance"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await RefusedAsync(
            service.Fire, "tasks", fire, "return", new { reason = "x" }, HttpStatusCode.PreconditionFailed, "request.version.stale");
        using var bare = await service.Fire.CommandAsync($"{Api}/tasks/{fire.Id}/result", Done);
        await bare.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
    }

    [Fact]
    public async Task A_task_added_later_raises_the_operation_and_keeps_it_open()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);

        var added = await CreateAsync(
            service.Education, $"operations/{operation.Id}/tasks", new { department = "civil", subject = "核对登记", dueOn = "2026-12-12" },
            operation.ETag);

        Assert.Equal("assigned", added.Text("status"));
        Assert.Equal("\"2\"", (await ReadAsync(service.Education, "operations", operation.Id)).ETag);
        Assert.Equal(3, (await service.FactsOfAsync(operation.Id))[^1].Fact.GetProperty("tasks").GetArrayLength());
        await RefusedAsync(
            service.EducationHead, "operations", operation, "closure", new { outcome = "rectified", reason = "x" },
            HttpStatusCode.PreconditionFailed, "request.version.stale");
    }

    [Fact]
    public async Task The_clues_of_an_operation_are_about_one_party_and_with_its_departments()
    {
        await using var service = await StartAsync();
        var (one, other) = (await service.RegisterAsync(), await service.RegisterAsync(name: "慈溪市另一幼儿园"));
        var a = await SendAsync(service.Education, "education", one.InstitutionId!.Value);
        var b = await SendAsync(service.Education, "education", other.InstitutionId!.Value);
        var c = await SendAsync(service.Education, "culture", one.InstitutionId!.Value);
        var hidden = await SendAsync(service.Fire, "market", one.InstitutionId!.Value);
        async Task RefusedAsync(object plan, HttpStatusCode status, string code)
        {
            using var answer = await service.Education.CommandAsync($"{Api}/operations", plan);
            await answer.ShouldBeProblemAsync(status, code);
        }

        await RefusedAsync(Plan(null, a.Id, b.Id), HttpStatusCode.Conflict, "enforcement.operation.clue_of_another_party");
        await RefusedAsync(Plan(null, a.Id, c.Id), HttpStatusCode.Conflict, "enforcement.operation.clue_elsewhere");
        await RefusedAsync(Plan(null, a.Id, hidden.Id), HttpStatusCode.UnprocessableEntity, "enforcement.operation.clue_unknown");
        await RefusedAsync(Plan(null, a.Id, a.Id), HttpStatusCode.BadRequest, "enforcement.operation.clue_twice");
        await RefusedAsync(Plan(one.InstitutionId, a.Id), HttpStatusCode.BadRequest, "enforcement.operation.party");
        await RefusedAsync(Plan(null), HttpStatusCode.BadRequest, "enforcement.operation.party");
        await RefusedAsync(
            new Dictionary<string, object?>(Plan(one.InstitutionId)) { ["leadDepartment"] = "fire" }, HttpStatusCode.Forbidden,
            "enforcement.operation.not_lead");
        await RefusedAsync(
            new Dictionary<string, object?>(Plan(one.InstitutionId))
            {
                ["tasks"] = new[] { new { department = "education", subject = "x", dueOn = "2026-12-10" } }
            }, HttpStatusCode.Conflict, "enforcement.operation.too_few_departments");
        await RefusedAsync(
            new Dictionary<string, object?>(Plan(one.InstitutionId))
            {
                ["tasks"] = new[] { new { department = "fire", subject = "x", dueOn = "2026-11-23" } }
            }, HttpStatusCode.BadRequest, "enforcement.task.due_past");
        await RefusedAsync(WithTask(one, "weather"), HttpStatusCode.BadRequest, "enforcement.department.unknown");
        await RefusedAsync(WithTask(one, "coordination"), HttpStatusCode.BadRequest, "enforcement.department.does_not_act");
        await RefusedAsync(WithTask(one, "discipline"), HttpStatusCode.BadRequest, "enforcement.department.does_not_act");
        await RefusedAsync(
            new Dictionary<string, object?>(Plan(one.InstitutionId)) { ["leadDepartment"] = "discipline" },
            HttpStatusCode.BadRequest, "enforcement.department.does_not_act");
        await RefusedAsync(
            new Dictionary<string, object?>(Plan(one.InstitutionId)) { ["title"] = new string('长', 101) }, HttpStatusCode.BadRequest,
            "request.field.length");
        Assert.Equal(0, await service.QueryAsync(x => x.Set<JointOperation>().CountAsync(TestContext.Current.CancellationToken)));
    }

    private static Dictionary<string, object?> WithTask(Party party, string department) =>
        new(Plan(party.InstitutionId)) { ["tasks"] = new[] { new { department, subject = "x", dueOn = "2026-12-10" } } };
}
