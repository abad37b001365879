using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Oversight.Identity.Data;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>
/// The service on a real listener. Its API trusts the tests' issuer, or with <c>own</c> its own tokens, as every service does.
/// </summary>
internal sealed partial class IdentityUnderTest : IAsyncDisposable
{
    public const string Issuer = "http://oversight.test", ClientId = "first-start", ClientSecret = "0123456789abcdef0123456789abcdef";

    public const string SecondClientId = "first-start-second", SecondClientSecret = "fedcba9876543210fedcba9876543210";

    private readonly List<IDisposable> _owned = [];

    private IdentityUnderTest(ServiceUnderTest service, FakeTimeProvider clock) => (Service, Clock) = (service, clock);

    public ServiceUnderTest Service { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Administrator => Service.ClientOf("administrator", "3302", Roles.Administrator);

    /// <summary>The administrator who confirms what the other one proposes.</summary>
    public HttpClient Second => Service.ClientOf("second-administrator", "3302", Roles.Administrator);

    public static async Task<IdentityUnderTest> StartAsync(
        bool own = false, string? folder = null, FakeTimeProvider? clock = null, IReadOnlyDictionary<string, string?>? settings = null,
        DatabaseLocation? database = null)
    {
        clock ??= new FakeTimeProvider(DateTimeOffset.UtcNow);
        var values = new Dictionary<string, string?>
        {
            ["Oversight:Identity:Bootstrap:ClientId"] = ClientId,
            ["Oversight:Identity:Bootstrap:ClientSecret"] = ClientSecret,
            ["Oversight:Identity:Bootstrap:SecondClientId"] = SecondClientId,
            ["Oversight:Identity:Bootstrap:SecondClientSecret"] = SecondClientSecret,
            ["Oversight:Identity:Bootstrap:Division"] = "3302",
        };
        if (own)
        {
            values["Oversight:Auth:Issuer"] = Issuer;
        }

        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            values[key] = value;
        }

        ServiceUnderTest? service = null;
        service = await ServiceUnderTest.StartAsync(
            host =>
            {
                host.AddIdentity();
                if (own)
                {
                    host.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
                        options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                            new Uri(service!.Address, "/.well-known/openid-configuration").ToString(),
                            new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = false }));
                }
            },
            app => app.MapIdentity(),
            clock,
            database,
            folder: folder,
            settings: values);
        return new IdentityUnderTest(service, clock);
    }

    /// <summary>A browser: keeps cookies, follows no redirects.</summary>
    public HttpClient Browser(CookieContainer? cookies = null)
    {
        var client =
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() })
            {
                BaseAddress = Service.Address
            };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        _owned.Add(client);
        return client;
    }

    /// <summary>Proposes as one administrator and confirms as another.</summary>
    /// <returns>Address and version of the account or client that it made or changed.</returns>
    public async Task<(string Record, string ETag)> GiveAsync(string path, object? body = null, string? ifMatch = null)
    {
        using var proposed = await Administrator.CommandAsync(path, body, ifMatch: ifMatch);
        await proposed.ShouldBeAsync(HttpStatusCode.Accepted);
        using var confirmed = await Second.CommandAsync($"{proposed.Headers.Location}/confirmation", ifMatch: proposed.Headers.ETag!.Tag);
        await confirmed.ShouldBeAsync(HttpStatusCode.OK);
        var kind = path.StartsWith("/api/identity/v1/clients", StringComparison.Ordinal) ? "clients" : "accounts";
        var record = $"/api/identity/v1/{kind}/{(await confirmed.ReadJsonAsync()).GetProperty("subjectId").GetGuid()}";
        using var read = await Administrator.GetAsync(record, TestContext.Current.CancellationToken);
        return (record, read.Headers.ETag!.Tag);
    }

    /// <summary>Makes an account and its one-time password, the way two administrators do.</summary>
    public async Task<(Guid Id, string Password)> MakeAccountAsync(string userName, string division = "3302", params string[] roles)
    {
        var (record, version) = await GiveAsync("/api/identity/v1/accounts", new
        {
            userName,
            displayName = "测试人员",
            department = "education",
            division,
            roles = roles.Length > 0 ? roles : [Roles.Registrar],
        });
        using var issued = await Administrator.ChangeAsync($"{record}/password", null, version);
        await issued.ShouldBeAsync(HttpStatusCode.OK);
        var body = await issued.ReadJsonAsync();
        return (body.GetProperty("accountId").GetGuid(), body.GetProperty("password").GetString()!);
    }

    /// <summary>Makes an account, signs it in and chooses a password; the browser is signed in afterwards.</summary>
    public async Task<(Guid Id, string Password)> MakeOfficerAsync(
        HttpClient browser, string userName, string division = "3302", params string[] roles)
    {
        const string chosen = "seven green tram windows";
        var (id, once) = await MakeAccountAsync(userName, division, roles);
        using var signedIn = await SignInAsync(browser, userName, once);
        Assert.StartsWith("/account/password", signedIn.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var changed = await SendFormAsync(
            browser, signedIn.Headers.Location!.ToString(), "/account/password",
            new() { ["current"] = once, ["new"] = chosen, ["repeat"] = chosen });
        await changed.ShouldBeAsync(HttpStatusCode.SeeOther);
        return (id, chosen);
    }

    public static Task<HttpResponseMessage> SignInAsync(
        HttpClient browser, string userName, string password, string page = "/account/sign-in") =>
        SendFormAsync(browser, page, "/account/sign-in", new() { ["userName"] = userName, ["password"] = password });

    /// <summary>Opens a page and sends its form, hidden fields included, as a browser does.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        HttpClient browser, string page, string action, Dictionary<string, string> fields)
    {
        var html = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        foreach (Match hidden in HiddenField().Matches(html))
        {
            fields.TryAdd(hidden.Groups[1].Value, WebUtility.HtmlDecode(hidden.Groups[2].Value));
        }

        return await browser.PostAsync(action, new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
    }

    /// <summary>Posts to the token endpoint.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(Dictionary<string, string> fields)
    {
        using var answer = await Service.Client()
            .PostAsync("/connect/token", new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    public async Task<string> ClientTokenAsync(string clientId = ClientId, string secret = ClientSecret)
    {
        var (status, body) = await TokenAsync(
            new() { ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = secret });
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("access_token").GetString()!;
    }

    /// <summary>Runs work on the database.</summary>
    public async Task<T> DatabaseAsync<T>(Func<IdentityDbContext, Task<T>> work)
    {
        await using var scope = Service.App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IdentityDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(owned => owned.Dispose());
        await Service.DisposeAsync();
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
