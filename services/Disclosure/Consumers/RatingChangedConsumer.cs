using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;
using Oversight.Messaging;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Consumers;

/// <summary>
/// Keeps the rating of a published institution with the lines that may be published. Institutions alone are rated, no leads.
/// </summary>
internal sealed class RatingChangedConsumer(
    DisclosureDbContext database, PublishedRecords records, RatingIndicators indicators, RatingLineEnds ends,
    IncomingFact incoming) : ICopyConsumer<RatingChanged>
{
    public async Task ConsumeAsync(RatingChanged fact, CancellationToken cancellation)
    {
        if (await records.InstitutionAsync(fact.InstitutionId, mayWait: true, cancellation) is not { } institution)
        {
            return;
        }

        var known = await database.Ratings.SingleOrDefaultAsync(r => r.InstitutionId == fact.InstitutionId, cancellation);
        if (!incoming.Replaces(known, fact.Version))
        {
            return;
        }

        var rating = known ?? database.Ratings.Add(PublicRating.Of(fact.InstitutionId)).Entity;
        rating.Take(fact);
        rating.Stamp(incoming.Stamp(fact.Version));
        // The search filters by the grade in the institution's own row. As that row changes too, its withdrawal at the same moment fails,
        // is redelivered and removes the rating as well.
        institution.Rate(fact.Grade);
        var ended = await EndedAsync(fact, cancellation);
        var lines = fact.Entries.Select((entry, i) => Line(fact, entry, i, institution.County)).OfType<RatingLine>()
            .Where(l => !ended.Contains((l.SourceKind, l.SourceId))).ToList();
        var there = await database.RatingLines.Where(l => l.InstitutionId == fact.InstitutionId).ToListAsync(cancellation);
        // By force, a line whose last day has passed is no difference: the sweep is about to remove it.
        var over = incoming.IsForced ? there.FindAll(
            line => ends.IsOver(line) && !lines.Exists(l => (l.StateVersion, l.Ordinal) == (line.StateVersion, line.Ordinal))) : [];
        database.Reconcile(there.Except(over), lines, line => (line.StateVersion, line.Ordinal));
        await ends.SetAsync(fact.InstitutionId, [.. lines, .. over], cancellation);
    }

    private RatingLine? Line(RatingChanged fact, RatingEntry entry, int ordinal, string division) =>
        indicators.Shown(entry, division) is not { } shown ? null : new RatingLine
        {
            InstitutionId = fact.InstitutionId,
            StateVersion = fact.Version,
            Ordinal = ordinal,
            Indicator = entry.Indicator,
            Points = entry.Points,
            HardStop = entry.HardStop,
            SourceKind = entry.SourceKind,
            SourceId = entry.SourceId,
            OccurredOn = entry.OccurredOn,
            ExpiresOn = entry.ExpiresOn,
            ShownUntil = shown.Until,
            IsDisputed = entry.Disputed,
        };

    // A line about a repaired penalty in a rating of a later epoch says that a restore of the credit file lost the repair.
    private async Task<HashSet<(string Kind, Guid Id)>> EndedAsync(RatingChanged fact, CancellationToken cancellation)
    {
        var sources = fact.Entries.Select(entry => entry.SourceId).Distinct().ToList();
        var marks = await database.Marks.AsNoTracking()
            .Where(m => sources.Contains(m.RecordId) && (m.EndedBy != null || m.RepairedEpoch != null)).ToListAsync(cancellation);
        return [
            .. marks.Where(m => m.EndedBy is not null || m.RepairedEpoch!.Value.CompareTo(incoming.Epoch) >= 0)
                .Select(m => (m.Kind, m.RecordId))];
    }
}
