using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>The public lists and what the pages show of them.</summary>
public sealed partial class PublicListTests
{
    private const string Api = "/api/disclosure/v1";

    [Theory, DatabaseData]
    public async Task Every_page_in_turn_holds_every_penalty_once_the_latest_first(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        var (here, there) = (Facts.State(), Facts.State("慈溪市少儿编程", division: "330282"));
        await site.TakeAsync(Facts.Registered(here), Facts.Registered(there));
        for (var i = 0; i < 11; i++)
        {
            await site.TakeAsync(
                Facts.Penalty(Facts.Party(i % 3 == 0 ? there : here), decidedOn: new DateOnly(2026, 11, 1 + (i / 2)), number: $"{i:00}号"));
        }

        Assert.Equal(
            ["10号", "08号", "09号", "06号", "07号", "04号", "05号", "02号", "03号", "00号", "01号"], Settle(await NumbersAsync(site, "", 3)));
        Assert.Equal(["09号", "06号", "03号", "00号"], await NumbersAsync(site, "&division=330282", 1));
        Assert.Equal(7, (await NumbersAsync(site, "&division=330203", 50)).Count);
        Assert.Equal(11, (await NumbersAsync(site, "&division=33", 4)).Count);
        Assert.Equal(11, (await NumbersAsync(site, "&division=3302", 4)).Count);
        Assert.Empty(await NumbersAsync(site, "&division=3301", 4));
        Assert.Equal(
            "宁波市海曙区星星幼儿园",
            (await site.JsonAsync($"{Api}/penalties?limit=1")).GetProperty("items")[0].GetProperty("institutionName").GetString());
    }

    [Theory]
    [InlineData("penalties?division=33028X", "division")]
    [InlineData("penalties?limit=0", "limit")]
    [InlineData("inspections?limit=201", "limit")]
    [InlineData("exposures?cursor=nonsense", "cursor")]
    public async Task What_cannot_be_read_is_refused_with_its_field(string path, string field)
    {
        await using var site = await PublicSite.StartAsync();

        var (status, _, at) = await site.RefusalAsync($"{Api}/{path}");

        Assert.Equal((400, field), (status, at));
    }

