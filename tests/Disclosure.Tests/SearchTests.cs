using Oversight.Contracts.Registry.V1;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>The search through its API, on every database.</summary>
public sealed class SearchTests
{
    private const string Api = "/api/disclosure/v1/institutions";

    /// <summary>Limits that let a search of a few rows go the ways of a large one.</summary>
    internal static readonly Dictionary<string, string?> TinyLimits = new()
    {
        ["Oversight:Disclosure:Search:Common"] = "3",
        ["Oversight:Disclosure:Search:RareEnough"] = "1",
        ["Oversight:Disclosure:Search:Budget"] = "12",
        ["Oversight:Disclosure:Search:FirstStretch"] = "2",
        ["Oversight:Disclosure:Search:LongestStretch"] = "5",
    };

    [Theory, DatabaseData]
    public async Task Each_way_of_asking_finds_what_is_meant_and_nothing_else(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        await site.RegisterAsync(
        [
            Facts.State("宁波市海曙区星星（Star）幼儿园", creditCode: "52330203MYHT5N2634"),
            Facts.State("宁波市鄞州区星光舞蹈培训有限公司", type: "T5", division: "330212", licenceNumber: "教民133021270000034号"),
            Facts.State("慈溪市100%好_少儿编程", type: "T6", division: "330282", status: "REVOKED", licenceNumber: null),
            Facts.State("杭州市西湖区星星小学", type: "S1", division: "330106", licenceNumber: "人社民3301064000001号"),
        ]);

        foreach (var (query, found) in new (string, string[])[]
        {
            ("", ["宁", "宁", "慈", "杭"]),
            ("q=星星", ["宁波市海", "杭"]),
            ("q=星", ["宁波市海", "宁波市鄞", "杭"]),
            ("q=园", ["宁波市海"]),
            ("q=程", ["慈"]),
            ("q=幼儿园", ["宁波市海"]),
            ("q=星星 小学", ["杭"]),
            ("q=小学　西湖", ["杭"]),
            ("q=star", ["宁波市海"]),
            ("q=ＳＴＡＲ", ["宁波市海"]),
            ("q=星星(star)", ["宁波市海"]),
            ("q=星星。star", ["宁波市海"]),
            ("q=100%25好", ["慈"]),
            ("q=好_少", ["慈"]),
            ("q=星园", []),
            ("q=不存在", []),
            ("q=52330203MYHT5N2634", ["宁波市海"]),
            ("q=%205233 0203 myht5n2634", ["宁波市海"]),
            ("creditCode=５２３３０２０３ＭＹＨＴ５Ｎ２６３４", ["宁波市海"]),
            ("q=教民133021270000034号", ["宁波市鄞"]),
            ("q=133021270000034", ["宁波市鄞"]),
            ("licenceNumber=教民 1 330212 7 000003 4 号", ["宁波市鄞"]),
            ("licenceNumber=人社民3301064000001号", ["杭"]),
            ("division=33", ["宁", "宁", "慈", "杭"]),
            ("division=3302", ["宁", "宁", "慈"]),
            ("division=330200", ["宁", "宁", "慈"]),
            ("division=330282", ["慈"]),
            ("division=3303", []),
            ("type=k1", ["宁波市海"]),
            ("status=REVOKED", ["慈"]),
            ("status=ACTIVE&division=3302", ["宁", "宁"]),
            ("q=星&division=3302&type=T5&status=ACTIVE", ["宁波市鄞"]),
            ("q=星&status=REVOKED", []),
        })
        {
            var names = await site.NamesAsync(query);
            Assert.True(
                names.Count == found.Length && found.All(start => names.Exists(name => name.StartsWith(start, StringComparison.Ordinal))),
                $"{query} found {string.Join(", ", names)}");
        }
    }

