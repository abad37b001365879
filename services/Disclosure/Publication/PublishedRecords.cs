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
internal sealed class PublishedRecords(
    DisclosureDbContext database, Commit<DisclosureDbContext> commit, Deadlines<DisclosureDbContext> deadlines, IncomingFact incoming)
{
    /// <summary>What facts about an institution wait for while nothing is known of it.</summary>
    public static string Awaits(Guid institution) => $"institution/{institution}";

    /// <summary>The published institution that a fact is about; null if the fact is about none: then nothing of it may be stored.</summary>
    /// <exception cref="OutOfOrderException">It is an institution of which the registry has told nothing yet: the fact waits for
    /// that.</exception>
    /// <remarks>A lead is never published: a fact about one does not wait.</remarks>
    public Task<PublishedInstitution?> InstitutionAsync(Party party, CancellationToken cancellation) => party.InstitutionId is { } id
        ? InstitutionAsync(id, mayWait: party.Entry == PartyEntries.Institution, cancellation)
        : Task.FromResult<PublishedInstitution?>(null);

    /// <summary>The published institution with an id; null if it is not published.</summary>
    /// <exception cref="OutOfOrderException">The registry has told nothing of it yet, and the fact may wait.</exception>
    public async Task<PublishedInstitution?> InstitutionAsync(Guid id, bool mayWait, CancellationToken cancellation)
    {
        var institution = await database.Institutions.SingleOrDefaultAsync(i => i.Id == id, cancellation);
        // A withdrawal says that the registry has told of it and that it is not public: a fact that waited would wait for nothing.
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

    /// <summary>
    /// Where and how long an item is shown, by the fact and the rules of today; null if it is not. By force, an item that may not be there
    /// goes; one whose last day has passed stays, because the sweep is about to remove it and that is no difference.
    /// </summary>
    /// <param name="id">Id of the record.</param>
    /// <param name="party">Whom it is about.</param>
    /// <param name="term">Its term of publication; null where it is not published, or not any more.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OutOfOrderException">The registry has told nothing of the party yet, and the fact may wait.</exception>
    public async Task<Placement?> PlaceAsync<TItem>(Guid id, Party party, PublicationEnd? term, CancellationToken cancellation)
        where TItem : PublishedItem
    {
        if (term is not null && await InstitutionAsync(party, cancellation) is { } institution)
        {
            return new Placement(institution, party.Division, term, incoming.Epoch);
        }

        var today = OfficialTime.DateOf(commit.Now);
        if (incoming.IsForced
            && await database.Set<TItem>().SingleOrDefaultAsync(x => x.Id == id && x.PublishedUntil >= today, cancellation) is { } known)
        {
            database.Remove(known);
        }

        return null;
    }

    /// <summary>Adds an item, unless its publication has ended for good or it is there already.</summary>
    /// <param name="kind">One of <see cref="RecordKinds"/>.</param>
    /// <param name="item">The item as its publisher's fact and its placement have it.</param>
    /// <param name="institution">The published institution.</param>
    /// <param name="overwrite">Makes the rows that belong to the item there those of <paramref name="item"/>; null where it has
    /// none.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <remarks>
    /// The institution's row is touched, so that its withdrawal at the same moment fails, is retried and removes this item too. A forced
    /// fact, which compares or mends, overwrites what is there.
    /// </remarks>
    public async Task AddAsync<TItem>(
        string kind, TItem item, PublishedInstitution institution, Func<TItem, Task>? overwrite, CancellationToken cancellation)
        where TItem : PublishedItem
    {
        var mark = await MarkAsync(kind, item.Id, cancellation);
        if (incoming.IsForced && mark.MayReopen(incoming.Epoch))
        {
            mark.Reopen(); // What withdrew it, if anything still does, is the next fact of the record.
        }

        // Facts come out of order: an end that was taken before the publication keeps the record out.
        if (mark.IsEnded)
        {
            return;
        }

        if (await database.Set<TItem>().SingleOrDefaultAsync(x => x.Id == item.Id, cancellation) is { } known)
        {
            if (incoming.IsForced)
            {
                await OverwriteAsync(known, item, cancellation);
                await (overwrite?.Invoke(known) ?? Task.CompletedTask);
            }

            return;
        }

        // An end at the same moment finds no row to remove yet. It fails on the version of the mark, is redelivered and removes this one.
        mark.Touch();
        institution.Touch();
        database.Add(item);
        deadlines.Set(PublicationEnds.Kind, item.Id, OfficialTime.EndOf(item.PublishedUntil), item.TermRule);
        Record("publication.begin", kind, item.Id, new { item.PublishedUntil, Rule = item.TermRule });
    }

    /// <summary>The term of a record's publication is over: its row and what hangs on it go.</summary>
    public async Task ExpireAsync(string kind, Guid id, CancellationToken cancellation)
    {
        if ((await MarkAsync(kind, id, cancellation)).Expire())
        {
            Record("publication.end", kind, id, null);
        }

        await RemoveAsync(kind, id, cancellation);
    }

    /// <summary>
    /// Its publisher withdrew a record, whether or not it was published: its row and what hangs on it go, for as long as the publisher
    /// knows of the withdrawal.
    /// </summary>
    public async Task WithdrawAsync(string kind, Guid id, CancellationToken cancellation)
    {
        if ((await MarkAsync(kind, id, cancellation)).Withdraw(incoming.Epoch))
        {
            Record("publication.withdraw", kind, id, null);
        }

        await RemoveAsync(kind, id, cancellation);
    }

    /// <summary>
    /// Ends the publication of a penalty that the credit file repaired, for as long as the credit file knows of the repair.
    /// </summary>
    public async Task RepairAsync(Guid penalty, CancellationToken cancellation)
    {
        var mark = await MarkAsync(RecordKinds.Penalty, penalty, cancellation);
        // A repair of an earlier epoch that comes late must not replace the present one: CreditMarks would take the repair for lost and
        // undo it.
        if ((incoming.IsForced || mark.RepairedEpoch is not { } known || known.CompareTo(incoming.Epoch) < 0)
            && mark.Repair(incoming.Epoch))
        {
            Record("publication.repair", RecordKinds.Penalty, penalty, null);
        }

        await RemoveAsync(RecordKinds.Penalty, penalty, cancellation);
    }

    private async Task RemoveAsync(string kind, Guid id, CancellationToken cancellation)
    {
        switch (kind)
        {
            case RecordKinds.Penalty:
                database.Penalties.RemoveRange(
                    await database.Penalties.Include(x => x.Acts).Where(x => x.Id == id).ToListAsync(cancellation));
                break;
            case RecordKinds.Inspection:
                database.Inspections.RemoveRange(
                    await database.Inspections.Include(x => x.Findings).Where(x => x.Id == id).ToListAsync(cancellation));
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

        // 信用修复管理办法: after a repair the penalty is published nowhere. A line of the rating would go on telling of it, as of any
        // record that has ended.
        database.RatingLines.RemoveRange(
            await database.RatingLines.Where(x => x.SourceKind == kind && x.SourceId == id).ToListAsync(cancellation));
    }

    /// <summary>
    /// Removes everything about an institution that is published no longer. What is decided about it from now on is not stored.
    /// </summary>
    public async Task RemoveAllOfAsync(Guid institution, CancellationToken cancellation)
    {
        // The marks stay. If the institution is published again and its publishers tell of its records, none that has ended comes back.
        database.Penalties.RemoveRange(
            await database.Penalties.Include(x => x.Acts).Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Inspections.RemoveRange(
            await database.Inspections.Include(x => x.Findings).Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Rectifications.RemoveRange(
            await database.Rectifications.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Exposures.RemoveRange(await database.Exposures.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.RatingLines.RemoveRange(await database.RatingLines.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
        database.Ratings.RemoveRange(await database.Ratings.Where(x => x.InstitutionId == institution).ToListAsync(cancellation));
    }

    private async Task OverwriteAsync<TItem>(TItem known, TItem item, CancellationToken cancellation)
        where TItem : PublishedItem
    {
        if (known.PublishedUntil != item.PublishedUntil)
        {
            await deadlines.ResetAsync(
                PublicationEnds.Kind, known.Id, OfficialTime.EndOf(item.PublishedUntil), item.TermRule, cancellation);
        }

        var (entry, version) = (database.Entry(known), known.Version);
        entry.CurrentValues.SetValues(item);
        // Version is this database's own concurrency token. SetValues has taken that of a first copy, by which two different states could
        // have one.
        entry.Property(x => x.Version).CurrentValue = version;
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
