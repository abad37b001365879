using System.Net;
using System.Text.Json;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Objections;
using Oversight.Testing;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>Objections (异议): marked at once, decided by somebody else, reversed or left.</summary>
public sealed class ObjectionTests
{
    [Theory]
    [InlineData("Open", "uphold", "Upheld")]
    [InlineData("Open", "dismiss", "Dismissed")]
    [InlineData("Open", "extend", "Open")]
    [InlineData("Upheld", "uphold", null)]
    [InlineData("Upheld", "dismiss", null)]
    [InlineData("Upheld", "extend", null)]
    [InlineData("Dismissed", "uphold", null)]
    [InlineData("Dismissed", "dismiss", null)]
    [InlineData("Dismissed", "extend", null)]
    public void An_act_is_possible_while_it_is_open_and_not_after(string from, string act, string? to)
    {
        var state = Enum.Parse<ObjectionState>(from);
        var by = new Kernel.ActContext("filed", "education", CreditUnderTest.Start.UtcDateTime);
        var decided = by with { ActorId = "other", Reason = "d" };
        var objection = Objection.File(
            Guid.CreateVersion7(), (SourceKind.Penalty, Guid.CreateVersion7()), (Guid.CreateVersion7(), "330282"), "r", by);
        _ = state == ObjectionState.Upheld ? objection.Uphold(decided) : state == ObjectionState.Dismissed
            ? objection.Dismiss(decided) : Kernel.Result.Done;
        var version = objection.Version;

        var outcome = act switch
        {
            "uphold" => objection.Uphold(decided), "dismiss" => objection.Dismiss(decided), _ => objection.Extend()
        };

        Assert.Equal(to is null ? "creditfile.objection.act_not_allowed" : null, outcome.Error?.Code);
        Assert.Equal((to ?? from, to is null ? version : version + 1), (objection.State.ToString(), objection.Version));
    }

    [Theory]
    [InlineData(true, 1000)]
    [InlineData(false, 900)]
    public async Task The_mark_is_set_at_once_and_goes_with_the_decision(bool uphold, int pointsAfter)
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        await credit.TakeAsync(Facts.Decided(id, penalty, "2026-11-01"));

        var (filed, etag) = await CreditUnderTest.DoAsync(credit.Officer, "objections", Against(penalty));
        var disputed = await credit.RatingAsync(id);
        Assert.Equal([("penalty.general", -100, true, "2027-11-01")], disputed.Lines);
        Assert.Equal("objection_decision", disputed.Body.GetProperty("lines")[0].GetProperty("changes")[0].GetProperty("kind").GetString());
        var address = $"objections/{filed.GetProperty("id").GetGuid()}";
        await CreditUnderTest.RefusedAsync(
            credit.Officer, $"{address}/decision", new { uphold, reason = "核查" }, HttpStatusCode.Forbidden,
            "creditfile.objection.same_officer", etag);
        var (decided, next) = await CreditUnderTest.DoAsync(credit.Colleague, $"{address}/decision", new { uphold, reason = "核查属实" }, etag);

