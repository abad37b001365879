using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Persistence.Inbox;

/// <summary>How a service takes one contract for one purpose.</summary>
public abstract class Intake<TConsumer, TFact> : IIntake<TFact>
    where TFact : class
{
    private protected Intake(string name) => Name = name;

    /// <summary>Name of the consumer; see <see cref="ConsumerName"/>.</summary>
    public string Name { get; }

    InboxEntry IIntake<TFact>.Entry(Guid id, TFact fact, CancellationToken cancellation) => Entry(id, fact, cancellation);

    internal abstract InboxEntry Entry(Guid id, TFact fact, CancellationToken cancellation);
}

/// <summary>By a consumer that is made anew for each scope.</summary>
public sealed class ConsumerIntake<TConsumer, TFact>(string name) : Intake<TConsumer, TFact>(name)
    where TConsumer : class, IFactConsumer<TFact>
    where TFact : class
{
    internal override InboxEntry Entry(Guid id, TFact fact, CancellationToken cancellation) => new ConsumerEntry(id, Name, fact, cancellation);

    private sealed class ConsumerEntry(Guid id, string name, TFact fact, CancellationToken cancellation) : InboxEntry(id, name, cancellation)
    {
        protected override Task ConsumeAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending) =>
            services.GetRequiredService<TConsumer>().ConsumeAsync(fact, ending);
    }
}

/// <summary>By a consumer that keeps one row for each subject.</summary>
public sealed class RowIntake<TConsumer, TFact, TRow>(string name, TConsumer consumer) : Intake<TConsumer, TFact>(name)
    where TConsumer : class, IRowConsumer<TFact, TRow>
    where TFact : class
    where TRow : class
{
    internal override InboxEntry Entry(Guid id, TFact fact, CancellationToken cancellation) => new RowEntry(id, Name, consumer, fact, cancellation);

    private sealed class RowEntry(Guid id, string name, TConsumer consumer, TFact fact, CancellationToken cancellation) : InboxEntry(id, name, cancellation), IAboutRow
    {
        public Guid Key { get; } = consumer.KeyOf(fact);

        public override Type Rows => typeof(TRow);

        public override async Task<object?> LoadAsync(DbContext database, IEnumerable<InboxEntry> same, CancellationToken ending)
        {
            var keys = same.Cast<IAboutRow>().Select(entry => entry.Key).Distinct().ToList();
            var key = database.Model.FindEntityType(typeof(TRow))!.FindPrimaryKey()!.Properties.Single().Name;
            var found = await database.Set<TRow>().Where(row => keys.Contains(EF.Property<Guid>(row, key))).ToListAsync(ending);
            return found.ToDictionary(row => database.Entry(row).Property<Guid>(key).CurrentValue);
        }

        protected override Task ConsumeAsync(IServiceProvider services, DbContext database, object? rows, CancellationToken ending)
        {
            var known = (Dictionary<Guid, TRow>)rows!;
            var before = known.GetValueOrDefault(Key);
            var after = consumer.Take(before, fact);
            if (before is null)
            {
                database.Add(after);
                known.Add(Key, after);
            }

            return Task.CompletedTask;
        }
    }
}

/// <summary>How a contract is taken, whatever for.</summary>
internal interface IIntake<in TFact>
    where TFact : class
{
    InboxEntry Entry(Guid id, TFact fact, CancellationToken cancellation);
}

/// <summary>A message about one row.</summary>
internal interface IAboutRow
{
    Guid Key { get; }
}
