using Oversight.Identity.Accounts;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Identity.Tests;

/// <summary>Which roles one person may have together, and that a place may only forbid more.</summary>
public sealed class RoleRulesTests
{
    private static readonly DateOnly Day = new(2026, 11, 30);
    private static readonly DivisionCode Place = DivisionCode.FromStored("3302");

    [Fact]
    public void Administrators_and_auditors_have_no_other_role()
    {
        var rules = RoleRules.Load();
        foreach (var other in Roles.All.Except([Roles.DepartmentSystem]))
        {
            foreach (var alone in new[] { Roles.Administrator, Roles.Auditor }.Where(role => role != other))
            {
                var refused = rules.Check([other, alone], Day, Place).Error!;
                Assert.Equal("identity.grant.roles_incompatible", refused.Code);
                Assert.NotNull(refused.Basis);
            }

            Assert.False(rules.Check([other], Day, Place).IsRefused, other);
        }

        Assert.False(rules.Check([Roles.Inspector, Roles.CaseOfficer], Day, Place).IsRefused);
    }

    [Fact]
    public void A_place_may_exclude_more()
    {
        var rules = RoleRules.Load(Folder(Entry("case_officer", "supervisor"), Entry("administrator", "*")));
        var refused = rules.Check([Roles.Supervisor, Roles.CaseOfficer], Day, Place).Error!;
        Assert.Contains("a reason of the place", refused.Message, StringComparison.Ordinal);
        Assert.True(rules.Check([Roles.Auditor, Roles.Publisher], Day, Place).IsRefused);
    }

    [Theory]
    [InlineData("administrator", "auditor")]
    [InlineData("auditor", "administrator")]
    [InlineData("emperor", "auditor")]
    [InlineData("publisher", "emperor")]
    public void A_place_excludes_never_less_and_names_only_roles(string role, string excludes) =>
        Assert.Throws<RuleDataException>(() => RoleRules.Load(Folder(Entry(role, excludes))));

    // It begins late, so that the day before it has no version of its own: the shipped rule holds all the same.
    [Fact]
    public void A_file_that_begins_later_leaves_no_gap() =>
        Assert.True(
            RoleRules.Load(Folder(Entry("auditor", "*", "2030-01-01"))).Check([Roles.Auditor, Roles.Inspector], Day, Place).IsRefused);

    private static string Folder(params string[] entries)
    {
        var folder = RunFolder.New("role-rules");
        File.WriteAllText(
            Path.Combine(folder, "incompatible-roles.json"),
            $$"""{ "pack": "incompatible-roles", "description": "x", "extensible": true, "entries": [{{string.Join(',', entries)}}] }""");
        return folder;
    }

    private static string Entry(string role, string excludes, string from = "2020-01-01") => $$"""
        { "key": "{{role}}", "versions": [ {
          "version": "1", "validFrom": "{{from}}", "jurisdiction": "CN", "unit": "none", "confidence": "ours",
          "basis": {"law": "x", "article": "1"},
          "values": {"excludes": ["{{excludes}}"], "zh": "本地规定", "en": "a reason of the place"}
        } ] }
        """;
}
