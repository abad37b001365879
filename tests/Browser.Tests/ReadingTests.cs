using System.Text.RegularExpressions;
using Xunit;

namespace Oversight.Browser.Tests;

/// <summary>What a parent does, in a real browser, with scripts switched off.</summary>
public sealed class ReadingTests(PlatformInABrowser platform)
{
    [Fact]
    public async Task A_parent_finds_a_kindergarten_on_a_phone_without_scripts()
    {
        await using var reader = await platform.OpenAsync(scripts: false);
        var page = reader.Page;
        await page.GotoAsync("/");

        await page.GetByLabel("机构名称、信用代码或许可证号").FillAsync("海曙 幼儿园");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "查询" }).ClickAsync();
        var names = await page.Locator(".result h3").AllInnerTextsAsync();
        await page.Locator(".result h3 a").First.ClickAsync();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains("幼儿园", name, StringComparison.Ordinal));
        Assert.Equal(names[0], await page.Locator("h1").InnerTextAsync());
        Assert.Contains("现在可以招生吗", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("办学许可证", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task The_filters_lead_on_from_page_to_page()
    {
        await using var reader = await platform.OpenAsync(scripts: false);
        var page = reader.Page;
        await page.GotoAsync("/");
        await page.GetByLabel("所在区域").SelectOptionAsync("330282");
        await page.GetByLabel("办学状态").SelectOptionAsync("ACTIVE");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "查询" }).ClickAsync();

        var seen = new HashSet<string>();
        while (true)
        {
            foreach (var name in await page.Locator(".result h3 a").EvaluateAllAsync<string[]>("links => links.map(link => link.href)"))
            {
                Assert.True(seen.Add(name), $"{name} stands on two pages");
            }

            Assert.All(
                await page.Locator(".result-top .badge").AllInnerTextsAsync(),
                status => Assert.Contains("正常办学", status, StringComparison.Ordinal));
            if (await page.Locator("a[rel=next]").CountAsync() == 0)
            {
                break;
            }

            await page.Locator("a[rel=next]").ClickAsync();
        }

        Assert.True(seen.Count > 20);
        await page.GetByText("回到第一页").ClickAsync();
        Assert.DoesNotContain("cursor", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_language_stays_on_the_next_page()
    {
        await using var reader = await platform.OpenAsync(scripts: false);
        var page = reader.Page;
        await page.GotoAsync("/");

        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await page.GotoAsync("/about");

        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("About this site", await page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task A_keyboard_reaches_the_content_first()
    {
        await using var reader = await platform.OpenAsync(width: 1280);
        var page = reader.Page;
        await page.GotoAsync("/about");

        await page.Keyboard.PressAsync("Tab");
        var skip = page.Locator("a.skip");
        Assert.True(await skip.EvaluateAsync<bool>("link => link === document.activeElement"));
        Assert.True((await skip.BoundingBoxAsync())!.X >= 0);
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task An_address_without_page_is_explained()
    {
        await using var reader = await platform.OpenAsync();

        var answer = await reader.Page.GotoAsync("/no-such-page");

        Assert.Equal(404, answer!.Status);
        Assert.Equal("没有找到此页面", await reader.Page.Locator("h1").InnerTextAsync());
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_on_the_sign_in_page()
    {
        await using var reader = await platform.OpenAsync();
        var page = reader.Page;
        await page.GotoAsync("/account/sign-in");
        await page.Locator("input[type=text], input:not([type])").First.FillAsync("registrar.ningbo");
        await page.Locator("input[type=password]").FillAsync("certainly wrong");

        await page.Locator("main button[type=submit]").ClickAsync();

        Assert.Matches(new Regex("sign-in"), page.Url);
        Assert.NotEqual(0, await page.Locator(".field-error, .notice.tone-danger").CountAsync());
        Assert.Empty(reader.Complaints);
    }
}
