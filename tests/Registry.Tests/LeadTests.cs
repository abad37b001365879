using System.Net;
using System.Text.Json;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>Leads on entities that teach without a licence (S17).</summary>
public sealed class LeadTests
{
    private const string Leads = RegistryUnderTest.Api + "/unlicensed";

    private static Dictionary<string, object?> Lead(bool lacksBusinessLicence = true) => new()
    {
        ["name"] = "小区托管班", ["division"] = "330282", ["address"] = "某小区 3 幢", ["lacksPermit"] = true,
        ["lacksBusinessLicence"] = lacksBusinessLicence, ["principal"] = "司马某",
    };

    [Fact]
    public async Task A_lead_has_no_credit_code_and_is_told_apart_from_institutions()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var answer = await registry.Registrar.CommandAsync(Leads, Lead());

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var id = (await answer.ReadJsonAsync()).GetProperty("id").GetGuid();
        var fact = Assert.Single(await registry.FactsOfAsync(id));
        Assert.Equal("UnlicensedEntityRecorded", fact.Contract);
        Assert.DoesNotContain("司马", fact.Payload);
        var state = JsonDocument.Parse(fact.Payload).RootElement;
        Assert.Equal(
            (true, true, "UNLICENSED_LEAD"),
            (state.GetProperty("lacksPermit").GetBoolean(), state.GetProperty("lacksBusinessLicence").GetBoolean(),
                state.GetProperty("status").GetString()));
        Assert.Empty((await registry.JsonAsync("institutions")).GetProperty("items").EnumerateArray());
        Assert.Single((await registry.JsonAsync("unlicensed")).GetProperty("items").EnumerateArray());
        using var asInstitution = await registry.Registrar.GetAsync(
            $"{RegistryUnderTest.Api}/institutions/{id}", TestContext.Current.CancellationToken);
        await asInstitution.ShouldBeAsync(HttpStatusCode.NotFound);
        Assert.Equal(
            "UNLICENSED_LEAD", (await registry.JsonAsync($"unlicensed/{id}")).GetProperty("entry").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_lead_is_guided_or_banned_once()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var answer = await registry.Registrar.CommandAsync(Leads, Lead());
        var (id, etag) = ((await answer.ReadJsonAsync()).GetProperty("id").GetGuid(), answer.ShouldHaveStrongETag());

        (var guided, etag) = await RegistryUnderTest.ActAsync(registry.Supervisor, id, "guidance", etag, kind: "unlicensed");
        (var banned, etag) = await RegistryUnderTest.ProposedActAsync(
            registry.As("case-officer-1", "3302", Roles.CaseOfficer), registry.Supervisor, id, "ban", etag, kind: "unlicensed");
        using var again = await registry.Supervisor.CommandAsync($"{Leads}/{id}/closure", new { }, etag);

        Assert.Equal(("LEAD_GUIDED", "LEAD_BANNED"), (guided, banned));
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.institution.act_not_allowed");
        Assert.All(await registry.FactsOfAsync(id), fact => Assert.Equal("UnlicensedEntityRecorded", fact.Contract));
    }

    [Fact]
    public async Task An_entity_that_lacks_nothing_is_no_lead()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var answer = await registry.Registrar.CommandAsync(Leads, Lead(lacksBusinessLicence: false).With("lacksPermit", false));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "registry.unlicensed.lacks_nothing");
    }

    [Fact]
    public async Task A_lead_is_not_registered_as_an_institution()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var answer = await registry.Registrar.CommandAsync(
            $"{RegistryUnderTest.Api}/institutions", Entries.Kindergarten().With("type", "X2"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "registry.institution.type_of_lead");
    }

    [Fact]
    public async Task Acts_on_institutions_do_not_reach_leads()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var answer = await registry.Registrar.CommandAsync(Leads, Lead());
        var id = (await answer.ReadJsonAsync()).GetProperty("id").GetGuid();

        using var act = await registry.Supervisor.CommandAsync(
            $"{RegistryUnderTest.Api}/institutions/{id}/deregistration", new { }, answer.ShouldHaveStrongETag());

        await act.ShouldBeProblemAsync(HttpStatusCode.NotFound, "registry.institution.unknown");
    }
}
