using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>Administrators whom no two administrators agreed on: the first two, and those of the operator of the host.</summary>
public sealed class FirstAdministratorTests
{
    private const string First = "amber river violin 7", Other = "copper meadow lantern 9";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_configuration_makes_two_administrators_who_give_together_and_not_alone()
    {
        await using var identity = await IdentityUnderTest.StartAsync(settings: Named("first.admin", First, "second.admin", Other));
        foreach (var (userName, password) in new[] { ("first.admin", First), ("second.admin", Other) })
        {
            using var signedIn = await IdentityUnderTest.SignInAsync(identity.Browser(), userName, password);
            Assert.StartsWith("/account/password", signedIn.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(2, await identity.DatabaseAsync(context => context.AdministratorRosters.Select(r => r.Count).SingleAsync(Cancel)));
        Assert.Equal(
            ["first.admin", "second.admin"],
            await identity.DatabaseAsync(
                context => context.CredentialResets.Where(r => r.IssuedBy == "system:first-start").OrderBy(r => r.Login)
                    .Select(r => r.Login).ToListAsync(Cancel)));
    }

    [Theory]
    [InlineData("first.admin", First, null, null, "SecondUserName")]
    [InlineData("first.admin", First, "First.Admin", Other, "SecondUserName")]
    [InlineData("first.admin", First, "second.admin", First, "SecondPassword")]
    [InlineData("first.admin", First, "second.admin", "short", "SecondPassword")]
    public async Task One_administrator_alone_is_no_first_start(
        string userName, string password, string? second, string? secondPassword, string key)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => IdentityUnderTest.StartAsync(settings: Named(userName, password, second, secondPassword)));
        Assert.Contains($"Bootstrap:{key} ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_client_alone_is_no_first_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => IdentityUnderTest.StartAsync(
            settings: new Dictionary<string, string?> { ["Oversight:Identity:Bootstrap:SecondClientId"] = null }));
        Assert.Contains("Bootstrap:SecondClientId ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_two_clients_give_accounts_together()
    {
        await using var identity = await IdentityUnderTest.StartAsync(own: true);
        var first = identity.Service.Client(await identity.ClientTokenAsync());
        var second = identity.Service.Client(
            await identity.ClientTokenAsync(IdentityUnderTest.SecondClientId, IdentityUnderTest.SecondClientSecret));
        using var proposed = await first.CommandAsync("/api/identity/v1/accounts", new
        {
            userName = "li.na", displayName = "x", department = "education", division = "3302", roles = new[] { Roles.Administrator },
        });
        using var alone = await first.CommandAsync($"{proposed.Headers.Location}/confirmation", ifMatch: "\"1\"");
        await alone.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "identity.proposal.own");
        using var confirmed = await second.CommandAsync($"{proposed.Headers.Location}/confirmation", ifMatch: "\"1\"");
        await confirmed.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_operator_of_the_host_adds_an_administrator_on_record()
    {
        await using var identity = await IdentityUnderTest.StartAsync(settings: Named("first.admin", First, "second.admin", Other));
        var wanted = new NewAdministrator("third.admin", "education", "3302", "另一名系统管理员离职");
        foreach (var (unfit, code) in new[]
        {
            (wanted with { UserName = "Third Admin" }, "identity.account.user_name_form"), (wanted with { Division = "9" }, null),
            (wanted with { Reason = " " }, null), (wanted with { Department = "weather" }, "identity.department.code_unknown"),
            (wanted with { UserName = "first.admin" }, "identity.account.user_name_taken"),
        })
        {
            var refused = await AddAsync(identity, unfit);
            Assert.True(refused.IsRefused && (code is null || refused.Error.Code == code), refused.Error?.Code);
        }

        var added = await AddAsync(identity, wanted);
        using var signedIn = await IdentityUnderTest.SignInAsync(identity.Browser(), "third.admin", added.Value!);
        await signedIn.ShouldBeAsync(HttpStatusCode.SeeOther);
        var rows = await identity.DatabaseAsync(
            context => context.AuditEntries.Where(a => a.ActorId == "operator:root").OrderBy(a => a.Id).ToListAsync(Cancel));
        Assert.Equal(["account.create", "administrator.add_by_host"], rows.Select(row => row.Act).Order());
        Assert.Contains("离职", rows.Single(row => row.Act == "administrator.add_by_host").Details, StringComparison.Ordinal);
        var list = await (await identity.Service.ClientOf("auditor", "3302", Roles.Auditor)
            .GetAsync("/api/identity/v1/credential-resets?issuedBy=operator:root", Cancel)).ReadJsonAsync();
        Assert.Equal("third.admin", list.GetProperty("items")[0].GetProperty("login").GetString());
    }

    private static async Task<Kernel.Result<string>> AddAsync(IdentityUnderTest identity, NewAdministrator wanted)
    {
        await using var scope = identity.Service.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = "operator:root";
        return await scope.ServiceProvider.GetRequiredService<IAdministrators>().AddAsync(wanted, Cancel);
    }

    private static Dictionary<string, string?> Named(string userName, string password, string? second, string? secondPassword) => new()
    {
        ["Oversight:Identity:Bootstrap:ClientId"] = "",
        ["Oversight:Identity:Bootstrap:UserName"] = userName,
        ["Oversight:Identity:Bootstrap:Password"] = password,
        ["Oversight:Identity:Bootstrap:SecondUserName"] = second,
        ["Oversight:Identity:Bootstrap:SecondPassword"] = secondPassword,
    };
}
