using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Messaging;

namespace Oversight.Disclosure.Inspections;

/// <summary>
/// Brings a state of an order into the public record, whichever of its facts brought it. An order of a withdrawn visit is not
/// stored; one that comes before its visit waits unseen, because pages show orders beneath their visit only.
/// </summary>
internal sealed class RectificationCopy(
    DisclosureDbContext database, PublishedRecords records, PublicationTerms terms, IncomingFact incoming)
{
    /// <summary>Changes the entities of the context; the inbox saves.</summary>
    /// <param name="state">The order's state.</param>
    /// <param name="passedOn">Day on which it was passed, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task TakeAsync(RectificationState state, DateOnly? passedOn, CancellationToken cancellation)
    {
        var known = await database.Rectifications.SingleOrDefaultAsync(x => x.Id == state.OrderId, cancellation);
        if (!incoming.Replaces(known, state.Version))
        {
            return;
        }

        // The term counts from the day of the order, so a later state of it keeps the last day that the first one was given.
        if (known is not null && !incoming.IsForced)
        {
            Take(known, state, passedOn);
            return;
        }

        var term = terms.For("rectification", state.IssuedOn, state.Party.Division);
        if (await records.PlaceAsync<PublishedRectification>(state.OrderId, state.Party, term, cancellation) is not { } placement)
        {
            return;
        }

        var visit = await records.MarkAsync(RecordKinds.Inspection, state.VisitId, cancellation);
        if (!visit.IsEnded)
        {
            var order = PublishedRectification.Of(state.OrderId, placement);
            Take(order, state, passedOn);
            // A withdrawal of the visit at the same moment would not find this order. It fails on the version of the mark and is
            // redelivered.
            visit.Touch();
            await records.AddAsync(RecordKinds.Rectification, order, placement.Institution, null, cancellation);
        }
    }

    private void Take(PublishedRectification order, RectificationState state, DateOnly? passedOn)
    {
        order.Take(state, passedOn);
        order.Stamp(incoming.Stamp(state.Version));
    }
}
