using Xunit;

namespace Oversight.Reference.Tests;

public sealed class InstitutionTypesTests
{
    private static readonly InstitutionTypes Types = InstitutionTypes.Load();

    [Fact]
    public void A_pack_names_types_or_what_they_begin_with()
    {
        Types.RequireKnown("checklists", ["K1", "T*", "X2"]);
        var thrown = Assert.Throws<RuleDataException>(() => Types.RequireKnown("checklists", ["K1", "K9", "Z*"]));

        Assert.Equal(
            [
                "checklists: 'K9' is no type of the rule pack institution-types.",
                "checklists: 'Z*' is no type of the rule pack institution-types.",
            ],
            thrown.Faults);
    }

    [Theory]
    [InlineData("K9", "nursery", false, "group must be one of")]
    [InlineData("K9", "other", true, "a lead on an unlicensed entity is not published.")]
    [InlineData("KINDERGARTEN", "other", false, "type code of at most 10 characters")]
    public void A_type_that_cannot_be_shown_or_stored_is_a_fault(string key, string group, bool isLead, string fault)
    {
        var thrown = Assert.Throws<RuleDataException>(() => new InstitutionTypes(RulePackLoader.Read<InstitutionTypeRule>(
            InstitutionTypes.PackName, $$"""
            { "pack": "institution-types", "entries": [ { "key": "{{key}}", "versions": [ {
              "version": "1", "validFrom": "2026-01-01", "jurisdiction": "CN", "unit": "none", "confidence": "ours",
              "basis": { "law": "试验", "article": "一" }, "values": {
                "zh": "试验", "en": "Test", "group": "{{group}}", "published": true, "profit": [], "needsLicence": true, "codePrefixes": [],
                "isLead": {{(isLead ? "true" : "false")}} } } ] } ] }
            """)));

        Assert.Contains(fault, Assert.Single(thrown.Faults), StringComparison.Ordinal);
    }
}
