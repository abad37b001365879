using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Inbox;

/// <summary>
/// Takes one contract for one purpose. It changes entities of its context and returns; the inbox saves once, together with
/// the inbox row. Throwing leaves nothing behind and the message comes again.
/// </summary>
public interface IFactConsumer<in TFact>
    where TFact : class
{
    /// <summary>Applies the fact. It may be called again for the same fact after a failure, and facts may come in any order.</summary>
    /// <exception cref="FactAheadException">It builds on a fact that has not come yet.</exception>
    Task ConsumeAsync(TFact fact, CancellationToken cancellation);
}

/// <summary>
/// The inbox around a consumer: every message takes effect once. The first to commit the inbox row wins; a repeat, even at
/// the same moment on another replica, finds the row or violates its key, leaves nothing, and is acknowledged.
/// </summary>
public sealed class InboxConsumer<TContext, TConsumer, TFact>(
    TContext database, TConsumer consumer, ActContext act, IDelivery delivery, OutboxSignal<TContext> signal, TimeProvider clock) : IConsumer<TFact>
    where TContext : ServiceDbContext
    where TConsumer : class, IFactConsumer<TFact>
    where TFact : class
{
    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The message has no id.</exception>
    public async Task Consume(ConsumeContext<TFact> context)
    {
        var id = context.MessageId ?? throw new InvalidOperationException("A fact without message id cannot be told from its repeat.");
        var name = ConsumerName.Of<TConsumer>(database.Service);
        try
        {
            await TakeAsync(id, name, context.Message, context.CancellationToken);
        }
        catch (Exception e)
        {
            // Asking again at once does not help a fact that is ahead of another.
            if ((e is FactAheadException || context.GetRetryAttempt() >= InboxRetries.InProcess) && delivery.Settle(id, name, e))
            {
                Activity.Current?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
                return; // Whoever sent it knows, and sends it again: nothing is left for the transport to do or to say.
            }

            throw;
        }

        delivery.Settle(id, name, null);
    }

    /// <summary>Lets the message take its effect, unless it already has.</summary>
    internal async Task TakeAsync(Guid id, string name, TFact fact, CancellationToken cancellation)
    {
        var tag = new KeyValuePair<string, object?>("consumer", name);
        if (await database.Inbox.AnyAsync(m => m.MessageId == id && m.Consumer == name, cancellation))
        {
            PersistenceTelemetry.Repeats.Add(1, tag);
            return;
        }

        act.ActorId = $"system:{name}";
        await consumer.ConsumeAsync(fact, cancellation);
        database.Inbox.Add(new InboxMessage { MessageId = id, Consumer = name, ConsumedAt = clock.GetUtcNow().UtcDateTime });
        var announces = database.ChangeTracker.Entries<OutboxMessage>().Any();
        try
        {
            await database.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, database.Database) == "pk_inbox_messages")
        {
            PersistenceTelemetry.Repeats.Add(1, tag);
            return;
        }

        PersistenceTelemetry.Consumed.Add(1, tag);
        if (announces)
        {
            signal.Set();
        }
    }
}

/// <summary>
/// A fact came before one that it builds on: only the facts of one partition come in order. Nothing is wrong; it leaves nothing and comes
/// again, and nobody is told unless it stays ahead until it is parked.
/// </summary>
public sealed class FactAheadException(string message) : Exception(message);

/// <summary>Names of consumers and of their queues: <c>&lt;service&gt;.&lt;consumer-kebab&gt;</c>.</summary>
public static class ConsumerName
{
    /// <summary>The name of a consumer class, without the word Consumer: <c>InstitutionChangedConsumer</c> in disclosure is <c>disclosure.institution-changed</c>.</summary>
    public static string Of<TConsumer>(string service) => Of(typeof(TConsumer), service);

    /// <summary>
    /// The name of a consumer class as above. One that is generic over its contract carries the contract's name:
    /// <c>RegisterCopyConsumer&lt;…, InstitutionChanged&gt;</c> in inspection is <c>inspection.register-copy-institution-changed</c>.
    /// </summary>
    public static string Of(Type consumer, string service)
    {
        var name = consumer.Name.Split('`')[0];
        name = name.EndsWith("Consumer", StringComparison.Ordinal) ? name[..^"Consumer".Length] : name;
        name += consumer.IsGenericType ? consumer.GetGenericArguments()[^1].Name : "";
        return $"{service}.{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name)}";
    }
}

/// <summary>How often a consumer is called again at once before its failure counts.</summary>
public static class InboxRetries
{
    /// <summary>In one process; further repeats are the outbox's.</summary>
    public const int InProcess = 3;
}
