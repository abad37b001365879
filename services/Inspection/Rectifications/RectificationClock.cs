using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;

namespace Oversight.Inspection.Rectifications;

/// <summary>
/// The clock of an order's term (责令限期改正, 行政处罚法 第二十八条): a statutory clock like any other, whose length the officer sets within
/// the bounds of the rule <c>rectification.days</c>. A re-check that fails starts a new one.
/// </summary>
internal sealed class RectificationClock(
    InspectionDbContext context, Commit<InspectionDbContext> commit, RecordClocks<InspectionDbContext> clocks,
    DueDeadlines<InspectionDbContext> due)
{
    /// <summary>Key of the clock.</summary>
    public const string Key = "rectification.due";

    /// <summary>Starts the clock of a term.</summary>
    /// <returns>Done, or the refusal of a term that cannot be counted.</returns>
    public Result Start(RectificationOrder order, OrderTerm term)
    {
        var started = clocks.Start(Key, order.Id, term.From, term.Length, DivisionCode.FromStored(order.Division));
        return started.IsRefused ? started.Error : Result.Done;
    }

    /// <summary>Stops the clock of the present term: it was answered by a re-check, or the order falls.</summary>
    public Task StopAsync(RectificationOrder order, CancellationToken cancellation) => clocks.StopAsync(order.Id, Key, cancellation);

    /// <summary>Lengthens the present term.</summary>
    /// <returns>Done; or the refusal of the clock, whose rule bounds what it may be extended by in all.</returns>
    public async Task<Result> ExtendAsync(RectificationOrder order, int days, string reason, ActContext by, CancellationToken cancellation)
    {
        // Every failed re-check leaves a stopped clock behind; clocks come oldest first, so the last one is that of the present term.
        var running = (await clocks.OfAsync(order.Id, cancellation)).Last(clock => clock.Key == Key);
        return await clocks.ExtendAsync(running, days, by.On, reason, cancellation);
    }

    /// <summary>Lets the open orders of a withdrawn visit fall.</summary>
    /// <returns>How many fell.</returns>
    public async Task<int> VoidOfVisitAsync(Guid visitId, CancellationToken cancellation)
    {
        var fallen = 0;
        foreach (var order in await context.Rectifications.Include(o => o.Items).Where(o => o.VisitId == visitId).ToListAsync(cancellation))
        {
            // A term that ended before the withdrawal is put on record as overdue first. Once void, the order cannot run out any more,
            // and the record would depend on whether the sweeper or the withdrawal came first.
            await due.FireAsync(order.Id, cancellation);
            // An order that has passed stays as it is; only open ones fall.
            if (order.Void().IsRefused)
            {
                continue;
            }

            fallen++;
            await StopAsync(order, cancellation);
            commit.Record("rectification.void", "rectification", order.Id, order.Version, new { visitId });
        }

        return fallen;
    }
}

/// <summary>Notes that a term has passed with items open, whether or not anybody is assigned.</summary>
internal sealed class RectificationRunsOut(InspectionDbContext context, Commit<InspectionDbContext> commit) : IClockWatcher
{
    public async Task RanOutAsync(StoredClock clock, CancellationToken cancellation)
    {
        var order = await context.Rectifications.Include(o => o.Items).SingleAsync(o => o.Id == clock.SubjectId, cancellation);
        if (order.LetRunOut(commit.Now) is { } fact)
        {
            commit.Announce(fact, order.Id, order.Version);
            commit.Record(
                "rectification.overdue", "rectification", order.Id, order.Version, new { order.DueOn, openItems = order.OpenItems });
        }
    }
}
