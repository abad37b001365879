using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.CreditFile.Ratings;

/// <summary>
/// Rates the files anew, batch by batch, once another scoring version is in force than the one by which they were rated. Each
/// batch is one save; a kill loses at most one, and of two workers on one batch the versions of the files let one commit.
/// </summary>
internal sealed partial class NewPackWorker(IServiceScopeFactory scopes, ScoringPack pack, TimeProvider clock, ILogger<NewPackWorker> log)
    : PeriodicWorker(TimeSpan.FromMinutes(1), clock, log)
{
    /// <summary>Files of one batch.</summary>
    public const int BatchSize = 100;

    private readonly TimeProvider _clock = clock;
    private readonly ILogger _log = log;

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation) => await RateBatchAsync(cancellation) == BatchSize;

    /// <summary>Rates one batch.</summary>
    /// <returns>How many files it rated; 0 if all are rated by the version in force, or if another writer came in between.</returns>
    public async Task<int> RateBatchAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CreditFileDbContext>();
        if (pack.OnDay(OfficialTime.Today(_clock)) is not { IsRefused: false } version)
        {
            return 0;
        }

        var rule = version.Value.Reference;
        // A rated file carries the new rule and drops out of the query: progress needs no cursor and survives a kill.
        var files = await context.InstitutionFiles.Shown().Where(f => f.Rule != null && f.Rule != rule).OrderBy(f => f.Id)
            .Take(BatchSize).ToListAsync(cancellation);
        if (files.Count == 0)
        {
            return 0;
        }

        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = "system:new-scoring-pack";
        var ids = files.ConvertAll(f => (Guid?)f.Id);
        // One query for the facts of the batch instead of one for each file.
        var facts = (await context.CreditFacts.AsNoTracking().Where(fact => ids.Contains(fact.InstitutionId)).ToListAsync(cancellation))
            .ToLookup(fact => fact.InstitutionId);
        var rating = scope.ServiceProvider.GetRequiredService<FileRating>();
        foreach (var file in files)
        {
            await rating.RateAsync(file, [.. facts[file.Id]], cancellation);
        }

        // A fact that came in between fails the whole batch on a file's version; the next run takes the files up again.
        if (await scope.ServiceProvider.GetRequiredService<Commit<CreditFileDbContext>>()
            .SaveAsync(cancellation) is { IsRefused: true } refused)
        {
            LogComesAgain(_log, refused.Error.Code);
            return 0;
        }

        return files.Count;
    }

    [LoggerMessage(1, LogLevel.Information, "A batch of files was not rated by the new scoring version ({Code}); it is retried")]
    private static partial void LogComesAgain(ILogger log, string code);
}
