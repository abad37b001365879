using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;
using Oversight.Persistence.Outbox;

namespace Oversight.Web;

/// <summary>
/// Shows and mends what is stuck: facts that this service could not apply (they wait or are parked), and facts that it could not send.
/// What it prints holds no personal data, because contracts hold none. Mending is audited; the live service does the work.
/// </summary>
internal sealed class FactsCommand : ServiceCommand
{
    private const int MostLines = 1000;

    public override string Name => "facts";

    public override string Usage => """
        facts list                            what could not be applied or sent
        facts show <id>                       one of them, with its content
        facts resend <id>|all                 try again
        facts discard <id> --reason "…"       give one up for good
        """;

    public override async Task<int> RunAsync(CommandRun run, CancellationToken cancellation)
    {
        var id = run.Arguments.Count > 1 && Guid.TryParse(run.Arguments[1], out var given) ? given : (Guid?)null;
        switch (run.Arguments.Count > 0 ? run.Arguments[0] : null, id, run.Option("--reason"))
        {
            case ("list", _, _):
                return await run.ForEachAsync((module, store) => ListAsync(run, module.Name, store, cancellation));
            case ("show", { } shown, _):
                return await OneAsync(run, (module, store) => ShowAsync(run, module, store, shown, cancellation));
            case ("resend", { } resent, _):
                return await OneAsync(run, (_, store) => ResendAsync(run, store, resent, cancellation));
            case ("resend", null, _) when run.Has("all"):
                return await run.ForEachAsync(async (_, store) =>
                {
                    await ResendAsync(run, store, null, cancellation);
                    return 0;
                });
            case ("discard", { } discarded, { Length: > 0 } reason):
                return await OneAsync(run, (_, store) => DiscardAsync(run, store, discarded, reason, cancellation));
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task<int> OneAsync(CommandRun run, Func<string, ServiceStore, Task<bool>> work)
    {
        var found = false;
        await run.ForEachAsync(async (module, store) =>
        {
            found |= await work(module.Name, store);
            return 0;
        });
        if (!found)
        {
            await Console.Error.WriteLineAsync("There is no such fact among those that are stuck.");
        }

        return found ? 0 : 1;
    }

    private static async Task<int> ListAsync(CommandRun run, string module, ServiceStore store, CancellationToken cancellation)
    {
        foreach (var row in await store.Database.DeferredFacts.AsNoTracking().OrderBy(f => f.ReceivedAt).ThenBy(f => f.Id).Take(MostLines)
            .ToListAsync(cancellation))
        {
            await run.Out.WriteLineAsync(
                $"{module}  {row.Id}  {Word(row)}  {row.Consumer}  {ShortName(row.Contract)}  since {At(row.ReceivedAt)}  tries "
                    + $"{row.Attempts}  {row.Awaits ?? row.Error}");
        }

        foreach (var row in await store.Database.Outbox.AsNoTracking().Where(m => m.ParkedAt != null).OrderBy(m => m.ParkedAt)
            .Take(MostLines).ToListAsync(cancellation))
        {
            await run.Out.WriteLineAsync(
                $"{module}  {row.Id}  unsent  {ShortName(row.Contract)}  since {At(row.CreatedAt)}  tries {row.Attempts}  {row.LastError}");
        }

        return 0;
    }

    private static async Task<bool> ShowAsync(CommandRun run, string module, ServiceStore store, Guid id, CancellationToken cancellation)
    {
        if (await store.Database.DeferredFacts.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellation) is { } deferred)
        {
            await run.Out.WriteLineAsync(
                $"""
                service   {module}
                consumer  {deferred.Consumer}
                contract  {deferred.Contract}
                message   {deferred.MessageId}
                state     {Word(deferred)}
                awaits    {deferred.Awaits}
                error     {deferred.Error}
                received  {At(deferred.ReceivedAt)}
                tried     {deferred.Attempts} times, last {At(deferred.TriedAt)}
                {deferred.Payload}
                """);
            return true;
        }

        if (await ParkedAsync(store, id, cancellation) is { } unsent)
        {
            await run.Out.WriteLineAsync(
                $"""
                service   {module}
                contract  {unsent.Contract}
                state     unsent
                error     {unsent.LastError}
                created   {At(unsent.CreatedAt)}
                tried     {unsent.Attempts} times
                {unsent.Payload}
                """);
            return true;
        }

        return false;
    }

    private static async Task<bool> ResendAsync(CommandRun run, ServiceStore store, Guid? id, CancellationToken cancellation)
    {
        var now = UtcDateTimeConverter.ToStored(run.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var deferred = await store.Database.DeferredFacts.Where(f => id == null || f.Id == id).ToListAsync(cancellation);
        var unsent = await store.Database.Outbox.Where(m => m.ParkedAt != null && (id == null || m.Id == id)).ToListAsync(cancellation);
        deferred.ForEach(row => row.Retry(now));
        unsent.ForEach(row => row.Unpark());
        if (deferred.Count + unsent.Count == 0)
        {
            return false;
        }

        store.Record("facts.resend", "fact", id ?? Guid.Empty, new { Deferred = deferred.Count, Unsent = unsent.Count });
        return await SaveAsync(run, store, $"{store.Database.Service}: {deferred.Count + unsent.Count} are tried again", cancellation);
    }

    private static async Task<bool> DiscardAsync(CommandRun run, ServiceStore store, Guid id, string reason, CancellationToken cancellation)
    {
        if (await store.Database.DeferredFacts.SingleOrDefaultAsync(f => f.Id == id, cancellation) is { } deferred)
        {
            store.Database.DeferredFacts.Remove(deferred);
            store.Record("facts.discard", "fact", id, new { deferred.Consumer, deferred.Contract, deferred.MessageId, reason });
            return await SaveAsync(run, store, $"{store.Database.Service}: discarded", cancellation);
        }

        if (await ParkedAsync(store, id, cancellation) is { } unsent)
        {
            store.Database.Outbox.Remove(unsent);
            store.Record("facts.discard", "fact", id, new { unsent.Contract, unsent.Partition, unsent.Ordinal, reason });
            return await SaveAsync(run, store, $"{store.Database.Service}: discarded", cancellation);
        }

        return false;
    }

    private static async Task<bool> SaveAsync(CommandRun run, ServiceStore store, string done, CancellationToken cancellation)
    {
        var saved = await store.SaveAsync(cancellation);
        await run.Out.WriteLineAsync(saved.IsRefused ? $"{store.Database.Service}: {saved.Error.Message}" : done);
        return !saved.IsRefused;
    }

    private static Task<OutboxMessage?> ParkedAsync(ServiceStore store, Guid id, CancellationToken cancellation) =>
        store.Database.Outbox.SingleOrDefaultAsync(m => m.Id == id && m.ParkedAt != null, cancellation);

    private static string Word(DeferredFact row) => row.State == DeferralState.Pending ? "waits" : "parked";

    private static string ShortName(string contract) => contract[(contract.LastIndexOf('.') + 1)..];

    private static string At(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
