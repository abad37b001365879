using Oversight.Kernel;
using Xunit;

namespace Oversight.Reference.Tests;

public sealed class PowersTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);
    private static readonly DivisionCode Cixi = DivisionCode.FromStored("330282"), Ningbo = DivisionCode.FromStored("3302"),
        Zhejiang = DivisionCode.FromStored("33");

    private static readonly Powers Shipped = Powers.Load();

    // No competent department, and no row that would name one: each with its reason.
    private static readonly Dictionary<string, string> WithoutCompetence = [];

    [Fact]
    public void Every_violation_at_every_level_has_a_competent_department_or_is_a_question_to_the_bureau()
    {
        var open = Shipped.Open(Today).Select(row => row.Values).ToList();
        Assert.Empty(
            from violation in ViolationCatalogue.Load().Pack.Keys
            from level in Enum.GetValues<OrganLevel>()
            where Shipped.Holders(Power.Punish, level, null, violation, Today).Count == 0
                && !open.Exists(row => row.Power == Power.Punish
                    && row.Departments.Any(department => Shipped.Gives(row, department, level, violation, Today)))
                && !WithoutCompetence.ContainsKey($"{violation} {level}")
            select $"{violation} {level}");
    }

    [Fact]
    public void Every_type_has_a_licensing_department_or_is_a_question_to_the_bureau()
    {
        var open = Shipped.Open(Today).Where(row => row.Values.Power == Power.License).ToList();
        Assert.All(InstitutionTypes.Load().Pack.Keys, type => Assert.True(
            Enum.GetValues<OrganLevel>().Any(level => Shipped.Holders(Power.License, level, type, null, Today).Count > 0)
            || open.Exists(row => row.Values.IsFor(type)), type));
    }

    [Fact]
    public void The_questions_to_the_bureau_say_what_they_ask_and_give_nothing()
    {
        var open = Shipped.Open(Today);

        Assert.Contains("punish.township", open.Select(row => row.Key));
        Assert.All(open, row => Assert.False(string.IsNullOrWhiteSpace(row.Values.Note), row.Key));
        Assert.Equal("reference.power.missing", Check(Power.Punish, "township", Cixi, violations: ["V01"]).Error?.Code);
        Assert.Equal("reference.power.missing", Check(Power.License, "education", Cixi, "X2").Error?.Code);
    }

    [Fact]
    public void Every_department_that_acts_may_do_something_or_is_a_question()
    {
        var named = Shipped.Pack.AllOnDay(Today).SelectMany(row => row.Values.Departments).ToHashSet();
        Assert.All(Departments.Load().Codes.Where(code => Departments.Load().Acts(code, Today)), code => Assert.Contains(code, named));
    }

    [Theory]
    [InlineData("K1", "education", "330282", true)]
    [InlineData("K1", "education", "3302", true)]
    [InlineData("K1", "market", "330282", false)]
    [InlineData("V1", "education", "330282", false)]
    [InlineData("V1", "human_resources", "330282", true)]
    [InlineData("T4", "sports", "330282", true)]
    [InlineData("T4", "culture", "330282", false)]
    [InlineData("T7", "education", "33", true)]
    [InlineData("T7", "education", "3302", false)]
    [InlineData("C1", "education", "330282", false)]
    [InlineData("K1", null, "330282", false)]
    [InlineData("K1", "education", null, false)]
    public void Who_licenses_depends_on_the_type_and_the_level(string type, string? department, string? division, bool may)
    {
        var place = division is null ? null : DivisionCode.FromStored(division);
        Assert.Equal(may, Check(Power.License, department, place, type).Error is null);
    }

    [Theory]
    [InlineData("V37", "fire", true)]
    [InlineData("V37", "education", false)]
    [InlineData("V36", "housing", true)]
    [InlineData("V27", "market", true)]
    [InlineData("V27", "education", false)]
    [InlineData("V99", "education", false)]
    public void Who_punishes_stands_in_the_catalogue(string violation, string department, bool may) =>
        Assert.Equal(may, Check(Power.Punish, department, Cixi, violations: [violation]).Error is null);

    [Fact]
    public void Every_violation_of_a_case_must_be_in_the_power() =>
        Assert.Contains("V36", Check(Power.Punish, "education", Cixi, violations: ["V20", "V36"]).Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_power_that_no_row_gives_names_itself_and_cites_who_has_it()
    {
        var refused = Check(Power.License, "market", Cixi, "K1").Error!;

        Assert.Equal(ErrorKind.Forbidden, refused.Kind);
        Assert.Equal("reference.power.missing", refused.Code);
        Assert.Equal(
            "No row of the rule pack powers gives market at the level county the power license over the type K1.", refused.Message);
        Assert.Equal("学前教育法", refused.Basis!.Law);
    }

    [Theory]
    [InlineData("market", "market", null)]
    [InlineData("education", "market", "reference.power.not_own")]
    [InlineData("coordination", "coordination", "reference.power.missing")]
    public void Repair_is_for_whoever_decided(string department, string decider, string? code) => Assert.Equal(
        code, Shipped.Check(new PowerQuestion(Power.Repair, department, Cixi, Owner: decider), Today).Error?.Code);

    [Theory]
    [InlineData("V36 V37 V38", null, "fire")]
    [InlineData("V07 V29 V30 V31", "K1", "market")]
    [InlineData("V39 V40", null, "civil")]
    [InlineData("V21 V22", "K1", "education")]
    [InlineData("V21 V22", "V1", "human_resources")]
    [InlineData("V21 V22", null, null)]
    [InlineData("V17 V35", "T5", null)]
    [InlineData("", "K1", null)]
    public void One_department_is_competent_or_it_stays_open(string violations, string? type, string? department) => Assert.Equal(
        department, Shipped.Competent(violations.Split(' ', StringSplitOptions.RemoveEmptyEntries), type, Cixi, Today));

    [Fact]
    public void A_place_strikes_out_what_it_does_not_have()
    {
        var powers = With(Row("license.sports.training", "license", departments: "", types: "\"T4\"", jurisdiction: "3302"));

        Assert.Equal(["education", "sports"], Shipped.Holders(Power.License, OrganLevel.County, "T4", null, Today, Cixi));
        Assert.Equal(["education"], powers.Holders(Power.License, OrganLevel.County, "T4", null, Today, Cixi));
        Assert.Equal(["education", "sports"], powers.Holders(Power.License, OrganLevel.County, "T4", null, Today, Zhejiang));
    }

    [Theory]
    [InlineData("license.sports.training", "license", "\"sports\", \"market\"", "\"county\"", "\"T4\"", "CN")]
    [InlineData("license.sports.training", "license", "\"sports\"", "\"county\", \"town\"", "\"T4\"", "3302")]
    [InlineData("license.sports.training", "license", "\"sports\"", "\"county\"", "\"T4\", \"T5\"", "3302")]
    [InlineData("license.sports.training", "punish", "\"sports\"", "\"county\"", "\"T4\"", "3302")]
    [InlineData("license.market.kindergarten", "license", "\"market\"", "\"county\"", "\"K1\"", "3302")]
    [InlineData("repair.own", "repair", "\"education\"", "\"county\"", "\"*\"", "3302")]
    public void An_override_that_gives_a_power_is_refused(
        string key, string power, string departments, string levels, string types, string jurisdiction) =>
        Assert.Throws<RuleDataException>(() => With(Row(key, power, departments, types, jurisdiction, levels)));

    [Fact]
    public void An_override_for_days_before_the_shipped_row_is_refused() => Assert.Throws<RuleDataException>(
        () => With(Row("license.sports.training", "license", "\"sports\"", "\"T4\"", "3302", validFrom: "2001-01-01")));

    [Fact]
    public void A_place_answers_a_question_for_itself_alone()
    {
        var instead = """, "insteadOf": ["education"]""";
        var powers = With(Row("punish.township", "punish", "\"township\"", "\"*\"", "33", "\"town\"", more: instead));

        Assert.Null(Check(Power.Punish, "township", Cixi, violations: ["V01"], powers: powers).Error);
        Assert.NotNull(Check(Power.Punish, "township", Cixi, violations: ["V37"], powers: powers).Error);
        Assert.NotNull(Check(Power.Punish, "township", DivisionCode.FromStored("440106"), violations: ["V01"], powers: powers).Error);
        var thrown = Assert.Throws<RuleDataException>(
            () => With(Row("punish.township", "punish", "\"township\"", "\"*\"", "CN", "\"town\"", more: instead)));
        Assert.Contains("for its own division", Assert.Single(thrown.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"weather\"", "\"T4\"")]
    [InlineData("\"coordination\"", "\"T4\"")]
    [InlineData("\"sports\"", "\"T99\"")]
    public void A_row_that_names_what_does_not_exist_is_a_fault(string departments, string types) =>
        Assert.Throws<RuleDataException>(() => With(Row("license.sports.training", "license", departments, types, "3302")));

    [Fact]
    public void An_unsure_row_without_a_question_is_a_fault() => Assert.Throws<RuleDataException>(
        () => With(Row("license.sports.training", "license", "\"sports\"", "\"T4\"", "3302", confidence: "unsure")));

    [Fact]
    public void Levels_are_those_of_the_organ() => Assert.Equal(
        [OrganLevel.Town, OrganLevel.County, OrganLevel.City, OrganLevel.Province],
        new[] { ("township", Cixi), ("education", Cixi), ("education", Ningbo), ("education", Zhejiang) }
            .Select(organ => Departments.Load().LevelOf(organ.Item1, organ.Item2, Today)));

    private static Result Check(
        Power power, string? department, DivisionCode? division, string? type = null, string[]? violations = null, Powers? powers = null) =>
        (powers ?? Shipped).Check(new PowerQuestion(power, department, division, type, violations), Today);

    private static Powers With(string row)
    {
        var json = $$"""{ "pack": "powers", "entries": [ {{row}} ] }""";
        var assembly = typeof(Powers).Assembly;
        using var stream = assembly.GetManifestResourceStream(
            assembly.GetManifestResourceNames().Single(name => name.EndsWith(".powers.json", StringComparison.Ordinal)))!;
        using var reader = new StreamReader(stream);
        return new Powers(
            Shipped.Pack, RulePackLoader.Read<PowerRule>(Powers.PackName, reader.ReadToEnd(), json), ViolationCatalogue.Load(),
            InstitutionTypes.Load(), Departments.Load());
    }

    private static string Row(
        string key, string power, string departments, string types, string jurisdiction, string levels = "\"county\"",
        string validFrom = "2026-01-01", string confidence = "ours", string more = "") => $$"""
        { "key": "{{key}}", "versions": [ {
          "version": "1", "validFrom": "{{validFrom}}", "jurisdiction": "{{jurisdiction}}", "unit": "none", "confidence": "{{confidence}}",
          "basis": { "law": "试验", "article": "一" }, "values": { "power": "{{power}}", "departments": [{{departments}}],
          "levels": [{{levels}}], "types": [{{types}}]{{more}} } } ] }
        """;
}
