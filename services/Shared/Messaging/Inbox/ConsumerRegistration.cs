using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>
/// A consumer of a service: its name, which is its queue's, its contract, and how a message becomes an entry of the inbox.
/// </summary>
public abstract class ConsumerRegistration
{
    private protected ConsumerRegistration(string name, Type fact, bool keepsCopy) => (Name, Fact, KeepsCopy) = (name, fact, keepsCopy);

    /// <summary>Name of the consumer; see <see cref="ConsumerName"/>.</summary>
    public string Name { get; }

    /// <summary>The contract.</summary>
    public Type Fact { get; }

    /// <summary>Whether it applies announced states too.</summary>
    public bool KeepsCopy { get; }

    /// <summary>Class of the consumer.</summary>
    public abstract Type Consumer { get; }

    internal abstract InboxEntry NewEntry(IncomingMessage message);

    internal abstract void Register(IBusRegistrationConfigurator bus);

    internal abstract void Attach(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context);

    /// <summary>Parks a message that cannot be read as the contract.</summary>
    internal abstract Task ParkAsync(IServiceProvider services, Guid id, string contract, string payload, Exception fault);
}

/// <summary>The consumers of one service, by name.</summary>
public sealed class ServiceConsumers<TContext>
    where TContext : ServiceDbContext
{
    private readonly Dictionary<string, ConsumerRegistration> _byName = new(StringComparer.Ordinal);

    /// <summary>The contracts that the service consumes, each once.</summary>
    public IReadOnlyCollection<Type> Facts => [.. _byName.Values.Select(consumer => consumer.Fact).Distinct()];

    internal ConsumerRegistration Add(ConsumerRegistration registration)
    {
        _byName.Add(registration.Name, registration);
        return registration;
    }

    internal ConsumerRegistration Of(Type consumer, Type fact) => _byName.Values.Single(c => c.Consumer == consumer && c.Fact == fact);

    internal ConsumerRegistration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Those of a contract.</summary>
    internal IEnumerable<ConsumerRegistration> Of(Type fact) => _byName.Values.Where(consumer => consumer.Fact == fact);

    /// <summary>Those that keep a copy by a contract.</summary>
    internal IEnumerable<ConsumerRegistration> CopiesBy(Type fact) => Of(fact).Where(consumer => consumer.KeepsCopy);

    /// <summary>The services whose records are copied by some consumer.</summary>
    internal IReadOnlyCollection<string> Publishers =>
        [
            .. _byName.Values.Where(consumer => consumer.KeepsCopy).Select(consumer => PublisherOf(consumer.Fact)).Distinct()
                .Order(StringComparer.Ordinal)];

    // Oversight.Contracts.Registry.V1.InstitutionChanged is published by registry.
    private static string PublisherOf(Type contract) => contract.Namespace!.Split('.')[^2].ToLowerInvariant();
}

internal abstract class ConsumerRegistration<TContext, TConsumer, TFact>(string name, bool keepsCopy)
    : ConsumerRegistration(name, typeof(TFact), keepsCopy)
    where TContext : ServiceDbContext
    where TFact : class
{
    public sealed override Type Consumer => typeof(TConsumer);

    internal sealed override void Register(IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<InboxConsumer<TContext, TConsumer, TFact>>();

    internal sealed override void Attach(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context) =>
        endpoint.ConfigureConsumer<InboxConsumer<TContext, TConsumer, TFact>>(context);

    internal sealed override Task ParkAsync(IServiceProvider services, Guid id, string contract, string payload, Exception fault) =>
        services.GetRequiredService<DeferredFacts<TContext>>().ParkAsync(id, Name, contract, payload, fault);
}

/// <summary>By a consumer that is made for each scope.</summary>
internal sealed class ScopedRegistration<TContext, TConsumer, TFact>(string name)
    : ConsumerRegistration<TContext, TConsumer, TFact>(name, typeof(ICopyConsumer<TFact>).IsAssignableFrom(typeof(TConsumer)))
    where TContext : ServiceDbContext
    where TConsumer : class, IFactConsumer<TFact>
    where TFact : class
{
    internal override InboxEntry NewEntry(IncomingMessage message) => new Entry(message, Name);

    private sealed class Entry(IncomingMessage message, string consumer) : InboxEntry(message, consumer)
    {
        protected override Task ApplyAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending) =>
            services.GetRequiredService<TConsumer>().ConsumeAsync((TFact)Message.Fact, ending);
    }
}

