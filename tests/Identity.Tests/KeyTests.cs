using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Oversight.Identity.Data;
using Oversight.Identity.Keys;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>
/// Keys: announced before they sign, retired after all their tokens, kept over restarts, useless without the service's key.
/// </summary>
public sealed class KeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_announced_a_day_before_it_signs_and_stays_until_its_last_token_has_ended()
    {
        // Each step is a start on the same data at a later time: a fake clock that runs through 90 days rings every timer on its way.
        var start = DateTimeOffset.UtcNow;
        await using var first = await IdentityUnderTest.StartAsync(clock: new(start));
        var kid = Assert.Single(await KeysAsync(first)).Kid;
        var old = await first.ClientTokenAsync();

        string second;
        await using (var announcing = await LaterAsync(first, start.AddDays(89.5)))
        {
            var announced = await KeysAsync(announcing);
            Assert.Equal(2, announced.Count);
            second = announced.Single(k => k.Kid != kid).Kid;
            Assert.Equal(kid, new JsonWebToken(await announcing.ClientTokenAsync()).Kid);
        }

        await using (var rotating = await LaterAsync(first, start.AddDays(90.5).AddSeconds(-20)))
        {
            Assert.Equal(kid, new JsonWebToken(await rotating.ClientTokenAsync()).Kid);

            // The change of the signer reaches a process that runs.
            rotating.Clock.Advance(TimeSpan.FromSeconds(25));
            await rotating.Service.App.Services.GetRequiredService<KeyRing>().RefreshAsync(Cancel);
            var rotated = await rotating.ClientTokenAsync();
            Assert.Equal(second, new JsonWebToken(rotated).Kid);
            var both = await KeysAsync(rotating);
            Assert.Equal(2, both.Count);
            Assert.True(await VerifiesAsync(old, both));
            Assert.True(await VerifiesAsync(rotated, both));
        }

        await using var later = await LaterAsync(first, start.AddDays(91.2));
        Assert.Equal([second], (await KeysAsync(later)).Select(k => k.Kid));
    }

    [Fact]
    public async Task A_restart_keeps_keys_sessions_and_refresh_tokens()
    {
        var folder = Directory.CreateTempSubdirectory("identity").FullName;
        var cookies = new CookieContainer();
        try
        {
            string kid, refresh;
            await using (var before = await IdentityUnderTest.StartAsync(folder: folder))
            {
                var browser = before.Browser(cookies);
                await before.MakeOfficerAsync(browser, "li.na");
                refresh = (await new CodeFlow(before, browser).TokensAsync()).GetProperty("refresh_token").GetString()!;
                kid = Assert.Single(await KeysAsync(before)).Kid;
            }

            await using var after = await IdentityUnderTest.StartAsync(folder: folder);
            Assert.Equal(kid, Assert.Single(await KeysAsync(after)).Kid);
            using var page = await after.Browser(cookies).GetAsync("/account", Cancel);
            await page.ShouldBeAsync(HttpStatusCode.OK);
            var (renewed, _) = await new CodeFlow(after, null!).RenewAsync(refresh);
            Assert.Equal(HttpStatusCode.OK, renewed);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Two_replicas_have_the_same_keys_and_take_each_others_cookies_and_rotations()
    {
        await using var one = await IdentityUnderTest.StartAsync();
        await using var two = await IdentityUnderTest.StartAsync(folder: one.Service.Folder, clock: one.Clock);
        var cookies = new CookieContainer();
        await one.MakeOfficerAsync(one.Browser(cookies), "li.na");
        using var page = await two.Browser(cookies).GetAsync("/account", Cancel);
        await page.ShouldBeAsync(HttpStatusCode.OK);

        var then = one.Clock.GetUtcNow().AddDays(89.5);
        await using var three = await LaterAsync(one, then);
        await using var four = await LaterAsync(one, then);
        Assert.Equal((await KeysAsync(three)).Select(k => k.Kid), (await KeysAsync(four)).Select(k => k.Kid));
        Assert.Equal(2, (await KeysAsync(four)).Count);
    }

    [Fact]
    public async Task Nothing_in_the_database_signs_without_the_service_s_key()
    {
        await using var identity = await IdentityUnderTest.StartAsync();
        var stored = await identity.DatabaseAsync(context => context.DataProtectionKeys.Select(k => k.Xml!).ToListAsync(Cancel));
        Assert.NotEmpty(stored);
        Assert.All(stored, xml => Assert.Matches("<encrypted[^>]*>aesgcm[.]", xml));
        Assert.All(stored, xml => Assert.DoesNotContain("<value>", xml, StringComparison.Ordinal));
        var file = Path.Combine(identity.Service.Folder, "keys", "identity.key");
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_rotation_of_the_service_s_key_keeps_keys_sessions_and_refresh_tokens_without_the_old_key()
    {
        var (folder, cookies) = (RunFolder.New("identity"), new CookieContainer());
        string kid, refresh;
        await using (var before = await IdentityUnderTest.StartAsync(folder: folder))
        {
            var browser = before.Browser(cookies);
            await before.MakeOfficerAsync(browser, "li.na");
            refresh = (await new CodeFlow(before, browser).TokensAsync()).GetProperty("refresh_token").GetString()!;
            kid = Assert.Single(await KeysAsync(before)).Kid;
            File.Delete(await before.Service.App.Services.RotateKeysAsync<IdentityDbContext>(Cancel));
        }

        await using var after = await IdentityUnderTest.StartAsync(folder: folder);
        Assert.Equal(kid, Assert.Single(await KeysAsync(after)).Kid);
        using var page = await after.Browser(cookies).GetAsync("/account", Cancel);
        await page.ShouldBeAsync(HttpStatusCode.OK);
        var (renewed, _) = await new CodeFlow(after, null!).RenewAsync(refresh);
        Assert.Equal(HttpStatusCode.OK, renewed);
    }

    [Fact]
    public async Task Without_the_service_s_key_no_other_keys_are_made_in_the_place_of_those_that_it_opens()
    {
        var folder = RunFolder.New("identity");
        await using (var before = await IdentityUnderTest.StartAsync(folder: folder))
        {
            await before.ClientTokenAsync();
        }

        var (file, away) = (Path.Combine(folder, "keys", "identity.key"), Path.Combine(folder, "away"));
        File.Move(file, away);
        int keys;
        await using (var without = await IdentityUnderTest.StartAsync(folder: folder))
        {
            using var ready = await without.Service.Client().GetAsync("/health/ready", Cancel);
            Assert.Contains("keys/identity.key is not there", await ready.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            using var page = await without.Browser().GetAsync("/account/sign-in", Cancel);
            Assert.True((int)page.StatusCode >= 500, $"{page.StatusCode}");
            keys = await without.DatabaseAsync(context => context.DataProtectionKeys.CountAsync(Cancel));
        }

        File.Move(away, file);
        await using var after = await IdentityUnderTest.StartAsync(folder: folder);
        await after.ClientTokenAsync();
        Assert.Equal(keys, await after.DatabaseAsync(context => context.DataProtectionKeys.CountAsync(Cancel)));
        Assert.Equal(1, keys);
    }

    [Fact]
    public async Task Its_own_tokens_open_its_api_and_expired_or_foreign_ones_do_not()
    {
        await using var identity = await IdentityUnderTest.StartAsync(own: true);
        var token = await identity.ClientTokenAsync();
        using var open = await identity.Service.Client(token).GetAsync("/api/identity/v1/accounts", Cancel);
        await open.ShouldBeAsync(HttpStatusCode.OK);

        using var forged = await identity.Service.Client(token[..^4] + "AAAA").GetAsync("/api/identity/v1/accounts", Cancel);
        await forged.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.invalid");
        using var foreign = await identity.Service.ClientOf("administrator", "3302", Roles.Administrator)
            .GetAsync("/api/identity/v1/accounts", Cancel);
        await foreign.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.invalid");

        await using var past = await IdentityUnderTest.StartAsync(own: true, clock: new(DateTimeOffset.UtcNow.AddHours(-1)));
        using var expired = await past.Service.Client(await past.ClientTokenAsync()).GetAsync("/api/identity/v1/accounts", Cancel);
        await expired.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.expired");
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(88.9, 1, 1)]
    [InlineData(200, 1, 1)]
    public void The_first_key_signs_until_its_successor_was_announced_for_a_day(double days, int usable, long signer)
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var key = new ServerKey
        {
            Id = Guid.NewGuid(), Purpose = KeyPurpose.Signing, Generation = 1, Protected = "", CreatedAt = start, ActiveFrom = start
        };
        var plan = KeyPlan.At(start.AddDays(days), [key], new(), TimeSpan.FromHours(13));
        Assert.Equal((usable, signer), (plan.Usable.Count, plan.Usable[0].Generation));
        Assert.Equal(days < 89 ? null : start.AddDays(days + 1), plan.NextFrom);
    }

    private static Task<IdentityUnderTest> LaterAsync(IdentityUnderTest identity, DateTimeOffset time) =>
        IdentityUnderTest.StartAsync(folder: identity.Service.Folder, clock: new(time));

    private static async Task<List<JsonWebKey>> KeysAsync(IdentityUnderTest identity) =>
        [.. new JsonWebKeySet(await identity.Service.Client().GetStringAsync("/.well-known/jwks", Cancel)).Keys];

    private static async Task<bool> VerifiesAsync(string token, IEnumerable<SecurityKey> keys) =>
        (await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = TestTokens.Issuer,
            ValidAudience = "oversight",
            IssuerSigningKeys = keys,
            ValidateLifetime = false,
        })).IsValid;
}