    [Theory, DatabaseData]
    public async Task Every_page_in_turn_holds_every_fitting_institution_once(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row, TinyLimits);
        var random = new Random(20261124);
        string[] types = ["K1", "K2", "T5"], statuses = ["ACTIVE", "ACTIVE", "ACTIVE", "EXPIRED"],
        divisions = ["330203", "330212", "330282", "330106"];
        var states = Enumerable.Range(0, 120).Select(_ => Facts.State(
            string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => "甲乙丙丁"[random.Next(4)])),
            type: types[random.Next(3)], status: statuses[random.Next(4)], division: divisions[random.Next(4)])).ToList();
        await site.RegisterAsync(states);

        foreach (var words in new[] { "", "甲", "乙丙", "甲乙丙", "甲乙 丙丁", "丁 甲甲", "乙 丙 丁", "甲乙甲乙", "丙丙丙丙丙" })
        {
            foreach (var (division, type, status) in new (string?, string?, string?)[]
                { (null, null, null), ("3302", null, null), ("330282", "K1", null), (null, "T5", "EXPIRED"), ("33", "K2", "EXPIRED") })
            {
                var expected = states.Where(state =>
                    words.Split(' ').All(word => state.Name.Contains(word, StringComparison.Ordinal))
                    && state.Division.StartsWith(division ?? "", StringComparison.Ordinal) && (type ?? state.Type) == state.Type
                    && (status ?? state.Status) == state.Status);
                var query = $"q={words}&division={division}&type={type}&status={status}";

                foreach (var limit in new[] { 2, 200 })
                {
                    var names = await site.NamesAsync(query, limit);
                    Assert.True(
                        expected.Select(state => state.Name).Order(StringComparer.Ordinal)
                            .SequenceEqual(names.Order(StringComparer.Ordinal)), $"{query} by {limit}");
                }
            }
        }
    }

    [Fact]
    public async Task The_work_of_one_request_is_bounded_and_the_rest_is_reached_by_the_cursor()
    {
        await using var site = await PublicSite.StartAsync(settings: TinyLimits);
        await site.RegisterAsync(
            Enumerable.Range(0, 60).Select(i => Facts.State(i % 2 == 0 ? $"甲乙{i:00}" : $"{i:00}丙丁")).Append(Facts.State("甲乙丙丁")));

        var first = await site.JsonAsync($"{Api}?q=甲乙 丙丁&limit=5");

        Assert.True(first.GetProperty("items").GetArrayLength() <= 1);
        Assert.NotNull(first.GetProperty("next").GetString());
        Assert.Equal(["甲乙丙丁"], await site.NamesAsync("q=甲乙 丙丁", 5));
        Assert.Contains("还没有查完", (await site.PageAsync("/?q=甲乙 丙丁")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q=%25", 400, "disclosure.search.nothing_to_find", "q")]
    [InlineData("q=_", 400, "disclosure.search.nothing_to_find", "q")]
    [InlineData("q='", 400, "disclosure.search.nothing_to_find", "q")]
    [InlineData("q=a b c d e f g h i", 400, "disclosure.search.too_many_words", "q")]
    [InlineData("q=%00", 400, "text.control_character", "q")]
    [InlineData("q=a%07b", 400, "text.control_character", "q")]
    [InlineData("q=%E2%80%AEabc", 400, "text.direction_mark", "q")]
    [InlineData("creditCode=52330203MYHT5N2635", 400, null, "creditCode")]
    [InlineData("licenceNumber=-", 400, "disclosure.search.nothing_to_find", "licenceNumber")]
    [InlineData("division=33028", 400, "identifier.division.length", "division")]
    [InlineData("division=99", 400, "identifier.division.unknown", "division")]
    [InlineData("type=X2", 400, "disclosure.search.unknown_type", "type")]
    [InlineData("status=UNLICENSED_LEAD", 400, "disclosure.search.unknown_status", "status")]
    [InlineData("limit=0", 400, "request.limit.range", "limit")]
    [InlineData("limit=201", 400, "request.limit.range", "limit")]
    [InlineData("limit=many", 400, "request.value.malformed", "limit")]
    [InlineData("nmae=x", 400, "request.query.unknown", "nmae")]
    [InlineData("q=a&q=b", 400, "request.query.repeated", "q")]
    [InlineData("cursor=abc", 400, "request.cursor.unknown", "cursor")]
    [InlineData("cursor=%00", 400, "text.control_character", "cursor")]
    public async Task What_cannot_be_searched_is_refused_by_name(string query, int status, string? code, string? field)
    {
        await using var site = await PublicSite.StartAsync();

        var refusal = await site.RefusalAsync($"{Api}?{query}");

        Assert.Equal((status, field), (refusal.Status, refusal.Field));
        Assert.Equal(code ?? refusal.Code, refusal.Code);
    }

    [Fact]
    public async Task Hostile_texts_are_refused_or_searched_and_never_break_api_or_page()
    {
        await using var site = await PublicSite.StartAsync();
        await site.RegisterAsync([Facts.State()]);
        string[] hostile =
        [
            "<script>alert(1)</script>", "' OR 1=1 --", "\"; DROP TABLE institutions; --", "%%%___[]^", "\\", "a\\%b", "{0}{1}{99}",
            "{{7*7}}", "${jndi:ldap://x}",
            "😀😀", "\U00020000", "ﷺ", "İıſK", "\u0301", "é", "١٢٣", "０１２３４５６７８９", "\u200b", "\ufeff", "../../etc/passwd",
            new string('甲', 100), new string('%', 100), new string('a', 101), new string('a', 10_000), new string('幼', 3_000),
        ];

        foreach (var text in hostile)
        {
            foreach (var path in new[]
            {
                $"{Api}?q=", $"{Api}?licenceNumber=", $"{Api}?type=", $"{Api}?division=", $"{Api}?cursor=", "/?q=", "/?cursor=",
                "/?q=a&division="
            })
            {
                using var answer = await site.Http.GetAsync(path + Uri.EscapeDataString(text), TestContext.Current.CancellationToken);
                var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

                Assert.True(
                    (int)answer.StatusCode is 200 or 400 or 414 or 431,
                    $"{path}{text[..Math.Min(40, text.Length)]} answered {(int)answer.StatusCode}");
                Assert.DoesNotContain("<script>alert", body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_cursor_of_another_search_is_refused()
    {
        await using var site = await PublicSite.StartAsync();
        await site.RegisterAsync([Facts.State("甲乙一"), Facts.State("甲乙二")]);
        var cursor = (await site.JsonAsync($"{Api}?q=甲乙&limit=1")).GetProperty("next").GetString();

        Assert.Equal("request.cursor.unknown", (await site.RefusalAsync($"{Api}?q=甲&limit=1&cursor={cursor}")).Code);
    }

    [Fact]
    public async Task A_changed_name_is_found_by_its_new_words_only()
    {
        await using var site = await PublicSite.StartAsync();
        var id = Guid.CreateVersion7();
        await site.TakeAsync(Facts.Registered(Facts.State("晨光幼儿园", id)), Facts.Changed(Facts.State("晨曦幼儿园", id, 2)));

        Assert.Empty(await site.NamesAsync("q=晨光"));
        Assert.Equal(["晨曦幼儿园"], await site.NamesAsync("q=晨曦"));
        Assert.Equal(["晨曦幼儿园"], await site.NamesAsync("q=幼儿园"));
    }
}
