using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>The register told anew: every entry of the division once, in its present state and version, also over a kill.</summary>
public sealed class AnnouncementTests
{
    private const string Announcements = RegistryUnderTest.Api + "/announcements";

    [Fact]
    public async Task Every_entry_is_announced_in_its_present_state_and_under_its_present_version()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (one, etag) = await registry.RegisterAsync();
        await RegistryUnderTest.ActAsync(registry.Registrar, one, "suspension", etag, new { kind = "self_declared" });
        var (two, _) = await registry.RegisterAsync(Entries.Kindergarten(2));
        var lead = await LeadAsync(registry);

        var done = await AnnounceAsync(registry, registry.Supervisor);

        Assert.Equal((2, 1), (done.GetProperty("institutions").GetInt32(), done.GetProperty("leads").GetInt32()));
        var facts = await registry.FactsOfAsync(one);
        Assert.Equal(["InstitutionRegistered", "InstitutionSuspended", "InstitutionChanged"], facts.ConvertAll(f => f.Contract));
        var (before, now) = (JsonDocument.Parse(facts[1].Payload).RootElement, JsonDocument.Parse(facts[2].Payload).RootElement);
        Assert.Equal(before.GetProperty("institution").GetRawText(), now.GetProperty("institution").GetRawText());
        Assert.Equal((2L, "SUSPENDED"), (now.GetProperty("institution").GetProperty("version").GetInt64(), now.GetProperty("institution").GetProperty("status").GetString()));
        Assert.Equal(("announcement", 0), (now.GetProperty("source").GetString(), now.GetProperty("changed").GetArrayLength()));
        foreach (var member in new[] { "occurredAt", "effectiveOn", "ground" })
        {
            Assert.Equal(before.GetProperty(member).GetRawText(), now.GetProperty(member).GetRawText());
        }

