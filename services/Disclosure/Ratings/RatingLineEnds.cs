using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.Disclosure.Ratings;

/// <summary>Removes lines of a rating whose last day has passed, one deadline for the next of them.</summary>
internal sealed class RatingLineEnds(
    DisclosureDbContext database, Commit<DisclosureDbContext> commit, Deadlines<DisclosureDbContext> deadlines) : IDeadlineHandler
{
    public const string Kind = "rating.line_ends";

    private const string Rule = "rating-indicators";

    /// <summary>Leaves an institution the deadline of the line that ends next.</summary>
    public Task SetAsync(Guid institution, IReadOnlyCollection<RatingLine> lines, CancellationToken cancellation) =>
        deadlines.ResetAsync(Kind, institution, EndOf(lines), Rule, cancellation);

    /// <summary>Whether the last day of a line has passed.</summary>
    public bool IsOver(RatingLine line) => line.ShownUntil < OfficialTime.DateOf(commit.Now);

    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var lines = await database.RatingLines.Where(l => l.InstitutionId == deadline.SubjectId).ToListAsync(cancellation);
        var over = lines.FindAll(IsOver);
        database.RatingLines.RemoveRange(over);
        if (EndOf(lines.Except(over)) is { } next)
        {
            deadlines.Set(Kind, deadline.SubjectId, next, Rule);
        }
    }

    private static DateTime? EndOf(IEnumerable<RatingLine> lines) => lines.Min(line => line.ShownUntil) is { } last
        ? OfficialTime.EndOf(last) : null;
}
