using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Institutions;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Messaging;

namespace Oversight.Disclosure.Publication;

/// <summary>
/// What all published items have in common: they belong to a published institution, they are added once, they end for good,
/// and nothing that comes late brings them back. Consumers change entities through it; the inbox saves.
/// </summary>
internal sealed class PublishedRecords(DisclosureDbContext database, Commit<DisclosureDbContext> commit, Patience patience)
{
    /// <summary>The published institution that a fact is about; null if the fact is about none: then nothing of it may be stored.</summary>
    /// <param name="id">Id in the register, or null where the register does not have the party.</param>
    /// <param name="kind">Kind of record that the fact brings.</param>
    /// <param name="recordId">Its id.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <remarks>
    /// Whether an institution is public is known from the registry's facts alone. While none has come, the fact is not stored and comes
    /// again; when it has waited long enough (<see cref="Patience"/>), it is taken to be about a lead and withheld, with an audit row of ids.
    /// </remarks>
    /// <exception cref="FactAheadException">Nothing is known about the institution yet: the fact is to come again.</exception>
    public async Task<PublishedInstitution?> InstitutionAsync(Guid? id, string kind, Guid recordId, CancellationToken cancellation)
    {
        if (id is not { } known)
        {
            return null;
        }

        if (await database.Institutions.SingleOrDefaultAsync(i => i.Id == known, cancellation) is { } institution)
        {
            return institution;
        }

        if (!await database.Withdrawals.AnyAsync(w => w.InstitutionId == known, cancellation))
        {
            if (!patience.IsOver(known))
            {
                throw new OutOfOrderException($"institution/{known}");
            }

            commit.Record("publication.withhold", kind, recordId, null, new { Institution = known });
        }

        return null;
    }

    /// <summary>The mark of a record, made if there is none.</summary>
    public async Task<PublicationMark> MarkAsync(string kind, Guid id, CancellationToken cancellation)
    {
        var mark = await database.Marks.SingleOrDefaultAsync(m => m.Kind == kind && m.RecordId == id, cancellation);
        if (mark is null)
        {
            mark = PublicationMark.Of(kind, id);
            database.Marks.Add(mark);
        }

        return mark;
    }

    /// <summary>
    /// Adds an item, unless its publication has ended for good or it is there already.
    /// </summary>
    /// <remarks>The institution's row is touched, so that its withdrawal at the same moment fails, comes again and removes this item too.</remarks>
    public async Task AddAsync<TItem>(string kind, TItem item, PublishedInstitution institution, CancellationToken cancellation)
        where TItem : PublishedItem
    {
        var mark = await MarkAsync(kind, item.Id, cancellation);
        if (mark.HasEnded || await database.Set<TItem>().AnyAsync(x => x.Id == item.Id, cancellation))
        {
            return;
        }

        mark.Touch();
        institution.Touch();
        database.Add(item);
        EndBy(item.Id, item.PublishedUntil, item.TermRule, PublicationEnds.Kind);
        commit.Record("publication.begin", kind, item.Id, null, new { item.PublishedUntil, Rule = item.TermRule });
    }

    /// <summary>Sets the deadline that follows the last day of a publication.</summary>
    public void EndBy(Guid subject, DateOnly lastDay, string rule, string kind) => database.Deadlines.Add(new Deadline
    {
        Id = commit.NewId(),
        Kind = kind,
        SubjectId = subject,
        DueAt = OfficialTime.EndOf(lastDay),
        Rule = rule.Length <= 120 ? rule : rule[..120],
        CreatedAt = commit.Now,
    });

    /// <summary>Ends the publication of a record for good, whether or not it was published; its row and what hangs on it go.</summary>
    /// <param name="kind">Kind of record.</param>
    /// <param name="id">Its id.</param>
    /// <param name="act">Name of the audit row, e.g. <c>publication.withdraw</c>.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task EndAsync(string kind, Guid id, string act, CancellationToken cancellation)
    {
        var mark = await MarkAsync(kind, id, cancellation);
        if (!mark.HasEnded)
        {
            mark.End();
            commit.Record(act, kind, id, null);
        }

        switch (kind)
        {
            case RecordKinds.Penalty:
                database.Penalties.RemoveRange(await database.Penalties.Include(x => x.Acts).Where(x => x.Id == id).ToListAsync(cancellation));
                break;
            case RecordKinds.Inspection:
                database.Inspections.RemoveRange(await database.Inspections.Include(x => x.Findings).Where(x => x.Id == id).ToListAsync(cancellation));
                database.Rectifications.RemoveRange(await database.Rectifications.Where(x => x.VisitId == id).ToListAsync(cancellation));
                break;
            case RecordKinds.Exposure:
                database.Exposures.RemoveRange(await database.Exposures.Where(x => x.Id == id).ToListAsync(cancellation));
                break;
            case RecordKinds.Rectification:
                database.Rectifications.RemoveRange(await database.Rectifications.Where(x => x.Id == id).ToListAsync(cancellation));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing of this kind is published.");
        }

        database.RatingLines.RemoveRange(await database.RatingLines.Where(x => x.SourceKind == kind && x.SourceId == id).ToListAsync(cancellation));
    }

    /// <summary>Removes everything about an institution that is published no longer. What is decided about it from now on is not stored.</summary>
    public async Task RemoveAllOfAsync(Guid institution, CancellationToken cancellation)
    {
        database.Penalties.RemoveRange(await database.Penalties.Include(x => x.Acts).Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Inspections.RemoveRange(await database.Inspections.Include(x => x.Findings).Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Rectifications.RemoveRange(await database.Rectifications.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Exposures.RemoveRange(await database.Exposures.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.RatingLines.RemoveRange(await database.RatingLines.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Ratings.RemoveRange(await database.Ratings.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
    }
}
