using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.CreditFile.Ledger;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;

namespace Oversight.CreditFile.Ratings;

/// <summary>
/// Rates a file as of today by the version in force, announces a change, and sets the deadline of the next change by itself.
/// </summary>
internal sealed class FileRating(
    Commit<CreditFileDbContext> commit, Deadlines<CreditFileDbContext> deadlines, ScoringPack pack, PublicationTerms terms)
{
    /// <summary>Kind of the deadlines: the day after the last day of a line.</summary>
    public const string DeadlineKind = "rating.changes";

    /// <summary>Rates the file; the caller saves.</summary>
    /// <param name="file">A file that may be rated.</param>
    /// <param name="facts">All its facts, those of this save among them.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task RateAsync(InstitutionFile file, IReadOnlyCollection<CreditFact> facts, CancellationToken cancellation)
    {
        var (today, before) = (OfficialTime.DateOf(commit.Now), file.NextChangeOn);
        var version = pack.Today(today);
        if (file.Rate(Scoring.Rate(facts, version, today, terms), commit.Now) is { } changed)
        {
            commit.Announce(changed, file.Id, file.Version);
            commit.Record(
                "rating.change", "credit_file", file.Id, file.Version,
                new { changed.Grade, changed.Points, changed.PreviousGrade, changed.PreviousPoints, changed.Rule });
        }

        // A rating whose next change stays needs no query for its open deadlines.
        if (file.NextChangeOn != before)
        {
            var next = file.NextChangeOn is { } day ? OfficialTime.StartOf(day) : (DateTime?)null;
            await deadlines.ResetAsync(DeadlineKind, file.Id, next, version.Reference, cancellation);
        }
    }
}

/// <summary>
/// Rates a file anew when a line has run out or a fact has come into effect. The rating is worked out from the ledger and not from the
/// deadline, so a late or repeated sweep ends in the same rating.
/// </summary>
internal sealed class RatingChange(CreditFileDbContext context, FileRating rating) : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var file = await context.InstitutionFiles.SingleOrDefaultAsync(f => f.Id == deadline.SubjectId, cancellation);
        // The register may have lost the entry since the deadline was set (LedgerCopies).
        if (file is { IsRatable: true })
        {
            await rating.RateAsync(
                file, await context.CreditFacts.AsNoTracking().Where(fact => fact.InstitutionId == file.Id).ToListAsync(cancellation),
                cancellation);
        }
    }
}