        Assert.Equal(["InstitutionRegistered", "InstitutionChanged"], (await registry.FactsOfAsync(two)).ConvertAll(f => f.Contract));
        Assert.Equal(["UnlicensedEntityRecorded", "UnlicensedEntityRecorded"], (await registry.FactsOfAsync(lead)).ConvertAll(f => f.Contract));
        Assert.Equal((2L, 2), await registry.ReadAsync(async c => (
            (await c.Institutions.SingleAsync(i => i.Id == one, TestContext.Current.CancellationToken)).Version,
            await c.LegalEvents.CountAsync(e => e.InstitutionId == one, TestContext.Current.CancellationToken))));
    }

    [Fact]
    public async Task Only_the_entries_of_the_division_are_announced()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (cixi, _) = await registry.RegisterAsync();
        var (haishu, _) = await registry.RegisterAsync(Entries.Kindergarten(2, "330203"));

        await AnnounceAsync(registry, registry.Supervisor, new { division = "330282" });
        await AnnounceAsync(registry, registry.As("administrator-1", "330282", Roles.Administrator));

        Assert.Equal((3, 1), ((await registry.FactsOfAsync(cixi)).Count, (await registry.FactsOfAsync(haishu)).Count));
    }

    [Fact]
    public async Task Nobody_announces_or_follows_what_lies_outside_the_own_division_or_role()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.RegisterAsync();
        using var role = await registry.Registrar.CommandAsync(Announcements, new { });
        using var outside = await registry.Supervisor.CommandAsync(Announcements, new { division = "3303" });
        using var above = await registry.As("supervisor-2", "330282", Roles.Supervisor).CommandAsync(Announcements, new { division = "3302" });
        using var nowhere = await registry.As("supervisor-3", null, Roles.Supervisor).CommandAsync(Announcements, new { });
        using var malformed = await registry.Supervisor.CommandAsync(Announcements, new { division = "33028" });
        using var unknown = await registry.Supervisor.CommandAsync(Announcements, new { divisions = "3302" });

        await role.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
        foreach (var refused in new[] { outside, above, nowhere })
        {
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "registry.announcement.out_of_scope");
        }

        Assert.Equal("division", (await malformed.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "identifier.division.length")).Field);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.body.malformed");
        Assert.Equal(0, await registry.ReadAsync(c => c.Announcements.CountAsync(TestContext.Current.CancellationToken)));

        var mine = (await AnnounceAsync(registry, registry.Supervisor)).GetProperty("id").GetString();
        using var other = await registry.As("supervisor-4", "3303", Roles.Supervisor).GetAsync($"{Announcements}/{mine}", TestContext.Current.CancellationToken);
        await other.ShouldBeProblemAsync(HttpStatusCode.NotFound, "registry.announcement.unknown");
    }

    [Fact]
    public async Task The_same_command_twice_announces_once()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, _) = await registry.RegisterAsync();

        using var first = await registry.Supervisor.CommandAsync(Announcements, new { }, key: "announce-once");
        using var second = await registry.Supervisor.CommandAsync(Announcements, new { }, key: "announce-once");
        await second.ShouldBeAsync(HttpStatusCode.Accepted);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        await EndOfAsync(registry, first.Headers.Location!.ToString());

        Assert.Equal(2, (await registry.FactsOfAsync(id)).Count);
    }

    [Fact]
    public async Task An_announcement_that_a_kill_interrupts_goes_on_and_announces_every_entry_once()
    {
        var first = await RegistryUnderTest.StartAsync();
        for (var n = 1; n <= 450; n += 50)
        {
            await Task.WhenAll(Enumerable.Range(n, 50).Select(i => first.RegisterAsync(Entries.Kindergarten(i))));
        }

        using var answer = await first.Supervisor.CommandAsync(Announcements, new { });
        var location = answer.Headers.Location!.ToString();
        first.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.BecomesTrueAsync(
            async () => (await first.JsonAsync(location, first.Supervisor)).GetProperty("institutions").GetInt32() > 0, TimeSpan.FromSeconds(60), "the worker has begun");
        var folder = await first.AbandonAsync();

        await using var second = await RegistryUnderTest.StartAsync(folder, RegistryUnderTest.Start.AddMinutes(1), first.Tokens);
        var done = await EndOfAsync(second, location);

        Assert.Equal(450, done.GetProperty("institutions").GetInt32());
        Assert.Equal((450, 450), await second.ReadAsync(async c => (
            await c.Outbox.CountAsync(m => m.Contract.EndsWith("InstitutionChanged"), TestContext.Current.CancellationToken),
            await c.Outbox.Where(m => m.Contract.EndsWith("InstitutionChanged")).Select(m => m.Partition).Distinct().CountAsync(TestContext.Current.CancellationToken))));
    }

    private static async Task<JsonElement> AnnounceAsync(RegistryUnderTest registry, HttpClient officer, object? body = null)
    {
        using var answer = await officer.CommandAsync(Announcements, body ?? new { });
        await answer.ShouldBeAsync(HttpStatusCode.Accepted);
        answer.ShouldHaveStrongETag();
        return await EndOfAsync(registry, answer.Headers.Location!.ToString());
    }

    // The worker looks for work every second of the test's clock.
    private static Task<JsonElement> EndOfAsync(RegistryUnderTest registry, string location) => Eventually.BecomesAsync(
        async () =>
        {
            registry.Clock.Advance(TimeSpan.FromSeconds(1));
            return await registry.JsonAsync(location, registry.Supervisor);
        },
        announcement => announcement.GetProperty("state").GetString() == "done", TimeSpan.FromSeconds(60), "everything is announced");

    private static async Task<Guid> LeadAsync(RegistryUnderTest registry)
    {
        using var answer = await registry.Registrar.CommandAsync(
            $"{RegistryUnderTest.Api}/unlicensed", new { name = "小托管", division = "330282", address = "某小区 3 幢", lacksPermit = true, lacksBusinessLicence = true });
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return (await answer.ReadJsonAsync()).GetProperty("id").GetGuid();
    }
}
