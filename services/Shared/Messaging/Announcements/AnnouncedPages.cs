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
        await ApplyAsync(Entries(page, message), differences);
        if (StatePurposes.Forces(page.Purpose))
        {
            await RemoveExtrasAsync(page, message, differences);
        }

        if (page.Purpose == StatePurposes.Verify)
        {
            await transaction.RollbackToSavepointAsync(BeforePage);
            _database.ChangeTracker.Clear();
        }

        _database.StatePages.Add(new StatePage
        {
            RequestId = page.RequestId, Kind = page.Kind, Page = page.Page, Records = page.Records.Count, Differences = differences.Count, Details = differences.ToText(),
        });
        if (page.Purpose == StatePurposes.Mend && differences.Count > 0)
        {
            _commit.Record("copies.mend", "state_request", page.RequestId, null, new { page.Publisher, page.Kind, page.Page, differences.Count });
        }

        await SaveAsync();
        await transaction.CommitAsync();
        _commit.Saved();
    }

    private async Task ApplyAsync(List<InboxEntry> entries, CopyDifferences differences)
    {
        object? rows = null;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (i == 0 || entry.Rows is null || entry.Rows != entries[i - 1].Rows)
            {
                differences.Note();
                await SaveAsync();
                rows = await entry.LoadAsync(_database, entries.Skip(i).TakeWhile(next => next.Rows == entry.Rows), entry.Cancellation);
            }

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

    private List<InboxEntry> Entries(StateAnnounced page, IncomingMessage message)
    {
        var entries = new List<InboxEntry>();
        foreach (var announced in page.Records.SelectMany(record => record.Facts))
        {
            var (fact, type) = _catalog.Read(announced.Contract, announced.Payload);
            var told = message with
            {
                Id = announced.MessageId ?? _commit.NewId(),
                Fact = fact,
                Contract = type,
                Epoch = announced.Epoch ?? message.Epoch,
                Digest = announced.Digest,
                DeferredId = null,
                IsAnnounced = true,
                IsForced = StatePurposes.Forces(page.Purpose),
            };
            entries.AddRange(_consumers.CopiesBy(type).Select(consumer => consumer.NewEntry(told)));
        }

        // Those that keep rows of one kind stand side by side and share a query.
        return [.. entries.GroupBy(entry => entry.Rows).SelectMany(same => same)];
    }

    private async Task RemoveExtrasAsync(StateAnnounced page, IncomingMessage message, CopyDifferences differences)
    {
        var ids = page.Records.Select(record => record.Id).ToHashSet();
        foreach (var copies in services.GetServices<ICopySet<TContext>>().Where(set => set.Publisher == page.Publisher && set.Kind == page.Kind))
        {
            await copies.RemoveExtrasAsync(new CopyRange(page.After, page.Through, page.SubjectId, ids), message.Cancellation);
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
}

/// <summary>Copies of one kind of record: what is there that the publisher does not have.</summary>
/// <typeparam name="TContext">The context of the service that keeps the copies.</typeparam>
public interface ICopySet<TContext>
    where TContext : ServiceDbContext
{
    /// <summary>The publisher, e.g. <c>registry</c>.</summary>
    string Publisher { get; }

    /// <summary>The kind, as its source names it.</summary>
    string Kind { get; }

    /// <summary>Removes copies in the range whose record the publisher does not have; the caller saves or undoes it.</summary>
    Task RemoveExtrasAsync(CopyRange range, CancellationToken cancellation);
}

/// <summary>A stretch of ids and the records that the publisher has in it.</summary>
/// <param name="After">Ids are greater; null from the beginning.</param>
/// <param name="Through">Ids are not greater; null to the end.</param>
/// <param name="Institution">Only records about this institution; null for all.</param>
/// <param name="Ids">The records that are there.</param>
public sealed record CopyRange(Guid? After, Guid? Through, Guid? Institution, IReadOnlySet<Guid> Ids);
