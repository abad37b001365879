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
        var location = new DatabaseLocation(Enum.Parse<DatabaseProvider>(database.Provider), await database.NewConnectionStringAsync(Cancel));
        await using var identity = await IdentityUnderTest.StartAsync(database: location);
        var browser = identity.Browser();
        var (id, password) = await identity.MakeOfficerAsync(browser, "li.na", "330282", Roles.Inspector);
        var flow = new CodeFlow(identity, browser);
        var refresh = (await flow.TokensAsync()).GetProperty("refresh_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await flow.RenewAsync(refresh)).Status);
        identity.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.BadRequest, (await flow.RenewAsync(refresh)).Status);

        foreach (var guess in await Task.WhenAll(Enumerable.Range(0, 8).Select(i => IdentityUnderTest.SignInAsync(identity.Browser(), "li.na", $"guess {i}"))))
        {
            await guess.ShouldBeAsync(HttpStatusCode.Unauthorized);
        }

        using var locked = await IdentityUnderTest.SignInAsync(identity.Browser(), "li.na", password);
        await locked.ShouldBeAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(5, await identity.DatabaseAsync(context => context.AuditEntries.CountAsync(a => a.SubjectId == id && (a.Act == "session.refuse" || a.Act == "account.lock"), Cancel)));

        using var again = await identity.Administrator.CommandAsync("/api/identity/v1/accounts", new { userName = "li.na", displayName = "x", department = "education", division = "3302", roles = new[] { "registrar" } });
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "identity.account.user_name_taken");
        using var list = await identity.Administrator.GetAsync("/api/identity/v1/accounts?userName=li.na&active=true", Cancel);
        Assert.Equal("inspector", (await list.ReadJsonAsync()).GetProperty("items")[0].GetProperty("roles")[0].GetString());
    }

    [Theory, DatabaseData]
    public async Task Tokens_that_ended_are_deleted_after_a_day(DatabaseRow database)
    {
        var location = new DatabaseLocation(Enum.Parse<DatabaseProvider>(database.Provider), await database.NewConnectionStringAsync(Cancel));
        await using var identity = await IdentityUnderTest.StartAsync(database: location);
        await identity.ClientTokenAsync();
        var scopes = identity.Service.App.Services.GetRequiredService<IServiceScopeFactory>();
        using var now = new TokenPruning(scopes, identity.Clock, NullLogger<TokenPruning>.Instance);
        Assert.Equal(0, await now.PruneAsync(Cancel));
        using var later = new TokenPruning(scopes, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(identity.Clock.GetUtcNow().AddDays(2)), NullLogger<TokenPruning>.Instance);
        await later.PruneAsync(Cancel);
        Assert.True(await identity.DatabaseAsync(context => context.Set<OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreToken<Guid>>().CountAsync(Cancel)) <= 1);
    }
}
