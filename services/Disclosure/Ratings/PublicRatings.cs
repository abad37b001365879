using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Messaging;

namespace Oversight.Disclosure.Ratings;

/// <summary>Ratings that the credit file lost: they go, with their lines and with the grade that the search shows.</summary>
internal sealed class PublicRatings(DisclosureDbContext database) : ICopySet<DisclosureDbContext>
{
    public string Publisher => "creditfile";

    public string Kind => "rating";

    public async Task ReconcileAsync(CopyRange range, CancellationToken cancellation)
    {
        var within = await range.Within(database.Ratings, rating => rating.InstitutionId, rating => rating.InstitutionId)
            .ToListAsync(cancellation);
        var extra = within.FindAll(rating => range.Lacks(rating, rating.InstitutionId));
        var ids = extra.ConvertAll(rating => rating.InstitutionId);
        database.Ratings.RemoveRange(extra);
        database.RatingLines.RemoveRange(
            await database.RatingLines.Where(line => ids.Contains(line.InstitutionId)).ToListAsync(cancellation));
        foreach (var institution in await database.Institutions.Where(i => ids.Contains(i.Id)).ToListAsync(cancellation))
        {
            institution.Rate(null);
        }
    }
}
