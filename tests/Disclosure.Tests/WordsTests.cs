using System.Text.Json;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Reference;
using Oversight.Pages;
using Oversight.Reference;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>
/// Every code that a fact may carry is told to the public in words, in both languages. The codes are read where their owner keeps them, so
/// that a new one without words fails here.
/// </summary>
public sealed class WordsTests
{
    private static readonly Wording Words = new(TimeProvider.System, null);
    private static readonly ReferenceData Reference = new(TimeProvider.System, null);

    [Fact]
    public void Each_department_has_words() => AssertNamed(Departments.Load().Codes, Words.Department);

    [Fact]
    public void Each_violation_has_words() => AssertNamed(ViolationCatalogue.Load().Pack.Keys, Words.Violation);

    [Fact]
    public void Each_type_of_institution_has_words() => AssertNamed(
        InstitutionTypes.Load().Pack.Keys,
        code => new NamedCode(code, Reference.TypeName(code, Language.Chinese), Reference.TypeName(code, Language.English)));

    [Theory]
    [InlineData("Enforcement/Rules/penalty-kinds.json", "", "penalty")]
    [InlineData("Enforcement/Rules/credit-classes.json", "", "class")]
    [InlineData("Inspection/Rules/result-categories.json", "", "result")]
    [InlineData("Inspection/Rules/visit-rules.json", "kind.", "visit")]
    public void Each_code_of_another_services_pack_has_words(string pack, string prefix, string kind) =>
        AssertNamed(Keys(pack, prefix), code => Words.Name(kind, code));

    [Fact]
    public void Each_checklist_item_has_words() => AssertNamed(Keys("Inspection/Rules/checklists.json"), Words.Item);

    [Fact]
    public void Each_severity_and_grade_has_words()
    {
        AssertNamed(["high", "medium", "low"], code => Words.Name("severity", code));
        AssertNamed(Wording.Grades, code => Words.Name("grade", code));
    }

    [Fact]
    public void Each_status_of_the_register_has_words() => AssertNamed(
        Keys("Registry/Rules/institution-statuses.json"),
        code => new NamedCode(code, Reference.StatusName(code, Language.Chinese), Reference.StatusName(code, Language.English)));

    [Fact]
    public void A_code_that_nobody_knows_is_shown_as_it_is()
    {
        Assert.Equal(new NamedCode("weather", "weather", "weather"), Words.Department("weather"));
        Assert.Equal(new NamedCode("V99", "V99", "V99"), Words.Violation("V99"));
        Assert.Equal(new NamedCode("X99", "X99", "X99"), Words.Item("X99"));
    }

    private static void AssertNamed(IReadOnlyCollection<string> codes, Func<string, NamedCode> name)
    {
        Assert.NotEmpty(codes);
        Assert.All(codes.Select(name), named => Assert.True(named.Zh != named.Code && named.En != named.Code, named.Code));
    }

    private static List<string> Keys(string pack, string prefix = "")
    {
        Assert.SkipWhen(Repository.Root is null, "The packs of the other services are not here: run the test in a checkout.");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root!, "services", pack)));
        return [.. json.RootElement.GetProperty("entries").EnumerateArray()
            .Select(entry => entry.GetProperty("key").GetString()!)
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..])];
    }
}
