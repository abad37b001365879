using System.Net;
using Oversight.Complaint.Matters;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Testing;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>A substantiated matter lowers the rating of its party: one person alone does not say so.</summary>
public sealed class SubstantiationTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly object Substantiated = new { outcome = "substantiated", reply = "已查实。" };
    private static readonly Party Party = new(null, "慈溪市试验托管中心", null, "330282", null, PartyEntries.None);

    [Fact]
    public async Task The_handler_alone_does_not_substantiate()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");

        using var answer = await complaint.TryAsync(id, "conclusion", Substantiated);

        var refused = await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "complaint.matter.finding_missing");
        Assert.Equal("民办教育促进法实施条例", refused.Body.GetProperty("legalBasis").GetProperty("law").GetString());
        Assert.Empty(await complaint.FactsOfAsync(id));
    }

    [Fact]
    public async Task Nor_does_a_supervisor_who_handles_it()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance", officer: complaint.Supervisor);

        using var answer = await complaint.TryAsync(id, "conclusion", Substantiated, complaint.Supervisor);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "complaint.matter.finding_missing");
    }

    [Fact]
    public async Task A_second_person_does()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");

        var ended = await complaint.ActAsync(id, "conclusion", Substantiated, complaint.Supervisor);

        Assert.Equal("concluded", ended.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("case_filed", true)]
    [InlineData("rectified", true)]
    [InlineData("no_violation", false)]
    [InlineData("joint_operation", false)]
    public async Task What_another_department_found_counts(string outcome, bool counts)
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, id) = await complaint.MatterAsync();
        await complaint.ActAsync(id, "acceptance");
        await complaint.ActAsync(id, "referral", new { summary = "疏散通道被堵，夜间有学员上课。", department = "fire" });
        await complaint.TakeAsync(
            new ClueConcluded(Guid.NewGuid(), 4, "complaint", id, Party, "fire", outcome, Today, ComplaintUnderTest.Start.UtcDateTime));

        using var answer = await complaint.TryAsync(id, "conclusion", Substantiated);

        await answer.ShouldBeAsync(counts ? HttpStatusCode.OK : HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Who_may_not_mediate_is_told_by_which_law()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var fire = complaint.As("fire-1", "fire", "3302", Oversight.Web.Roles.ComplaintHandler);
        var (_, id) = await complaint.MatterAsync(Messages.Complaint());
        await complaint.ActAsync(id, "transfer", new { department = "fire", reason = "试验" });
        await complaint.ActAsync(id, "acceptance", officer: fire);

        using var answer = await complaint.TryAsync(id, "mediation", new { consentsToNaming = false }, fire);

        var refused = await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "reference.power.missing");
        Assert.Equal("消费者权益保护法", refused.Body.GetProperty("legalBasis").GetProperty("law").GetString());
    }
}
