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
        await records.CallOffAsync(institution, Kind, cancellation);
        Arm(institution, lines);
    }

    /// <summary>Whether the last day of a line has passed.</summary>
    public bool IsOver(RatingLine line) => line.ShownUntil < OfficialTime.DateOf(commit.Now);

    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var lines = await database.RatingLines.Where(l => l.InstitutionId == deadline.SubjectId).ToListAsync(cancellation);
        var over = lines.FindAll(IsOver);
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
