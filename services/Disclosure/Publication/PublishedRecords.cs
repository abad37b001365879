using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Institutions;
using Oversight.Kernel;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Disclosure.Publication;

/// <summary>
/// What all published items have in common: they belong to a published institution, they are added once, they end for good,
/// and nothing that comes late brings them back. Consumers change entities through it; the inbox saves.
/// </summary>
internal sealed class PublishedRecords(DisclosureDbContext database, Commit<DisclosureDbContext> commit, IncomingFact incoming)
{
    /// <summary>What facts about an institution wait for while nothing is known of it.</summary>
    public static string Awaits(Guid institution) => $"institution/{institution}";

    /// <summary>The published institution that a fact is about; null if the fact is about none: then nothing of it may be stored.</summary>
    /// <exception cref="OutOfOrderException">It is an institution of which the registry has told nothing yet: the fact waits for that.</exception>
    /// <remarks>A lead is never published: a fact about one does not wait.</remarks>
    public Task<PublishedInstitution?> InstitutionAsync(Party party, CancellationToken cancellation) => party.InstitutionId is { } id
        ? InstitutionAsync(id, mayWait: party.Entry == PartyEntries.Institution, cancellation)
        : Task.FromResult<PublishedInstitution?>(null);

    /// <summary>The published institution with an id; null if it is not published.</summary>
    /// <exception cref="OutOfOrderException">The registry has told nothing of it yet, and the fact may wait.</exception>
    public async Task<PublishedInstitution?> InstitutionAsync(Guid id, bool mayWait, CancellationToken cancellation)
    {
        var institution = await database.Institutions.SingleOrDefaultAsync(i => i.Id == id, cancellation);
        return institution is null && mayWait && !await database.Withdrawals.AnyAsync(w => w.InstitutionId == id, cancellation)
            ? throw new OutOfOrderException(Awaits(id))
            : institution;
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

    /// <summary>Adds an item, unless its publication has ended for good, its term is over, or it is there already.</summary>
    /// <param name="kind">One of <see cref="RecordKinds"/>.</param>
    /// <param name="item">The item as its publisher's fact has it.</param>
    /// <param name="institution">The published institution.</param>
    /// <param name="overwrite">Makes the rows that belong to the item there those of <paramref name="item"/>; null where it has none.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <remarks>
    /// The institution's row is touched, so that its withdrawal at the same moment fails, comes again and removes this item too. A forced
    /// fact, which compares or mends, overwrites what is there, but not the term and place of publication, which are decided here.
    /// </remarks>
    public async Task AddAsync<TItem>(
        string kind, TItem item, PublishedInstitution institution, Func<TItem, Task>? overwrite, CancellationToken cancellation)
        where TItem : PublishedItem
    {
        var mark = await MarkAsync(kind, item.Id, cancellation);
        if (incoming.IsForced && mark.EndedBy == Ends.Withdrawn)
        {
            mark.Reopen(); // What withdrew it, if anything still does, is the next fact of the record.
        }

        var known = await database.Set<TItem>().SingleOrDefaultAsync(x => x.Id == item.Id, cancellation);
        if (known is not null && incoming.IsForced && mark.EndedBy is null)
        {
            Overwrite(known, item);
            await (overwrite?.Invoke(known) ?? Task.CompletedTask);
        }

        if (known is not null || mark.EndedBy is not null || item.PublishedUntil < OfficialTime.DateOf(commit.Now))
        {
            return;
        }

        mark.Touch();
        institution.Touch();
        database.Add(item);
        EndBy(item.Id, item.PublishedUntil, item.TermRule, PublicationEnds.Kind);
        Record("publication.begin", kind, item.Id, new { item.PublishedUntil, Rule = item.TermRule });
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
    /// <param name="by">One of <see cref="Ends"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task EndAsync(string kind, Guid id, string by, CancellationToken cancellation)
    {
        if ((await MarkAsync(kind, id, cancellation)).End(by))
        {
            Record(by switch { Ends.Repaired => "publication.repair", Ends.Term => "publication.end", _ => "publication.withdraw" }, kind, id, null);
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

    // Makes an item there what its publisher has, but for what is decided here.
    private void Overwrite<TItem>(TItem known, TItem item)
        where TItem : PublishedItem
    {
        var entry = database.Entry(known);
        entry.CurrentValues.SetValues(item);
        foreach (var decidedHere in PublishedItem.DecidedHere)
        {
            entry.Property(decidedHere).CurrentValue = entry.Property(decidedHere).OriginalValue;
        }

        known.Touch();
    }

    // A page that mends has an audit row of its own; what it does and undoes on the way is no act.
    private void Record(string act, string kind, Guid id, object? details)
    {
        if (!incoming.IsForced)
        {
            commit.Record(act, kind, id, null, details);
        }
    }
}
