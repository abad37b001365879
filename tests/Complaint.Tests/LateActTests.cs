using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Complaint.Data;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>
/// An act, or a fact of another service, that comes after the end of a term leaves the same matter whether the sweeper was there before it
/// or not.
/// </summary>
public sealed class LateActTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(3, true)]
    public Task A_complaint_that_is_accepted_around_the_end_of_its_term(int seconds, bool late) => SameAsync(
        late, true, Messages.Complaint(), OfficialTime.EndOf(new DateOnly(2026, 12, 3)).AddSeconds(seconds),
        (complaint, id) => complaint.ActAsync(id, "acceptance"));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public Task A_report_whose_filing_is_decided_elsewhere_around_the_end_of_its_term(int seconds, bool late) => SameAsync(
        late, false, Messages.Report(), OfficialTime.EndOf(new DateOnly(2026, 12, 15)).AddSeconds(seconds),
        (complaint, id) => complaint.TakeAsync(new CaseFiled(
            Guid.CreateVersion7(), 1, "甬消立〔2026〕1号", new Party(null, "慈溪市试验托管中心", null, "330282", null, PartyEntries.None), "fire", ["V37"],
            [id], null, new DateOnly(2026, 12, 15), ComplaintUnderTest.Start.UtcDateTime)));

    private static async Task SameAsync(
        bool late, bool byOfficer, Dictionary<string, object?> message, DateTime at, Func<ComplaintUnderTest, Guid, Task> act)
    {
        var seen = new List<string>();
        foreach (var sweepFirst in new[] { true, false })
        {
            await using var complaint = await ComplaintUnderTest.StartAsync();
            var (_, id) = await complaint.MatterAsync(message);
            await complaint.Services.GetRequiredService<DeadlineSweeper<ComplaintDbContext>>().StopAsync(Cancellation);
            complaint.Clock.SetUtcNow(at);
            if (sweepFirst)
            {
                await complaint.SweepAsync();
            }

            // An officer's act moves the clock one millisecond on.
            complaint.Clock.AdjustTime(at.AddMilliseconds(byOfficer ? -1 : 0));
            await act(complaint, id);
            complaint.Clock.Advance(TimeSpan.FromHours(1));
            await complaint.SweepAsync();

            var read = await complaint.JsonAsync($"matters/{id}");
            var lines = await complaint.ReadAsync(
                c => c.Entries.Where(e => e.MatterId == id).OrderBy(e => e.MatterVersion).ThenBy(e => e.Id)
                    .Select(e => $"{e.Code}/{e.MatterVersion}@{e.On:yyyy-MM-dd}").ToListAsync(Cancellation));
            var clocks = read.GetProperty("clocks").EnumerateArray()
                .Select(
                    c =>
                        $"{c.GetProperty("key").GetString()}:{c.GetProperty("state").GetString()}:{(
                            c.GetProperty("ranOutAt").ValueKind == JsonValueKind.Null
                            ? "in time" : c.GetProperty("ranOutAt").GetString())}");
            seen.Add(
                $"v{read.GetProperty("matter").GetProperty("version")} overdue={read.GetProperty("matter").GetProperty("isOverdue")} | "
                    + $"{string.Join(' ', lines)} | {string.Join(' ', clocks)}");
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(late, seen[1].Contains("overdue/2@", StringComparison.Ordinal));
        Assert.Equal(late, seen[1].Contains(":stopped:2026-12-", StringComparison.Ordinal));
        Assert.Contains("overdue=False", seen[1], StringComparison.Ordinal);
    }
}