/// <summary>By a consumer that reads for a whole page.</summary>
internal sealed class PageRegistration<TContext, TConsumer, TFact, TKnown>(string name)
    : ConsumerRegistration<TContext, TConsumer, TFact>(name, keepsCopy: true)
    where TContext : ServiceDbContext
    where TConsumer : class, IPageConsumer<TFact, TKnown>
    where TFact : class
    where TKnown : class
{
    internal override InboxEntry NewEntry(IncomingMessage message) => new Entry(message, Name);

    private sealed class Entry(IncomingMessage message, string consumer) : InboxEntry(message, consumer)
    {
        public override Type Rows => typeof(TConsumer);

        public override async Task<object?> LoadAsync(
            IServiceProvider services, DbContext database, IReadOnlyList<InboxEntry> same, CancellationToken ending)
        {
            services.GetRequiredService<IncomingFact>().Set(Message); // Neighbours come from one page: what is forced is forced for all.
            return await services.GetRequiredService<TConsumer>().ReadAsync([.. same.Select(entry => (TFact)entry.Message.Fact)], ending);
        }

        protected override Task ApplyAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending) =>
            services.GetRequiredService<TConsumer>().ApplyAsync((TFact)Message.Fact, (TKnown)rows!, ending);
    }
}

/// <summary>By a consumer that keeps one row for each subject.</summary>
internal sealed class RowRegistration<TContext, TConsumer, TFact, TRow>(string name, TConsumer consumer)
    : ConsumerRegistration<TContext, TConsumer, TFact>(name, keepsCopy: true)
    where TContext : ServiceDbContext
    where TConsumer : class, IRowConsumer<TFact, TRow>
    where TFact : class
    where TRow : class, IStateCopy
{
    internal override InboxEntry NewEntry(IncomingMessage message) => new Entry(message, Name, consumer);

    private sealed class Entry(IncomingMessage message, string name, TConsumer consumer) : InboxEntry(message, name), IAboutRow
    {
        private readonly (Guid Key, long Version) _source = consumer.SourceOf((TFact)message.Fact);

        public Guid Key => _source.Key;

        public override Type Rows => typeof(TRow);

        public override async Task<object?> LoadAsync(
            IServiceProvider services, DbContext database, IReadOnlyList<InboxEntry> same, CancellationToken ending)
        {
            var keys = same.Cast<IAboutRow>().Select(entry => entry.Key).Distinct().ToList();
            var key = database.Model.FindEntityType(typeof(TRow))!.FindPrimaryKey()!.Properties.Single().Name;
            var found = await database.Set<TRow>().Where(row => keys.Contains(EF.Property<Guid>(row, key))).ToListAsync(ending);
            return found.ToDictionary(row => database.Entry(row).Property<Guid>(key).CurrentValue);
        }

        protected override Task ApplyAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending)
        {
            var (known, incoming) = ((Dictionary<Guid, TRow>)rows!, services.GetRequiredService<IncomingFact>());
            var before = known.GetValueOrDefault(Key);
            if (!incoming.Replaces(before, _source.Version))
            {
                return Task.CompletedTask;
            }

            var after = consumer.Apply(before, (TFact)Message.Fact);
            after.Stamp(incoming.Stamp(_source.Version));
            if (before is null)
            {
                database.Add(after);
                known.Add(Key, after);
            }

            return Task.CompletedTask;
        }
    }
}

/// <summary>A message about one row.</summary>
internal interface IAboutRow
{
    Guid Key { get; }
}
