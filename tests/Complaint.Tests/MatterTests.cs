using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>What handlers do to matters, who sees what, and which terms run.</summary>
public sealed class MatterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_complaint_is_accepted_mediated_and_concluded_and_its_person_sees_every_step()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync(Messages.Complaint());

        var accepted = await complaint.ActAsync(id, "acceptance");
        Assert.Equal(("accepted", "handler-1"), (accepted.GetProperty("state").GetString(), accepted.GetProperty("handlerId").GetString()));
        Assert.Equal([("complaint.accept", "stopped"), ("complaint.mediate", "running")], await ClocksAsync(complaint, id));
        await complaint.ActAsync(id, "mediation", new { consentsToNaming = true, note = "双方同意周五调解" });
        await complaint.ActAsync(id, "replies", new { text = "已约定周五上午调解。" });
        var concluded = await complaint.ActAsync(id, "conclusion", new { outcome = "mediated", reply = "机构已退还剩余学费。" });

        Assert.Equal(("concluded", "mediated", "2026-11-24"),
            (concluded.GetProperty("state").GetString(), concluded.GetProperty("outcome").GetString(),
                concluded.GetProperty("concludedOn").GetString()));
        Assert.Equal([("complaint.accept", "stopped"), ("complaint.mediate", "stopped")], await ClocksAsync(complaint, id));
        var tracked = (await complaint.TrackAsync(code)).GetProperty("matters")[0];
        Assert.Equal(["received", "accepted", "mediating", "reply", "concluded"], Steps(tracked));
        Assert.Equal(
            [null, null, null, "已约定周五上午调解。", "机构已退还剩余学费。"],
            tracked.GetProperty("progress").EnumerateArray().Select(s => s.GetProperty("text").GetString()));
        Assert.Equal("教育部门", tracked.GetProperty("departmentName").GetString());
        var fact = Assert.Single(await complaint.FactsOfAsync(id));
        Assert.Equal(
            ("MatterConcluded", "mediated", "refund_dispute"),
            (fact.Contract, fact.Payload.GetProperty("outcome").GetString(), fact.Payload.GetProperty("category").GetString()));
    }

    [Fact]
    public async Task A_refusal_tells_the_reason_and_other_ways()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync(Messages.Complaint());

        await complaint.ActAsync(id, "refusal", new { reason = "不属于本部门职责。", otherWays = "可向人民法院起诉。" });

        var tracked = (await complaint.TrackAsync(code)).GetProperty("matters")[0];
        Assert.Equal("refused", tracked.GetProperty("state").GetString());
        Assert.Equal(
            ["不属于本部门职责。", "可向人民法院起诉。"],
            tracked.GetProperty("progress").EnumerateArray().Select(s => s.GetProperty("text").GetString()).OfType<string>()
                .Order(StringComparer.Ordinal));
        Assert.All(await ClocksAsync(complaint, id), c => Assert.Equal("stopped", c.State));
        Assert.Empty(await complaint.FactsOfAsync(id));
    }

    [Theory]
    [InlineData("refusal", "{\"reason\":\"理由\",\"otherWays\":\"\"}", "request.field.required")]
    [InlineData("refusal", "{\"reason\":\"  \",\"otherWays\":\"其他\"}", "request.field.required")]
    [InlineData("refusal", "{\"reason\":\"理由\"}", "request.body.malformed")]
    [InlineData("transfer", "{\"department\":\"nowhere\",\"reason\":\"理由\"}", "complaint.matter.department_unknown")]
    [InlineData("referral", "{\"summary\":\"通道堵塞需要核查一下。\",\"violations\":[\"37\"]}", "complaint.matter.violation_malformed")]
    [InlineData("referral", "{\"summary\":\"通道堵塞需要核查一下。\",\"violations\":[\"V37\",\"V37\"]}", "complaint.matter.violation_malformed")]
    [InlineData("referral", "{\"summary\":\"通道堵塞需要核查一下。\",\"violations\":[\"V99\"]}", "complaint.matter.violation_malformed")]
    [InlineData("referral", "{\"summary\":\"短\"}", "request.field.length")]
    [InlineData("conclusion", "{\"outcome\":\"perfect\",\"reply\":\"答复\"}", "complaint.matter.outcome_unknown")]
    [InlineData("conclusion", "{\"outcome\":\"withdrawn\",\"reply\":\"答复\"}", "complaint.matter.outcome_unknown")]
    [InlineData("replies", "{\"text\":\"有\\u0001控制符\"}", "text.control_character")]
    [InlineData("acceptance", "{\"by\":\"me\"}", "request.body.malformed")]
    public async Task An_act_that_lacks_what_it_needs_is_refused(string act, string body, string code)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();

        using var answer = await complaint.TryAsync(id, act, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        Assert.Equal(1, await complaint.ReadAsync(c => c.Entries.CountAsync(e => e.MatterId == id, Cancel)));
    }

    [Fact]
    public async Task A_reply_of_5000_characters_is_too_long()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();

        using var answer = await complaint.TryAsync(id, "replies", new { text = new string('答', 5000) });

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.field.length");
    }

    [Fact]
    public async Task A_referral_carries_the_handlers_words_and_nothing_of_the_reporter()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");

        await complaint.ActAsync(id, "referral", new { summary = "疏散通道被堵，夜间有学员上课。", department = "fire", violations = new[] { "V37" } });

        var (contract, payload) = Assert.Single(await complaint.FactsOfAsync(id));
        Assert.Equal(
            ("ClueReferred", "fire", 3L, true),
            (contract, payload.GetProperty("department").GetString(), payload.GetProperty("version").GetInt64(),
                payload.GetProperty("isUrgent").GetBoolean()));
        Assert.Equal(["V37"], payload.GetProperty("violations").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal("慈溪市试验托管中心", payload.GetProperty("party").GetProperty("name").GetString());
        foreach (var secret in new[] { Messages.Name, Messages.Phone, "货架" })
        {
            Assert.DoesNotContain(secret, payload.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("令狐试验反映疏散通道被堵。")]
    [InlineData("疏散通道被堵，联系１３８ ００００ １２３４。")]
    public async Task A_summary_that_gives_the_reporter_away_is_refused_and_nothing_is_sent(string summary)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");

        using var answer = await complaint.TryAsync(id, "referral", new { summary });

        var refused = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "complaint.matter.reveals_complainant");
        Assert.DoesNotContain(Messages.Name, refused.Body.ToString(), StringComparison.Ordinal);
        Assert.Empty(await complaint.FactsOfAsync(id));
        Assert.Equal("accepted", (await complaint.JsonAsync($"matters/{id}")).GetProperty("matter").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_summary_that_gives_the_reporter_away_is_refused_before_the_act_is_tried()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();

        using var answer = await complaint.TryAsync(id, "referral", new { summary = "令狐试验反映疏散通道被堵。" });

        // Not accepted yet, so the act would be refused as well.
        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "complaint.matter.reveals_complainant");
    }

    [Fact]
    public async Task The_text_is_for_the_department_that_has_the_matter()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        var market = complaint.As("m", "market", "3302", Roles.ComplaintHandler);
        var marketSupervisor = complaint.As("ms", "market", "3302", Roles.Supervisor);
        var away = complaint.As("a", "education", "3301", Roles.ComplaintHandler);
        var nowhere = complaint.As("n", "education", null, Roles.ComplaintHandler);
        var homeless = complaint.As("h", null, "3302", Roles.ComplaintHandler);

        Assert.Equal(Messages.Text, (await complaint.JsonAsync($"matters/{id}")).GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, (await complaint.JsonAsync($"matters/{id}", marketSupervisor)).GetProperty("text").ValueKind);
        foreach (var stranger in new[] { market, away, nowhere, homeless })
        {
            using var answer = await stranger.GetAsync($"{ComplaintUnderTest.Api}/matters/{id}", Cancel);
            await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.matter.not_found");
            using var act = await complaint.TryAsync(id, "acceptance", officer: stranger);
            await act.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.matter.not_found");
            Assert.Empty((await complaint.JsonAsync("matters", stranger)).GetProperty("items").EnumerateArray());
        }

        using var seenButNotOwn = await complaint.TryAsync(id, "acceptance", officer: marketSupervisor);
        await seenButNotOwn.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "complaint.matter.other_department");
        using var person = await marketSupervisor.GetAsync($"{ComplaintUnderTest.Api}/matters/{id}/complainant?purpose=好奇", Cancel);
        await person.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.matter.not_found");
    }

    [Fact]
    public async Task A_transfer_moves_the_matter_and_its_clock_goes_on()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync();
        var market = complaint.As("m", "market", "3302", Roles.ComplaintHandler);

        await complaint.ActAsync(id, "transfer", new { department = "market", reason = "内部理由不给外人看" });

        using var gone = await complaint.Handler.GetAsync($"{ComplaintUnderTest.Api}/matters/{id}", Cancel);
        await gone.ShouldBeAsync(HttpStatusCode.NotFound);
        var detail = await complaint.JsonAsync($"matters/{id}", market);
        Assert.Equal(
            ("received", Messages.Text),
            (detail.GetProperty("matter").GetProperty("state").GetString(), detail.GetProperty("text").GetString()));
        Assert.Equal("2026-12-15", detail.GetProperty("clocks")[0].GetProperty("dueOn").GetString());
        var tracked = (await complaint.TrackAsync(code)).ToString();
        Assert.Contains("市场监督管理部门", tracked, StringComparison.Ordinal);
        Assert.DoesNotContain("内部理由", tracked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_complained_is_read_for_a_purpose_and_every_read_is_recorded_first()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();

        using var without = await complaint.Handler.GetAsync($"{ComplaintUnderTest.Api}/matters/{id}/complainant", Cancel);
        await without.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "complaint.complainant.purpose_required");
        var person = await complaint.JsonAsync($"matters/{id}/complainant?purpose=电话核实");

        Assert.Equal((Messages.Name, Messages.Phone), (person.GetProperty("name").GetString(), person.GetProperty("phone").GetString()));
        var read = Assert.Single(
            await complaint.ReadAsync(c => c.AuditEntries.Where(a => a.Act == "complainant.read").ToListAsync(Cancel)));
        Assert.Equal(("handler-1", id, "电话核实"), (read.ActorId, read.SubjectId, read.Purpose));
        Assert.DoesNotContain(
            await complaint.ReadAsync(c => c.AuditEntries.Select(a => a.Details ?? "").ToListAsync(Cancel)),
            d => d.Contains(Messages.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_answers_and_stored_answers_have_no_person_and_no_words()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        var accepted = await complaint.ActAsync(id, "acceptance");

        foreach (var shown in new[]
        {
            accepted, await complaint.JsonAsync("matters"), await complaint.JsonAsync($"matters/{id}/similar"),
            await complaint.JsonAsync($"matters/{id}")
        })
        {
            Assert.DoesNotContain(Messages.Name, shown.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Messages.Phone, shown.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_change_names_the_version_and_of_two_handlers_one_succeeds()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        var path = $"{ComplaintUnderTest.Api}/matters/{id}/acceptance";

        using var without = await complaint.Handler.CommandAsync(path, new { });
        await without.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
        using var stale = await complaint.Handler.CommandAsync(path, new { }, "\"7\"");
        await stale.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "request.version.stale");
        var other = complaint.As("handler-2", "education", "3302", Roles.ComplaintHandler);
        var answers = await Task.WhenAll(
            complaint.Handler.CommandAsync(path, new { }, "\"1\""), other.CommandAsync(path, new { }, "\"1\""));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(2, await complaint.ReadAsync(c => c.Matters.Select(m => m.Version).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task A_repeated_act_has_one_effect()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");
        var path = $"{ComplaintUnderTest.Api}/matters/{id}/referral";

        using var first = await complaint.Handler.CommandAsync(path, new { summary = "疏散通道被堵，夜间有学员上课。" }, "\"2\"", "same-act-twice");
        using var second = await complaint.Handler.CommandAsync(path, new { summary = "疏散通道被堵，夜间有学员上课。" }, "\"2\"", "same-act-twice");

        await second.ShouldBeAsync(HttpStatusCode.OK);
        Assert.Equal((await first.ReadJsonAsync()).ToString(), (await second.ReadJsonAsync()).ToString());
        Assert.Single(await complaint.FactsOfAsync(id));
    }

    [Fact]
    public async Task A_term_that_passes_marks_the_matter_whether_or_not_anybody_has_it()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync(Messages.Complaint());

        complaint.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 3, 15, 59, 58, TimeSpan.Zero));
        await complaint.SweepAsync();
        Assert.Empty(await OverdueAsync(complaint));
        complaint.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 3, 16, 0, 0, TimeSpan.Zero));
        await Task.WhenAll(complaint.SweepAsync(), complaint.SweepAsync());

        Assert.Equal([id], await OverdueAsync(complaint));
        Assert.Equal(1, await complaint.ReadAsync(c => c.AuditEntries.CountAsync(a => a.Act == "matter.overdue", Cancel)));
        Assert.DoesNotContain("overdue", Steps((await complaint.TrackAsync(code)).GetProperty("matters")[0]));
        var late = await complaint.ActAsync(id, "acceptance");
        Assert.False(late.GetProperty("isOverdue").GetBoolean());
        Assert.Empty(await OverdueAsync(complaint));
        Assert.NotEqual(
            JsonValueKind.Null, (await complaint.JsonAsync($"matters/{id}")).GetProperty("clocks")[0].GetProperty("ranOutAt").ValueKind);
    }

    [Fact]
    public async Task A_supervisor_lengthens_the_verification_once_by_what_the_rule_allows()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");

        using var byHandler = await complaint.TryAsync(id, "extension", new { days = 5, reason = "需要鉴定" });
        await byHandler.ShouldBeAsync(HttpStatusCode.Forbidden);
        await complaint.ActAsync(id, "extension", new { days = 5, reason = "需要鉴定" }, complaint.Supervisor);
        using var tooMuch = await complaint.TryAsync(id, "extension", new { days = 11, reason = "再延长" }, complaint.Supervisor);

        await tooMuch.ShouldBeProblemAsync(HttpStatusCode.Conflict, "clock.extension_not_allowed");
        var clock = (await complaint.JsonAsync($"matters/{id}")).GetProperty("clocks")[0];
        Assert.Equal("2026-12-22", clock.GetProperty("dueOn").GetString());
        Assert.Contains("需要鉴定", (await complaint.TrackAsync(code)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_complaint_has_no_clock_that_could_be_lengthened()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync(Messages.Complaint());

        using var answer = await complaint.TryAsync(id, "extension", new { days = 5, reason = "需要鉴定" }, complaint.Supervisor);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "complaint.matter.no_clock_to_extend");
    }

    [Fact]
    public async Task Lists_narrow_and_page()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await complaint.MatterAsync(Messages.Anonymous())).Id);
            complaint.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await complaint.ActAsync(ids[2], "acceptance");
        var first = await complaint.JsonAsync("matters?limit=3");
        var second = await complaint.JsonAsync($"matters?limit=3&cursor={first.GetProperty("next").GetString()}");

        Assert.Equal(ids, [.. Ids(first), .. Ids(second)]);
        Assert.Equal(
            [ids[2]], Ids(await complaint.JsonAsync("matters?state=accepted&kind=report&urgent=true&overdue=false&unassigned=false")));
        Assert.Empty(Ids(await complaint.JsonAsync("matters?category=food")));
        using var unknown = await complaint.Handler.GetAsync($"{ComplaintUnderTest.Api}/matters?state=done", Cancel);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "complaint.matter.filter_unknown");
        using var misspelt = await complaint.Handler.GetAsync($"{ComplaintUnderTest.Api}/matters?overdu=true", Cancel);
        await misspelt.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.query.unknown");
    }

    [Fact]
    public async Task A_report_that_was_referred_cannot_be_taken_back_but_a_complaint_can()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, matters) = await complaint.SubmitAsync(Messages.Report().With("wants", new[] { "complaint", "report" }));
        await complaint.ActAsync(matters["report"], "acceptance");
        await complaint.ActAsync(matters["report"], "referral", new { summary = "疏散通道被堵，夜间有学员上课。" });

        using var report = await complaint.TryAsync(matters["report"], "withdrawal", new { reason = "当事人来电" });
        await complaint.ActAsync(matters["complaint"], "withdrawal", new { reason = "当事人来电" });

        await report.ShouldBeProblemAsync(HttpStatusCode.Conflict, "complaint.matter.act_not_allowed");
        Assert.Equal(
            "withdrawn", Assert.Single(await complaint.FactsOfAsync(matters["complaint"])).Payload.GetProperty("outcome").GetString());
    }

    private static async Task<List<(string Key, string State)>> ClocksAsync(ComplaintUnderTest complaint, Guid id) =>
        [
            .. (await complaint.JsonAsync($"matters/{id}")).GetProperty("clocks").EnumerateArray()
                .Select(c => (c.GetProperty("key").GetString()!, c.GetProperty("state").GetString()!))];

    private static async Task<List<Guid>> OverdueAsync(ComplaintUnderTest complaint) =>
        Ids(await complaint.JsonAsync("matters?overdue=true"));

    private static List<Guid> Ids(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetGuid())];

    private static List<string> Steps(JsonElement tracked) =>
        [.. tracked.GetProperty("progress").EnumerateArray().Select(s => s.GetProperty("code").GetString()!)];
}
