using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;

namespace Oversight.Disclosure.Data;

/// <summary>
/// Another value after every change of what is published about an institution, in the same commit as the change. Whoever read the
/// stamp before the record may show that record again for as long as the stamp is the same. An institution without a stamp has not
/// changed since it was added.
/// </summary>
internal sealed class InstitutionStamp
{
    public Guid InstitutionId { get; init; }

    public long Stamp { get; set; }

    /// <summary>Puts a new stamp on every institution that the tracked changes are about; part of each save.</summary>
    /// <remarks>
    /// A mark that changes at the very moment when the first row that it is about is added may leave that institution's stamp as it is;
    /// <see cref="RecordCache"/> therefore keeps nothing for long.
    /// </remarks>
    public static async Task RenewAsync(DisclosureDbContext database, CancellationToken cancellation)
    {
        var changed = new HashSet<Guid>();
        var added = new HashSet<Guid>();
        var marked = new List<Guid>();
        foreach (var entry in database.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            Sort(entry, changed, added, marked);
        }

        if (marked.Count > 0)
        {
            changed.UnionWith(await AboutAsync(database, marked, cancellation));
        }

        // Nobody can have read a record that is added in this save, so an import does not write a second row for each institution.
        changed.ExceptWith(added);
        var unread = changed.Where(id => database.Stamps.Local.FindEntry(id) is null).ToList();
        if (unread.Count > 0)
        {
            await database.Stamps.Where(stamp => unread.Contains(stamp.InstitutionId)).LoadAsync(cancellation);
        }

        foreach (var id in changed)
        {
            var stamp = database.Stamps.Local.FindEntry(id)?.Entity
                ?? database.Stamps.Add(new InstitutionStamp { InstitutionId = id }).Entity;
            // Drawn, not counted: the row is no concurrency token, and two saves that count on from one value would leave the same stamp
            // for two states.
            stamp.Stamp = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        }
    }

    private static void Sort(EntityEntry entry, HashSet<Guid> changed, HashSet<Guid> added, List<Guid> marked)
    {
        switch (entry.Entity)
        {
            case PublishedInstitution { Id: var id }:
                (entry.State == EntityState.Added ? added : changed).Add(id);
                break;
            case PublicEvent { InstitutionId: var id }:
                changed.Add(id);
                break;
            case PublicRating { InstitutionId: var id }:
                changed.Add(id);
                break;
            case RatingLine { InstitutionId: var id }:
                changed.Add(id);
                break;
            case PublishedItem { InstitutionId: var id }:
                changed.Add(id);
                break;
            // A mark that was just made and says nothing yet changes no page.
            case PublicationMark mark when entry.State == EntityState.Modified || mark.IsEnded || mark.IsDisputed:
                marked.Add(mark.RecordId);
                break;
        }
    }

    private static async Task<List<Guid>> AboutAsync(DisclosureDbContext database, List<Guid> records, CancellationToken cancellation) =>
    [
        .. await database.Penalties.Where(x => records.Contains(x.Id)).Select(x => x.InstitutionId).ToListAsync(cancellation),
        .. await database.Inspections.Where(x => records.Contains(x.Id)).Select(x => x.InstitutionId).ToListAsync(cancellation),
        .. await database.RatingLines.Where(x => records.Contains(x.SourceId)).Select(x => x.InstitutionId).ToListAsync(cancellation),
    ];
}
