using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oversight.Walkthrough;
using Xunit;

namespace Oversight.Browser.Tests;

/// <summary>
/// An officer whose password somebody else set reads who did it, in a browser and in both languages, before anything else.
/// </summary>
public sealed class NoticeTests(PlatformInABrowser platform)
{
    private const string Officer = "registrar.yuyao", Chosen = "nine yellow boat ladders";
    private const string TooWide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reset_is_read_at_the_next_sign_in_and_kept_on_the_officers_page()
    {
        await using var reader = await platform.OpenAsync();
        var page = reader.Page;
        var accounts = await File.ReadAllLinesAsync(platform.Accounts, Cancel);
        string Once(string name) => accounts.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

        // The officer has chosen a password; then an administrator sets another one.
        await new SignIn(platform.Address).Officer(Officer, Once(Officer)).AccessAsync(Cancel);
        using var administrator = new Api(
            platform.Address, new SignIn(platform.Address).Officer("admin.ningbo", Once("admin.ningbo")).AccessAsync);
        var found = await administrator.GetAsync($"api/identity/v1/accounts?userName={Officer}", Cancel);
        var record = $"api/identity/v1/accounts/{found.Body.GetProperty("items")[0].GetProperty("id").GetString()}";
        var issued = await administrator.ActAsync(HttpMethod.Put, record, "password", null, Cancel);

        await page.GotoAsync("/account/sign-in");
        await page.FillAsync("[name=userName]", Officer);
        await page.FillAsync("[name=password]", issued["password"]);
        await page.ClickAsync("main button[type=submit]");
        await page.FillAsync("[name=current]", issued["password"]);
        await page.FillAsync("[name=new]", Chosen);
        await page.FillAsync("[name=repeat]", Chosen);
        await page.ClickAsync("main button[type=submit]");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/account/notices"));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("由岑知远重置");
        Assert.Equal(0, await page.EvaluateAsync<int>(TooWide));
        if (Environment.GetEnvironmentVariable("OVERSIGHT_TEST_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "notice.png"), FullPage = true });
        }

        await page.GotoAsync("/account/notices?lang=en");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("reset by 岑知远");
        await page.ClickAsync("main button[type=submit]");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/account$"));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("first password, issued by");
        await page.GotoAsync("/account/notices");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/account$"));
        Assert.Empty(reader.Complaints);
    }
}