    [Fact]
    public async Task A_cursor_of_another_list_and_an_unknown_parameter_are_refused()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state), Facts.Penalty(Facts.Party(state)), Facts.Penalty(Facts.Party(state)));
        var cursor = (await site.JsonAsync($"{Api}/penalties?limit=1")).GetProperty("next").GetString();

        Assert.Equal(400, (await site.RefusalAsync($"{Api}/inspections?cursor={cursor}")).Status);
        Assert.Equal(400, (await site.RefusalAsync($"{Api}/penalties?division=3302&cursor={cursor}")).Status);
        Assert.Equal(400, (await site.RefusalAsync($"{Api}/penalties?institution={state.InstitutionId}")).Status);
    }

    [Fact]
    public async Task Inspections_and_exposures_are_listed_with_their_institution()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        await site.TakeAsync(Facts.Registered(state), Facts.Inspection(Facts.Party(state)), Facts.Exposure(Facts.Party(state)));

        foreach (var list in new[] { "inspections", "exposures" })
        {
            var item = Assert.Single((await site.JsonAsync($"{Api}/{list}?division=330200")).GetProperty("items").EnumerateArray());
            Assert.Equal(
                (state.Name, "宁波市海曙区"), (item.GetProperty("institutionName").GetString(), item.GetProperty("divisionName").GetString()));
        }
    }

    [Theory]
    [InlineData(
        "zh", "信用评级", "扣 100 分", "受到行政处罚（一般）", "疏散通道、楼梯或出口被占用、堵塞", "责令改正，期限至2026年12月4日", "12,000.00 元", "公示至2027年11月20日", "投诉或举报这家机构")]
    [InlineData(
        "en", "Rating", "−100 points", "Penalised (general)", "Corridors, stairs or exits obstructed",
        "Ordered to correct by 4 December 2026", "12,000.00 yuan", "Published until 20 November 2027", "Complain about this institution")]
    public async Task The_page_of_an_institution_tells_parents_everything_in_their_language(string language, params string[] expected)
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State();
        var (penalty, inspection) = (Facts.Penalty(Facts.Party(state)), Facts.Inspection(Facts.Party(state)));
        await site.TakeAsync(
            Facts.Registered(state), penalty, inspection, Facts.Ordered(Facts.Order(inspection)),
            Facts.Exposure(Facts.Party(state), text: "第一段<script>alert(1)</script>\n第二段"),
            Facts.Rating(
                state.InstitutionId, 1, "B", 880, Facts.Entry("penalty.general", -100, "penalty", penalty.PenaltyId),
                Facts.Entry("penalty.minor", -20, "penalty")),
            Facts.Disputed("penalty", penalty.PenaltyId, state.InstitutionId, 2, true));

        var (status, html) = await site.PageAsync($"/institutions/{state.InstitutionId}", language);

        Assert.Equal(200, status);
        Assert.All(expected, text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.Contains($"href=\"/complaints?institution={state.InstitutionId}\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"#penalty-{penalty.PenaltyId}\"", html, StringComparison.Ordinal);
        Assert.Contains($"id=\"penalty-{penalty.PenaltyId}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/penalties", "行政处罚公示", "甬海消罚决字〔2026〕第12号")]
    [InlineData("/inspections", "检查结果公示", "疏散通道、楼梯或出口被占用、堵塞")]
    [InlineData("/exposures", "曝光台", "消防隐患拒不改正")]
    public async Task Each_list_is_a_page_that_leads_on_by_plain_links(string path, string title, string expected)
    {
        await using var site = await PublicSite.StartAsync();
        var (empty, none) = await site.PageAsync(path);
        var (here, there) = (Facts.State(), Facts.State("慈溪市少儿编程", division: "330282"));
        await site.TakeAsync(
            Facts.Registered(here), Facts.Registered(there), Facts.Penalty(Facts.Party(there)), Facts.Inspection(Facts.Party(there)),
            Facts.Exposure(Facts.Party(there)));
        for (var i = 0; i < 21; i++)
        {
            await site.TakeAsync(Facts.Penalty(Facts.Party(here)), Facts.Inspection(Facts.Party(here)), Facts.Exposure(Facts.Party(here)));
        }

        var (status, html) = await site.PageAsync(path + "?division=330203&from=timeline");
        var (next, rest) = await site.PageAsync(WebUtility.HtmlDecode(NextLink().Match(html).Groups[1].Value));
        var (_, english) = await site.PageAsync(path + "?division=330282", "en");
        var (refused, explained) = await site.PageAsync(path + "?division=33028X");

        Assert.Equal((200, 200, 200, 400), (empty, status, next, refused));
        Assert.Contains("没有公示中的", none + (await site.PageAsync(path + "?division=3301")).Html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.Equal((20, 1), (ItemMark().Count(html), ItemMark().Count(rest)));
        Assert.DoesNotContain(there.Name, html, StringComparison.Ordinal);
        Assert.Contains(there.Name, english, StringComparison.Ordinal);
        Assert.Contains("请重新选择", explained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_numbers_count_what_is_published_and_nothing_else()
    {
        await using var site = await PublicSite.StartAsync();
        var (here, there) = (Facts.State(), Facts.State("慈溪市少儿编程", division: "330282"));
        var (inspection, annulled) = (Facts.Inspection(Facts.Party(here)), Facts.Penalty(Facts.Party(here), fineFen: 900_000));
        var order = Facts.Order(inspection);
        await site.TakeAsync(
            Facts.Registered(here), Facts.Registered(there), inspection, Facts.Inspection(Facts.Party(there), clean: true),
            Facts.Ordered(order),
            Facts.Passed(order with { Version = 2 }), Facts.Penalty(Facts.Party(here), fineFen: 500_000), annulled,
            Facts.Annulled(annulled),
            Facts.Penalty(Facts.Party(here), creditClass: "minor"), Facts.Exposure(Facts.Party(there)),
            Facts.Rating(here.InstitutionId, 1, "C", 700));

        var numbers = await site.JsonAsync($"{Api}/statistics");
        var (status, html) = await site.PageAsync("/numbers");

        Assert.Equal(
            (2, 2, 1, 1, 1, 1, 500_000, 1),
            (Number("institutions"), Number("inspections"), Number("inspectionsWithoutFinding"), Number("orders"), Number("ordersPassed"),
                Number("penalties"), Number("finesFen"), Number("exposures")));
        Assert.Equal([0, 0, 1, 0], numbers.GetProperty("grades").EnumerateObject().Select(grade => grade.Value.GetInt32()));
        Assert.Equal(
            [("330203", 1, 1, 0), ("330282", 1, 0, 1)],
            numbers.GetProperty("counties").EnumerateArray().Select(county => (
                county.GetProperty("division").GetString(), county.GetProperty("inspections").GetInt32(),
                county.GetProperty("penalties").GetInt32(), county.GetProperty("exposures").GetInt32())));
        Assert.Equal(200, status);
        Assert.Contains("1 件，罚款 5,000.00 元", html, StringComparison.Ordinal);
        Assert.Contains("fines of 5,000.00 yuan", (await site.PageAsync("/numbers", "en")).Html, StringComparison.Ordinal);

        int Number(string name) => numbers.GetProperty(name).GetInt32();
    }

    // Equal days are in the order of ids, which within one millisecond is random: put each day in the order of numbers.
    private static IEnumerable<string> Settle(List<string> numbers) => numbers.Take(1)
        .Concat(numbers.Skip(1).Chunk(2).SelectMany(day => day.Order(StringComparer.Ordinal)));

    private static async Task<List<string>> NumbersAsync(PublicSite site, string query, int limit)
    {
        var numbers = new List<string>();
        string? cursor = null;
        do
        {
            JsonElement page = await site.JsonAsync($"{Api}/penalties?limit={limit}{query}{(cursor is null ? "" : "&cursor=" + cursor)}");
            numbers.AddRange(
                page.GetProperty("items").EnumerateArray().Select(
                    item => item.GetProperty("record").GetProperty("decisionNumber").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return numbers;
    }

    [GeneratedRegex("<a class=\"button\" href=\"([^\"]+)\" rel=\"next\">")]
    private static partial Regex NextLink();

    [GeneratedRegex("<article class=\"item\"")]
    private static partial Regex ItemMark();
}
