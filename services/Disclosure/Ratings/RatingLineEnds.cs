using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Disclosure.Ratings;

/// <summary>Removes lines of a rating whose last day has passed, one deadline for the next of them.</summary>
internal sealed class RatingLineEnds(DisclosureDbContext database, PublishedRecords records, Commit<DisclosureDbContext> commit) : IDeadlineHandler
{
    public const string Kind = "rating.line_ends";

    /// <summary>Calls the open deadline of an institution off and sets the one of the line that ends next.</summary>
    public async Task SetAsync(Guid institution, IReadOnlyCollection<RatingLine> lines, CancellationToken cancellation)
    {
        foreach (var open in await database.Deadlines
            .Where(d => d.SubjectId == institution && d.Kind == Kind && d.FiredAt == null && d.CancelledAt == null).ToListAsync(cancellation))
        {
            open.Cancel(commit.Now);
        }

        Arm(institution, lines);
    }

    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var today = OfficialTime.DateOf(commit.Now);
        var lines = await database.RatingLines.Where(l => l.InstitutionId == deadline.SubjectId).ToListAsync(cancellation);
        var over = lines.Where(l => l.ShownUntil < today).ToList();
        database.RatingLines.RemoveRange(over);
        Arm(deadline.SubjectId, [.. lines.Except(over)]);
    }

    private void Arm(Guid institution, IReadOnlyCollection<RatingLine> lines)
    {
        if (lines.Min(l => l.ShownUntil) is { } next)
        {
            records.EndBy(institution, next, "rating-indicators", Kind);
        }
    }
}
