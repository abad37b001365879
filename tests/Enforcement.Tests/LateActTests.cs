using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;
using Oversight.Testing;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>An act that comes after the end of a term leaves the same record whether the sweeper was there before it or not.</summary>
public sealed class LateActTests
{
    /// <summary>Three working days after 24 November 2026.</summary>
    private static readonly DateTime AcceptEnds = OfficialTime.EndOf(new DateOnly(2026, 11, 27));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clue_that_is_accepted_too_late()
    {
        var records = await BothOrdersAsync(async (service, sweep) =>
        {
            var party = await service.RegisterAsync();
            var clue = await OperationsUnderTest.SendAsync(service.Education, "fire", party.InstitutionId!.Value);
            await WithoutSweeperAsync(service);
            service.Clock.SetUtcNow(AcceptEnds);
            clue = await sweep(clue, "clues", service.Fire);
            await OperationsUnderTest.ActAsync(service.Fire, "clues", clue, "acceptance");
            await SweepAsync(service);

            await service.NumberAsync();
            var read = (await OperationsUnderTest.ReadAsync(service.Fire, "clues", clue.Id)).Json;
            var feed = (await OperationsUnderTest.JsonAsync("events", service.FireSystem)).GetProperty("items").EnumerateArray()
                .Select(e => e.GetProperty("kind").GetString());
            return $"{Steps(read)} | {Clocks(read)} | v{read.GetProperty("clue").GetProperty("version").GetInt64()} | "
                + $"{string.Join(' ', feed)}";
        });

        Assert.Equal(records.SweepFirst, records.ActFirst);
        Assert.StartsWith("send expire accept |", records.ActFirst, StringComparison.Ordinal);
        Assert.Contains("clue.accept:stopped:2026-11-27T16:00:00Z", records.ActFirst, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clue_that_is_accepted_in_the_last_second()
    {
        var records = await BothOrdersAsync(async (service, sweep) =>
        {
            var party = await service.RegisterAsync();
            var clue = await OperationsUnderTest.SendAsync(service.Education, "fire", party.InstitutionId!.Value);
            await WithoutSweeperAsync(service);
            service.Clock.SetUtcNow(AcceptEnds.AddSeconds(-1));
            clue = await sweep(clue, "clues", service.Fire);
            await OperationsUnderTest.ActAsync(service.Fire, "clues", clue, "acceptance");
            service.Clock.SetUtcNow(AcceptEnds.AddHours(1));
            await SweepAsync(service);
            var read = (await OperationsUnderTest.ReadAsync(service.Fire, "clues", clue.Id)).Json;
            return $"{Steps(read)} | {Clocks(read)}";
        });

        Assert.Equal(records.SweepFirst, records.ActFirst);
        Assert.StartsWith("send accept |", records.ActFirst, StringComparison.Ordinal);
        Assert.Contains("clue.accept:stopped:null", records.ActFirst, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_taken_too_late_and_reported_after_its_last_day()
    {
        var records = await BothOrdersAsync(async (service, sweep) =>
        {
            var party = await service.RegisterAsync();
            var operation = await service.OpenAsync(party.InstitutionId!.Value);
            var task = await service.TaskAsync(operation, "fire");
            await WithoutSweeperAsync(service);
            service.Clock.SetUtcNow(OfficialTime.EndOf(new DateOnly(2026, 12, 10)));
            task = await sweep(task, "tasks", service.Fire);
            task = await OperationsUnderTest.ActAsync(service.Fire, "tasks", task, "acceptance");
            var taken = $"{task.Json.GetProperty("isOverdue")} {task.Json.GetProperty("isEscalated")} v{task.Json.GetProperty("version")}";
            task = await OperationsUnderTest.ActAsync(
                service.Fire, "tasks", task, "result",
                new { result = "no_violation", summary = "未发现问题。", attachments = Array.Empty<string>() });
            await SweepAsync(service);
            // The tasks of other departments are swept in between, in one order or the other.
            var kinds = (await OperationsUnderTest.ItemsAsync($"operations/{operation.Id}/timeline", service.Education))
                .FindAll(e => e.GetProperty("sourceId").GetGuid() == task.Id).ConvertAll(e => e.GetProperty("kind").GetString());
            return $"{taken} | {task.Json.GetProperty("isOverdue")} v{task.Json.GetProperty("version")} | {string.Join(' ', kinds)}";
        });

        Assert.Equal(records.SweepFirst, records.ActFirst);
        Assert.StartsWith("True True v4 |", records.ActFirst, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_is_served_too_late()
    {
        var seen = new List<string>();
        foreach (var sweepFirst in new[] { true, false })
        {
            await using var cases = await CasesUnderTest.StartAsync();
            var (id, etag) = await cases.WaivedAsync();
            etag = await CasesUnderTest.StepAsync(cases.Officer, id, "decision-proposal", CasesUnderTest.Measure(), etag);
            etag = await CasesUnderTest.StepAsync(cases.Supervisor, id, "decision", new { }, etag);
            await cases.Services.GetRequiredService<DeadlineSweeper<EnforcementDbContext>>().StopAsync(Cancellation);

            // Seven working days end on 3 December.
            cases.Clock.AdjustTime(OfficialTime.EndOf(new DateOnly(2026, 12, 3)));
            if (sweepFirst)
            {
                await cases.SweepAsync();
                etag = $"\"{(await cases.CaseAsync(id)).GetProperty("case").GetProperty("version").GetInt64()}\"";
            }

            await CasesUnderTest.StepAsync(cases.Officer, id, "service", new { method = "in_person" }, etag);
            await cases.SweepAsync();
            var file = await cases.CaseAsync(id);
            seen.Add(
                string.Join(
                    ' ', file.GetProperty("history").EnumerateArray().Select(
                        e => $"{e.GetProperty("step").GetString()}@{e.GetProperty("effectiveOn").GetString()}")) + " | " + Clocks(file));
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.Contains("decide@2026-11-24 term_passed@2026-12-04 serve@2026-12-04 |", seen[1], StringComparison.Ordinal);
        Assert.Contains("penalty.serve:stopped:2026-12-03T16:00:00Z", seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_act_leaves_the_passing_to_the_sweeper()
    {
        await using var service = await OperationsUnderTest.StartAsync();
        var party = await service.RegisterAsync();
        var clue = await OperationsUnderTest.SendAsync(service.Education, "fire", party.InstitutionId!.Value);
        await WithoutSweeperAsync(service);
        service.Clock.SetUtcNow(OfficialTime.EndOf(new DateOnly(2026, 12, 1)));

        await OperationsUnderTest.RefusedAsync(
            service.Fire, "clues", clue, "objection", new { reason = "不属职责" }, HttpStatusCode.Conflict, "enforcement.clue.objection_late");
        Assert.Equal("send", Steps((await OperationsUnderTest.ReadAsync(service.Fire, "clues", clue.Id)).Json));
        await SweepAsync(service);
        Assert.Equal("send expire", Steps((await OperationsUnderTest.ReadAsync(service.Fire, "clues", clue.Id)).Json));
    }

    private static async Task<(string SweepFirst, string ActFirst)> BothOrdersAsync(
        Func<OperationsUnderTest, Func<Record, string, HttpClient, Task<Record>>, Task<string>> scenario)
    {
        var seen = new List<string>();
        foreach (var sweepFirst in new[] { true, false })
        {
            await using var service = await OperationsUnderTest.StartAsync();
            seen.Add(await scenario(service, async (record, kind, reader) =>
            {
                if (!sweepFirst)
                {
                    return record;
                }

                await SweepAsync(service);
                return await OperationsUnderTest.ReadAsync(reader, kind, record.Id) is var read
                    ? new Record(read.Id, read.ETag, record.Json) : record;
            }));
        }

        return (seen[0], seen[1]);
    }

    private static Task WithoutSweeperAsync(OperationsUnderTest service) =>
        service.Services.GetRequiredService<DeadlineSweeper<EnforcementDbContext>>().StopAsync(Cancellation);

    private static Task SweepAsync(OperationsUnderTest service) => new DeadlineSweeper<EnforcementDbContext>(
        service.Services.GetRequiredService<IServiceScopeFactory>(), service.Clock,
        NullLogger<DeadlineSweeper<EnforcementDbContext>>.Instance).SweepAsync(Cancellation);

    private static string Steps(JsonElement read) =>
        string.Join(' ', read.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("act").GetString()));

    private static string Clocks(JsonElement read) => string.Join(' ', read.GetProperty("clocks").EnumerateArray()
        .Select(
            c =>
                $"{c.GetProperty("key").GetString()}:{c.GetProperty("state").GetString()}:{(
                    c.GetProperty("ranOutAt").ValueKind == JsonValueKind.Null
                    ? "null" : c.GetProperty("ranOutAt").GetString())}"));
}
