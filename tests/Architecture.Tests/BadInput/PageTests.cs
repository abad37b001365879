using System.Net;
using Oversight.Testing;
using Xunit;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>
/// Whatever stands in an address, a form or a header of the pages, of the sign-in and of the protocol: answered or refused, never a fault
/// of the service.
/// </summary>
public sealed class PageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [DatabaseData]
    public async Task Nothing_in_an_address_makes_a_page_or_the_protocol_fail(DatabaseRow row)
    {
        await using var platform = new Platform();
        await platform.StartAsync(row);
        using var site = new Site(platform);
        var (reader, officer, wrong, count) = (site.Open(), await site.SignedInAsync(), new List<string>(), 0);
        var pages = platform.Pages("GET").Concat(site.Protocol).Distinct().ToList();
        foreach (var page in pages)
        {
            var isProtocol = site.Protocol.Contains(page);
            foreach (var name in isProtocol ? Site.ProtocolNames : site.QueryNames)
            {
                foreach (var query in (isProtocol ? BadValues.Few : BadValues.All).Select(value => $"{name}={value}")
                    .Concat(BadValues.Shapes(name, "%00")).Concat(BadValues.Shapes(name, "b")))
                {
                    count++;
                    await TryAsync(
                        isProtocol || page.StartsWith("/account", StringComparison.Ordinal) ? officer : reader, $"{page}?{query}", wrong);
                }
            }
        }

        foreach (var address in site.Places())
        {
            await TryAsync(reader, address, wrong);
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(60))}");
        Assert.Contains("/", pages);
        Assert.Contains("/connect/authorize", pages);
        Assert.Contains("/account/sign-in", pages);
        Assert.Superset(
            new HashSet<string> { "q", "division", "cursor", "returnUrl", "institution", "category" }, site.QueryNames.ToHashSet());
        Assert.Contains("max_age", Site.ProtocolNames);
        Assert.True(count > 3_000);
    }

    [Theory]
    [DatabaseData]
    public async Task Nothing_in_an_authorization_request_that_is_otherwise_in_order_makes_the_sign_in_fail(DatabaseRow row)
    {
        await using var platform = new Platform();
        await platform.StartAsync(row);
        using var site = new Site(platform);
        var (reader, officer, wrong) = (site.Open(), await site.SignedInAsync(), new List<string>());
        using (var good = await officer.GetAsync("/connect/authorize?" + Browser.Encode(Site.Authorization)))
        {
            Assert.Contains("code=", good.Headers.Location?.Query, StringComparison.Ordinal);
        }

        foreach (var name in Site.ProtocolNames)
        {
            foreach (var value in Site.Authorization.ContainsKey(name) || name is "max_age" or "prompt" ? BadValues.All : BadValues.Few)
            {
                var target = "/connect/authorize?" + Browser.Encode(Site.Authorization, name, $"{name}={value}");
                await TryAsync(officer, target, wrong);
                if (await TryAsync(reader, target, wrong) is { } signIn)
                {
                    await TryAsync(reader, signIn, wrong);
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(60))}");
    }

    [Theory]
    [DatabaseData]
    public async Task Nothing_in_a_form_makes_a_page_or_the_protocol_fail(DatabaseRow row)
    {
        await using var platform = new Platform();
        await platform.StartAsync(row);
        using var site = new Site(platform);
        var wrong = new List<string>();
        var forms = await site.FormsAsync();
        foreach (var form in forms)
        {
            var good = await form.Fields();
            foreach (var name in good.Keys.Concat(form.Extra).Distinct())
            {
                var own = good.GetValueOrDefault(name);
                var values = own is null
                    ? BadValues.Few.Take(4)
                    : BadValues.All.Concat(
                        own.Length > 0 ? [
                            Uri.EscapeDataString(own) + "%00", Uri.EscapeDataString(own) + "%ED%A0%80", new string('a', 100_000)] : []);
                foreach (var encoded in values.Select(value => $"{name}={value}").Concat(own is null ? [] : BadValues.Shapes(name, "%00")))
                {
                    // A fresh form each time: some may be sent only once.
                    await TryAsync(
                        form, Platform.Bytes(
                            System.Text.Encoding.ASCII.GetBytes(Browser.Encode(await form.Fields(), name, encoded)),
                            "application/x-www-form-urlencoded"), encoded, wrong);
                }
            }

            foreach (var (what, content) in BadValues.Bodies(Browser.Encode(await form.Fields())))
            {
                await TryAsync(form, content, what, wrong);
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(60))}");
        Assert.Equal(
            forms.Select(form => form.Action).Distinct().Order(),
            platform.Pages("POST").Concat(["/connect/introspect", "/connect/revoke"]).Distinct().Order());
        Assert.Superset(
            new HashSet<string> { "returnUrl", "userName", "password", "current", "wants", "text", "key", "code", "matter" },
            Site.FormNames.ToHashSet());
    }

    [Fact]
    public async Task A_form_that_is_in_order_is_taken_so_that_the_others_get_past_the_first_check()
    {
        await using var platform = new Platform();
        await platform.InitializeAsync();
        using var site = new Site(platform);
        var expected = new Dictionary<string, int>
        {
            ["/account/sign-in"] = 303, ["/account/password"] = 400, ["/account/notices"] = 303, ["/account/sign-out"] = 303,
            ["/complaints"] = 200, ["/complaints/track"] = 404, ["/complaints/satisfaction"] = 404,
            ["/connect/authorize"] = 302, ["/connect/token"] = 200, ["/connect/introspect"] = 200, ["/connect/revoke"] = 200,
        };
        foreach (var form in await site.FormsAsync())
        {
            using var answer = await form.Browser.PostAsync(form.Action, Browser.Encode(await form.Fields()));
            if (expected.Remove(form.Action, out var status))
            {
                Assert.True(
                    status == (int)answer.StatusCode,
                    $"{form.Action}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
            }
        }

        Assert.Empty(expected);
    }

    [Fact]
    public async Task No_header_makes_a_page_the_protocol_or_an_api_fail()
    {
        await using var platform = new Platform();
        await platform.InitializeAsync();
        using var site = new Site(platform);
        using var client = platform.Service.Client();
        var wrong = new List<string>();
        var addresses = platform.Pages("GET").Concat(site.Protocol)
            .Concat(Platform.Modules.Select(module => $"/api/{module}/openapi.v1.json"))
            .Concat(platform.Operations("disclosure").Select(operation => operation.Path)).Distinct();
        foreach (var address in addresses)
        {
            foreach (var (name, value) in BadValues.Headers())
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.TryAddWithoutValidation(name, value);
                using var answer = await client.SendAsync(request, Cancel);
                if (answer.StatusCode >= HttpStatusCode.InternalServerError)
                {
                    wrong.Add($"{address} with {name}: {value}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(60)));
    }

    private static async Task<string?> TryAsync(Browser browser, string target, List<string> wrong)
    {
        using var answer = await browser.GetAsync(target);
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
        {
            wrong.Add($"GET {(target.Length > 200 ? target[..200] : target)}: {(int)answer.StatusCode}");
        }

        return answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location is { IsAbsoluteUri: false } next
            ? next.OriginalString : null;
    }

    private static async Task TryAsync(SiteForm form, HttpContent? content, string what, List<string> wrong)
    {
        using var answer = await form.Browser.PostAsync(form.Action, content);
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
        {
            wrong.Add($"POST {form.Action}, {(what.Length > 120 ? what[..120] : what)}: {(int)answer.StatusCode}");
        }
    }
}
