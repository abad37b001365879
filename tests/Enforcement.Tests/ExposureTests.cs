using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Enforcement.Penalties;
using Oversight.Persistence.Inbox;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>Exposures (S18): two persons, no personal data, an end by themselves, never longer than their penalty stands.</summary>
public sealed class ExposureTests
{
    [Fact]
    public async Task An_exposure_is_proposed_approved_by_another_and_ends_by_itself()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (_, _, penaltyId) = await cases.ServedAsync();
        var (id, etag) = await ProposeAsync(cases, penaltyId);
        Assert.Empty(await cases.FactsOfAsync(id));
        await RefusedAsync(
            cases.As("edu-1", "education", "330282", Roles.Supervisor), id, "approval", new { }, etag, HttpStatusCode.Forbidden,
            "enforcement.exposure.approver_proposed");
        await RefusedAsync(cases.MarketHead, id, "approval", new { }, etag, HttpStatusCode.NotFound, "enforcement.exposure.unknown");

        await ActAsync(cases.Supervisor, id, "approval", new { }, etag);

        var shown = await cases.JsonAsync($"exposures/{id}");
        Assert.Equal(("released", "2027-02-24"), (shown.GetProperty("state").GetString(), shown.GetProperty("endsOn").GetString()));
        var fact = Assert.Single(await cases.FactsOfAsync(id));
        Assert.Equal("ExposureReleased", fact.Contract);

        await cases.JumpAsync(new DateTimeOffset(2027, 2, 24, 16, 0, 0, TimeSpan.Zero));
        await Eventually.HoldsAsync(
            async () =>
            {
                await cases.SweepAsync();
                Assert.Equal("ended", (await cases.JsonAsync($"exposures/{id}")).GetProperty("state").GetString());
            },
            TimeSpan.FromSeconds(20), "the exposure has ended");
        Assert.Single((await cases.JsonAsync("exposures?state=ended")).GetProperty("items").EnumerateArray());
        Assert.Empty((await cases.JsonAsync("exposures?state=released")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_annulment_of_the_penalty_withdraws_it_in_the_same_save()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (caseId, caseTag, penaltyId) = await cases.ServedAsync();
        var (released, etag) = await ProposeAsync(cases, penaltyId);
        await ActAsync(cases.Supervisor, released, "approval", new { }, etag);
        var (proposed, _) = await ProposeAsync(cases, penaltyId);

        await CasesUnderTest.StepAsync(
            cases.Inspector, caseId, "annulment", new { ground = new { law = "行政处罚法", article = "第七十五条" }, reason = "自行纠正" }, caseTag);

        Assert.Equal(["ExposureReleased", "ExposureWithdrawn"], (await cases.FactsOfAsync(released)).ConvertAll(f => f.Contract));
        Assert.Empty(await cases.FactsOfAsync(proposed));
        Assert.Equal(2, (await cases.JsonAsync("exposures?state=withdrawn")).GetProperty("items").GetArrayLength());
        using var again = await cases.Officer.CommandAsync($"{CasesUnderTest.Api}/exposures", Proposal(penaltyId));
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "enforcement.exposure.penalty_unknown");
    }

    [Fact]
    public async Task A_repair_of_the_credit_withdraws_it_once_however_often_it_is_told()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (_, _, penaltyId) = await cases.ServedAsync();
        var (id, etag) = await ProposeAsync(cases, penaltyId);
        await ActAsync(cases.Supervisor, id, "approval", new { }, etag);
        var fact = new PenaltyRepaired(penaltyId, 7, CasesUnderTest.Training, new DateOnly(2026, 11, 24), CasesUnderTest.Start.UtcDateTime);

        await cases.TakeAsync(typeof(RepairedPenaltyConsumer), fact);
        await cases.TakeAsync(typeof(RepairedPenaltyConsumer), fact);

