using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>A form that can be sent: where to, by whom, and what stands in it when nothing is wrong.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Browser">Whose browser.</param>
/// <param name="Fields">The fields of a fresh form, each as it should be.</param>
/// <param name="Extra">Further names to try.</param>
internal sealed record SiteForm(string Action, Browser Browser, Func<Task<Dictionary<string, string>>> Fields, IReadOnlyList<string> Extra);

/// <summary>What of the platform is no API: its pages, the sign-in and the protocol, with the names of everything that they read.</summary>
internal sealed partial class Site(Platform platform) : IDisposable
{
    private const string Password = "seven green tram windows", Redirect = "http://127.0.0.1:49152/callback";
    private readonly List<Browser> _browsers = [];
    private int _accounts;

    /// <summary>Every parameter that OpenID Connect and its relatives know.</summary>
    public static IReadOnlyList<string> ProtocolNames { get; } =
        [
            .. typeof(OpenIddictConstants.Parameters).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>Every field that a page reads from a form, by the sources.</summary>
    public static IReadOnlyList<string> FormNames { get; } = Names(FormRead());

    /// <summary>Every parameter that a page reads from its address: by the sources, and by what the handlers declare.</summary>
    public IReadOnlyList<string> QueryNames =>
    [
        .. Names(QueryRead())
            .Concat(
                Endpoints().Where(e => !Path(e).StartsWith("/api/", StringComparison.Ordinal))
                    .SelectMany(e => e.Metadata.OfType<MethodInfo>()).SelectMany(m => m.GetParameters()).SelectMany(Names))
                .Append("lang").Append("ReturnUrl").Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The addresses of the protocol, those without an endpoint of ours included.</summary>
    public IReadOnlyList<string> Protocol
    {
        get
        {
            var options = platform.Service.App.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
            return [.. typeof(OpenIddictServerOptions).GetProperties().Where(p => p.Name.EndsWith("EndpointUris", StringComparison.Ordinal))
                .SelectMany(p => (IEnumerable<Uri>)p.GetValue(options)!).Select(uri => "/" + uri.OriginalString.TrimStart('/')).Distinct()];
        }
    }

    /// <summary>An authorization request as a client sends it.</summary>
    public static Dictionary<string, string> Authorization { get; } = new()
    {
        ["client_id"] = "oversight-console",
        ["redirect_uri"] = Redirect,
        ["response_type"] = "code",
        ["scope"] = "openid profile offline_access",
        ["state"] = "st-1",
        ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ["code_challenge_method"] = "S256",
    };

    /// <summary>A new browser.</summary>
    public Browser Open()
    {
        var browser = new Browser(platform.Service.Address);
        _browsers.Add(browser);
        return browser;
    }

    /// <summary>An account with a password of its own choosing.</summary>
    public async Task<string> AccountAsync()
    {
        var userName = $"officer.{++_accounts}";
        using var created = await platform.Everybody.CommandAsync(
            "/api/identity/v1/accounts",
            new { userName, displayName = "测试人员", department = "education", division = "3302", roles = new[] { Roles.Registrar } });
        await created.ShouldBeAsync(HttpStatusCode.Accepted);
        using var confirmed = await platform.SomebodyElse.CommandAsync($"{created.Headers.Location}/confirmation", ifMatch: "\"1\"");
        var account = $"/api/identity/v1/accounts/{(await confirmed.ReadJsonAsync()).GetProperty("subjectId").GetGuid()}";
        using var issued = await platform.Everybody.ChangeAsync($"{account}/password", null, "\"1\"");
        var once = (await issued.ReadJsonAsync()).GetProperty("password").GetString()!;
        var browser = Open();
        await SignInAsync(browser, userName, once);
        var form = await browser.FormAsync("/account/password", "/account/password");
        (form["current"], form["new"], form["repeat"]) = (once, Password, Password);
        using var changed = await browser.PostAsync("/account/password", Browser.Encode(form));
        await changed.ShouldBeAsync(HttpStatusCode.SeeOther);
        return userName;
    }

    /// <summary>A browser with somebody signed in.</summary>
    public async Task<Browser> SignedInAsync()
    {
        var browser = Open();
        await SignInAsync(browser, await AccountAsync(), Password);
        return browser;
    }

    /// <summary>Every form of the platform.</summary>
    public async Task<IReadOnlyList<SiteForm>> FormsAsync()
    {
        var (reader, arriving, officer, leaving, userName, leaver) =
            (Open(), Open(), await SignedInAsync(), Open(), await AccountAsync(), await AccountAsync());
        return
        [
            new("/account/sign-in", arriving, () => SignInFormAsync(arriving, userName, Password), FormNames),
            new(
                "/account/password", officer, async () => new(await officer.FormAsync("/account/password", "/account/password"))
                {
                    ["current"] = Password, ["new"] = Password, ["repeat"] = Password
                }, FormNames),
            new(
                "/account/notices", officer, async () => new()
                {
                    ["__RequestVerificationToken"] =
                        (await officer.FormAsync("/account/password", "/account/password"))["__RequestVerificationToken"],
                    ["shown"] = Guid.CreateVersion7().ToString(), ["returnUrl"] = "/account",
                }, FormNames),
            new("/account/sign-out", leaving, () => SignOutFormAsync(leaving, leaver), FormNames),
            new("/complaints", reader, () => ComplaintAsync(reader), FormNames),
            new("/complaints/track", reader, () => reader.FormAsync("/complaints/track", "/complaints/track"), FormNames),
            new("/complaints/satisfaction", reader, async () => new()
            {
                ["key"] = (await reader.FormAsync("/complaints", "/complaints"))["key"], ["code"] = "0000-0000-0000-0000-0000",
                ["matter"] = Guid.CreateVersion7().ToString(), ["response"] = "5", ["solved"] = "5", ["satisfied"] = "5",
            }, FormNames),
            new("/connect/authorize", officer, () => Task.FromResult(Authorization), ProtocolNames),
            new(
                "/connect/logout", leaving,
                () => Task.FromResult(
                    new Dictionary<string, string>
                    {
                        ["post_logout_redirect_uri"] = "http://127.0.0.1/", ["client_id"] = "oversight-console", ["id_token_hint"] = "a.b.c"
                    }), ProtocolNames),
            new("/connect/token", reader, () => Task.FromResult(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = Platform.ClientId, ["client_secret"] = Platform.ClientSecret,
            }), ProtocolNames),
            new("/connect/token", reader, () => Task.FromResult(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code", ["client_id"] = "oversight-console", ["redirect_uri"] = Redirect, ["code"] = "a.b.c",
                ["code_verifier"] = new string('v', 43),
            }), ProtocolNames),
            new(
                "/connect/token", reader,
                () => Task.FromResult(
                    new Dictionary<string, string>
                    {
                        ["grant_type"] = "refresh_token", ["client_id"] = "oversight-console", ["refresh_token"] = "a.b.c"
                    }), ProtocolNames),
            .. new[] { "/connect/introspect", "/connect/revoke" }.Select(
                path => new SiteForm(path, reader, () => Task.FromResult(new Dictionary<string, string>
                {
                    ["token"] = "a.b.c", ["token_type_hint"] = "access_token", ["client_id"] = Platform.ClientId,
                    ["client_secret"] = Platform.ClientSecret,
                }), ProtocolNames)),
        ];
    }

