using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>What the public and the handlers bring in: what is taken, what is refused, what is never shown again.</summary>
public sealed class IntakeTests
{
    private const string Submit = $"{ComplaintUnderTest.Api}/public/complaints";

    private static readonly JsonSerializerOptions AsItIs = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_wants_both_makes_two_matters_with_two_clocks()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        using var answer = await complaint.Public.CommandAsync(Submit, Messages.Report().With("wants", new[] { "report", "complaint" }));

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var matters = (await answer.ReadJsonAsync()).GetProperty("matters").EnumerateArray().ToList();
        Assert.Equal(
            [("complaint", "complaint.accept", "2026-12-03"), ("report", "report.verify", "2026-12-15")],
            matters.Select(
                m => (m.GetProperty("kind").GetString()!, m.GetProperty("clock").GetString()!, m.GetProperty("dueOn").GetString()!)));
        Assert.All(
            matters, m => Assert.Equal(
                ("education", true), (m.GetProperty("department").GetString(), m.GetProperty("isUrgent").GetBoolean())));
        Assert.Equal(1, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));
        Assert.Equal(1, await complaint.ReadAsync(c => c.Complainants.CountAsync(Cancel)));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_repeat_answers_the_same_code_and_takes_nothing_twice()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        using var first = await complaint.Public.CommandAsync(Submit, Messages.Report(), key: "repeated-key-1");
        using var second = await complaint.Public.CommandAsync(Submit, Messages.Report(), key: "repeated-key-1");

        await second.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal((await first.ReadJsonAsync()).ToString(), (await second.ReadJsonAsync()).ToString());
        Assert.Contains("-", (await second.ReadJsonAsync()).GetProperty("trackingCode").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_guessed_key_shows_nobody_anothers_code()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        using var first = await complaint.Public.CommandAsync(Submit, Messages.Report(), key: "guessable-key");
        var code = (await first.ReadJsonAsync()).GetProperty("trackingCode").GetString()!;

        using var stranger = await complaint.Public.CommandAsync(Submit, Messages.Anonymous(), key: "guessable-key");

        var refused = await stranger.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "request.key.reused");
        Assert.DoesNotContain(code, refused.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_at_once_under_one_key_are_one_message()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => complaint.Public.CommandAsync(Submit, Messages.Report(), key: "at-the-same-time")));

        var codes = new HashSet<string>();
        foreach (var answer in answers)
        {
            await answer.ShouldBeAsync(HttpStatusCode.Created);
            codes.Add((await answer.ReadJsonAsync()).GetProperty("trackingCode").GetString()!);
            answer.Dispose();
        }

        Assert.Single(codes);
        Assert.Equal(1, await complaint.ReadAsync(c => c.Matters.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Neither_words_nor_person_nor_code_stand_on_the_disk_in_clear()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");
        await complaint.ActAsync(id, "replies", new { text = "答复令狐女士：已派人现场核查。" });
        await complaint.ActAsync(id, "referral", new { summary = "疏散通道被堵，夜间有学员上课。" });
        await complaint.JsonAsync($"matters/{id}/complainant?purpose=联系核实");

        Assert.True(await complaint.IsOnDiskAsync("慈溪市试验托管中心"), "The scan reads the database at all.");
        foreach (var secret in new[]
        {
            Messages.Name, Messages.Phone, "138 0000-1234", "货架堵死", "答复令狐女士", code, code.Replace("-", "", StringComparison.Ordinal)
        })
        {
            Assert.False(await complaint.IsOnDiskAsync(secret), secret);
        }
    }

    [Fact]
    public async Task An_anonymous_report_leaves_no_complainant()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        var (_, id) = await complaint.MatterAsync(Messages.Anonymous());

        Assert.Equal(0, await complaint.ReadAsync(c => c.Complainants.CountAsync(Cancel)));
        using var read = await complaint.Handler.GetAsync($"{ComplaintUnderTest.Api}/matters/{id}/complainant?purpose=联系", Cancel);
        await read.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.complainant.none");
    }

    public static TheoryData<string, string, string?, string> Refusals() => new()
    {
        { "wants", "[]", "wants", "request.field.length" },
        { "wants", "[\"petition\"]", "wants", "complaint.intake.wants_unknown" },
        { "wants", "[\"report\",\"report\"]", "wants", "complaint.intake.wants_unknown" },
        { "wants", "[\"complaint\",\"report\",\"complaint\"]", "wants", "request.field.length" },
        { "category", "\"no_such\"", "category", "complaint.intake.category_unknown" },
        { "category", "\"\"", "category", "request.field.required" },
        { "text", "\"太短了\"", "text", "complaint.intake.text_too_short" },
        { "text", "\"          \"", "text", "request.field.required" },
        { "text", "\"第一行\\u0007第二行第三行第四行\"", "text", "text.control_character" },
        { "text", "\"第一行\\u202e第二行第三行第四行\"", "text", "text.direction_mark" },
        { "text", "\"第一行\\ud800第二行第三行第四行\"", null, "request.body.malformed" },
        { "phone", "\"12345\"", "phone", "complaint.intake.phone_invalid" },
        { "phone", "\"\"", "phone", "complaint.intake.phone_required" },
        { "name", "\"\"", "name", "complaint.intake.name_required" },
        { "name", "\"王\"", "name", "complaint.intake.name_required" },
        { "name", "\"王\\u0000五\"", "name", "text.control_character" },
        { "anonymous", "true", "anonymous", "complaint.intake.anonymous_with_identity" },
        { "partyName", "\"\"", "partyName", "complaint.intake.party_required" },
        { "division", "\"999999\"", "division", "complaint.intake.division_unknown" },
        { "division", "\"33\"", "division", "complaint.intake.division_unknown" },
        { "institutionId", "\"0193e6a0-0000-7000-8000-000000000000\"", "partyName", "complaint.intake.party_twice" },
        { "unknownMember", "1", null, "request.body.malformed" },
        { "channel", "\"12345\"", null, "request.body.malformed" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_faulty_message_is_refused_with_its_field_and_leaves_nothing(string member, string json, string? field, string code)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var body = JsonSerializer.Serialize(Messages.Report().With(member, "@@")).Replace("\"@@\"", json, StringComparison.Ordinal);

        using var answer = await complaint.Public.CommandAsync(
            Submit, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        var refused = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        if (field is not null)
        {
            Assert.Equal(field, refused.Field);
        }

        Assert.DoesNotContain(Messages.Phone, refused.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));
        Assert.Equal(0, await complaint.ReadAsync(c => c.AuditEntries.CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_complaint_about_an_own_dispute_needs_a_person()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        using var answer = await complaint.Public.CommandAsync(Submit, Messages.Anonymous().With("wants", new[] { "complaint" }));

        var refused = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "complaint.intake.needs_identity");
        Assert.True(refused.Body.TryGetProperty("legalBasis", out _));
    }

    [Fact]
    public async Task A_category_that_is_reports_only_takes_no_complaint()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        using var answer = await complaint.Public.CommandAsync(Submit, Messages.Complaint().With("category", "paid_tutoring_by_teacher"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "complaint.intake.kind_not_possible");
    }

    [Theory]
    [InlineData(200_000, '字', HttpStatusCode.BadRequest)]
    [InlineData(400_000, '字', HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(20_001, '字', HttpStatusCode.BadRequest)]
    [InlineData(20_000, '字', HttpStatusCode.Created)]
    public async Task A_message_has_at_most_20000_characters(int length, char character, HttpStatusCode expected)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var body = JsonSerializer.Serialize(Messages.Report().With("text", new string(character, length)), AsItIs);

        using var answer = await complaint.Public.CommandAsync(
            Submit, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await answer.ShouldBeAsync(expected);
        Assert.Equal(expected == HttpStatusCode.Created ? 1 : 0, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_lead_looks_to_the_public_like_an_id_that_is_not_there()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (lead, known) = (await complaint.KnowAsync(lead: true), await complaint.KnowAsync());
        var message = Messages.Report().With("partyName", null).With("division", null).With("address", null);

        using var aboutLead = await complaint.Public.CommandAsync(Submit, message.With("institutionId", lead));
        using var aboutNothing = await complaint.Public.CommandAsync(Submit, message.With("institutionId", Guid.NewGuid()));
        using var aboutKnown = await complaint.Public.CommandAsync(Submit, message.With("institutionId", known));
        using var byStaff = await complaint.Handler.CommandAsync(
            $"{ComplaintUnderTest.Api}/intakes", message.With("institutionId", lead).With("channel", "12345"));

        var (one, two) = (await aboutLead.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.intake.institution_unknown"),
            await aboutNothing.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.intake.institution_unknown"));
        Assert.Equal(one.Detail, two.Detail);
        await aboutKnown.ShouldBeAsync(HttpStatusCode.Created);
        await byStaff.ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_handler_enters_what_came_by_telephone_with_the_day_of_receipt()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var message = Messages.Report().With("channel", "12345").With("externalNumber", "NB-2026-0001")
            .With("receivedAt", "2026-11-20T02:00:00Z");

        using var answer = await complaint.Handler.CommandAsync($"{ComplaintUnderTest.Api}/intakes", message);

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var matter = (await answer.ReadJsonAsync()).GetProperty("matters")[0];
        Assert.Equal("2026-12-11", matter.GetProperty("dueOn").GetString());
        var intake = (await complaint.JsonAsync($"matters/{matter.GetProperty("id").GetGuid()}")).GetProperty("intake");
        Assert.Equal(
            ("12345", "NB-2026-0001"), (intake.GetProperty("channel").GetString(), intake.GetProperty("externalNumber").GetString()));
    }

    [Theory]
    [InlineData("channel", "fax", "complaint.intake.channel_unknown")]
    [InlineData("channel", "web", "complaint.intake.channel_unknown")]
    [InlineData("receivedAt", "2026-11-25T02:00:00Z", "complaint.intake.received_in_future")]
    [InlineData("receivedAt", "9999-12-31T23:59:59Z", "complaint.intake.received_in_future")]
    [InlineData("receivedAt", "0001-01-01T00:00:00Z", "complaint.intake.received_before_rules")]
    [InlineData("division", "330102", "complaint.intake.division_unknown")]
    public async Task A_handler_enters_only_what_can_be(string member, string value, string code)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        using var answer = await complaint.Handler.CommandAsync(
            $"{ComplaintUnderTest.Api}/intakes", Messages.Report().With("channel", "12345").With(member, value));

        Assert.Equal(member, (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code)).Field);
    }

    [Fact]
    public async Task Nobody_but_a_handler_enters_for_others()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        foreach (var (caller, status) in new[]
        {
            (complaint.Public, HttpStatusCode.Unauthorized), (complaint.Supervisor, HttpStatusCode.Forbidden),
            (complaint.As("i", "education", "3302", Roles.Inspector), HttpStatusCode.Forbidden)
        })
        {
            using var answer = await caller.CommandAsync($"{ComplaintUnderTest.Api}/intakes", Messages.Report().With("channel", "12345"));
            await answer.ShouldBeAsync(status);
        }
    }

    [Fact]
    public async Task A_petition_runs_by_the_clocks_of_petitions()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync(Messages.Complaint().With("category", "opinion"));

        await complaint.ActAsync(id, "acceptance");

        Assert.Equal(
            ["petition.tell_receipt", "petition.finish"],
            (await complaint.JsonAsync($"matters/{id}")).GetProperty("clocks").EnumerateArray().Select(
                c => c.GetProperty("key").GetString()));
    }
}
