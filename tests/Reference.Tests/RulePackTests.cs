using System.Globalization;
using System.Reflection;
using Oversight.Kernel;
using Xunit;

namespace Oversight.Reference.Tests;

public sealed class RulePackTests
{
    private const string Meta = """ "unit": "none", "basis": { "law": "民办教育促进法", "article": "第十八条" }, "confidence": "sure" """;

    public enum Kind
    {
        Kindergarten,
        AfterSchoolTutoring,
    }

    public sealed record Bound(int Most, Kind Kind = Kind.Kindergarten, string? Remark = null) : IRuleValues
    {
        public IEnumerable<string> Faults(string unit)
        {
            if (Most < 0)
            {
                yield return $"most is negative, in {unit}.";
            }
        }
    }

    [Fact]
    public void The_version_of_the_day_and_of_the_most_specific_place_applies()
    {
        var pack = Read(Pack(Rule(
            "class.size",
            Version("1", "2010-01-01", "2021-08-31", "CN", 30),
            Version("2", "2021-09-01", null, "CN", 35),
            Version("z1", "2022-01-01", "2023-12-31", "33", 32),
            Version("n1", "2022-06-01", null, "3302", 28),
            Version("c1", "2023-01-01", "2023-06-30", "330282", 25))));
        var cixi = DivisionCode.FromStored("330282");

        Assert.Equal("pack/class.size@1(CN)", On("2021-08-31", null));
        Assert.Equal("pack/class.size@2(CN)", On("2021-09-01", null));
        Assert.Equal("pack/class.size@z1(33)", On("2022-05-31", cixi));
        Assert.Equal("pack/class.size@n1(3302)", On("2022-12-31", cixi));
        Assert.Equal("pack/class.size@c1(330282)", On("2023-06-30", cixi));
        Assert.Equal("pack/class.size@n1(3302)", On("2023-07-01", cixi));
        Assert.Equal("pack/class.size@z1(33)", On("2023-01-01", DivisionCode.FromStored("3303")));
        Assert.Equal("pack/class.size@2(CN)", On("2024-01-01", DivisionCode.FromStored("33")));
        Assert.Equal("pack/class.size@2(CN)", On("2023-01-01", DivisionCode.FromStored("3202")));
        Assert.Equal(35, pack.OnDay("class.size", new DateOnly(2026, 1, 1)).Value!.Values.Most);
        Assert.Equal("rule.not_in_force", pack.OnDay("class.size", new DateOnly(2009, 12, 31), cixi).Error?.Code);
        Assert.Equal("rule.unknown_key", pack.OnDay("class.sise", new DateOnly(2026, 1, 1)).Error?.Code);
        Assert.Empty(pack.AllOnDay(new DateOnly(2009, 1, 1)));
        Assert.Single(pack.AllOnDay(new DateOnly(2026, 1, 1), cixi));

        string On(string day, DivisionCode? place) =>
            pack.OnDay("class.size", DateOnly.Parse(day, CultureInfo.InvariantCulture), place).Value!.Reference;
    }

    [Fact]
    public void What_applied_last_is_found_when_nothing_applies_any_more()
    {
        var pack = Read(Pack(
            Rule(
                "old", Version("1", "2010-01-01", "2015-12-31", "CN", 1),
                Version("2", "2016-01-01", "2020-12-31", "CN", 2), Version("z", "2021-01-01", "2021-12-31", "33", 3)),
            Rule("local", Version("z", "2016-01-01", "2020-12-31", "33", 4))));

        Assert.Equal("pack/old@1(CN)", pack.OnDayOrLatest("old", new DateOnly(2012, 1, 1))?.Reference);
        Assert.Equal("pack/old@2(CN)", pack.OnDayOrLatest("old", new DateOnly(2026, 1, 1))?.Reference);
        Assert.Equal("pack/local@z(33)", pack.OnDayOrLatest("local", new DateOnly(2026, 1, 1))?.Reference);
        Assert.Null(pack.OnDayOrLatest("none", new DateOnly(2026, 1, 1)));
    }

