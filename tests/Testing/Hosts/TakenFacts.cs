using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;
using Xunit;

namespace Oversight.Testing;

/// <summary>Gives facts to a service's own consumers, without a bus.</summary>
public static class TakenFacts
{
    /// <summary>Lets a consumer take a fact through the inbox, in a save of its own, as the bus would.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="consumer">Type of the consumer.</param>
    /// <param name="fact">The fact; the message has a new id.</param>
    public static Task TakeAsync<TContext, TFact>(this IServiceProvider services, Type consumer, TFact fact)
        where TContext : ServiceDbContext
        where TFact : class
    {
        var intake = (IIntake<TFact>)services.GetRequiredService(typeof(Intake<,>).MakeGenericType(consumer, typeof(TFact)));
        return services.GetRequiredService<InboxGroups<TContext>>().TakeAsync(intake.Entry(Guid.CreateVersion7(), fact, TestContext.Current.CancellationToken), alone: true);
    }
}
