using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Disclosure.Publication;

/// <summary>
/// Removes an item when its last day has passed. The queries stopped showing it at midnight already; this makes that the
/// database no longer holds it, and that a fact which comes late does not bring it back.
/// </summary>
internal sealed class PublicationEnds(DisclosureDbContext database, PublishedRecords records, Commit<DisclosureDbContext> commit)
    : IDeadlineHandler
{
    public const string Kind = "publication.ends";

    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var today = OfficialTime.DateOf(commit.Now);
        var kind = await EndedKindAsync(deadline.SubjectId, today, cancellation);
        // A row whose last day was moved meanwhile is not over: the deadline of the earlier day ends nothing.
        if (kind is not null)
        {
            await records.ExpireAsync(kind, deadline.SubjectId, cancellation);
        }
    }

    private async Task<string?> EndedKindAsync(Guid id, DateOnly today, CancellationToken cancellation) =>
        await database.Penalties.AnyAsync(x => x.Id == id && x.PublishedUntil < today, cancellation) ? RecordKinds.Penalty
        : await database.Inspections.AnyAsync(x => x.Id == id && x.PublishedUntil < today, cancellation) ? RecordKinds.Inspection
        : await database.Exposures.AnyAsync(x => x.Id == id && x.PublishedUntil < today, cancellation) ? RecordKinds.Exposure
        : await database.Rectifications.AnyAsync(x => x.Id == id && x.PublishedUntil < today, cancellation) ? RecordKinds.Rectification
        : null;
}
