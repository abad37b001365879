using Oversight.Inspection.Officers;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Who may inspect together, by table (行政处罚法 第四十二条、第四十三条).</summary>
public sealed class TeamTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private static readonly DateTime Now = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Institution = new("0197a000-0000-7000-8000-000000000001");
    private static readonly InspectionRules Rules = new(overrideFolder: null);

    // Officers as "department/division/validFrom..validTo/flag", departments that take part, refusal ("" = fit).
    [Theory]
    [InlineData("education/330200 education/330200", "education", "")]
    [InlineData("education/330282 education/330000", "education", "")]
    [InlineData("education/330200", "education", "too_few_officers")]
    [InlineData("education/330200 education/330200", "education fire", "too_few_officers")]
    [InlineData("education/330200 education/330200 fire/330200", "education fire", "too_few_officers")]
    [InlineData("education/330200 education/330200 fire/330200 fire/330200", "education fire", "")]
    [InlineData("education/330200 fire/330200", "education", "officer_other_department")]
    [InlineData("education/330200 education/330281", "education", "officer_other_division")]
    [InlineData("education/330200 education/330300", "education", "officer_other_division")]
    [InlineData("education/330200 education/330200/2024-01-01..2026-11-23", "education", "certificate_not_valid")]
    [InlineData("education/330200 education/330200/2024-01-01..2026-11-24", "education", "")]
    [InlineData("education/330200 education/330200/2026-11-25..2030-01-01", "education", "certificate_not_valid")]
    [InlineData("education/330200 education/330200/2026-11-24..2030-01-01", "education", "")]
    [InlineData("education/330200 education/330200/2024-01-01..2030-01-01/inactive", "education", "officer_inactive")]
    [InlineData("education/330200 education/330200/2024-01-01..2030-01-01/avoids", "education", "officer_avoids")]
    [InlineData("education/330200 education/330200/2024-01-01..2030-01-01/avoids-other", "education", "")]
    public void A_team_is_fit_or_refused_by_name(string officers, string departments, string refusal)
    {
        var outcome = Team.Check(
            [.. officers.Split(' ').Select(Read)], departments.Split(' '), "330282", Institution, Day, Rules.OfficersPerDepartment(Day));

        Assert.Equal(refusal.Length == 0 ? null : $"inspection.visit.{refusal}", outcome.Error?.Code);
        Assert.True(refusal.Length == 0 || outcome.Error!.Basis is not null);
    }

    [Fact]
    public void An_avoidance_does_not_bind_where_the_register_does_not_know_the_party() =>
        Assert.False(
            Team.Check(
                [Read("education/330200"), Read("education/330200/2024-01-01..2030-01-01/avoids")], ["education"], "330282", null, Day,
                Rules.OfficersPerDepartment(Day)).IsRefused);

    private static Officer Read(string text)
    {
        var parts = text.Split('/');
        var term = parts.Length > 2 ? parts[2].Split("..") : ["2024-01-01", "2030-01-01"];
        var (officer, _) = Officer.Register(
            Guid.CreateVersion7(), new OfficerStatement(
                "ZJ-1", "cipher", parts[0], parts[1], DateOnly.Parse(term[0], null), DateOnly.Parse(term[1], null), [], null), Now);
        var outcome = parts.Length > 3
            ? parts[3] switch
            {
                "inactive" => officer.Deactivate(Now),
                "avoids" => officer.Avoid(Institution, "r", "by", Now),
                _ => officer.Avoid(Guid.CreateVersion7(), "r", "by", Now),
            }
            : default;
        Assert.False(outcome.IsRefused);
        return officer;
    }
}
