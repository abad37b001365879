using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Ratings;
using Oversight.Disclosure.Reference;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Publication;

/// <summary>What is published about an institution today, besides the register.</summary>
/// <param name="Rating">Its rating, or null if it has none yet.</param>
/// <param name="Penalties">Penalties, the latest first; the last 50.</param>
/// <param name="Inspections">Inspections, likewise.</param>
/// <param name="Exposures">Exposures, likewise.</param>
internal sealed record PublishedAbout(
    RatingRecord? Rating, IReadOnlyList<PenaltyRecord> Penalties, IReadOnlyList<InspectionRecord> Inspections,
    IReadOnlyList<ExposureRecord> Exposures);

/// <summary>
/// Reads what is published today. Every query asks for the day, so an item stops at midnight of its last day although nothing
/// runs in between; and for the mark, so that what has ended is never shown.
/// </summary>
internal sealed class PublishedView(DisclosureDbContext database, ReferenceData reference, Wording words, RatingIndicators indicators)
{
    private const int Most = 50;

    /// <summary>Everything about one institution.</summary>
    public async Task<PublishedAbout> AboutAsync(Guid institution, CancellationToken cancellation)
    {
        var penalties = await Latest<PublishedPenalty>(institution).Include(p => p.Acts).ToListAsync(cancellation);
        var inspections = await Latest<PublishedInspection>(institution).Include(i => i.Findings).ToListAsync(cancellation);
        var exposures = await Latest<PublishedExposure>(institution).ToListAsync(cancellation);
        return new PublishedAbout(
            await RatingAsync(institution, cancellation), await RecordsAsync(penalties, cancellation),
            await RecordsAsync(inspections, cancellation), Records(exposures));
    }

    /// <summary>The items of a kind that are published today.</summary>
    public IQueryable<TItem> Today<TItem>()
        where TItem : PublishedItem
    {
        var today = reference.Today;
        return database.Set<TItem>().AsNoTracking().Where(x => x.PublishedUntil >= today);
    }

    /// <summary>Penalties as they are shown, with the mark of an objection.</summary>
    public async Task<IReadOnlyList<PenaltyRecord>> RecordsAsync(IReadOnlyList<PublishedPenalty> penalties, CancellationToken cancellation)
    {
        var disputed = await DisputedAsync(RecordKinds.Penalty, penalties, cancellation);
        return [.. penalties.Select(p => PenaltyRecord.From(p, disputed.Contains(p.Id), words))];
    }

    /// <summary>Inspections as they are shown, with their orders.</summary>
    public async Task<IReadOnlyList<InspectionRecord>> RecordsAsync(
        IReadOnlyList<PublishedInspection> inspections, CancellationToken cancellation)
    {
        var ids = inspections.Select(i => i.Id).ToList();
        var orders =
            (ids.Count == 0 ? [] : await Today<PublishedRectification>().Where(o => ids.Contains(o.VisitId)).ToListAsync(cancellation))
                .ToLookup(o => o.VisitId);
        var disputed = await DisputedAsync(RecordKinds.Inspection, inspections, cancellation);
        return [.. inspections.Select(i => InspectionRecord.From(i, orders[i.Id], disputed.Contains(i.Id), words))];
    }

    /// <summary>Exposures as they are shown.</summary>
    public IReadOnlyList<ExposureRecord> Records(IReadOnlyList<PublishedExposure> exposures) =>
        [.. exposures.Select(e => ExposureRecord.From(e, words))];

    private IQueryable<TItem> Latest<TItem>(Guid institution)
        where TItem : PublishedItem =>
        Today<TItem>().Where(x => x.InstitutionId == institution).OrderByDescending(x => x.OccurredOn)
            .ThenByDescending(x => x.Id).Take(Most);

    private async Task<HashSet<Guid>> DisputedAsync(string kind, IEnumerable<PublishedItem> items, CancellationToken cancellation)
    {
        var ids = items.Select(item => item.Id).ToList();
        return ids.Count == 0
            ? []
            : [
                .. await database.Marks.Where(m => m.Kind == kind && m.IsDisputed && ids.Contains(m.RecordId)).Select(m => m.RecordId)
                    .ToListAsync(cancellation)];
    }

    private async Task<RatingRecord?> RatingAsync(Guid institution, CancellationToken cancellation)
    {
        if (await database.Ratings.AsNoTracking().SingleOrDefaultAsync(r => r.InstitutionId == institution, cancellation) is not { } rating)
        {
            return null;
        }

        var today = reference.Today;
        // Rating and lines are two queries, and a newer rating may be saved in between. Lines of another version would not add up to these
        // points.
        var lines = await database.RatingLines.AsNoTracking()
            .Where(l => l.InstitutionId == institution && l.StateVersion == rating.SourceVersion
                && (l.ShownUntil == null || l.ShownUntil >= today)).ToListAsync(cancellation);
        var sources = lines.Select(l => l.SourceId).ToList();
        var marks =
            (sources.Count == 0 ? [] : await database.Marks.AsNoTracking().Where(m => sources.Contains(m.RecordId))
                .ToListAsync(cancellation)).ToDictionary(m => (m.Kind, m.RecordId));
        return RatingRecord.From(
            rating, lines.Select(line => Record(rating, line, marks.GetValueOrDefault((line.SourceKind, line.SourceId))))
                .OfType<RatingLineRecord>(), words);
    }

    // A mark that is newer than the rating knows better whether an objection is under way.
    private RatingLineRecord? Record(PublicRating rating, RatingLine line, PublicationMark? mark) => mark is { IsEnded: true }
        || indicators.Find(line.Indicator) is not { Published: true } indicator
        ? null
        : new RatingLineRecord(
            new NamedCode(line.Indicator, indicator.Zh, indicator.En), line.Points, line.HardStop, line.SourceKind,
            line.SourceKind is RecordKinds.Penalty or RecordKinds.Inspection ? line.SourceId : null, line.OccurredOn, line.ExpiresOn,
            mark is { SourceVersion: > 0 } && rating.Order(new SourceStamp(mark.SourceEpoch, mark.SourceVersion, null)) == CopyOrder.Newer
                ? mark.IsDisputed : line.IsDisputed);
}
