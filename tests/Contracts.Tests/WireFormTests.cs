using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Contracts.Registry.V1;
using Oversight.Persistence;
using Oversight.Messaging;
using Oversight.Persistence.Outbox;
using Oversight.Testing;
using Xunit;

namespace Oversight.Contracts.Tests;

/// <summary>
/// Names and JSON of the contracts are frozen. A new contract writes its file with <c>OVERSIGHT_APPROVE=1</c>; an existing file
/// never changes: a changed fact is a new version of the namespace.
/// </summary>
public sealed class WireFormTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    public static TheoryData<Type> Contracts =>
        [
            .. typeof(InstitutionRegistered).Assembly.GetExportedTypes()
                .Where(t => t.IsClass && !t.IsAbstract && !t.IsSubclassOf(typeof(Attribute)))];

    [Theory]
    [MemberData(nameof(Contracts), DisableDiscoveryEnumeration = true)]
    public void The_wire_form_is_the_approved_one(Type contract)
    {
        var json = JsonNode.Parse(JsonSerializer.Serialize(Sample.Of(contract), contract, WireJson.Options))!;
        var actual = new JsonObject { ["wireName"] = WireName.Of(contract), ["json"] = json }.ToJsonString(Readable) + "\n";
        var file = Path.Combine(Repository.Root!, "tests", "Contracts.Tests", "approved", WireName.Of(contract) + ".approved.json");
        if (Environment.GetEnvironmentVariable("OVERSIGHT_APPROVE") == "1" && !File.Exists(file))
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"No approved wire form for {contract.Name}. Look at it, then run once with OVERSIGHT_APPROVE=1.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Fact]
    public void Every_approved_wire_form_still_has_its_contract()
    {
        var names = Contracts.Select(row => WireName.Of(row.Data)).ToHashSet();
        var files = Directory.GetFiles(Path.Combine(Repository.Root!, "tests", "Contracts.Tests", "approved"), "*.approved.json")
            .Select(f => Path.GetFileName(f)[..^".approved.json".Length]);
        Assert.All(files, file => Assert.Contains(file, names));
    }

    [Theory]
    [MemberData(nameof(Contracts), DisableDiscoveryEnumeration = true)]
    public void A_fact_reads_back_as_it_was_written(Type contract)
    {
        var fact = Sample.Of(contract);
        var payload = JsonSerializer.Serialize(fact, contract, WireJson.Options);

        var (read, type) = new FactCatalog().Add(contract.Assembly).Read(WireName.Of(contract), payload);

        Assert.Equal(contract, type);
        Assert.Equal(payload, JsonSerializer.Serialize(read, contract, WireJson.Options));
    }

    [Theory]
    [MemberData(nameof(Contracts), DisableDiscoveryEnumeration = true)]
    public void A_contract_lives_in_a_versioned_namespace_of_its_service(Type contract) =>
        Assert.Matches(@"^Oversight\.Contracts\.[A-Z][A-Za-z]+\.V[1-9]$", contract.Namespace);

    [Fact]
    public void No_contract_can_carry_personal_data_of_the_registry()
    {
        string[] personal = ["principal", "phone", "sponsor", "residentId", "mobile", "contact"];
        var members = Contracts.SelectMany(row => row.Data.GetProperties()).Select(p => p.Name);
        Assert.DoesNotContain(members, name => personal.Any(p => name.Contains(p, StringComparison.OrdinalIgnoreCase)));
    }
}
