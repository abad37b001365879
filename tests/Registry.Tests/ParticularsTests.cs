using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>What may stand in the register, field by field.</summary>
public sealed class ParticularsTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly ParticularsReader Reader = new(new RegisterRules(overrideFolder: null));

    private static StatedParticulars Sound { get; } = new(
        "慈溪市试验幼儿园", Entries.Code(1), "K1", "非营利", "330282", "浒山街道 1 号", "教民133028260000018号", "慈溪市教育局",
        new DateOnly(2024, 8, 20), new DateOnly(2024, 9, 1), new DateOnly(2029, 8, 31));

    [Fact]
    public void A_sound_statement_is_accepted() => Assert.Equal("K1", Read(Sound).Value.Type);

    [Fact]
    public void Full_width_and_lower_case_codes_are_brought_into_form() =>
        Assert.Equal(Entries.Code(1), Read(Sound with { CreditCode = " " + Widen(Entries.Code(1).ToLowerInvariant()) }).Value.CreditCode);

    [Fact]
    public void A_type_may_be_named_in_chinese() => Assert.Equal("K3", Read(Sound with { Type = "营利性民办幼儿园", Profit = "营利" }).Value.Type);

    [Theory]
    [InlineData("K1", "营利")]
    [InlineData("K2", "营利")]
    [InlineData("K3", "非营利")]
    [InlineData("S1", "营利")]
    [InlineData("T4", "亏损")]
    [InlineData("T4", null)]
    public void Profit_must_be_what_the_law_allows_for_the_type(string type, string? profit) =>
        Refused(Sound with { Type = type, Profit = profit }, "registry.institution.profit_not_allowed", "profit");

    [Fact]
    public void Subject_tutoring_before_school_age_takes_no_new_institution() =>
        Refused(Sound with { Type = "T3" }, "registry.institution.type_closed", "type");

    [Theory]
    [InlineData("T1")]
    [InlineData("T2")]
    public void Subject_tutoring_takes_no_new_institution_and_keeps_those_it_has(string type)
    {
        Refused(Sound with { Type = type }, "registry.institution.type_closed", "type");
        Assert.Equal(type, Reader.Read(Sound with { Type = type }, Today, "ACTIVE", establishes: false).Value.Type);
    }

    [Fact]
    public void Subject_tutoring_that_exists_is_non_profit_in_the_compulsory_stage()
    {
        var stated = Sound with { Type = "T1", Profit = "营利" };

        Assert.Equal("registry.institution.profit_not_allowed", Reader.Read(stated, Today, "ACTIVE", establishes: false).Error?.Code);
    }

    [Fact]
    public void What_is_forbidden_does_not_exist_either() => Assert.Equal(
        "registry.institution.type_closed", Reader.Read(Sound with { Type = "T3" }, Today, "ACTIVE", establishes: false).Error?.Code);

    [Fact]
    public void In_preparation_there_is_neither_licence_nor_credit_code()
    {
        var prepared = Sound with
        {
            CreditCode = null, LicenceNumber = null, IssuingAuthority = null, IssuedOn = null, ValidFrom = null, ValidTo = null,
        };

        Assert.Null(Reader.Read(prepared, Today, "PREP", establishes: true).Value.Licence);
        Assert.Equal("registry.institution.licence_required", Reader.Read(prepared, Today, "LICENSED", establishes: true).Error?.Code);
    }

    [Fact]
    public void Where_a_law_says_no_the_refusal_names_it() => Assert.Equal("学前教育法", Read(Sound with { Profit = "营利" }).Error?.Basis?.Law);

    public static TheoryData<string, string, Func<object>> Faulty() => new()
    {
        { "text.required", "name", () => Sound with { Name = " 　" } },
        { "text.too_long", "name", () => Sound with { Name = new string('名', 101) } },
        { "text.control_character", "name", () => Sound with { Name = "名\a" } },
        { "text.direction_mark", "name", () => Sound with { Name = "名\u202E" } },
        { "registry.institution.type_unknown", "type", () => Sound with { Type = "K9" } },
        { "registry.institution.type_unknown", "type", () => Sound with { Type = null } },
        { "identifier.credit_code.check_digit", "creditCode",
            () => Sound with { CreditCode = Entries.Code(1)[..17] + (Entries.Code(1)[17] == '0' ? '1' : '0') } },
        { "identifier.credit_code.length", "creditCode", () => Sound with { CreditCode = Entries.Code(1)[..17] } },
        { "registry.institution.credit_code_required", "creditCode", () => Sound with { CreditCode = null } },
        { "identifier.division.length", "division", () => Sound with { Division = "33028" } },
        { "registry.institution.county_required", "division", () => Sound with { Division = "330200" } },
        { "text.required", "address", () => Sound with { Address = null } },
        { "registry.institution.licence_required", "licenceNumber", () => Sound with { LicenceNumber = null } },
        { "registry.licence.term_reversed", "validTo", () => Sound with { ValidTo = new DateOnly(2024, 8, 31), IssuedOn = null } },
        { "registry.licence.issued_after_end", "issuedOn", () => Sound with { IssuedOn = new DateOnly(2030, 1, 1) } },
        { "registry.licence.day_out_of_range", "validTo", () => Sound with { ValidTo = new DateOnly(9999, 12, 31) } },
        { "registry.licence.day_out_of_range", "validFrom", () => Sound with { ValidFrom = new DateOnly(1, 1, 1) } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_faulty_field_is_refused_by_its_name(string code, string field, Func<object> stated) =>
        Refused((StatedParticulars)stated(), code, field);

    [Fact]
    public void After_school_care_needs_neither_licence_nor_permit_number() =>
        Assert.False(
            Read(
                Sound with
                {
                    Type = "X1", Profit = "营利", LicenceNumber = null, IssuingAuthority = null, IssuedOn = null, ValidFrom = null,
                    ValidTo = null
                }).IsRefused);

    [Fact]
    public void Before_registration_there_is_no_credit_code_yet() =>
        Assert.False(Reader.Read(Sound with { CreditCode = null }, Today, "LICENSED", establishes: true).IsRefused);

    private static Kernel.Result<Particulars> Read(StatedParticulars stated) =>
        Reader.Read(stated, Today, RegisterRules.InOperation, establishes: true);

    private static void Refused(StatedParticulars stated, string code, string field) =>
        Assert.Equal((code, field), (Read(stated).Error?.Code, Read(stated).Error?.Field));

    private static string Widen(string text) => string.Concat(text.Select(c => (char)(c + 0xFEE0)));
}
