using Oversight.Kernel;
using Xunit;

namespace Oversight.Reference.Tests;

public sealed class DepartmentsTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);

    [Fact]
    public void Every_department_has_a_code_and_a_name_in_both_languages()
    {
        var departments = Departments.Load();

        Assert.NotEmpty(departments.Codes);
        Assert.All(departments.Codes, code =>
        {
            Assert.True(DepartmentCode.IsValid(code), code);
            Assert.NotEqual(code, departments.Name(code, Today, english: false));
            Assert.NotEqual(code, departments.Name(code, Today, english: true));
        });
    }

    [Theory]
    [InlineData("education", DepartmentPart.Acts)]
    [InlineData("market", DepartmentPart.Acts)]
    [InlineData("sports", DepartmentPart.Acts)]
    [InlineData("transport", DepartmentPart.Acts)]
    [InlineData("enforcement", DepartmentPart.Acts)]
    [InlineData("township", DepartmentPart.Acts)]
    [InlineData("coordination", DepartmentPart.Coordinates)]
    [InlineData("discipline", DepartmentPart.Addressee)]
    public void A_department_acts_coordinates_or_only_receives(string code, DepartmentPart part)
    {
        var departments = Departments.Load();

        Assert.Equal(part, departments.Find(code, Today)?.Part);
        Assert.Equal(part == DepartmentPart.Acts, departments.Acts(code, Today));
    }

    [Theory]
    [InlineData("sport")]
    [InlineData("urban")]
    [InlineData("urban_management")]
    [InlineData("market_regulation")]
    [InlineData("civil_affairs")]
    [InlineData("public_security")]
    [InlineData("EDUCATION")]
    [InlineData("")]
    [InlineData(null)]
    public void There_is_no_second_code_of_a_department(string? code)
    {
        var departments = Departments.Load();

        Assert.False(departments.Has(code, Today));
        Assert.False(departments.Acts(code, Today));
    }

    [Fact]
    public void A_code_that_nobody_has_is_shown_as_it_is() =>
        Assert.Equal("weather", Departments.Load().Name("weather", Today, english: true));

    [Fact]
    public void A_place_adds_its_own_department()
    {
        var folder = Directory.CreateTempSubdirectory("departments");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "departments.json"), Pack("tobacco"));
            var departments = Departments.Load(folder.FullName);

            Assert.Equal("烟草专卖部门", departments.Name("tobacco", Today, english: false));
            Assert.True(departments.Acts("education", Today));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_key_that_is_no_code_is_a_fault()
    {
        var pack = RulePackLoader.Read<DepartmentRule>(Departments.PackName, Pack("Tobacco"));
        var thrown = Assert.Throws<RuleDataException>(() => new Departments(pack));

        Assert.Contains("Tobacco", Assert.Single(thrown.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_that_names_a_department_wrongly_is_told_every_fault()
    {
        var departments = Departments.Load();

        departments.RequireActing("checklists", ["fire", "education"]);
        departments.RequireKnown("complaint-categories", ["fire", "discipline"]);
        var acting = Assert.Throws<RuleDataException>(
            () => departments.RequireActing("checklists", ["fire", "fyre", "coordination", "fyre"]));
        var known = Assert.Throws<RuleDataException>(() => departments.RequireKnown("complaint-categories", ["fyre", "discipline"]));

        Assert.Equal(
            [
                "checklists: 'fyre' is no department that acts of the rule pack departments.",
                "checklists: 'coordination' is no department that acts of the rule pack departments.",
            ],
            acting.Faults);
        Assert.Equal(["complaint-categories: 'fyre' is no department of the rule pack departments."], known.Faults);
    }

    private static string Pack(string key) => $$"""
        { "pack": "departments", "extensible": true, "entries": [ { "key": "{{key}}", "versions": [ {
          "version": "1", "validFrom": "2026-01-01", "jurisdiction": "CN", "unit": "none", "confidence": "ours",
          "basis": { "law": "试验", "article": "一" }, "values": { "zh": "烟草专卖部门", "en": "Tobacco monopoly", "part": "acts" } } ] } ] }
        """;
}