    [Fact]
    public void Every_fault_is_listed_at_once()
    {
        var json = $$"""
            { "pack": "other", "entries": [
              { "key": "a b", "versions": [ {{Version("1", "2020-01-01", null, "CN", 1)}} ] },
              { "key": "gap", "versions": [ {{Version("1", "2020-01-01", "2020-12-31", "CN", 1)}}, {{Version("2", "2021-01-03", null, "CN",
                1)}} ] },
              { "key": "overlap", "versions": [ {{Version("1", "2020-01-01", null, "CN", 1)}}, {{Version("1", "2021-01-01", null, "CN",
                1)}} ] },
              { "key": "gap", "versions": [ {{Version("1", "2020-01-01", null, "CN", 1)}} ] },
              { "key": "empty", "versions": [] },
              { "key": "odd", "colour": "red", "versions": [
                { "version": "1", "validFrom": "2021-02-29", "validTo": "soon", "jurisdiction": "33028", "unit": "fortnight", "basis": {
                  "law": "x", "page": 3 },
                  "confidence": "certain", "values": { "most": 1, "least": 0, "lower": 2 }, "extra": 1 },
                { "version": "2", "validFrom": "2021-02-01", "validTo": "2021-01-01", "jurisdiction": "CN", "unit": "none",
                  "confidence": "sure", "values": {} },
                { "version": "3", "validFrom": "2022-02-01", "jurisdiction": "CN", {{Meta}}, "values": { "most": "1" } },
                { "version": "4", "validFrom": "2023-02-01", "jurisdiction": "CN", {{Meta}}, "values": { "most": 1, "kind": "school",
                  "kind": "school" } },
                { "version": "5", "validFrom": "2024-02-01", "jurisdiction": "CN", {{Meta}}, "values": { "most": -1 } } ] } ] }
            """;
        var thrown = Assert.Throws<RuleDataException>(() => Read(json));

        string[] expected =
        [
            "entries[5].versions[3].values.kind: is given twice.",
            "is the pack 'other', not 'pack'.",
            "entries[0]: the key 'a b' must be letters and digits",
            "entries[1]: gap in CN: versions '1' and '2' leave a gap from 2021-01-01 to 2021-01-02.",
            "entries[2]: overlap in CN has the version '1' more than once.",
            "entries[2]: overlap in CN: versions '1' and '1' overlap.",
            "entries[3]: the key 'gap' has an entry already.",
            "entries[4].versions: must be a list with at least one element.",
            "entries[5]: unknown key 'colour'.",
            "entries[5].versions[0]: unknown key 'extra'.",
            "entries[5].versions[0].validFrom: must be a date that exists",
            "entries[5].versions[0].validTo: must be a date that exists",
            "entries[5].versions[0]: the jurisdiction '33028' is neither",
            "entries[5].versions[0]: unknown unit 'fortnight'.",
            "entries[5].versions[0].basis: unknown key 'page'.",
            "entries[5].versions[0].basis: 'article' is missing.",
            "entries[5].versions[0].confidence: must be one of",
            "entries[5].versions[0].values: unknown key 'least'.",
            "entries[5].versions[0].values: unknown key 'lower'.",
            "entries[5].versions[1]: 'basis' is missing.",
            "entries[5].versions[1].values: 'most' is missing.",
            "entries[5].versions[1]: validTo lies before validFrom.",
            "entries[5].versions[2].values: ",
            "entries[5].versions[3].values: ",
            "entries[5].versions[4].values: most is negative, in none.",
        ];
        Assert.All(
            expected, fault => Assert.Contains(thrown.Faults, found => found.StartsWith("pack.json: " + fault, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, thrown.Faults.Count);
        Assert.All(thrown.Faults, fault => Assert.Contains(fault, thrown.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"pack\": \"pack\", \"entries\": [], }")]
    [InlineData("{ \"pack\": \"pack\", \"entries\": [ 1 ] }")]
    [InlineData("{ \"pack\": \"pack\", \"entries\": [ { \"key\": \"a\", \"versions\": [ null ] } ] }")]
    [InlineData("{ \"pack\": 1, \"entries\": 1, \"extensible\": 1 }")]
    public void A_file_of_another_shape_is_a_fault_and_no_crash(string json) =>
        Assert.NotEmpty(Assert.Throws<RuleDataException>(() => Read(json)).Faults);

    [Fact]
    public void Values_are_read_by_name_with_their_defaults()
    {
        var pack = Read(Pack(Rule("a", Version("1", "2020-01-01", null, "CN", """{ "most": 3, "kind": "afterSchoolTutoring" }"""))));

        Assert.Equal(new Bound(3, Kind.AfterSchoolTutoring), pack.Versions[0].Values);
    }

    [Fact]
    public void An_override_replaces_the_chain_of_its_place_and_leaves_the_others()
    {
        var shipped = Pack(
            Rule("a", Version("1", "2020-01-01", null, "CN", 1), Version("z", "2020-01-01", null, "33", 2)),
            Rule("b", Version("1", "2020-01-01", null, "CN", 3)));
        var own = Pack(Rule("a", Version("local", "2024-01-01", null, "33", 20), Version("cixi", "2024-01-01", null, "330282", 30)));
        var pack = RulePackLoader.Read<Bound>("pack", shipped, own);
        var day = new DateOnly(2026, 1, 1);

        Assert.Equal(1, pack.OnDay("a", day).Value!.Values.Most);
        Assert.Equal(20, pack.OnDay("a", day, DivisionCode.FromStored("3302")).Value!.Values.Most);
        Assert.Equal(30, pack.OnDay("a", day, DivisionCode.FromStored("330282")).Value!.Values.Most);
        Assert.Equal(1, pack.OnDay("a", new DateOnly(2023, 1, 1), DivisionCode.FromStored("3302")).Value!.Values.Most);
        Assert.Equal(3, pack.OnDay("b", day).Value!.Values.Most);
        Assert.NotEqual(RulePackLoader.Read<Bound>("pack", shipped).Digest, pack.Digest);
        Assert.Equal(["a", "b"], pack.Keys.Order());
    }

    [Fact]
    public void An_override_with_a_mistyped_key_is_a_fault_unless_the_pack_takes_new_ones()
    {
        var one = Rule("a", Version("1", "2020-01-01", null, "CN", 1));
        var own = Pack(Rule("aa", Version("1", "2020-01-01", null, "CN", 1)));

        var thrown = Assert.Throws<RuleDataException>(() => RulePackLoader.Read<Bound>("pack", Pack(one), own));
        Assert.Equal(["override pack.json: aa: the pack has no such rule, and it takes no new ones."], thrown.Faults);
        var open = Pack(one).Replace("\"entries\"", "\"extensible\": true, \"entries\"", StringComparison.Ordinal);
        Assert.Equal(["a", "aa"], RulePackLoader.Read<Bound>("pack", open, own).Keys);
    }

    [Fact]
    public void A_pack_that_the_assembly_does_not_embed_is_a_fault() =>
        Assert.Throws<RuleDataException>(() => RulePackLoader.Load<Bound>("no-such-pack", Assembly.GetExecutingAssembly()));

    private static RulePack<Bound> Read(string json) => RulePackLoader.Read<Bound>("pack", json);

    private static string Pack(params string[] rules) => $$"""{ "pack": "pack", "entries": [ {{string.Join(", ", rules)}} ] }""";

    private static string Rule(string key, params string[] versions) =>
        $$"""{ "key": "{{key}}", "versions": [ {{string.Join(", ", versions)}} ] }""";

    private static string Version(string version, string from, string? to, string place, int most) =>
        Version(version, from, to, place, $$"""{ "most": {{most}} }""");

    private static string Version(string version, string from, string? to, string place, string values) => $$"""
        { "version": "{{version}}", "validFrom": "{{from}}", "validTo": {{(to is null ? "null" : $"\"{to}\"")}},
          "jurisdiction": "{{place}}", {{Meta}}, "values": {{values}} }
        """;
}
