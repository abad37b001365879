using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Inspection.Data;
using Oversight.Inspection.Institutions;
using Oversight.Messaging;

namespace Oversight.Inspection.Consumers;

/// <summary>Keeps the newest rating of each institution, known to the register copy or not yet.</summary>
internal sealed class RatingChangedConsumer(InspectionDbContext context) : IFactConsumer<RatingChanged>
{
    public async Task ConsumeAsync(RatingChanged fact, CancellationToken cancellation)
    {
        var known = await context.Ratings.SingleOrDefaultAsync(r => r.InstitutionId == fact.InstitutionId, cancellation);
        if (known is null)
        {
            context.Ratings.Add(KnownRating.Of(fact));
        }
        else
        {
            known.Take(fact);
        }
    }
}
