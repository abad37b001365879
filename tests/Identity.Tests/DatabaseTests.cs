using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Oversight.Identity.Tokens;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>What touches the database in its own way, on every database.</summary>
public sealed class DatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Accounts_sign_in_lock_out_and_tokens_work_the_same(DatabaseRow database)
    {
        var location = new DatabaseLocation(
            Enum.Parse<DatabaseProvider>(database.Provider), await database.NewConnectionStringAsync(Cancel));
        await using var identity = await IdentityUnderTest.StartAsync(database: location);
        var browser = identity.Browser();
        var (id, password) = await identity.MakeOfficerAsync(browser, "li.na", "330282", Roles.Inspector);
        var flow = new CodeFlow(identity, browser);
        var refresh = (await flow.TokensAsync()).GetProperty("refresh_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await flow.RenewAsync(refresh)).Status);
        identity.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.BadRequest, (await flow.RenewAsync(refresh)).Status);

        foreach (var guess in await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => IdentityUnderTest.SignInAsync(identity.Browser(), "li.na", $"guess {i}"))))
        {
            await guess.ShouldBeAsync(HttpStatusCode.Unauthorized);
        }

        using var locked = await IdentityUnderTest.SignInAsync(identity.Browser(), "li.na", password);
        await locked.ShouldBeAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(
            5, await identity.DatabaseAsync(
                context => context.AuditEntries.CountAsync(
                    a => a.SubjectId == id && (a.Act == "session.refuse" || a.Act == "account.lock"), Cancel)));

        using var again = await identity.Administrator.CommandAsync(
            "/api/identity/v1/accounts",
            new { userName = "li.na", displayName = "x", department = "education", division = "3302", roles = new[] { "registrar" } });
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.account.user_name_taken");
        using var list = await identity.Administrator.GetAsync("/api/identity/v1/accounts?userName=li.na&active=true", Cancel);
        Assert.Equal("inspector", (await list.ReadJsonAsync()).GetProperty("items")[0].GetProperty("roles")[0].GetString());
    }

    [Theory, DatabaseData]
    public async Task Text_that_no_database_keeps_is_refused_on_every_database(DatabaseRow database)
    {
        var location = new DatabaseLocation(
            Enum.Parse<DatabaseProvider>(database.Provider), await database.NewConnectionStringAsync(Cancel));
        await using var identity = await IdentityUnderTest.StartAsync(database: location);

        foreach (var name in new[] { "a\0b", "\0", "a\ud800b", "a\uffffb", new string('n', 10_000) })
        {
            using var answer = await IdentityUnderTest.SignInAsync(identity.Browser(), name, "p\0w");
            Assert.True((int)answer.StatusCode is 400 or 401, $"{name}: {(int)answer.StatusCode}");
        }

        foreach (var credentials in new[] { "a%00b:x", "a\0b:x", "first-start:a%00b", "%:%", new string('c', 5_000) + ":x" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
            {
                Content = new StringContent("grant_type=client_credentials", null, "application/x-www-form-urlencoded")
            };
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(credentials)));
            using var answer = await identity.Service.Client().SendAsync(request, Cancel);
            Assert.True(
                (int)answer.StatusCode is 400 or 401,
                $"{credentials}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
        }

        foreach (var path in new[] { "/connect/authorize?client_id=a%00b", "/connect/logout?client_id=a%00b" })
        {
            using var answer = await identity.Service.Client().GetAsync(path, Cancel);
            Assert.Equal("client_id", (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.query.malformed")).Field);
        }

        foreach (var body in new[]
        {
            "grant_type=client_credentials&client_id=a%00b&client_secret=x",
            "grant_type=client_credentials&client_id=first-start&client_secret=a%00b",
            "grant_type=refresh_token&client_id=oversight-console&refresh_token=a%00b",
            "grant_type=authorization_code&client_id=oversight-console&code=a%00b&redirect_uri=%00&code_verifier=%00",
            "grant_type=%00", "grant_type=client_credentials&scope=%00&client_id=first-start&client_secret=x",
            $"grant_type=client_credentials&client_id={new string('c', 10_000)}&client_secret=x",
        })
        {
            using var answer = await identity.Service.Client()
                .PostAsync("/connect/token", new StringContent(body, null, "application/x-www-form-urlencoded"), Cancel);
            Assert.True(
                (int)answer.StatusCode is 400 or 401, $"{body}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
        }
    }

    [Theory, DatabaseData]
    public async Task Tokens_that_ended_are_deleted_after_a_day(DatabaseRow database)
    {
        var location = new DatabaseLocation(
            Enum.Parse<DatabaseProvider>(database.Provider), await database.NewConnectionStringAsync(Cancel));
        await using var identity = await IdentityUnderTest.StartAsync(database: location);
        await identity.ClientTokenAsync();
        var scopes = identity.Service.App.Services.GetRequiredService<IServiceScopeFactory>();
        using var now = new TokenPruning(scopes, identity.Clock, NullLogger<TokenPruning>.Instance);
        Assert.Equal(0, await now.PruneAsync(Cancel));
        using var later = new TokenPruning(
            scopes, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(identity.Clock.GetUtcNow().AddDays(2)),
            NullLogger<TokenPruning>.Instance);
        await later.PruneAsync(Cancel);
        Assert.True(
            await identity.DatabaseAsync(
                context => context.Set<OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreToken<Guid>>()
                    .CountAsync(Cancel)) <= 1);
    }
}
