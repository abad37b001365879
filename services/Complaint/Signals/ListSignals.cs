using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Matters;
using Oversight.Complaint.Reference;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Signals;

/// <summary>Many messages about one party and category in a short time (预警).</summary>
/// <param name="InstitutionId">Institution of the register, or null.</param>
/// <param name="PartyName">Whom they are about.</param>
/// <param name="Category">Category.</param>
/// <param name="Messages">How many messages, each counted once.</param>
/// <param name="Open">How many matters of them are still open.</param>
internal sealed record SignalAnswer(Guid? InstitutionId, string PartyName, string Category, int Messages, int Open);

/// <summary>The signals, most messages first.</summary>
/// <param name="Since">First official day that was counted.</param>
/// <param name="Threshold">Messages from which on it is a signal.</param>
/// <param name="Rule">The rule that was applied.</param>
/// <param name="Items">At most 200.</param>
internal sealed record SignalsAnswer(DateOnly Since, int Threshold, string Rule, IReadOnlyList<SignalAnswer> Items);

/// <summary>
/// Counts messages per party and category. One query over the matters received since the window began, by the index on the day of receipt;
/// at most 200 rows come back.
/// </summary>
internal static class ListSignalsEndpoint
{
    private const int Most = 200;

    private static readonly Error SinceInFuture = new(
        ErrorKind.Invalid, "complaint.signal.since_in_future", "Signals are counted since a day that has come.", "since");

    public static void Map(RouteGroupBuilder api) => api.MapGet("/signals", HandleAsync)
        .For(MatterScope.Readers)
        .WithName("ListSignals").WithSummary("Parties and categories about which many people wrote in a short time").WithTags("Signals");

    private static async Task<Results<Ok<SignalsAnswer>, ProblemHttpResult>> HandleAsync(
        [FromQuery] DateOnly? since, Actor actor, ComplaintDbContext database, ComplaintRules rules, TimeProvider clock,
        CancellationToken cancellation)
    {
        var today = OfficialTime.Today(clock);
        var rule = rules.Surge(today);
        var first = since ?? today.AddDays(-rule.Values.WindowDays);
        if (first > today || first.Year < 2000)
        {
            return SinceInFuture.ToProblem();
        }

        var (from, threshold) = (OfficialTime.StartOf(first), rule.Values.Threshold);
        var counted = await database.Matters.AsNoTracking().Within(actor).Where(m => m.ReceivedAt >= from)
            .GroupBy(m => new { m.InstitutionId, m.PartyName, m.Category })
            .Select(g => new
            {
                g.Key.InstitutionId,
                g.Key.PartyName,
                g.Key.Category,
                // By intake: a message that is both complaint and report makes two matters and counts once.
                Messages = g.Select(m => m.IntakeId).Distinct().Count(),
                Open = g.Count(
                    m => m.State == MatterState.Received || m.State == MatterState.Accepted || m.State == MatterState.Referred
                        || m.State == MatterState.Mediating),
            })
            .Where(s => s.Messages >= threshold)
            .OrderByDescending(s => s.Messages).ThenBy(s => s.PartyName).ThenBy(s => s.Category)
            .Take(Most).ToListAsync(cancellation);
        return TypedResults.Ok(new SignalsAnswer(
            first, threshold, rule.Reference,
            counted.ConvertAll(s => new SignalAnswer(s.InstitutionId, s.PartyName, s.Category, s.Messages, s.Open))));
    }
}
