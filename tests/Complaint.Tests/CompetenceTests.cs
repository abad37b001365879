using System.Net;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>To whom a message goes: to the department that the law makes competent, as powers and violation catalogue say.</summary>
public sealed class CompetenceTests
{
    [Theory]
    [InlineData("fire_hazard", "fire")]
    [InlineData("advertising", "market")]
    [InlineData("price", "market")]
    [InlineData("civil_registration", "civil")]
    [InlineData("safety", "education")]
    [InlineData("illegal_fees", "education")]
    [InlineData("refund_dispute", "education")]
    [InlineData("food", "education")]
    [InlineData("unqualified_staff", "education")]
    [InlineData("paid_tutoring_by_teacher", "education")]
    public async Task A_report_goes_to_whoever_may_punish_and_else_to_the_department_of_its_category(string category, string department)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();

        Assert.Equal(department, await DepartmentOfAsync(complaint, Messages.Report().With("category", category)));
    }

    [Fact]
    public async Task A_report_and_a_complaint_of_one_message_go_to_two_departments()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var message = Messages.Report().With("category", "fire_hazard").With("wants", new[] { "report", "complaint" });

        using var answer = await complaint.Public.CommandAsync($"{ComplaintUnderTest.Api}/public/complaints", message);

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal(
            [("complaint", "education"), ("report", "fire")],
            (await answer.ReadJsonAsync()).GetProperty("matters").EnumerateArray()
                .Select(m => (m.GetProperty("kind").GetString()!, m.GetProperty("department").GetString()!)).Order());
    }

    [Fact]
    public async Task The_fire_department_accepts_it_and_hands_on_what_is_not_its_duty()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var fire = complaint.As("fire-1", "fire", "3302", Roles.ComplaintHandler);
        var (_, id) = await complaint.MatterAsync(Messages.Report().With("category", "fire_hazard"));

        using var education = await complaint.TryAsync(id, "acceptance");
        await education.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.matter.not_found");
        await complaint.ActAsync(id, "acceptance", officer: fire);
        await complaint.ActAsync(id, "transfer", new { department = "housing", reason = "未经消防验收，由住建部门处理。" }, fire);

        var housing = complaint.As("housing-1", "housing", "3302", Roles.ComplaintHandler);
        Assert.Equal(
            "accepted", (await complaint.JsonAsync($"matters/{id}", housing)).GetProperty("matter").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("V1", "human_resources")]
    [InlineData("K1", "education")]
    public async Task Of_several_competent_departments_the_one_that_licenses_the_institution_has_it(string type, string department)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var institution = await complaint.KnowAsync(type: type);
        var message = Messages.Report().With("category", "unqualified_staff").With("institutionId", institution)
            .With("partyName", null).With("division", null).With("address", null);

        Assert.Equal(department, await DepartmentOfAsync(complaint, message));
    }

    [Fact]
    public async Task A_place_without_such_a_department_keeps_the_one_of_the_category()
    {
        var folder = Directory.CreateTempSubdirectory("oversight-powers").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "powers.json"), """
            { "pack": "powers", "entries": [ { "key": "punish.catalogue", "versions": [ {
              "version": "1", "validFrom": "2018-12-29", "jurisdiction": "3302", "unit": "none", "confidence": "ours",
              "basis": { "law": "试验", "article": "一" },
              "values": { "power": "punish", "departments": ["education"], "levels": ["county", "city"], "types": ["*"] } } ] } ] }
            """, TestContext.Current.CancellationToken);
        await using var complaint = await ComplaintUnderTest.StartAsync(
            settings: new Dictionary<string, string?> { ["Oversight:Rules:Folder"] = folder });

        Assert.Equal("education", await DepartmentOfAsync(complaint, Messages.Report().With("category", "fire_hazard")));
    }

    private static async Task<string> DepartmentOfAsync(ComplaintUnderTest complaint, Dictionary<string, object?> message)
    {
        using var answer = await complaint.Public.CommandAsync($"{ComplaintUnderTest.Api}/public/complaints", message);
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var matters = (await answer.ReadJsonAsync()).GetProperty("matters");
        return Assert.Single(matters.EnumerateArray()).GetProperty("department").GetString()!;
    }
}
