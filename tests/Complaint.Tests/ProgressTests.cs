using System.Net;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Testing;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>What other services did about a matter: once, in any order, in plain words, and with the terms that follow.</summary>
public sealed class ProgressTests
{
    private static readonly DateTime At = ComplaintUnderTest.Start.UtcDateTime;
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Party Party = new(null, "慈溪市试验托管中心", null, "330282", null, PartyEntries.None);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_sees_the_whole_way_of_a_report()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await ReferredAsync(complaint);
        var (operation, file, penalty) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        await complaint.TakeAsync(
            Clue(id, "joint_operation"), Opened(operation, 1, [id], "fire"), Filed(file, [id]), Decided(penalty, file, [id]),
            new JointOperationClosed(operation, 2, Party, "penalised", [id], Today, At),
            new PenaltyAnnulled(penalty, 2, file, Party, "甬消罚〔2026〕1号", new Ground("行政复议法", "第六十四条"), Today, Today, [id], At));

        var matter = (await complaint.TrackAsync(code)).GetProperty("matters")[0];
        var steps = matter.GetProperty("progress").EnumerateArray().Select(s => s.GetProperty("wording").GetString()!).ToList();
        Assert.Equal(9, steps.Count);
        Assert.Contains("教育部门、消防救援机构已开展联合执法（编号 2026-330282-0001）", steps);
        Assert.Contains("消防救援机构已立案（案号 案-1）", steps);
        Assert.Contains("消防救援机构已作出行政处罚决定（文号 甬消罚〔2026〕1号）", steps);
        Assert.Contains("联合执法已结束：已作出处罚", steps);
        Assert.Contains("行政处罚决定（文号 甬消罚〔2026〕1号）已被撤销", steps);
        var english = (await complaint.TrackAsync(code, "en")).ToString();
        Assert.Contains("A joint operation of Education authority, Fire and rescue was opened", english, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "行政处罚法")]
    [InlineData("market", "市场监督管理投诉举报处理办法（市场监管总局令第121号）")]
    public async Task A_term_is_one_of_the_department_that_handles_the_matter(string? transferredTo, string law)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");
        await complaint.ActAsync(id, "referral", new { summary = "疏散通道被堵，已现场看过。" });
        if (transferredTo is not null)
        {
            await complaint.ActAsync(id, "transfer", new { department = transferredTo, reason = "属其职责" });
        }

        await complaint.TakeAsync(Filed(Guid.NewGuid(), [id]));

        var lawsOf = await complaint.ReadAsync(c => c.Clocks.AsNoTracking().Where(k => k.SubjectId == id).ToListAsync(Cancel));
        Assert.Equal(
            [("report.tell_filing", law), ("report.verify", "行政处罚法")], // What has begun goes on by the rule that it began with.
            lawsOf.Select(k => (k.Key, k.Term().Term.Basis.Law)).Order());
    }

    [Fact]
    public async Task A_filed_case_ends_verification_and_the_person_who_gave_a_name_is_to_be_told()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, named) = await ReferredAsync(complaint);
        var (_, anonymous) = await ReferredAsync(complaint, Messages.Anonymous().With("partyName", "另一家"));

        await complaint.TakeAsync(Filed(Guid.NewGuid(), [named, anonymous]));

        Assert.Equal(
            [("report.verify", "stopped", "2026-12-15"), ("report.tell_filing", "running", "2026-12-01")],
            await ClocksAsync(complaint, named));
        Assert.Equal([("report.verify", "stopped", "2026-12-15")], await ClocksAsync(complaint, anonymous));
        await complaint.ActAsync(named, "replies", new { text = "已立案查处。" });
        Assert.Equal("stopped", (await ClocksAsync(complaint, named))[1].State);
    }

    [Theory]
    [InlineData("no_violation", true)]
    [InlineData("rectified", true)]
    [InlineData("joint_operation", false)]
    [InlineData("outside", false)]
    public async Task A_clue_that_ends_without_a_case_ends_verification_too(string outcome, bool ends)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await ReferredAsync(complaint);

        await complaint.TakeAsync(Clue(id, outcome));

        Assert.Equal(ends ? 2 : 1, (await ClocksAsync(complaint, id)).Count);
        Assert.Equal(ends ? "stopped" : "running", (await ClocksAsync(complaint, id))[0].State);
    }

    [Fact]
    public async Task A_fact_twice_or_as_a_newer_copy_is_one_line_and_an_older_copy_changes_nothing()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await ReferredAsync(complaint);
        var operation = Guid.NewGuid();

        await complaint.TakeAsync(
            Opened(operation, 1, [id], "fire"), Opened(operation, 1, [id], "fire"), Opened(operation, 3, [id], "fire", "market"),
            Opened(operation, 2, [id], "civil"));

        var line = Assert.Single(
            (await complaint.TrackAsync(code)).GetProperty("matters")[0].GetProperty("progress").EnumerateArray(),
            s => s.GetProperty("code").GetString() == "operation_opened");
        Assert.Contains("教育部门、消防救援机构、市场监督管理部门", line.GetProperty("wording").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facts_in_the_wrong_order_and_after_the_end_are_all_kept()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await ReferredAsync(complaint);
        await complaint.ActAsync(id, "conclusion", new { outcome = "substantiated", reply = "已查实。" }, complaint.Supervisor);
        var (file, penalty) = (Guid.NewGuid(), Guid.NewGuid());

        await complaint.TakeAsync(Decided(penalty, file, [id]), Filed(file, [id]), Filed(file, [id]));

        var matter = (await complaint.TrackAsync(code)).GetProperty("matters")[0];
        Assert.Equal("concluded", matter.GetProperty("state").GetString());
        Assert.Equal(1, matter.GetProperty("progress").EnumerateArray().Count(s => s.GetProperty("code").GetString() == "case_filed"));
        Assert.Equal(1, matter.GetProperty("progress").EnumerateArray().Count(s => s.GetProperty("code").GetString() == "penalty_decided"));
        Assert.Single(await ClocksAsync(complaint, id));
    }

    [Fact]
    public async Task A_fact_about_a_matter_that_is_not_here_is_kept_and_one_about_none_is_nothing()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var unknown = Guid.NewGuid();

        await complaint.TakeAsync(
            Filed(Guid.NewGuid(), [unknown]), Filed(Guid.NewGuid(), []),
            new ClueConcluded(Guid.NewGuid(), 1, "department", null, Party, "fire", "no_violation", Today, At),
            new ClueConcluded(Guid.NewGuid(), 1, "inspection", Guid.NewGuid(), Party, "fire", "no_violation", Today, At));

        Assert.Equal([unknown], await complaint.ReadAsync(c => c.Entries.Select(e => e.MatterId).ToListAsync(Cancel)));
    }

    [Fact]
    public async Task The_bus_brings_a_fact_twice_and_it_is_taken_once()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await ReferredAsync(complaint);
        var (bus, message, file) = (complaint.Services.GetRequiredService<IBus>(), Guid.NewGuid(), Guid.NewGuid());

        await bus.Publish(Filed(file, [id]), c => c.MessageId = message, Cancel);
        await bus.Publish(Filed(file, [id]), c => c.MessageId = message, Cancel);
        await bus.Publish(Decided(Guid.NewGuid(), file, [id]), c => c.MessageId = Guid.NewGuid(), Cancel);

        await Eventually.BecomesTrueAsync(
            () => complaint.ReadAsync(
                async c => await c.Entries.CountAsync(
                    e => e.MatterId == id && (e.Code == "case_filed" || e.Code == "penalty_decided"), Cancel) == 2),
            TimeSpan.FromSeconds(30), "case and penalty are noted");
        Assert.Equal(1, await complaint.ReadAsync(c => c.Inbox.CountAsync(m => m.MessageId == message, Cancel)));
        Assert.Equal(5, await complaint.ReadAsync(c => c.Matters.Where(m => m.Id == id).Select(m => m.Version).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task The_person_of_a_joined_matter_sees_what_came_of_the_one_that_goes_on_and_no_word_to_somebody_else()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (parentCode, parent) = await ReferredAsync(complaint);
        var (code, child) = await complaint.MatterAsync(Messages.Report().With("name", "另有其人"));
        await complaint.ActAsync(child, "join", new { parentId = parent });
        await complaint.ActAsync(parent, "replies", new { text = "只给第一位举报人的话" });

        await complaint.TakeAsync(Filed(Guid.NewGuid(), [parent]));

        var tracked = (await complaint.TrackAsync(code)).ToString();
        Assert.Contains("案-1", tracked, StringComparison.Ordinal);
        Assert.DoesNotContain("只给第一位", tracked, StringComparison.Ordinal);
        Assert.DoesNotContain(parent.ToString(), tracked, StringComparison.Ordinal);
        Assert.Contains("只给第一位", (await complaint.TrackAsync(parentCode)).ToString(), StringComparison.Ordinal);
        Assert.Equal(["report.verify", "report.tell_filing"], (await ClocksAsync(complaint, child)).Select(c => c.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00000-00000-00000-00000")]
    [InlineData("ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ")]
    public async Task A_code_that_is_nobodys_is_unknown(string code)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        await complaint.MatterAsync();

        using var answer = await complaint.TryTrackAsync(code);

        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.tracking.unknown");
    }

    [Fact]
    public async Task A_code_shows_its_own_message_only_and_not_who_sent_it()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (one, first) = await complaint.MatterAsync();
        var (two, second) = await complaint.MatterAsync(Messages.Complaint());

        Assert.Equal(
            [first], (await complaint.TrackAsync(one)).GetProperty("matters").EnumerateArray().Select(m => m.GetProperty("id").GetGuid()));
        Assert.Equal(
            [second], (await complaint.TrackAsync(two.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal))).GetProperty("matters")
                .EnumerateArray().Select(m => m.GetProperty("id").GetGuid()));
        Assert.DoesNotContain(Messages.Name, (await complaint.TrackAsync(one)).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("handler-1", (await complaint.TrackAsync(one)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Satisfaction_is_said_once_after_the_end()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync();
        object marks = new { response = 5, solved = 4, satisfied = 3, comment = "谢谢令狐" };

        using var early = await RateAsync(complaint, code, marks);
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "complaint.satisfaction.not_concluded");
        await complaint.ActAsync(id, "acceptance");
        await complaint.ActAsync(id, "conclusion", new { outcome = "substantiated", reply = "已查实。" }, complaint.Supervisor);
        using var outOfRange = await RateAsync(complaint, code, new { response = 6, solved = 0, satisfied = 3 });
        await outOfRange.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.field.range");
        using var stranger = await RateAsync(complaint, "00000-00000-00000-00000", marks);
        await stranger.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.tracking.unknown");

        using var said = await RateAsync(complaint, code, marks);
        using var again = await RateAsync(complaint, code, marks);

        await said.ShouldBeAsync(HttpStatusCode.OK);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "complaint.satisfaction.already_given");
        var shown = (await complaint.JsonAsync($"matters/{id}")).GetProperty("satisfaction");
        Assert.Equal(
            (5, 4, 3, "谢谢令狐"),
            (shown.GetProperty("response").GetInt32(), shown.GetProperty("solved").GetInt32(), shown.GetProperty("satisfied").GetInt32(),
                shown.GetProperty("comment").GetString()));
        Assert.False(await complaint.IsOnDiskAsync("谢谢令狐"));
    }

    [Fact]
    public async Task Two_people_with_one_key_both_have_their_say()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var codes = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var (code, id) = await complaint.MatterAsync();
            codes.Add(code);
            await complaint.ActAsync(id, "acceptance");
            await complaint.ActAsync(id, "conclusion", new { outcome = "substantiated", reply = "已查实。" }, complaint.Supervisor);
        }

        foreach (var code in codes)
        {
            using var said = await RateAsync(complaint, code, new { response = 5, solved = 5, satisfied = 5 }, "12345678");
            await said.ShouldBeAsync(HttpStatusCode.OK);
        }

        Assert.Equal(2, await complaint.ReadAsync(c => c.Satisfactions.CountAsync(Cancel)));
    }

    private static async Task<HttpResponseMessage> RateAsync(ComplaintUnderTest complaint, string code, object marks, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ComplaintUnderTest.Api}/public/satisfaction")
        {
            Content = System.Net.Http.Json.JsonContent.Create(marks)
        };
        request.Headers.Add("Tracking-Code", code);
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        return await complaint.Public.SendAsync(request, Cancel);
    }

    private static async Task<(string Code, Guid Id)> ReferredAsync(
        ComplaintUnderTest complaint, Dictionary<string, object?>? message = null)
    {
        var (code, id) = await complaint.MatterAsync(message);
        await complaint.ActAsync(id, "acceptance");
        await complaint.ActAsync(id, "referral", new { summary = "疏散通道被堵，夜间有学员上课。" });
        return (code, id);
    }

    private static async Task<List<(string Key, string State, string Due)>> ClocksAsync(ComplaintUnderTest complaint, Guid id) =>
        [.. (await complaint.JsonAsync($"matters/{id}")).GetProperty("clocks").EnumerateArray()
            .Select(c => (c.GetProperty("key").GetString()!, c.GetProperty("state").GetString()!, c.GetProperty("dueOn").GetString()!))];

    private static ClueConcluded Clue(Guid matter, string outcome) =>
        new(Guid.NewGuid(), 4, "complaint", matter, Party, "fire", outcome, Today, At);

    private static JointOperationOpened Opened(Guid id, long version, Guid[] matters, params string[] departments) => new(
        id, version, "2026-330282-0001", Party, "education",
        [.. departments.Select(d => new OperationTask(Guid.NewGuid(), d, "核查", Today))], matters, Today, At);

    private static CaseFiled Filed(Guid id, Guid[] matters) => new(id, 1, "案-1", Party, "fire", ["V37"], matters, null, Today, At);

    private static PenaltyDecided Decided(Guid id, Guid file, Guid[] matters) => new(
        id, 1, file, Party, "fire", "甬消罚〔2026〕1号", [], ["fine"], 500_000, 0, "general", false, Today, matters, null, At);
}