        Assert.Equal(["ExposureReleased", "ExposureWithdrawn"], (await cases.FactsOfAsync(id)).ConvertAll(f => f.Contract));
        await cases.TakeAsync(typeof(RepairedPenaltyConsumer), fact with { PenaltyId = Guid.CreateVersion7() });
        Assert.Equal(
            DeferralState.Parked,
            await cases.ReadAsync(c => c.DeferredFacts.Select(f => f.State).SingleAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task It_can_be_withdrawn_at_once_and_not_twice()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (_, _, penaltyId) = await cases.ServedAsync();
        var (id, etag) = await ProposeAsync(cases, penaltyId);
        etag = await ActAsync(cases.Supervisor, id, "approval", new { }, etag);

        etag = await ActAsync(cases.Inspector, id, "withdrawal", new { reason = "表述有误" }, etag);

        Assert.Equal("ExposureWithdrawn", (await cases.FactsOfAsync(id))[^1].Contract);
        await RefusedAsync(
            cases.Inspector, id, "withdrawal", new { reason = "再次" }, etag, HttpStatusCode.Conflict,
            "enforcement.exposure.act_not_allowed");
        await RefusedAsync(
            cases.Supervisor, id, "approval", new { }, etag, HttpStatusCode.Conflict, "enforcement.exposure.act_not_allowed");
        Assert.Equal(
            0, await cases.ReadAsync(
                c => c.Deadlines.CountAsync(d => d.SubjectId == id && d.CancelledAt == null, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Wording_with_personal_data_is_refused_with_its_place_and_not_repeated()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (_, _, penaltyId) = await cases.ServedAsync();
        // The worst trace id for the question below: it begins with the digits that the answer must not repeat.
        cases.Officer.DefaultRequestHeaders.Add("traceparent", "00-13800000000000000000000000000001-1380000000000001-01");
        using var phone = await cases.Officer.CommandAsync($"{CasesUnderTest.Api}/exposures", Proposal(penaltyId, text: "请拨13800001234"));
        var problem = await phone.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "enforcement.exposure.not_redacted");
        Assert.Equal("text", problem.Field);
        Assert.Contains("at character 3", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("138", problem.WithoutTraceId(), StringComparison.Ordinal);
        using var name = await cases.Officer.CommandAsync($"{CasesUnderTest.Api}/exposures", Proposal(penaltyId, title: "欧阳某办学被罚"));
        Assert.Equal("title", (await name.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "enforcement.exposure.not_redacted")).Field);
        using var tooLong = await cases.Officer.CommandAsync(
            $"{CasesUnderTest.Api}/exposures", Proposal(penaltyId, title: new string('长', 101)));
        await tooLong.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.field.length");
    }

    [Fact]
    public async Task Leads_strangers_and_institutions_without_penalty_are_not_exposed()
    {
        await using var cases = await CasesUnderTest.StartAsync();
        var (_, _, penaltyId) = await cases.ServedAsync();
        (Guid Institution, Guid[] Penalties, HttpStatusCode Status, string Code)[] rows =
        [
            (CasesUnderTest.Lead, [penaltyId], HttpStatusCode.Conflict, "is_lead"),
            (Guid.CreateVersion7(), [penaltyId], HttpStatusCode.UnprocessableEntity, "institution_unknown"),
            (CasesUnderTest.Kindergarten, [penaltyId], HttpStatusCode.Conflict, "penalty_unknown"),
            (CasesUnderTest.Training, [Guid.CreateVersion7()], HttpStatusCode.Conflict, "penalty_unknown"),
            (CasesUnderTest.Training, [], HttpStatusCode.BadRequest, "penalty_missing"),
        ];
        foreach (var row in rows)
        {
            using var answer = await cases.Officer.CommandAsync(
                $"{CasesUnderTest.Api}/exposures",
                new { institutionId = row.Institution, title = "曝光", text = "经查属实。", penaltyIds = row.Penalties });
            await answer.ShouldBeProblemAsync(row.Status, $"enforcement.exposure.{row.Code}");
        }
    }

    private static object Proposal(Guid penaltyId, string title = "某培训学校无证办学被罚", string text = "经查，该机构擅自举办民办学校，已依法处罚。") =>
        new { institutionId = CasesUnderTest.Training, title, text, penaltyIds = new[] { penaltyId }, names = new[] { "欧阳某" } };

    private static async Task<(Guid Id, string ETag)> ProposeAsync(CasesUnderTest cases, Guid penaltyId)
    {
        using var answer = await cases.Officer.CommandAsync($"{CasesUnderTest.Api}/exposures", Proposal(penaltyId));
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return ((await answer.ReadJsonAsync()).GetProperty("id").GetGuid(), answer.ShouldHaveStrongETag());
    }

    private static async Task<string> ActAsync(HttpClient officer, Guid id, string act, object body, string etag)
    {
        using var answer = await officer.CommandAsync($"{CasesUnderTest.Api}/exposures/{id}/{act}", body, etag);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return answer.ShouldHaveStrongETag();
    }

    private static async Task RefusedAsync(
        HttpClient officer, Guid id, string act, object body, string etag, HttpStatusCode status, string code)
    {
        using var answer = await officer.CommandAsync($"{CasesUnderTest.Api}/exposures/{id}/{act}", body, etag);
        await answer.ShouldBeProblemAsync(status, code);
    }
}