        Assert.Equal(uphold ? "upheld" : "dismissed", decided.GetProperty("state").GetString());
        var rating = await credit.RatingAsync(id);
        Assert.Equal(pointsAfter, rating.Points);
        Assert.DoesNotContain(rating.Lines, l => l.Disputed);
        Assert.Equal(uphold ? "penalty corrected" : "", string.Join(';', rating.Aside.Select(a => $"{a.Kind} {a.Why}")));
        var facts = await credit.FactsOfAsync(id);
        Assert.Equal(
            ["RatingChanged", "RatingChanged", "CreditFactDisputed", "RatingChanged", "CreditFactDisputed"],
            facts.ConvertAll(f => f.Contract));
        Assert.All(
            facts.Where(f => f.Contract == "CreditFactDisputed"), f => Assert.Equal(id, f.Payload.GetProperty("institutionId").GetGuid()));
        Assert.Equal(
            [true, false],
            facts.Where(f => f.Contract == "CreditFactDisputed").Select(f => f.Payload.GetProperty("isDisputed").GetBoolean()));
        Assert.Equal(
            ("penalty", penalty),
            (facts[2].Payload.GetProperty("sourceKind").GetString(), facts[2].Payload.GetProperty("sourceId").GetGuid()));
        await CreditUnderTest.RefusedAsync(
            credit.Colleague, $"{address}/decision", new { uphold, reason = "再次" }, HttpStatusCode.Conflict,
            "creditfile.objection.act_not_allowed", next);
        // Dismissed, another objection may be filed; upheld, there is nothing left.
        using var again = await credit.Officer.CommandAsync($"{CreditUnderTest.Api}/objections", Against(penalty));
        await again.ShouldBeAsync(uphold ? HttpStatusCode.Conflict : HttpStatusCode.Created);
        Assert.Equal(!uphold, (await credit.RatingAsync(id)).Lines.Any(l => l.Disputed));
    }

    [Fact]
    public async Task A_second_objection_is_refused_also_at_the_same_moment()
    {
        // Both have read the fact as undisputed before either writes.
        var saves = new OverlappingSaves(2, context => context.ChangeTracker.Entries<Objection>().Any());
        await using var credit = await CreditUnderTest.StartAsync(interceptor: saves);
        var (id, visit) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        await credit.TakeAsync(Facts.Concluded(id, visit, "2026-11-01", ("high", false)));
        var against = new { sourceKind = "inspection", sourceId = visit, reason = "当场已整改" };

        var answers = await Task.WhenAll(
            credit.Officer.CommandAsync($"{CreditUnderTest.Api}/objections", against),
            credit.Colleague.CommandAsync($"{CreditUnderTest.Api}/objections", against));

        Assert.True(saves.HaveMet);
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed);
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "objections", against, HttpStatusCode.Conflict, "creditfile.objection.already_filed");
        Assert.Single((await credit.JsonAsync($"objections?institutionId={id}&open=true")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_cannot_be_objected_to_is_refused_by_name()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, visit) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        await credit.TakeAsync(
            Facts.Revoked(id, 2, "2026-11-01"), Facts.Concluded(id, visit, "2026-11-01", ("high", false)),
            Facts.Withdrawn(id, visit, "2026-11-05"));

        await CreditUnderTest.RefusedAsync(
            credit.Officer, "objections", Against(Guid.CreateVersion7()), HttpStatusCode.NotFound, "creditfile.fact.unknown");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "objections", Against(id, "register"), HttpStatusCode.Conflict, "creditfile.objection.register_fact");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "objections", Against(visit, "inspection"), HttpStatusCode.Conflict, "creditfile.objection.fact_ended");
        await CreditUnderTest.RefusedAsync(
            credit.Elsewhere, "objections", Against(visit, "inspection"), HttpStatusCode.NotFound, "creditfile.fact.unknown");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "objections", Against(visit, "rumour"), HttpStatusCode.BadRequest, "request.body.malformed");
        await CreditUnderTest.RefusedAsync(
            credit.Officer, "objections", new { sourceKind = "inspection", sourceId = visit, reason = "\u202Eabc" },
            HttpStatusCode.BadRequest, "text.direction_mark");
    }

    [Fact]
    public async Task The_term_is_five_working_days_and_twenty_at_most()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var (id, penalty) = (await credit.RegisterAsync(), Guid.CreateVersion7());
        await credit.TakeAsync(Facts.Decided(id, penalty, "2026-11-01"));
        var (filed, etag) = await CreditUnderTest.DoAsync(credit.Officer, "objections", Against(penalty));
        var address = $"objections/{filed.GetProperty("id").GetGuid()}";

        Assert.Equal("2026-12-01", await DueAsync(credit, address));
        await CreditUnderTest.RefusedAsync(
            credit.Colleague, $"{address}/extension", new { workingDays = 16, reason = "复杂" }, HttpStatusCode.Conflict,
            "clock.extension_not_allowed", etag);
        await CreditUnderTest.DoAsync(credit.Colleague, $"{address}/extension", new { workingDays = 15, reason = "情况复杂" }, etag);

        Assert.Equal("2026-12-22", await DueAsync(credit, address));
    }

    [Fact]
    public async Task Outside_Zhejiang_no_rule_sets_a_term_and_the_objection_is_taken_all_the_same()
    {
        await using var credit = await CreditUnderTest.StartAsync();
        var officer = credit.As("officer-31", "31", Oversight.Web.Roles.CreditOfficer);
        var (id, penalty) = (await credit.RegisterAsync("310101"), Guid.CreateVersion7());
        await credit.TakeAsync(Facts.Decided(id, penalty, "2026-11-01"));

        var (filed, etag) = await CreditUnderTest.DoAsync(officer, "objections", Against(penalty));
        var address = $"objections/{filed.GetProperty("id").GetGuid()}";

        Assert.Empty((await credit.JsonAsync(address, officer)).GetProperty("clocks").EnumerateArray());
        await CreditUnderTest.RefusedAsync(
            officer, $"{address}/extension", new { workingDays = 1, reason = "复杂" }, HttpStatusCode.Conflict,
            "creditfile.objection.no_clock", etag);
    }

    private static object Against(Guid source, string kind = "penalty") => new { sourceKind = kind, sourceId = source, reason = "事实不符" };

    private static async Task<string?> DueAsync(CreditUnderTest credit, string address) =>
        (await credit.JsonAsync(address)).GetProperty("clocks")[0].GetProperty("dueOn").GetString();
}
