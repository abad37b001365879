using Oversight.Kernel;
using Xunit;

namespace Oversight.Reference.Tests;

public sealed class ViolationCatalogueTests
{
    private static readonly ViolationCatalogue Catalogue = ViolationCatalogue.Load();

    [Fact]
    public void Every_code_of_the_catalogue_is_written_as_codes_are() =>
        Assert.All(Catalogue.Pack.Keys, code => Assert.True(ViolationCode.IsValid(code), code));

    [Fact]
    public void Codes_are_read_each_once_in_their_one_spelling() =>
        Assert.Equal(["V37", "V01"], Catalogue.Read(["v37", "V01", " Ｖ３７ "]).Value!);

    [Theory]
    [InlineData("", "required")]
    [InlineData("37", "malformed")]
    [InlineData("V99", "unknown")]
    public void A_code_that_the_catalogue_has_not_is_refused(string code, string reason) =>
        Assert.Equal("identifier.violation." + reason, Catalogue.Read(["V37", code]).Error?.Code);

    [Theory]
    [InlineData("V1", "education", "V1")]
    [InlineData("tutoring", "education", "tutoring")]
    [InlineData("V101", "fyre", "fyre")]
    [InlineData("V101", "discipline", "discipline")]
    public void A_catalogue_with_another_spelling_or_a_department_that_cannot_punish_is_a_fault(string key, string department, string fault)
    {
        var thrown = Assert.Throws<RuleDataException>(() => Load(key, department));

        Assert.Contains($"'{fault}'", Assert.Single(thrown.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_adds_its_own_violation() => Assert.True(Load("V101", "culture").Has("V101"));

    [Fact]
    public void A_place_gives_no_shipped_violation_to_another_department()
    {
        Assert.True(Load("V01", "education").Has("V01"));
        var thrown = Assert.Throws<RuleDataException>(() => Load("V01", "fire"));

        Assert.Contains("other departments than 'fire'", Assert.Single(thrown.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_that_names_a_violation_wrongly_is_told()
    {
        Catalogue.RequireKnown("checklists", ["V01", "V37"]);
        var thrown = Assert.Throws<RuleDataException>(() => Catalogue.RequireKnown("checklists", ["V01", "V99"]));

        Assert.Equal(["checklists: 'V99' is no violation of the rule pack violations."], thrown.Faults);
    }

    private static ViolationCatalogue Load(string key, string department) => new(
        Catalogue.Pack,
        RulePackLoader.Read<ViolationRule>(ViolationCatalogue.PackName, $$"""
            { "pack": "violations", "entries": [ { "key": "{{key}}", "versions": [ {
              "version": "1", "validFrom": "2026-01-01", "jurisdiction": "CN", "unit": "fen", "confidence": "ours",
              "basis": { "law": "试验", "article": "一" }, "values": {
                "zh": "试验", "en": "Test", "act": "test", "duty": { "law": "试验", "article": "二" }, "departments": ["{{department}}"],
                "kinds": ["fine"], "seriousKinds": [], "fines": [ { "tier": "usual", "maxFen": 100 } ], "limitationYears": 2 } } ] } ] }
            """),
        Departments.Load());
}
