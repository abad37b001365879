using System.Text.Json.Nodes;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Testing;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>The scoring pack is checked at the start, every fault at once.</summary>
public sealed class ScoringPackTests
{
    private static readonly DateOnly Today = Facts.Day("2026-11-24");

    [Fact]
    public void The_shipped_pack_is_sound_and_has_the_default_bounds()
    {
        var rules = new ScoringPack(overrideFolder: null).Today(Today).Values;

        Assert.Equal(["A", "A", "B", "B", "C", "C", "D", "D"], new[] { 1000, 900, 899, 800, 799, 600, 599, 0 }.Select(rules.GradeOf));
        Assert.Equal(Enum.GetNames<Ledger.SourceKind>().Length, rules.Indicators.Select(i => i.Source).Distinct().Count());
    }

    private static readonly Dictionary<string, (Action<JsonNode> Spoil, string Expected)> Known = new()
    {
        ["gap"] = (v => v["grades"]![1]!["to"] = 890, "leave a gap from 891 to 899"),
        ["overlap"] = (v => v["grades"]![1]!["to"] = 905, "grades A and B overlap"),
        ["bottom"] = (v => v["grades"]![3]!["from"] = 10, "must reach from 0 to maxPoints"),
        ["reversed"] = (v => v["grades"]![0]!["from"] = 1001, "grade A: from lies above to"),
        ["grade names"] = (v => v["grades"]![3]!["grade"] = "E", "grades must be A, B, C, D"),
        ["no points"] = (v => v["maxPoints"] = 0, "maxPoints must be 1 to"),
        ["source"] = (v => v["indicators"]![0]!["source"] = "rumour", "unknown source 'rumour'"),
        ["tag"] = (v => v["indicators"]![2]!["allOf"]![0] = "grave", "no fact of penalty can be 'grave'"),
        ["empty kind"] = (v => v["indicators"]![0]!["anyOf"]![0] = "kind:", "no fact of penalty can be 'kind:'"),
        ["negative"] = (v => v["indicators"]![2]!["points"] = -1, "points must be 0 to maxPoints"),
        ["cap"] = (v => v["indicators"]![2]!["cap"] = 10, "cap must be at least points"),
        ["best grade"] = (v => v["indicators"]![2]!["bestGrade"] = "F", "unknown grade 'F'"),
        ["validity"] = (v => v["indicators"]![2]!["validFor"] = 11, "validFor is 1 to"),
        ["unit"] = (v => v["indicators"]![2]!["validUnit"] = "week", "validFor is 1 to"),
        ["twice"] = (v => v["indicators"]![1]!["code"] = v["indicators"]![0]!["code"]!.GetValue<string>(), "is given 2 times"),
        ["unreached"] =
            (
                v => v["indicators"]!.AsArray()
                    .Insert(
                        0, new JsonObject
                        {
                            ["code"] = "penalty.all", ["zh"] = "全部", ["en"] = "All", ["source"] = "penalty", ["points"] = 1
                        }), "is never reached"),
        ["none"] = (v => v["indicators"] = new JsonArray(), "indicators must not be empty"),
    };

    public static TheoryData<string> Faults() => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_faulty_pack_is_refused_by_name(string fault)
    {
        var (spoil, expected) = Known[fault];

        var refused = Assert.Throws<RuleDataException>(() => Load(spoil));

        Assert.Contains(refused.Faults, f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_is_listed_at_once()
    {
        var refused = Assert.Throws<RuleDataException>(() => Load(v =>
        {
            v["grades"]![1]!["to"] = 890;
            v["indicators"]![0]!["source"] = "rumour";
            v["indicators"]![2]!["points"] = -1;
        }));

        Assert.Equal(3, refused.Faults.Count);
    }

    [Fact]
    public void A_pack_that_ends_or_is_local_is_refused()
    {
        Assert.Throws<RuleDataException>(
            () => new ScoringPack(RulePackLoader.Read<ScoringRules>("scoring", Text(version => version["validTo"] = "2027-01-01"))));
        Assert.Throws<RuleDataException>(
            () => new ScoringPack(RulePackLoader.Read<ScoringRules>("scoring", Text(version => version["jurisdiction"] = "33"))));
    }

    [Fact]
    public async Task A_service_does_not_start_on_a_faulty_pack_of_the_operator()
    {
        var refused = await Assert.ThrowsAsync<RuleDataException>(() => CreditUnderTest.StartAsync(packs: "faulty"));

        Assert.Equal(3, refused.Faults.Count);
        Assert.All(refused.Faults, f => Assert.Contains("faulty", f, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2027-01-01", null)]
    [InlineData("2026-04-01", "creditfile.scoring.version_in_force")]
    [InlineData("2031", "creditfile.scoring.version_unknown")]
    public void Only_a_version_that_is_still_to_come_is_tried_out(string version, string? refusal) =>
        Assert.Equal(refusal, new ScoringPack(CreditUnderTest.Packs("ahead")).Ahead(version, Today).Error?.Code);

    private static ScoringPack Load(Action<JsonNode> spoil) =>
        new(RulePackLoader.Read<ScoringRules>("scoring", Text(version => spoil(version["values"]!))));

    private static string Text(Action<JsonNode> spoil)
    {
        var pack = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root!, "services", "CreditFile", "Rules", "scoring.json")))!;
        spoil(pack["entries"]![0]!["versions"]![0]!);
        return pack.ToJsonString();
    }
}
