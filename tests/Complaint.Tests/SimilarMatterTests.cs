using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>Matters about the same thing: suggested, joined, and counted as a signal.</summary>
public sealed class SimilarMatterTests
{
    [Fact]
    public async Task Matters_of_others_about_the_same_thing_are_suggested_and_joined()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, parent) = await complaint.MatterAsync();
        var (_, other) = await complaint.MatterAsync(Messages.Anonymous());
        await complaint.MatterAsync(Messages.Anonymous().With("category", "food"));
        await complaint.MatterAsync(Messages.Anonymous().With("partyName", "另一家"));

        Assert.Equal(
            [other], (await complaint.JsonAsync($"matters/{parent}/similar")).GetProperty("items").EnumerateArray().Select(
                m => m.GetProperty("id").GetGuid()));
        var joined = await complaint.ActAsync(other, "join", new { parentId = parent });

        Assert.Equal(parent, joined.GetProperty("parentId").GetGuid());
        Assert.Equal(
            [other], (await complaint.JsonAsync($"matters/{parent}")).GetProperty("joined").EnumerateArray().Select(j => j.GetGuid()));
        using var again = await complaint.TryAsync(other, "join", new { parentId = parent });
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "complaint.matter.cannot_join");
        using var unknown = await complaint.TryAsync(parent, "join", new { parentId = Guid.NewGuid() });
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "complaint.matter.not_found");
    }

    [Fact]
    public async Task Two_opposite_joins_at_once_make_no_ring()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        var (_, one) = await complaint.MatterAsync();
        var (_, two) = await complaint.MatterAsync(Messages.Anonymous());

        var answers = await Task.WhenAll(
            complaint.TryAsync(one, "join", new { parentId = two }), complaint.TryAsync(two, "join", new { parentId = one }));

        Assert.Equal(1, answers.Count(a => a.IsSuccessStatusCode));
        Assert.Equal(
            1, await complaint.ReadAsync(c => c.Matters.CountAsync(m => m.ParentId != null, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Many_messages_about_one_party_are_a_signal()
    {
        await using var complaint = await ComplaintUnderTest.StartAsync();
        await complaint.SubmitAsync(Messages.Report().With("wants", new[] { "complaint", "report" }));
        await complaint.SubmitAsync(Messages.Anonymous());
        Assert.Empty((await complaint.JsonAsync("signals")).GetProperty("items").EnumerateArray());

        await complaint.SubmitAsync(Messages.Anonymous());
        await complaint.SubmitAsync(Messages.Anonymous().With("category", "food"));

        var signal = Assert.Single((await complaint.JsonAsync("signals")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("safety", 3, 4),
            (signal.GetProperty("category").GetString(), signal.GetProperty("messages").GetInt32(), signal.GetProperty("open").GetInt32()));
        Assert.Empty(
            (await complaint.JsonAsync("signals", complaint.As("a", "education", "3301", Roles.Supervisor))).GetProperty("items")
                .EnumerateArray());
        complaint.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Empty((await complaint.JsonAsync("signals")).GetProperty("items").EnumerateArray());
        Assert.Single((await complaint.JsonAsync("signals?since=2026-11-24")).GetProperty("items").EnumerateArray());
    }
}
