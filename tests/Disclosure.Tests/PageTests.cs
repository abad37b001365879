using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Pages;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>The pages as a browser without scripts gets them.</summary>
public sealed partial class PageTests
{
    [Fact]
    public async Task The_front_page_is_chinese_unless_the_reader_asks_for_english()
    {
        await using var site = await PublicSite.StartAsync();

        Assert.Contains("<html lang=\"zh-CN\">", (await site.PageAsync("/")).Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\">", (await site.PageAsync("/", "fr-FR, zh;q=0.5, en;q=0.4")).Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", (await site.PageAsync("/", "en-GB, zh;q=0.5")).Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", (await site.PageAsync("/?lang=en", "zh-CN")).Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\">", (await site.PageAsync("/?lang=tlh")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_language_is_remembered_by_a_cookie()
    {
        await using var site = await PublicSite.StartAsync();
        using var chosen = await site.Http.GetAsync("/?lang=en", TestContext.Current.CancellationToken);
        var cookie = Assert.Single(chosen.Headers.GetValues("Set-Cookie"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/about")
        {
            Headers = { { "Cookie", cookie.Split(';')[0] }, { "Accept-Language", "zh-CN" } }
        };

        using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("en", Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Contains("Cookie", answer.Headers.Vary);
    }

    [Fact]
    public async Task The_page_of_an_institution_says_in_plain_words_what_parents_need()
    {
        await using var site = await PublicSite.StartAsync();
        var (good, stopped, over) =
            (Facts.State(), Facts.State("停招小学", status: "ENROLL_STOPPED"), Facts.State("过期幼儿园", validTo: new DateOnly(2026, 11, 23)));
        await site.RegisterAsync([good, stopped, over]);

        var (status, html) = await site.PageAsync($"/institutions/{good.InstitutionId}");
        Assert.Equal(200, status);
        Assert.Contains("<h1>宁波市海曙区星星幼儿园</h1>", html, StringComparison.Ordinal);
        Assert.Contains("2022年2月19日至2027年2月18日", html, StringComparison.Ordinal);
        Assert.Contains("正常办学", html, StringComparison.Ordinal);
        Assert.Contains("数据更新时间：2026年11月24日 09:00", html, StringComparison.Ordinal);
        Assert.DoesNotContain("已满", html, StringComparison.Ordinal);

        html = (await site.PageAsync($"/institutions/{stopped.InstitutionId}")).Html;
        Assert.Contains("请勿报名或缴费", html, StringComparison.Ordinal);
        Assert.Contains("仅限已报名的学员", html, StringComparison.Ordinal);

        html = (await site.PageAsync($"/institutions/{over.InstitutionId}")).Html;
        Assert.Contains("已于2026年11月23日到期", html, StringComparison.Ordinal);
        Assert.Contains("证载有效期已满", html, StringComparison.Ordinal);

        html = (await site.PageAsync($"/institutions/{stopped.InstitutionId}", "en")).Html;
        Assert.Contains("Only pupils already enrolled", html, StringComparison.Ordinal);
        Assert.Contains("19 February 2022 to 18 February 2027", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_leads_from_page_to_page_by_plain_links()
    {
        await using var site = await PublicSite.StartAsync();
        await site.RegisterAsync(Enumerable.Range(0, 45).Select(i => Facts.State($"星星{i:00}幼儿园")));
        var seen = new List<string>();
        for (var address = "/?q=星星&division=330203&type=&status=&from=timeline"; address is not null;)
        {
            var html = (await site.PageAsync(address)).Html;
            seen.AddRange(ResultName().Matches(html).Select(match => match.Groups[1].Value));
            address = NextLink().Match(html) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }

        Assert.Equal(Enumerable.Range(0, 45).Select(i => $"星星{i:00}幼儿园"), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pages_hold_no_script_no_inline_style_and_no_text_from_outside_unescaped()
    {
        await using var site = await PublicSite.StartAsync();
        var state = Facts.State("<script>alert('名')</script>幼儿园");
        await site.RegisterAsync([state]);

        foreach (var path in new[]
        {
            "/", "/about", "/?q=alert", "/?q=\"><script>alert(1)</script>", $"/institutions/{state.InstitutionId}", "/nothing-here",
            "/?type=%22onload="
        })
        {
            foreach (var language in new[] { "zh", "en" })
            {
                var html = (await site.PageAsync(path, language)).Html;
                Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(" style=", html, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("&#x4E", html, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotMatch("<[^>]+ on[a-z]+=", html);
            }
        }
    }

    [Fact]
    public async Task A_fault_in_the_search_is_explained_at_its_field_in_the_readers_language()
    {
        await using var site = await PublicSite.StartAsync();

        var (status, html) = await site.PageAsync("/?q=%25");
        Assert.Equal(400, status);
        Assert.Contains("不能只有标点", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);

        (status, html) = await site.PageAsync("/?cursor=broken&q=a", "en");
        Assert.Equal(400, status);
        Assert.Contains("no longer valid", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_an_address_is_a_page_for_readers_and_a_problem_for_programs()
    {
        await using var site = await PublicSite.StartAsync();

        var (status, html) = await site.PageAsync("/no-such-page");
        Assert.Equal(404, status);
        Assert.Contains("没有找到此页面", html, StringComparison.Ordinal);
        Assert.Equal(404, (await site.PageAsync($"/institutions/{Guid.NewGuid()}")).Status);
        Assert.Equal(404, (await site.RefusalAsync("/no-such-page")).Status);
        Assert.Equal(404, (await site.RefusalAsync("/api/disclosure/v1/nothing")).Status);
    }

    [Fact]
    public async Task The_style_sheet_is_kept_for_ever_under_its_hash()
    {
        await using var site = await PublicSite.StartAsync();
        var address = StyleSheet().Match((await site.PageAsync("/")).Html).Groups[1].Value;

        using var sheet = await site.Http.GetAsync(address, TestContext.Current.CancellationToken);
        using var repeat = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Headers = { { "If-None-Match", sheet.Headers.ETag!.ToString() } }
        };
        using var again = await site.Http.SendAsync(repeat, TestContext.Current.CancellationToken);
        using var ofAnotherRelease = await site.Http.GetAsync("/assets/0123456789abcdef/site.css", TestContext.Current.CancellationToken);
        using var unknown = await site.Http.GetAsync("/assets/0123456789abcdef/other.css", TestContext.Current.CancellationToken);

        Assert.Contains("immutable", sheet.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        Assert.Equal("text/css", sheet.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(
            (HttpStatusCode.OK, "no-cache"), (ofAnotherRelease.StatusCode, ofAnotherRelease.Headers.GetValues("Cache-Control").Single()));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public void Every_text_that_a_page_names_exists_in_both_languages()
    {
        var library = new TextLibrary([typeof(PagesModule).Assembly, typeof(DisclosureModule).Assembly]);
        Assert.SkipWhen(Repository.Root is null, "The sources of the pages are not here: run the test in a checkout.");

        var named = new[] { "services/Disclosure", "services/Shared/Pages" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root!, folder), "*.razor", SearchOption.AllDirectories))
            .SelectMany(file => TextKey().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Concat(Enum.GetNames<Institutions.PublicEventKind>().Select(kind => "event." + kind))
            .Concat(Enum.GetNames<Reference.Permission>().Select(permission => "permission." + permission))
            .ToHashSet();

        Assert.NotEmpty(named);
        Assert.Equal([], named.Except(library.Keys));
    }

    [Fact]
    public void A_text_in_one_language_only_is_found_when_the_texts_are_loaded()
    {
        var fault = Assert.Throws<InvalidDataException>(() => new TextLibrary([typeof(PageTests).Assembly]));

        Assert.Contains("'only.chinese' must have exactly the languages zh and en", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'other.places' has other places for values", fault.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("class=\"result\">.*?<h3><a href=\"/institutions/[0-9a-f-]+\">([^<]+)</a>", RegexOptions.Singleline)]
    private static partial Regex ResultName();

    [GeneratedRegex("<a class=\"button\" href=\"([^\"]+)\" rel=\"next\">")]
    private static partial Regex NextLink();

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\"")]
    private static partial Regex StyleSheet();

    [GeneratedRegex("""T\["([^"]+)"[\],]""")]
    private static partial Regex TextKey();
}
