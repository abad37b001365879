using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.CreditFile.Recomputations;

/// <summary>Rates one batch of files under the version to come and reports what would change; report and progress are one save.</summary>
internal sealed class RecomputationRun(
    CreditFileDbContext context, Commit<CreditFileDbContext> commit, ActScope act, ScoringPack pack, PublicationTerms terms)
{
    /// <summary>Files of one batch.</summary>
    public const int BatchSize = 100;

    /// <summary>Rates one batch.</summary>
    /// <returns>Done; or the refusal of the save, if an officer stopped it or another worker was quicker meanwhile: then nothing of the
    /// batch is kept.</returns>
    public async Task<Result> BatchAsync(Guid id, CancellationToken cancellation)
    {
        var run = await context.Recomputations.SingleAsync(r => r.Id == id, cancellation);
        if (run.IsFinished)
        {
            return Result.Done;
        }

        var by = ActContext.OfSystem(commit.Now, worker: "system:recomputation");
        act.ActorId = by.ActorId;
        var (after, prefix) = (run.After ?? Guid.Empty, DivisionCode.FromStored(run.Division).ScopePrefix);
        var files = await context.InstitutionFiles.AsNoTracking().Shown()
            // Files without a rating have no fact, so no scale changes anything of them.
            .Where(f => f.Grade != null && f.Division.StartsWith(prefix) && f.Id.CompareTo(after) > 0)
                .OrderBy(f => f.Id).Select(f => f.Id).Take(BatchSize).ToListAsync(cancellation);
        var next = pack.Versions.FirstOrDefault(version => version.Version == run.PackVersion);
        if (next is null)
        {
            // The version was taken out of the operator's folder meanwhile: there is nothing to compare with any more.
            run.Stop(by);
            commit.Record("recomputation.version_gone", "recomputation", id, run.Version, new { run.PackVersion });
            return await commit.SaveAsync(cancellation);
        }

        var changes = await CompareAsync(run, files, next, cancellation);
        context.RecomputationChanges.AddRange(changes);
        run.Advance(files.Count, changes.Count, files.Count > 0 ? files[^1] : null);
        // A short batch is the last one and ends the run in its own save; a full last batch is followed by an empty one.
        if (files.Count < BatchSize)
        {
            run.Finish(by);
            commit.Record("recomputation.finish", "recomputation", id, run.Version, new { run.Rated, run.Changed });
        }

        return await commit.SaveAsync(cancellation);
    }

    private async Task<List<RecomputationChange>> CompareAsync(
        Recomputation run, List<Guid> files, RuleVersion<ScoringRules> next, CancellationToken cancellation)
    {
        // Both sides are worked out here and now: a stored rating may be of another day and would show changes of time, not of scale.
        var live = pack.Today(run.AsOf);
        var ids = files.ConvertAll(file => (Guid?)file);
        var facts = (await context.CreditFacts.AsNoTracking().Where(fact => ids.Contains(fact.InstitutionId)).ToListAsync(cancellation))
            .ToLookup(fact => fact.InstitutionId);
        var changes = new List<RecomputationChange>();
        foreach (var file in files)
        {
            var known = facts[file].ToList();
            var (old, then) = (Scoring.Rate(known, live, run.AsOf, terms), Scoring.Rate(known, next, run.AsOf, terms));
            if (!RatingDifference.Differs(old, then))
            {
                continue;
            }

            var lines = RatingDifference.Lines(old, then);
            changes.Add(new RecomputationChange
            {
                RecomputationId = run.Id, InstitutionId = file, OldGrade = old.Grade, OldPoints = old.Points, NewGrade = then.Grade,
                NewPoints = then.Points,
                DifferingLines = lines.Count, Lines = JsonSerializer.Serialize(lines.Take(RecomputationChange.MaxLines), WireJson.Options),
            });
        }

        return changes;
    }
}
