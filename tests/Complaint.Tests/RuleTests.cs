using Oversight.Complaint.Intakes;
using Oversight.Complaint.Reference;
using Oversight.Complaint.Secrecy;
using Oversight.Complaint.Tracking;
using Oversight.Kernel;
using Oversight.Persistence.PersonalData;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>Pure rules: tracking codes, what gives a person away, telephone numbers, the rule packs.</summary>
public sealed class RuleTests
{
    [Fact]
    public void Codes_are_drawn_and_never_come_twice() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => TrackingCodes.New()).Distinct().Count());

    [Fact]
    public void A_code_reads_back_however_it_is_typed()
    {
        for (var i = 0; i < 500; i++)
        {
            var code = TrackingCodes.New();
            var shown = TrackingCode.Show(code);
            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$", shown);
            Assert.Equal(code, TrackingCode.Read(shown));
            Assert.Equal(code, TrackingCode.Read(" " + shown.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l')));
            Assert.Equal(code, TrackingCode.Read(string.Concat(shown.Select(c => c == '-' ? '－' : (char)(c + 0xFEE0)))));
        }
    }

    [Fact]
    public void One_character_misread_or_two_neighbours_swapped_is_no_code()
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var code = TrackingCodes.New();
        for (var i = 0; i < code.Length; i++)
        {
            foreach (var other in alphabet.Where(c => c != code[i]))
            {
                Assert.Null(TrackingCode.Read(code[..i] + other + code[(i + 1)..]));
            }
        }

        // Luhn does not see the swap of the first and the last character of the alphabet, and of equal ones.
        for (var i = 0; i + 1 < code.Length; i++)
        {
            if (code[i] != code[i + 1] && !("0Z".Contains(code[i]) && "0Z".Contains(code[i + 1])))
            {
                Assert.Null(TrackingCode.Read(code[..i] + code[i + 1] + code[i] + code[(i + 2)..]));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAA")]
    [InlineData("查询码查询码查询码查询码查询码查询码查询")]
    [InlineData("'; DROP TABLE intakes; --")]
    [InlineData("UUUUU-UUUUU-UUUUU-UUUUU")]
    public void What_cannot_be_a_code_is_none(string? typed) => Assert.Null(TrackingCode.Read(typed));

    [Fact]
    public void A_text_far_too_long_is_no_code() => Assert.Null(TrackingCode.Read(new string('0', 100_000)));

    [Theory]
    [InlineData("13800001234", "13800001234")]
    [InlineData("+86 138 0000 1234", "13800001234")]
    [InlineData("008613800001234", "13800001234")]
    [InlineData("１３８－００００－１２３４", "13800001234")]
    [InlineData("0574-00001234", "057400001234")]
    [InlineData("(0574) 8900 1234", "057489001234")]
    [InlineData("1380000123", null)]
    [InlineData("12345678901", null)]
    [InlineData("138000012345", null)]
    [InlineData("110", null)]
    [InlineData("电话", null)]
    [InlineData("1380000123a", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_telephone_number_is_a_mobile_or_a_landline_with_its_area_code(string? stated, string? kept) =>
        Assert.Equal(kept, IntakeReader.Phone(stated));

    [Fact]
    public void Every_category_of_the_requirements_is_there_with_its_route()
    {
        var rules = new ComplaintRules(null);
        var sources = rules.Categories(new DateOnly(2026, 11, 24)).Select(c => c.Values.Source).ToHashSet();

        Assert.Superset(
            new HashSet<string> { "S15", "S16", "S17", "S20", "S25", "S26", "S27", "S28", "S29", "S30", "S31", "S32", "S34" }, sources);
        Assert.Equal(Channels.Discipline, rules.Category("paid_tutoring_by_teacher", new DateOnly(2026, 11, 24))!.Values.Channel);
        Assert.True(rules.Category("corporal_punishment", new DateOnly(2026, 11, 24))!.Values.Urgent);
        Assert.Equal("fire", rules.Category("fire_hazard", new DateOnly(2026, 11, 24))!.Values.ReferTo);
    }

    [Theory]
    [InlineData(null, "330282", true)]
    [InlineData(null, "3302", true)]
    [InlineData(null, "33", false)]
    [InlineData("3302", "330282", true)]
    [InlineData("3302", "330102", false)]
    [InlineData("330282", "330281", false)]
    [InlineData("4401", "440106", true)]
    [InlineData("4401", "440305", false)]
    [InlineData("4419", "4419", true)]
    [InlineData("3302", "330204", false)]
    public void Complaints_are_taken_about_the_divisions_that_are_served(string? served, string division, bool expected) =>
        Assert.Equal(expected, new ComplaintRules(null, served).Serves(DivisionCode.Parse(division).Value));

    [Theory]
    [InlineData("4401", "440103", "广州市荔湾区", 11)]
    [InlineData("4419", "441900", "东莞市", 1)]
    [InlineData("1101", "110101", "北京市东城区", 16)]
    [InlineData("330282", "330282", "慈溪市", 1)]
    public void The_form_of_any_place_offers_its_own_counties_by_name(string served, string first, string name, int count)
    {
        var rules = new ComplaintRules(null, served);
        var counties = rules.Counties.ToList();

        Assert.Equal((first, name, count), (counties[0], rules.DivisionName(counties[0], english: false), counties.Count));
        Assert.All(counties, code => Assert.True(rules.Serves(DivisionCode.Parse(code).Value), code));
    }

    [Fact]
    public void A_pack_that_names_an_unknown_department_stops_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("rules").FullName;
        var pack = File.ReadAllText(Path.Combine(Testing.Repository.Root!, "services", "Complaint", "Rules", "complaint-categories.json"));
        File.WriteAllText(
            Path.Combine(folder, "complaint-categories.json"),
            pack.Replace("\"referTo\": \"fire\"", "\"referTo\": \"nowhere\"", StringComparison.Ordinal));
        try
        {
            Assert.Contains("nowhere", Assert.ThrowsAny<Exception>(() => new ComplaintRules(folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
