using Oversight.Kernel;
using Xunit;

namespace Oversight.Reference.Tests;

public sealed class DivisionsTests
{
    private static readonly Divisions Shipped = Divisions.Load();

    [Fact]
    public void Every_province_has_cities_and_every_city_counties_or_is_one_itself()
    {
        var counties = Shipped.Counties(null).ToList();

        Assert.InRange(counties.Count, 2_900, 3_200);
        Assert.Equal(31, counties.Select(code => code[..2]).Distinct().Count());
        Assert.All(counties, code =>
        {
            Assert.Equal(code, DivisionCode.Parse(code).Value?.FullCode);
            Assert.NotEqual(code, Shipped.Name(code, english: false));
            Assert.NotEqual(code, Shipped.Name(code, english: true));
            Assert.NotNull(Shipped.Find(code[..4]));
            Assert.NotNull(Shipped.Find(code[..2]));
        });
    }

    [Theory]
    [InlineData("3302", "330203", 10)]
    [InlineData("4401", "440103", 11)]
    [InlineData("1101", "110101", 16)]
    [InlineData("330282", "330282", 1)]
    [InlineData("4419", "441900", 1)]
    public void A_division_has_its_counties(string division, string first, int count)
    {
        var counties = Shipped.Counties(DivisionCode.FromStored(division)).ToList();

        Assert.Equal((first, count), (counties[0], counties.Count));
    }

    [Theory]
    [InlineData("330203", "宁波市海曙区", "Haishu District, Ningbo")]
    [InlineData("330282", "慈溪市", "Cixi City, Ningbo")]
    [InlineData("440106", "广州市天河区", "Tianhe District, Guangzhou")]
    [InlineData("110108", "北京市海淀区", "Haidian District, Beijing")]
    [InlineData("500240", "重庆市石柱土家族自治县", "Shizhu Autonomous County, Chongqing")]
    [InlineData("429004", "仙桃市", "Xiantao City")]
    [InlineData("429021", "神农架林区", "Shennongjia Forestry District")]
    [InlineData("441900", "东莞市", "Dongguan")]
    [InlineData("330204", "宁波市江东区", "Jiangdong District, Ningbo")]
    [InlineData("999999", "999999", "999999")]
    public void A_county_is_read_with_its_city(string code, string zh, string en)
    {
        Assert.Equal(zh, Shipped.Path(code, english: false));
        Assert.Equal(en, Shipped.Path(code, english: true));
    }

    [Theory]
    [InlineData("330203", true)]
    [InlineData("4401", true)]
    [InlineData("44", true)]
    [InlineData("330204", false)]
    [InlineData("330299", false)]
    [InlineData("3399", false)]
    public void A_code_is_in_use_or_not(string code, bool inUse) => Assert.Equal(inUse, Shipped.Has(DivisionCode.FromStored(code)));

    [Fact]
    public void A_place_adds_a_new_county_and_renames_one()
    {
        var folder = Directory.CreateTempSubdirectory("divisions");
        try
        {
            Write(folder.FullName, ("330215", "试验区", "Test District"), ("330203", "新海曙区", "New Haishu District"));
            var divisions = Divisions.Load(folder.FullName);

            Assert.Equal("宁波市试验区", divisions.Path("330215", english: false));
            Assert.Equal("宁波市新海曙区", divisions.Path("330203", english: false));
            Assert.Contains("330215", divisions.Counties(DivisionCode.FromStored("3302")));
            Assert.Equal(Shipped.Count + 1, divisions.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("330200")]
    [InlineData("99")]
    [InlineData("ningbo")]
    public void A_key_that_is_no_division_is_a_fault(string key)
    {
        var folder = Directory.CreateTempSubdirectory("divisions");
        try
        {
            Write(folder.FullName, (key, "试验区", "Test District"));

            var thrown = Assert.Throws<RuleDataException>(() => Divisions.Load(folder.FullName));
            Assert.Contains($"'{key}'", Assert.Single(thrown.Faults), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string folder, params (string Key, string Zh, string En)[] entries) => File.WriteAllText(
        Path.Combine(folder, "divisions.json"),
        $$"""{ "pack": "divisions", "entries": [ {{string.Join(", ", entries.Select(e => Entry(e.Key, e.Zh, e.En)))}} ] }""");

    private static string Entry(string key, string zh, string en) => $$"""
        { "key": "{{key}}", "versions": [ { "version": "1", "validFrom": "2026-01-01", "jurisdiction": "CN", "unit": "none",
          "confidence": "ours",
          "basis": { "law": "试验", "article": "一" }, "values": { "zh": "{{zh}}", "en": "{{en}}" } } ] }
        """;
}
