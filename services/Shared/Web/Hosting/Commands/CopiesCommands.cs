using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Oversight.Messaging;
using Oversight.Persistence.Copies;

namespace Oversight.Web;

/// <summary>Builds the copies of this service from what its publishers have now, beside the live facts.</summary>
internal sealed class RebuildCopiesCommand : ServiceCommand
{
    public override string Name => "rebuild-copies";

    public override string Usage => "rebuild-copies                        build every copy from what its publisher has now";

    public override Task<int> RunAsync(CommandRun run, CancellationToken cancellation) =>
        CopyRequests.RunAsync(run, StatePurposes.Rebuild, cancellation);
}

/// <summary>Compares the copies of this service with their publishers, and mends them on request.</summary>
internal sealed class VerifyCopiesCommand : ServiceCommand
{
    public override string Name => "verify-copies";

    public override string Usage => "verify-copies [--mend]                compare every copy with its publisher; mend what differs";

    public override Task<int> RunAsync(CommandRun run, CancellationToken cancellation) =>
        CopyRequests.RunAsync(run, run.Has("--mend") ? StatePurposes.Mend : StatePurposes.Verify, cancellation);
}

/// <summary>
/// The step after a service's database was restored to an earlier point, while the service is stopped. Its versions count anew, copies of
/// it are mended when it starts, and it hears again what it had heard before the restore.
/// </summary>
internal sealed class NewEpochCommand : ServiceCommand
{
    // Clocks of two machines differ, and a message may have waited before it was heard.
    private static readonly TimeSpan BeforeTheLastRow = TimeSpan.FromHours(1);

    public override string Name => "new-epoch";

    public override string Usage => "new-epoch --reason \"…\" [--since UTC]  after a restore to an earlier point, with the service stopped";

    public override async Task<int> RunAsync(CommandRun run, CancellationToken cancellation)
    {
        if (run.Option("--reason") is not { Length: > 0 } reason)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        DateTime? since = null;
        if (run.Option("--since") is { } text)
        {
            if (!DateTime.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var given))
            {
                await Console.Error.WriteLineAsync("--since takes an instant, e.g. 2026-11-30T04:00:00Z.");
                return 2;
            }

            since = given;
        }

        return await run.ForEachAsync(async (module, store) =>
        {
            var from = since ?? await LastRowAsync(store, cancellation);
            await store.BeginEpochAsync(reason, cancellation);
            foreach (var publisher in store.Publishers)
            {
                store.Ask(publisher, StatePurposes.Replay, from);
                store.Ask(publisher, StatePurposes.Mend);
            }

            store.Record("epoch.begin", "database", Guid.Empty, new { reason, from });
            var saved = await store.SaveAsync(cancellation);
            await run.Out.WriteLineAsync(saved.IsRefused
                ? $"{module.Name}: {saved.Error.Message}"
                : $"{module.Name}: a new epoch has begun; start the service. It asks {string.Join(", ", store.Publishers)} for what was "
                    + $"published since {from:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
            return saved.IsRefused ? 1 : 0;
        });
    }

    private static async Task<DateTime> LastRowAsync(ServiceStore store, CancellationToken cancellation)
    {
        var last = await store.Database.Inbox.MaxAsync(m => (DateTime?)m.ConsumedAt, cancellation)
            ?? await store.Database.AuditEntries.MaxAsync(a => (DateTime?)a.At, cancellation) ?? DateTime.UnixEpoch;
        return last - BeforeTheLastRow;
    }
}

/// <summary>Asks publishers and waits for what comes of it.</summary>
internal static class CopyRequests
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1), UntilAHint = TimeSpan.FromSeconds(30);

    // What the others tell is about institutions. Told before them, each fact would be stored, wait, and be applied in a transaction of its
    // own.
    private const string First = "registry";

    public static async Task<int> RunAsync(CommandRun run, string purpose, CancellationToken cancellation)
    {
        var code = await AskAsync(run, purpose, publisher => publisher == First, cancellation);
        return Math.Max(code, await AskAsync(run, purpose, publisher => publisher != First, cancellation));
    }

    private static async Task<int> AskAsync(CommandRun run, string purpose, Func<string, bool> which, CancellationToken cancellation)
    {
        var asked = new List<(string Module, Guid Id)>();
        await run.ForEachAsync(async (module, store) =>
        {
            var publishers = store.Publishers.Where(which).ToList();
            var requests = publishers.ConvertAll(publisher => store.Ask(publisher, purpose));
            if (requests.Count > 0)
            {
                store.Record("copies.ask", "database", Guid.Empty, new { purpose, publishers });
                var saved = await store.SaveAsync(cancellation);
                if (saved.IsRefused)
                {
                    await run.Out.WriteLineAsync($"{module.Name}: {saved.Error.Message}");
                    return 1;
                }

                asked.AddRange(requests.Select(id => (module.Name, id)));
            }

            return 0;
        });
        return await WaitAsync(run, purpose, asked, cancellation);
    }

    private static async Task<int> WaitAsync(
        CommandRun run, string purpose, List<(string Module, Guid Id)> asked, CancellationToken cancellation)
    {
        var (found, hinted, begun) = (0, false, TimeProvider.System.GetTimestamp());
        var open = asked.ToHashSet();
        while (open.Count > 0)
        {
            await run.ForEachAsync(async (module, store) =>
            {
                foreach (var request in open.Where(r => r.Module == module.Name).ToList())
                {
                    if (await ResultAsync(store, request.Id, cancellation) is { } result)
                    {
                        open.Remove(request);
                        found += result.Differences;
                        await run.Out.WriteLineAsync(
                            $"{module.Name} of {result.Publisher}: {result.Records} records, {result.Differences} "
                                + $"differences{Mended(purpose)}");
                        foreach (var line in result.Details)
                        {
                            await run.Out.WriteLineAsync($"  {line}");
                        }
                    }
                }

                return 0;
            });
            if (open.Count > 0)
            {
                if (!hinted && TimeProvider.System.GetElapsedTime(begun) > UntilAHint)
                {
                    hinted = true;
                    await run.Out.WriteLineAsync($"{open.Count} answers are awaited; the services and the broker must be running.");
                }

                await Task.Delay(BetweenLooks, cancellation);
            }
        }

        return found > 0 && purpose == StatePurposes.Verify ? 1 : 0;
    }

    private static async Task<CopyResult?> ResultAsync(ServiceStore store, Guid id, CancellationToken cancellation)
    {
        var request = await store.Database.StateRequests.AsNoTracking().SingleAsync(r => r.Id == id, cancellation);
        var pages = store.Database.StatePages.AsNoTracking().Where(p => p.RequestId == id);
        if (request.Pages is not { } all || await pages.CountAsync(cancellation) < all)
        {
            return null;
        }

        var details = await pages.Where(p => p.Details != null).OrderBy(p => p.Kind).ThenBy(p => p.Page).Select(p => p.Details!).Take(20)
            .ToListAsync(cancellation);
        return new CopyResult(
            request.Publisher, request.Records ?? 0, await pages.SumAsync(p => p.Differences, cancellation),
            [.. details.SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries))]);
    }

    private static string Mended(string purpose) => purpose == StatePurposes.Mend ? ", mended" : "";

    private sealed record CopyResult(string Publisher, int Records, int Differences, IReadOnlyList<string> Details);
}
