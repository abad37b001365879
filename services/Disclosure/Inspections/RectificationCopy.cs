using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;

namespace Oversight.Disclosure.Inspections;

/// <summary>
/// Brings a state of an order into the public record, whichever of its facts brought it. An order of a withdrawn visit is not
/// stored; one that comes before its visit waits unseen, because pages show orders beneath their visit only.
/// </summary>
internal sealed class RectificationCopy(DisclosureDbContext database, PublishedRecords records, PublicationTerms terms)
{
    /// <summary>Changes the entities of the context; the inbox saves.</summary>
    /// <param name="state">The order's state.</param>
    /// <param name="passedOn">Day on which it was passed, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task TakeAsync(RectificationState state, DateOnly? passedOn, CancellationToken cancellation)
    {
        if (await database.Rectifications.SingleOrDefaultAsync(x => x.Id == state.OrderId, cancellation) is { } known)
        {
            known.Take(state, passedOn);
            return;
        }

        var term = terms.For("rectification", state.IssuedOn, state.Party.Division);
        if (term is null || await records.InstitutionAsync(state.Party.InstitutionId, RecordKinds.Rectification, state.OrderId, cancellation) is not { } institution)
        {
            return;
        }

        var visit = await records.MarkAsync(RecordKinds.Inspection, state.VisitId, cancellation);
        if (!visit.HasEnded)
        {
            visit.Touch();
            await records.AddAsync(RecordKinds.Rectification, PublishedRectification.From(state, passedOn, new Placement(institution, term)), institution, cancellation);
        }
    }
}
