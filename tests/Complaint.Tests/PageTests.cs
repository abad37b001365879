using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>The pages: without scripts, in both languages, taken once however often the button is pressed.</summary>
public sealed partial class PageTests
{
    private const string Form = "/complaints", Track = "/complaints/track";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zh", "您的查询码", "办理进度", "已收到")]
    [InlineData("en", "Your tracking code", "Progress", "Received")]
    public async Task A_person_sends_the_form_gets_a_code_and_looks_the_progress_up(
        string language, string codeWord, string progressWord, string stateWord)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var browser = complaint.Browser(language);

        var (status, html) = await ComplaintUnderTest.SendFormAsync(browser, Form, Form, Fields());

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(codeWord, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        var code = Code(html);
        var (found, page) = await ComplaintUnderTest.SendFormAsync(browser, Track, Track, [new("code", code.ToLowerInvariant())]);
        Assert.Equal(HttpStatusCode.OK, found);
        Assert.Contains(progressWord, page, StringComparison.Ordinal);
        Assert.Contains(stateWord, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Messages.Name, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_button_pressed_twice_and_the_page_loaded_again_send_one_message()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var browser = complaint.Browser();
        var html = await browser.GetStringAsync(Form, Cancel);
        List<KeyValuePair<string, string>> fields = [.. Fields(), .. ComplaintUnderTest.Hidden(html)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ComplaintUnderTest.PostAsync(browser, Form, fields)));
        var later = await ComplaintUnderTest.PostAsync(browser, Form, fields);

        Assert.All(answers.Append(later), a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Single(answers.Append(later).Select(a => Code(a.Html)).Distinct());
        Assert.Equal(1, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));

        var (changed, page) = await ComplaintUnderTest.PostAsync(
            browser, Form, [.. fields.Where(f => f.Key != "text"), new("text", "另外一件完全不同的事情，也请核查。")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed);
        Assert.Contains("已经提交过", page, StringComparison.Ordinal);
        Assert.Equal(1, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_form_that_is_not_our_page_s_or_another_browser_s_or_too_old_is_not_taken()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (browser, other) = (complaint.Browser(), complaint.Browser());
        List<KeyValuePair<string, string>> fields = [.. Fields(), .. ComplaintUnderTest.Hidden(await browser.GetStringAsync(Form, Cancel))];
        await other.GetStringAsync(Form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, (await ComplaintUnderTest.PostAsync(browser, Form, Fields())).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ComplaintUnderTest.PostAsync(other, Form, fields)).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await ComplaintUnderTest.PostAsync(browser, Form, [.. Fields(), new("key", "a.b.c")])).Status);
        complaint.Clock.Advance(TimeSpan.FromHours(13));
        var (old, page) = await ComplaintUnderTest.PostAsync(browser, Form, fields);
        Assert.Equal(HttpStatusCode.BadRequest, old);
        Assert.Contains("页面已过期", page, StringComparison.Ordinal);
        Assert.Contains("货架堵死", page, StringComparison.Ordinal);
        Assert.Equal(0, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Faults_stand_next_to_their_fields_and_what_was_typed_stays()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        var (status, html) = await ComplaintUnderTest.SendFormAsync(
            complaint.Browser(), Form, Form,
            [
                new("wants", "report"), new("category", "food"), new("text", "太短"), new("name", "令狐试验"), new("phone", "123"),
                new("partyName", "某机构")]);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        foreach (var expected in new[]
        {
            "id=\"text-error\"", "请至少写 10 个字", "id=\"phone-error\"", "电话号码不正确", "id=\"division-error\"", "请选择所在区县", "value=\"某机构\"", "太短"
        })
        {
            Assert.Contains(expected, html, StringComparison.Ordinal);
        }

        Assert.Equal(0, await complaint.ReadAsync(c => c.Intakes.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Hostile_markup_is_shown_as_text()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        const string hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
        var browser = complaint.Browser();

        var (_, refused) = await ComplaintUnderTest.SendFormAsync(
            browser, Form, Form,
            Fields(("text", hostile + "</textarea><script>"), ("name", hostile), ("phone", hostile), ("partyName", hostile)));
        var (_, taken) = await ComplaintUnderTest.SendFormAsync(
            browser, Form, Form, Fields(("text", hostile + "十个字以上的经过"), ("partyName", hostile)));
        var (_, tracked) = await ComplaintUnderTest.SendFormAsync(browser, Track, Track, [new("code", Code(taken))]);
        var (_, unknown) = await ComplaintUnderTest.SendFormAsync(browser, Track, Track, [new("code", hostile)]);

        foreach (var page in new[] { refused, taken, tracked, unknown })
        {
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("&lt;script&gt;", tracked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_institution_is_chosen_by_its_address_and_a_lead_is_not()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (known, lead) = (await complaint.KnowAsync(), await complaint.KnowAsync(lead: true));
        var browser = complaint.Browser();

        Assert.Contains("慈溪市试验培训学校", await browser.GetStringAsync($"{Form}?institution={known}", Cancel), StringComparison.Ordinal);
        foreach (var other in new[] { lead.ToString(), Guid.NewGuid().ToString(), "nonsense" })
        {
            var page = await browser.GetStringAsync($"{Form}?institution={other}", Cancel);
            Assert.DoesNotContain("小太阳", page, StringComparison.Ordinal);
            Assert.Contains("name=\"partyName\"", page, StringComparison.Ordinal);
        }

        var (status, html) = await ComplaintUnderTest.SendFormAsync(
            browser, $"{Form}?institution={known}", Form, [.. Fields().Where(f => f.Key is not ("partyName" or "division" or "address"))]);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEmpty(Code(html));
        Assert.Equal(known, await complaint.ReadAsync(c => c.Matters.Select(m => m.InstitutionId).Distinct().SingleAsync(Cancel)));
    }

    [Fact]
    public async Task A_wrong_code_is_told_in_a_friendly_way_and_never_stands_in_an_address()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        var (status, html) = await ComplaintUnderTest.SendFormAsync(
            complaint.Browser(), Track, Track, [new("code", "AAAAA-BBBBB-CCCCC-DDDDD")]);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("没有查到，请逐字核对查询码", html, StringComparison.Ordinal);
        Assert.Contains("method=\"post\" action=\"/complaints/track\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_rates_the_handling_on_the_page_once()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (code, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");
        await complaint.ActAsync(id, "conclusion", new { outcome = "substantiated", reply = "已查实。\n第二行" }, complaint.Supervisor);
        var browser = complaint.Browser();
        var (_, page) = await ComplaintUnderTest.SendFormAsync(browser, Track, Track, [new("code", code)]);
        Assert.Contains("评价办理情况", page, StringComparison.Ordinal);
        List<KeyValuePair<string, string>> marks = [
            new("response", "5"), new("solved", "4"), new("satisfied", "5"), .. ComplaintUnderTest.Hidden(page)];

        var incomplete = await ComplaintUnderTest.PostAsync(browser, "/complaints/satisfaction", [.. marks.Where(m => m.Key != "solved")]);
        var first = await ComplaintUnderTest.PostAsync(browser, "/complaints/satisfaction", marks);
        var second = await ComplaintUnderTest.PostAsync(browser, "/complaints/satisfaction", marks);

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.Conflict), (incomplete.Status, first.Status, second.Status));
        Assert.Contains("感谢您的评价", first.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("评价办理情况", second.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_show_something_personal_are_kept_by_nobody()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        foreach (var path in new[] { Form, Track })
        {
            using var answer = await complaint.Browser().GetAsync(path, Cancel);
            await answer.ShouldBeAsync(HttpStatusCode.OK);
            Assert.True(answer.Headers.CacheControl?.NoStore);
        }
    }

    private static List<KeyValuePair<string, string>> Fields(params (string Name, string Value)[] others)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("wants", "report"), new("wants", "complaint"), new("category", "safety"), new("partyName", "慈溪市试验托管中心"),
            new("division", "330282"), new("address", "试验路1号"),
            new("text", Messages.Text), new("name", Messages.Name), new("phone", Messages.Phone),
        ];
        return [.. fields.Where(f => others.All(o => o.Name != f.Key)), .. others.Select(o => KeyValuePair.Create(o.Name, o.Value))];
    }

    private static string Code(string html) => CodeOnPage().Match(html).Groups[1].Value;

    [GeneratedRegex("id=\"tracking-code\"[^>]*>([^<]+)<")]
    private static partial Regex CodeOnPage();
}
