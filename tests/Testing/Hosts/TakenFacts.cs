using Microsoft.Extensions.DependencyInjection;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Outbox;
using Xunit;

namespace Oversight.Testing;

/// <summary>Gives facts to a service's own consumers, without a bus.</summary>
public static class TakenFacts
{
    /// <summary>The epoch of a publisher that was never restored.</summary>
    public static readonly Guid FirstEpoch = Guid.Parse("01970000-0000-7000-8000-000000000001");

    /// <summary>The epoch that the publisher began after a restore.</summary>
    public static readonly Guid SecondEpoch = Guid.Parse("01970000-0000-7000-8000-000000000002");

    /// <summary>Lets a consumer apply a fact through the inbox, in a transaction of its own, as the bus would.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="consumer">Type of the consumer.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="id">Id of the message; null is a new one.</param>
    /// <param name="epoch">Epoch of the publisher; null is <see cref="FirstEpoch"/>.</param>
    public static Task TakeAsync<TContext, TFact>(
        this IServiceProvider services, Type consumer, TFact fact, Guid? id = null, Guid? epoch = null)
        where TContext : ServiceDbContext
        where TFact : class
    {
        var message = new IncomingMessage(
            id ?? Guid.CreateVersion7(), fact, fact.GetType(), epoch ?? FirstEpoch, StateDigest.Of(fact),
            TestContext.Current.CancellationToken);
        var registration = services.GetRequiredService<ServiceConsumers<TContext>>().Of(consumer, fact.GetType());
        return services.GetRequiredService<Inbox<TContext>>().HandleAsync(registration.NewEntry(message));
    }

    /// <summary>Lets every consumer of a service apply a fact, each in a transaction of its own.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="epoch">Epoch of the publisher; null is <see cref="FirstEpoch"/>.</param>
    public static async Task TakeAsync<TContext>(this IServiceProvider services, object fact, Guid? epoch = null)
        where TContext : ServiceDbContext
    {
        foreach (var registration in services.GetRequiredService<ServiceConsumers<TContext>>().Of(fact.GetType()).ToList())
        {
            await services.TakeAsync<TContext, object>(registration.Consumer, fact, epoch: epoch);
        }
    }

    /// <summary>Sends a fact over the service's own bus and returns when every consumer has committed or deferred it.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="id">Id of the message; null is a new one.</param>
    public static async Task DeliverAsync(this IServiceProvider services, object fact, Guid? id = null)
    {
        var delivery = services.GetRequiredService<IDelivery>();
        await Eventually.BecomesTrueAsync(() => !delivery.IsAway, TimeSpan.FromSeconds(30), "the bus is up");
        var row = new OutboxMessage
        {
            Id = id ?? Guid.CreateVersion7(),
            Partition = Guid.Empty,
            Ordinal = 1,
            Bucket = 0,
            Contract = WireName.Of(fact.GetType()),
            Payload = "",
            Epoch = FirstEpoch,
            Digest = StateDigest.Of(fact),
            CreatedAt = DateTime.UtcNow,
        };
        await delivery.SendAsync(row, fact, fact.GetType(), TestContext.Current.CancellationToken);
    }
}
