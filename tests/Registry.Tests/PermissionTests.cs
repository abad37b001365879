using System.Net;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>Who may touch a licence: the authority that gives it, two persons where it is lost, on a document.</summary>
public sealed class PermissionTests
{
    private const string Institutions = RegistryUnderTest.Api + "/institutions";
    private static readonly object Revocation = new { kind = "penalty", document = "慈教罚决〔2026〕9号" };

    [Theory]
    [InlineData("suspension")]
    [InlineData("restoration")]
    [InlineData("renewal")]
    [InlineData("revocation-proposal")]
    [InlineData("deregistration-proposal")]
    public async Task Another_departments_registrar_does_not_touch_the_licence(string act)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        var market = Of(registry, "market", Roles.Registrar);

        using var answer = await market.CommandAsync($"{Institutions}/{id}/{act}", BodyOf(act), etag);

        var refused = await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.power.missing");
        Assert.Contains("market at the level city", refused.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("学前教育法", refused.Body.GetProperty("legalBasis").GetProperty("law").GetString());
    }

    [Fact]
    public async Task Nor_does_its_supervisor_revoke_or_deregister()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        var supervisor = Of(registry, "market", Roles.Supervisor);

        using var revoked = await supervisor.CommandAsync($"{Institutions}/{id}/revocation", Revocation, etag);
        using var gone = await supervisor.CommandAsync($"{Institutions}/{id}/deregistration", new { document = "x" }, etag);

        foreach (var answer in new[] { revoked, gone })
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.power.missing");
        }
    }

    [Fact]
    public async Task The_sports_department_has_its_own_licence_and_no_other()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync(Entries.Kindergarten().With("type", "T4"));
        var body = new { kind = "self_declared" };

        using var culture = await Of(registry, "culture", Roles.Registrar).CommandAsync($"{Institutions}/{id}/suspension", body, etag);
        using var sports = await Of(registry, "sports", Roles.Registrar).CommandAsync($"{Institutions}/{id}/suspension", body, etag);

        await culture.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.power.missing");
        await sports.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("revocation")]
    [InlineData("deregistration")]
    public async Task A_licence_is_lost_by_two_persons_on_a_document(string act)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        var both = registry.As("supervisor-1", "3302", Roles.Supervisor, Roles.Registrar);
        var path = $"{Institutions}/{id}/{act}";

        using var unproposed = await registry.Supervisor.CommandAsync(path, BodyOf(act), etag);
        await unproposed.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "reference.act.paper_missing");
        using var proposed = await both.CommandAsync($"{path}-proposal", new { reason = "拟办" }, etag);
        await proposed.ShouldBeAsync(HttpStatusCode.Created);
        using var twice = await registry.Registrar.CommandAsync($"{path}-proposal", new { reason = "拟办" }, etag);
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.proposal.exists");
        using var own = await both.CommandAsync(path, BodyOf(act), etag);
        await own.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.act.own_hand");
        using var bare = await registry.As("supervisor-2", "3302", Roles.Supervisor)
            .CommandAsync(path, act == "revocation" ? new { kind = "penalty" } : new { }, etag);
        await bare.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "reference.act.paper_missing");

        using var done = await registry.As("supervisor-2", "3302", Roles.Supervisor).CommandAsync(path, BodyOf(act), etag);

        await done.ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_proposal_holds_for_the_entry_as_it_was_read()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        using var proposed = await registry.Registrar.CommandAsync(
            $"{Institutions}/{id}/revocation-proposal", new { reason = "拟吊销" }, etag);
        await proposed.ShouldBeAsync(HttpStatusCode.Created);
        var shown = Assert.Single(
            (await registry.JsonAsync($"proposals?institutionId={id}")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("registry.licence.revoke", "拟吊销"), (shown.GetProperty("act").GetString(), shown.GetProperty("reason").GetString()));
        var elsewhere = registry.As("x", "3301", Roles.Registrar);
        Assert.Empty((await registry.JsonAsync("proposals", elsewhere)).GetProperty("items").EnumerateArray());

        (_, etag) = await RegistryUnderTest.ActAsync(registry.Registrar, id, "suspension", etag, new { kind = "self_declared" });

        Assert.Empty((await registry.JsonAsync("proposals")).GetProperty("items").EnumerateArray());
        using var late = await registry.Supervisor.CommandAsync($"{Institutions}/{id}/revocation", Revocation, etag);
        await late.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "reference.act.paper_missing");
    }

    [Theory]
    [InlineData(true, "education", true)]
    [InlineData(true, "market", false)]
    [InlineData(false, "market", true)]
    [InlineData(false, "education", false)]
    public async Task A_ban_is_for_the_authority_of_what_is_missing(bool lacksPermit, string department, bool may)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var recorded = await registry.Registrar.CommandAsync($"{RegistryUnderTest.Api}/unlicensed", new
        {
            name = "小太阳托管班", division = "330282", address = "慈溪市试验路9号", lacksPermit, lacksBusinessLicence = true,
        });
        await recorded.ShouldBeAsync(HttpStatusCode.Created);
        var id = (await recorded.ReadJsonAsync()).GetProperty("id").GetGuid();

        using var answer = await Of(registry, department, Roles.CaseOfficer).CommandAsync(
            $"{RegistryUnderTest.Api}/unlicensed/{id}/ban-proposal", new { reason = "拟取缔" }, recorded.ShouldHaveStrongETag());

        await answer.ShouldBeAsync(may ? HttpStatusCode.Created : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_place_that_strikes_a_power_out_has_it_no_more_and_the_audit_says_by_which_file()
    {
        var folder = Directory.CreateTempSubdirectory("oversight-powers").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "powers.json"), """
            { "pack": "powers", "entries": [ { "key": "license.education.kindergarten_superior", "versions": [ {
              "version": "1", "validFrom": "2018-12-29", "jurisdiction": "3302", "unit": "none", "confidence": "ours",
              "basis": { "law": "试验", "article": "一" },
              "values": { "power": "license", "departments": [], "levels": [], "types": [] } } ] } ] }
            """, TestContext.Current.CancellationToken);
        await using var registry = await RegistryUnderTest.StartAsync(
            settings: new Dictionary<string, string?> { ["Oversight:Rules:Folder"] = folder });
        var (id, etag) = await registry.RegisterAsync();
        var county = registry.As("county-1", "330282", Roles.Registrar);

        using var city = await registry.Registrar.CommandAsync($"{Institutions}/{id}/suspension", new { kind = "self_declared" }, etag);
        using var own = await county.CommandAsync($"{Institutions}/{id}/suspension", new { kind = "self_declared" }, etag);

        await city.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.power.missing");
        await own.ShouldBeAsync(HttpStatusCode.OK);
        await Eventually.BecomesTrueAsync(
            async () => (await registry.ReadAsync(c => Task.FromResult(c.AuditEntries.Where(a => a.Act == "rules.in_force").ToList())))
                is [{ Details: { } details }] && details.Contains("\"pack\":\"powers\"", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30), "the pack in force is in the audit");
    }

    private static object BodyOf(string act) => act switch
    {
        "suspension" => new { kind = "self_declared" },
        "renewal" => new { licenceNumber = "教民2号", validTo = "2034-08-31" },
        "restoration" => new { },
        "revocation" => Revocation,
        "deregistration" => new { document = "慈教注〔2026〕1号" },
        _ => new { reason = "拟办" },
    };

    private static HttpClient Of(RegistryUnderTest registry, string department, string role) => registry.With(
        registry.Tokens.Issue($"{department}-{role}", "3302", department, [role], DateTime.UtcNow.AddMinutes(30)));
}
