using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;
using Oversight.Messaging;

namespace Oversight.Disclosure.Consumers;

/// <summary>Keeps the rating of a published institution with the lines that may be published. State copy by version.</summary>
internal sealed class RatingChangedConsumer(
    DisclosureDbContext database, PublishedRecords records, RatingIndicators indicators, RatingLineEnds ends) : IFactConsumer<RatingChanged>
{
    public async Task ConsumeAsync(RatingChanged fact, CancellationToken cancellation)
    {
        if (await records.InstitutionAsync(fact.InstitutionId, "rating", fact.InstitutionId, cancellation) is not { } institution)
        {
            return;
        }

        var rating = await database.Ratings.SingleOrDefaultAsync(r => r.InstitutionId == fact.InstitutionId, cancellation);
        if (rating is not null && rating.StateVersion >= fact.Version)
        {
            return;
        }

        if (rating is null)
        {
            database.Ratings.Add(PublicRating.From(fact));
        }
        else
        {
            rating.Take(fact);
        }

        institution.Rate(fact.Grade);
        database.RatingLines.RemoveRange(await database.RatingLines.Where(l => l.InstitutionId == fact.InstitutionId).ToListAsync(cancellation));
        var ended = await EndedAsync(fact, cancellation);
        var lines = fact.Entries.Select((entry, i) => Line(fact, entry, i, institution.County)).OfType<RatingLine>().Where(l => !ended.Contains((l.SourceKind, l.SourceId))).ToList();
        database.RatingLines.AddRange(lines);
        await ends.SetAsync(fact.InstitutionId, lines, cancellation);
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

    private async Task<HashSet<(string Kind, Guid Id)>> EndedAsync(RatingChanged fact, CancellationToken cancellation)
    {
        var sources = fact.Entries.Select(entry => entry.SourceId).Distinct().ToList();
        var marks = await database.Marks.Where(m => m.HasEnded && sources.Contains(m.RecordId)).Select(m => new { m.Kind, m.RecordId }).ToListAsync(cancellation);
        return [.. marks.Select(m => (m.Kind, m.RecordId))];
    }
}
