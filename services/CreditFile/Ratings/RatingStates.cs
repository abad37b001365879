using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.CreditFile.Data;
using Oversight.Messaging;

namespace Oversight.CreditFile.Ratings;

/// <summary>
/// The present rating of each file. Its lines are not stored; they are worked out of the ledger again, by the version and as of the day
/// of the rating, and are those that were announced.
/// </summary>
internal sealed class RatingStates(CreditFileDbContext context, ScoringPack pack, PublicationTerms terms) : IStateSource
{
    /// <inheritdoc />
    public string Kind => "rating";

    /// <inheritdoc />
    public async Task<IReadOnlyList<StateRecord>> PageAsync(Guid? after, int size, Guid? subject, CancellationToken cancellation)
    {
        var from = after ?? Guid.Empty;
        var rated = context.InstitutionFiles.AsNoTracking().Shown().Where(file => file.Grade != null && file.Id.CompareTo(from) > 0);
        if (subject is { } only)
        {
            rated = rated.Where(file => file.Id == only);
        }

        var files = await rated.OrderBy(file => file.Id).Take(size).ToListAsync(cancellation);
        var ids = files.ConvertAll(file => (Guid?)file.Id);
        var facts = (await context.CreditFacts.AsNoTracking().Where(fact => ids.Contains(fact.InstitutionId)).ToListAsync(cancellation))
            .ToLookup(fact => fact.InstitutionId);
        return files.ConvertAll(file => new StateRecord(file.Id, [StateOf(file, [.. facts[file.Id]])]));
    }

    private RatingChanged StateOf(Files.InstitutionFile file, IReadOnlyCollection<Ledger.CreditFact> facts) =>
        file.Told(Scoring.Rate(facts, pack.Today(file.RatedOn!.Value), file.RatedOn.Value, terms));
}