    /// <inheritdoc />
    public void Dispose() => _browsers.ForEach(browser => browser.Dispose());

    /// <summary>Every address with places in it that is no API, with hostile text in each place.</summary>
    public IEnumerable<string> Places() => Endpoints().Select(Path)
        .Where(path => path.Contains('{', StringComparison.Ordinal) && !path.StartsWith("/api/", StringComparison.Ordinal)).Distinct()
            .SelectMany(
                path => BadValues.All.Where(value => value.Length is > 0 and < 5_000 && !value.Contains("%00", StringComparison.Ordinal))
                    .Select(value => Place().Replace(path, value)));

    private static async Task SignInAsync(Browser browser, string userName, string password)
    {
        using var answer = await browser.PostAsync("/account/sign-in", Browser.Encode(await SignInFormAsync(browser, userName, password)));
        await answer.ShouldBeAsync(HttpStatusCode.SeeOther);
    }

    // Whatever signed the browser out before has it sign in again.
    private static async Task<Dictionary<string, string>> SignOutFormAsync(Browser browser, string userName)
    {
        using (var page = await browser.GetAsync("/account"))
        {
            if (page.StatusCode != HttpStatusCode.OK)
            {
                await SignInAsync(browser, userName, Password);
            }
        }

        return await browser.FormAsync("/account", "/account/sign-out");
    }

    private static async Task<Dictionary<string, string>> SignInFormAsync(Browser browser, string userName, string password) =>
        new(await browser.FormAsync("/account/sign-in", "/account/sign-in")) { ["userName"] = userName, ["password"] = password };

    private static async Task<Dictionary<string, string>> ComplaintAsync(Browser reader) =>
        new(await reader.FormAsync("/complaints", "/complaints"))
        {
            ["wants"] = "report", ["category"] = "fire_hazard", ["partyName"] = "某培训机构", ["division"] = "330203", ["address"] = "中山路1号",
            ["text"] = "消防通道被堵，已经有一个月了。", ["anonymous"] = "on", ["name"] = "", ["phone"] = "", ["institutionId"] = "",
        };

    private IEnumerable<RouteEndpoint> Endpoints() =>
        ((IEndpointRouteBuilder)platform.Service.App).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static IEnumerable<string> Names(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<AsParametersAttribute>() is not null
            ? parameter.ParameterType.GetProperties().Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name ?? p.Name)
            : parameter.ParameterType == typeof(string) || parameter.ParameterType.IsPrimitive
            || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            ? [parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!]
            : [];

    private static IReadOnlyList<string> Names(Regex read) =>
        [
            .. SourceFile.Under("services").SelectMany(file => read.Matches(file.Text)).Select(match => match.Groups["name"].Value)
                .Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("""(?i)(?<!\w)query\["(?<name>\w+)"\]""")]
    private static partial Regex QueryRead();

    [GeneratedRegex("(?i)(?<!\\w)form(\\[\"|\\.All\\(\")(?<name>\\w+)\"|TokenField = \"(?<name>\\w+)\"")]
    private static partial Regex FormRead();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
