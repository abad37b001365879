using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Platform.V1;
using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>Applies pages of state that this service asked for, and facts that are told again.</summary>
internal sealed class AnnouncedRegistration<TContext>(string service)
    : ConsumerRegistration<TContext, AnnouncedPages<TContext>, StateAnnounced>(
        ConsumerName.For(typeof(StateAnnounced), service), keepsCopy: false)
    where TContext : ServiceDbContext
{
    internal override InboxEntry NewEntry(IncomingMessage message) => new Entry(message, Name);

    private sealed class Entry(IncomingMessage message, string consumer) : InboxEntry(message, consumer)
    {
        public override bool IsAlone => true;

        protected override async Task ApplyAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending)
        {
            var page = (StateAnnounced)Message.Fact;
            if (page.Purpose == StatePurposes.Replay)
            {
                await ReplayAsync(services, page);
            }
            else
            {
                await new AnnouncedPages<TContext>(services).ApplyAsync(page, Message);
            }
        }

        // Each as the message that it was: the inbox of every consumer drops what it knows. They wait as deferred rows and are due, so
        // each is applied, parked or kept waiting like any other, whatever becomes of its neighbours.
        private async Task ReplayAsync(IServiceProvider services, StateAnnounced page)
        {
            var (context, consumers, catalog) = (
                services.GetRequiredService<TContext>(), services.GetRequiredService<ServiceConsumers<TContext>>(),
                services.GetRequiredService<FactCatalog>());
            var ids = page.Records.Select(record => record.Id).ToList();
            var known =
                (await context.Inbox.Where(m => ids.Contains(m.MessageId)).Select(m => new { m.MessageId, m.Consumer }).ToListAsync())
                    .Select(m => (m.MessageId, m.Consumer)).ToHashSet();
            var commit = services.GetRequiredService<Commit<TContext>>();
            foreach (var told in page.Records.SelectMany(record => record.Facts))
            {
                var (fact, type) = catalog.Read(told.Contract, told.Payload);
                foreach (var consumer in consumers.Of(type).Where(consumer => known.Add((told.MessageId!.Value, consumer.Name))))
                {
                    var entry = consumer.NewEntry(
                        Message with
                        {
                            Id = told.MessageId!.Value, Fact = fact, Contract = type, Epoch = told.Epoch, Digest = told.Digest
                        });
                    var row = entry.ToDeferred(commit.NewId(), commit.Now);
                    row.Retry(commit.Now);
                    context.Inbox.Add(entry.Row(commit.Now));
                    context.DeferredFacts.Add(row);
                }
            }

            context.StatePages.Add(
                new() { RequestId = page.RequestId, Kind = page.Kind, Page = page.Page, Records = page.Records.Count, Differences = 0 });
            services.GetRequiredService<Signal<DeferredFactWorker<TContext>>>().Set();
        }
    }
}
