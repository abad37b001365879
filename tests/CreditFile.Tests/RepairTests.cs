using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Inspection.V1;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Repairs;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>Repair of the credit harm of a penalty (信用修复): who, when, and what it does.</summary>
public sealed class RepairTests
{
    [Fact]
    public async Task A_penalty_is_repaired_by_the_department_that_decided_it_and_by_no_other()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, "2026-08-23");
        var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
        var address = $"repairs/{applied.GetProperty("id").GetGuid()}";

        await CreditUnderTest.RefusedAsync(
            credit.Of("market"), $"{address}/acceptance", new { accept = true }, HttpStatusCode.Forbidden, "reference.power.not_own", etag);
        (_, etag) = await CreditUnderTest.DoAsync(credit.Colleague, $"{address}/acceptance", new { accept = true }, etag);
        await CreditUnderTest.RefusedAsync(
            credit.Of("market"), $"{address}/decision", new { grant = true }, HttpStatusCode.Forbidden, "reference.power.not_own", etag);
        await CreditUnderTest.RefusedAsync(
            credit.Of("coordination"), $"{address}/decision", new { grant = true }, HttpStatusCode.Forbidden, "reference.power.missing",
            etag);
        await CreditUnderTest.DoAsync(credit.Supervisor, $"{address}/decision", new { grant = true }, etag);
    }

    [Fact]
    public async Task Who_must_keep_away_from_the_institution_decides_nothing_about_its_credit_until_it_is_lifted()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = await PenalisedAsync(credit, "2026-08-23");
        var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
        var (address, officer) = ($"repairs/{applied.GetProperty("id").GetGuid()}", Guid.CreateVersion7());
        await credit.Services.TakeAsync<CreditFileDbContext>(Avoids(officer, 1, id));

        await CreditUnderTest.RefusedAsync(
            credit.Colleague, $"{address}/acceptance", new { accept = true }, HttpStatusCode.Forbidden, "reference.act.avoidance", etag);

        await credit.Services.TakeAsync<CreditFileDbContext>(Avoids(officer, 2));
        await CreditUnderTest.DoAsync(credit.Colleague, $"{address}/acceptance", new { accept = true }, etag);
    }

    [Fact]
    public async Task A_performed_penalty_is_repaired_after_its_shortest_publication_and_counts_no_longer()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = await PenalisedAsync(credit, "2026-08-23");
        Assert.Equal(("A", 900), await credit.LiveAsync(id));

        var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
        var address = $"repairs/{applied.GetProperty("id").GetGuid()}";
        var clocks = (await credit.JsonAsync(address)).GetProperty("clocks").EnumerateArray()
            .OrderBy(c => c.GetProperty("key").GetString()).ToList();
        Assert.Equal(
            [("credit.repair_accept", "2026-11-27"), ("credit.repair_feedback", "2026-12-08")],
            clocks.ConvertAll(c => (c.GetProperty("key").GetString()!, c.GetProperty("dueOn").GetString()!)));
        (_, etag) = await CreditUnderTest.DoAsync(credit.Colleague, $"{address}/acceptance", new { accept = true }, etag);
        await CreditUnderTest.RefusedAsync(
            credit.Colleague, $"{address}/decision", new { grant = true }, HttpStatusCode.Forbidden,
            "creditfile.repair.same_officer", etag);
        await CreditUnderTest.RefusedAsync(
            credit.Officer, $"{address}/decision", new { grant = true }, HttpStatusCode.Forbidden, "creditfile.repair.same_officer", etag);
        var (granted, _) = await CreditUnderTest.DoAsync(credit.Supervisor, $"{address}/decision", new { grant = true }, etag);

        Assert.Equal("granted", granted.GetProperty("state").GetString());
        var rating = await credit.RatingAsync(id);
        Assert.Equal(("A", 1000), (rating.Grade, rating.Points));
        Assert.Equal([("penalty", "repaired")], rating.Aside);
        var facts = await credit.FactsOfAsync(id);
        Assert.Equal(["RatingChanged", "RatingChanged", "PenaltyRepaired"], facts.ConvertAll(f => f.Contract));
        Assert.Equal(
            (penalty, "2026-11-24"),
            (facts[2].Payload.GetProperty("penaltyId").GetGuid(), facts[2].Payload.GetProperty("repairedOn").GetString()));
        Assert.Equal(facts[1].Payload.GetProperty("version").GetInt64(), facts[2].Payload.GetProperty("version").GetInt64());
        // The record of a mark is what it marks.
        Assert.Equal(penalty, await credit.ReadAsync(c => Task.FromResult(c.Outbox.Single(m => m.Kind == "mark").Partition)));
        Assert.All(
            (await credit.JsonAsync(address)).GetProperty("clocks").EnumerateArray(),
            c => Assert.Equal("stopped", c.GetProperty("state").GetString()));
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", Application(penalty), HttpStatusCode.Conflict, "creditfile.repair.already_repaired");
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task An_acceptance_around_the_end_of_its_term_leaves_the_same_record_whoever_comes_first(int seconds, bool late)
    {
        var seen = new List<string>();
        foreach (var sweepFirst in new[] { true, false })
        {
            await using var credit = await CreditUnderTest.StartAsync();
            var (_, penalty) = await PenalisedAsync(credit, "2026-08-23");
            var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
            await credit.Services.GetRequiredService<DeadlineSweeper<CreditFileDbContext>>()
                .StopAsync(TestContext.Current.CancellationToken);

            // Three working days end on 27 November.
            var at = OfficialTime.EndOf(new DateOnly(2026, 11, 27)).AddSeconds(seconds);
            credit.Clock.AdjustTime(at);
            if (sweepFirst)
            {
                await credit.GoToAsync(at);
            }

            var id = applied.GetProperty("id").GetGuid();
            await CreditUnderTest.DoAsync(credit.Colleague, $"repairs/{id}/acceptance", new { accept = true }, etag);
            await credit.GoToAsync(at.AddHours(1));
            var clocks = (await credit.JsonAsync($"repairs/{id}")).GetProperty("clocks").EnumerateArray()
                .Select(c => $"{c.GetProperty("key")} {c.GetProperty("state")} {c.GetProperty("ranOutAt")}").Order(StringComparer.Ordinal);
            var noted = await credit.ReadAsync(
                c => c.AuditEntries.CountAsync(a => a.Act == "clock.run_out" && a.SubjectId == id, TestContext.Current.CancellationToken));
            seen.Add($"{string.Join(", ", clocks)}; {noted}");
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(
            $"credit.repair_accept stopped {(late ? "2026-11-27T16:00:00Z" : "")}, credit.repair_feedback running ; {(late ? 1 : 0)}",
            seen[1]);
    }

    [Theory]
    [InlineData("general", "2026-08-24", "creditfile.repair.too_early")]
    [InlineData("general", "2026-08-23", null)]
    [InlineData("serious", "2026-08-23", "creditfile.repair.too_early")]
    [InlineData("minor", "2026-11-20", null)]
    [InlineData("grave", "2026-08-23", "creditfile.repair.class_unknown")]
    public async Task An_application_waits_for_the_shortest_publication_of_the_class(string creditClass, string decidedOn, string? refusal)
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, decidedOn, creditClass);

        using var answer = await credit.Officer.CommandAsync($"{CreditUnderTest.Api}/repairs", Application(penalty));

        if (refusal is null)
        {
            await answer.ShouldBeAsync(HttpStatusCode.Created);
        }
        else
        {
            var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, refusal);
            Assert.True(problem.Body.TryGetProperty("legalBasis", out _));
        }
    }

    [Fact]
    public async Task What_may_not_be_repaired_is_refused_by_name()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var id = await credit.RegisterAsync();
        var (open, annulled, early, held) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await credit.TakeAsync(
            Facts.Decided(id, open, "2026-05-01"), Facts.Decided(id, annulled, "2026-05-02"), Facts.Performed(id, annulled, "2026-05-10"),
            Facts.Annulled(id, annulled, "2026-06-01"),
            Facts.Performed(id, early, "2026-05-10"), Facts.Decided(null, held, "2026-05-01"), Facts.Performed(null, held, "2026-05-02"));

        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", Application(open), HttpStatusCode.Conflict, "creditfile.repair.not_performed");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", Application(annulled), HttpStatusCode.Conflict, "creditfile.repair.penalty_annulled");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", Application(early), HttpStatusCode.NotFound, "creditfile.penalty.unknown");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", Application(held), HttpStatusCode.NotFound, "creditfile.penalty.unknown");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", Application(Guid.CreateVersion7()), HttpStatusCode.NotFound, "creditfile.penalty.unknown");
        await CreditUnderTest.RefusedAsync(
            credit.Elsewhere, "repairs", Application(open), HttpStatusCode.NotFound, "creditfile.penalty.unknown");
    }

    [Fact]
    public async Task A_faulty_application_is_refused_by_name()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, "2026-08-01");

        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", new { penaltyId = penalty, pledge = false, evidence = "已整改" }, HttpStatusCode.BadRequest,
            "creditfile.repair.pledge_missing");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", new { penaltyId = penalty, pledge = true, evidence = new string('长', 1001) },
            HttpStatusCode.BadRequest, "request.field.length");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", new { penaltyId = penalty, pledge = true, evidence = "a\u0007b" }, HttpStatusCode.BadRequest,
            "text.control_character");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", new { penaltyId = penalty, pledge = true, evidence = "　" }, HttpStatusCode.BadRequest,
            "request.field.required");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", new { penaltyId = penalty, pledge = true, evidence = "x", more = 1 }, HttpStatusCode.BadRequest,
            "request.body.malformed");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", new { penaltyId = "１２", pledge = true, evidence = "x" }, HttpStatusCode.BadRequest,
            "request.body.malformed");
        using var inspector = await credit.As("inspector", "3302", Roles.Inspector)
            .CommandAsync($"{CreditUnderTest.Api}/repairs", Application(penalty));
        Assert.Equal(HttpStatusCode.Forbidden, inspector.StatusCode);
        var (kept, _) = await CreditUnderTest.DoAsync(
            credit.Officer, "repairs", new { penaltyId = penalty, pledge = true, evidence = " 第一行\r\n第二行 " });
        Assert.Equal("第一行\n第二行", kept.GetProperty("evidence").GetString());
    }

    [Fact]
    public async Task Of_two_applications_at_once_one_is_taken()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, "2026-08-01");

        var answers = await Task.WhenAll(
            credit.Officer.CommandAsync($"{CreditUnderTest.Api}/repairs", Application(penalty)),
            credit.Colleague.CommandAsync($"{CreditUnderTest.Api}/repairs", Application(penalty)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        await answers.Single(a => a.StatusCode != HttpStatusCode.Created)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "creditfile.repair.already_applied");
    }

    [Fact]
    public async Task The_same_application_sent_twice_is_one_and_its_key_takes_no_other()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, "2026-08-01");

        using var first = await credit.Officer.CommandAsync($"{CreditUnderTest.Api}/repairs", Application(penalty), key: "repair-0001");
        using var again = await credit.Officer.CommandAsync($"{CreditUnderTest.Api}/repairs", Application(penalty), key: "repair-0001");
        using var other = await credit.Officer.CommandAsync(
            $"{CreditUnderTest.Api}/repairs", new { penaltyId = penalty, pledge = true, evidence = "别的" }, key: "repair-0001");

        Assert.Equal((await first.ReadJsonAsync()).GetProperty("id").GetGuid(), (await again.ReadJsonAsync()).GetProperty("id").GetGuid());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "request.key.reused");
        Assert.Single((await credit.JsonAsync("repairs?open=true")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_act_needs_the_version_that_was_read_and_of_two_officers_one_is_refused()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, "2026-08-01");
        var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
        var path = $"repairs/{applied.GetProperty("id").GetGuid()}/acceptance";

        await CreditUnderTest.RefusedAsync(
            credit.Colleague, path, new { accept = true }, HttpStatusCode.PreconditionRequired, "request.version.required");
        await CreditUnderTest.RefusedAsync(
            credit.Elsewhere, path, new { accept = true }, HttpStatusCode.NotFound, "creditfile.repair.unknown", etag);
        await CreditUnderTest.RefusedAsync(
            credit.Colleague, path, new { accept = false }, HttpStatusCode.BadRequest, "creditfile.repair.reason_missing", etag);
        var answers = await Task.WhenAll(
            credit.Colleague.CommandAsync($"{CreditUnderTest.Api}/{path}", new { accept = true }, etag),
            credit.Third.CommandAsync($"{CreditUnderTest.Api}/{path}", new { accept = false, reason = "材料不齐" }, etag));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        await answers.Single(a => a.StatusCode != HttpStatusCode.OK)
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "request.version.stale");
    }

    [Fact]
    public async Task A_penalty_that_is_annulled_meanwhile_is_not_repaired_but_the_application_can_be_closed()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = await PenalisedAsync(credit, "2026-08-01");
        var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
        var address = $"repairs/{applied.GetProperty("id").GetGuid()}";
        (_, etag) = await CreditUnderTest.DoAsync(credit.Colleague, $"{address}/acceptance", new { accept = true }, etag);
        await credit.TakeAsync(Facts.Annulled(id, penalty, "2026-11-24"));

        await CreditUnderTest.RefusedAsync(
            credit.Supervisor, $"{address}/decision", new { grant = true }, HttpStatusCode.Conflict,
            "creditfile.repair.penalty_annulled", etag);
        var (closed, _) = await CreditUnderTest.DoAsync(
            credit.Supervisor, $"{address}/decision", new { grant = false, reason = "处罚已撤销" }, etag);

        Assert.Equal(("rejected", "处罚已撤销"), (closed.GetProperty("state").GetString(), closed.GetProperty("reason").GetString()));
        Assert.DoesNotContain(await credit.FactsOfAsync(id), f => f.Contract == "PenaltyRepaired");
    }

    [Fact]
    public async Task After_a_withdrawal_another_application_is_possible()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, "2026-08-01");
        var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "repairs", Application(penalty), HttpStatusCode.Conflict, "creditfile.repair.already_applied");

        await CreditUnderTest.DoAsync(
            credit.Officer, $"repairs/{applied.GetProperty("id").GetGuid()}/withdrawal", new { reason = "机构撤回" }, etag);
        await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));

        Assert.Equal(2, (await credit.JsonAsync("repairs")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_term_that_passes_is_noted_and_the_application_stays_open()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (_, penalty) = await PenalisedAsync(credit, "2026-08-01");
        var (applied, etag) = await CreditUnderTest.DoAsync(credit.Officer, "repairs", Application(penalty));
        var address = $"repairs/{applied.GetProperty("id").GetGuid()}";

        await credit.GoToAsync(CreditUnderTest.Morning(2026, 11, 28));

        await Eventually.HoldsAsync(
            async () => Assert.Equal(
                ["ran_out", "running"],
                (await credit.JsonAsync(address)).GetProperty("clocks").EnumerateArray().OrderBy(c => c.GetProperty("key").GetString())
                    .Select(c => c.GetProperty("state").GetString()!)),
            TimeSpan.FromSeconds(10), "the clock has run out");
        Assert.True(
            await credit.ReadAsync(c => c.AuditEntries.AnyAsync(a => a.Act == "clock.run_out", TestContext.Current.CancellationToken)));
        await CreditUnderTest.DoAsync(credit.Colleague, $"{address}/acceptance", new { accept = true }, etag);
    }

    private static OfficerRecorded Avoids(Guid officer, long version, params Guid[] parties) => new(
        officer, version, "officer-2", "ZJ-2", "education", "3302", new DateOnly(2024, 1, 1), new DateOnly(2028, 12, 31), true, parties,
        CreditUnderTest.Start.UtcDateTime);

    private static object Application(Guid penalty) => new { penaltyId = penalty, pledge = true, evidence = "已整改，罚款已缴纳" };

    private static async Task<(Guid Id, Guid Penalty)> PenalisedAsync(
        CreditUnderTest credit, string decidedOn, string creditClass = "general")
    {
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        await credit.TakeAsync(Facts.Decided(id, penalty, decidedOn, creditClass), Facts.Performed(id, penalty, decidedOn));
        return (id, penalty);
    }
}
