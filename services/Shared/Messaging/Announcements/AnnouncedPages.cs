using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Platform.V1;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>
/// Applies a page of a publisher's state to the copies of this service, in one transaction: each fact as its own consumer would, without
/// being an event. To compare, the page is applied by force, what would change is noted, and the transaction is undone.
/// </summary>
internal sealed class AnnouncedPages<TContext>(IServiceProvider services)
    where TContext : ServiceDbContext
{
    private const string BeforePage = "before_page";

    private readonly TContext _database = services.GetRequiredService<TContext>();
    private readonly Commit<TContext> _commit = services.GetRequiredService<Commit<TContext>>();
    private readonly ServiceConsumers<TContext> _consumers = services.GetRequiredService<ServiceConsumers<TContext>>();
    private readonly FactCatalog _catalog = services.GetRequiredService<FactCatalog>();

    /// <summary>Applies the page. Its transaction is committed here, with everything that the context held before.</summary>
    /// <exception cref="Exception">One of its facts is at fault: nothing of the page is left.</exception>
    public async Task ApplyAsync(StateAnnounced page, IncomingMessage message)
    {
        _database.Database.AutoSavepointsEnabled = false; // A save that fails ends the whole page anyway.
        await using var transaction = await _database.Database.BeginTransactionAsync();
        await SaveAsync(); // The row of the inbox, claimed by the caller.
        if (!await _database.StateRequests.AnyAsync(r => r.Id == page.RequestId)
            || await _database.StatePages.AnyAsync(p => p.RequestId == page.RequestId && p.Kind == page.Kind && p.Page == page.Page))
        {
            await transaction.CommitAsync();
            return;
        }

        await transaction.CreateSavepointAsync(BeforePage);
        var differences = new CopyDifferences(_database);
        var facts = Read(page);
        await ApplyAsync(Entries(facts, page, message), differences);
        if (StatePurposes.Forces(page.Purpose))
        {
            await ReconcileAsync(facts, page, message, differences);
        }

        if (page.Purpose == StatePurposes.Verify)
        {
            await transaction.RollbackToSavepointAsync(BeforePage);
            _database.ChangeTracker.Clear();
        }

        var (count, details) = differences.Found();
        _database.StatePages.Add(new StatePage
        {
            RequestId = page.RequestId, Kind = page.Kind, Page = page.Page, Records = page.Records.Count, Differences = count,
            Details = details,
        });
        if (page.Purpose == StatePurposes.Mend && count > 0)
        {
            _commit.Record(
                "copies.mend", "state_request", page.RequestId, null, new { page.Publisher, page.Kind, page.Page, Count = count });
        }

        await SaveAsync();
        await transaction.CommitAsync();
        _commit.Saved();
    }

    private async Task ApplyAsync(IEnumerable<InboxEntry> entries, CopyDifferences differences)
    {
        foreach (var run in InboxEntry.Runs(entries))
        {
            var rows = await run[0].LoadAsync(services, _database, run, run[0].Cancellation);
            foreach (var entry in run)
            {
                try
                {
                    await entry.ApplyAsync(services, _database, rows);
                }
                catch (OutOfOrderException e)
                {
                    await DeferAsync(entry, e.Awaits);
                }
            }

            differences.Note();
            await SaveAsync();
        }
    }

    // Another publisher's page, or a live fact, will bring what it awaits.
    private async Task DeferAsync(InboxEntry entry, string awaits)
    {
        _database.ChangeTracker.Clear();
        if (entry.Message.IsForced)
        {
            return; // Compared with what is there: a record that may not be shown yet is no difference.
        }

        var row = entry.ToDeferred(_commit.NewId(), _commit.Now);
        row.Await(awaits, _commit.Now, first: true);
        _database.DeferredFacts.Add(row);
        await SaveAsync();
    }

    private List<ToldFact> Read(StateAnnounced page) =>
        [.. page.Records.SelectMany(record =>
        {
            var digests = record.Facts.Select(told => told.Digest).OfType<string>().ToHashSet();
            return record.Facts.Select(told =>
            {
                var (fact, type) = _catalog.Read(told.Contract, told.Payload);
                return new ToldFact(told, fact, type, digests);
            });
        })];

    private IEnumerable<InboxEntry> Entries(List<ToldFact> facts, StateAnnounced page, IncomingMessage message)
    {
        var entries = new List<InboxEntry>();
        foreach (var (announced, fact, type, digests) in facts)
        {
            var told = message with
            {
                Id = announced.MessageId ?? _commit.NewId(),
                Fact = fact,
                Contract = type,
                Epoch = announced.Epoch ?? message.Epoch,
                Digest = announced.Digest,
                DeferredId = null,
                Told = digests,
                IsForced = StatePurposes.Forces(page.Purpose),
            };
            entries.AddRange(_consumers.CopiesBy(type).Select(consumer => consumer.NewEntry(told)));
        }

        // Those that keep rows of one kind stand side by side and share a query.
        return entries.GroupBy(entry => entry.Rows).SelectMany(same => same);
    }

    private async Task ReconcileAsync(List<ToldFact> facts, StateAnnounced page, IncomingMessage message, CopyDifferences differences)
    {
        var ids = page.Records.Select(record => record.Id).ToHashSet();
        foreach (var copies in services.GetServices<ICopySet<TContext>>()
            .Where(set => set.Publisher == page.Publisher && set.Kind == page.Kind))
        {
            var range = new CopyRange(
                page.After, page.Through, page.SubjectId, message.Epoch ?? Guid.Empty, ids, facts.ConvertAll(told => told.Fact));
            await copies.ReconcileAsync(range, message.Cancellation);
            differences.Note();
            await SaveAsync();
        }
    }

    private async Task SaveAsync()
    {
        await _commit.StampAsync(CancellationToken.None);
        await _database.SaveChangesAsync();
        _database.ChangeTracker.Clear();
    }

    private sealed record ToldFact(AnnouncedFact Announced, object Fact, Type Type, IReadOnlySet<string> Digests);
}

/// <summary>Copies of one kind of record, compared as a whole: what is there that the publisher does not have.</summary>
/// <typeparam name="TContext">The context of the service that keeps the copies.</typeparam>
public interface ICopySet<TContext>
    where TContext : ServiceDbContext
{
    /// <summary>The publisher, e.g. <c>registry</c>.</summary>
    string Publisher { get; }

    /// <summary>The kind, as its source names it.</summary>
    string Kind { get; }

    /// <summary>Removes what is in the range and what the publisher does not have; the caller saves or undoes it.</summary>
    Task ReconcileAsync(CopyRange range, CancellationToken cancellation);
}
