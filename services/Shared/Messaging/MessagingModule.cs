using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Oversight.Contracts.Platform.V1;
using Oversight.Persistence;
using Oversight.Persistence.Outbox;

namespace Oversight.Messaging;

/// <summary>Registers what moves a service's facts: the relay of its outbox, its inbox, and the worker of what was deferred.</summary>
public static class MessagingModule
{
    /// <summary>Adds them for the database of <typeparamref name="TContext"/>, which <c>AddServiceDatabase</c> has added.</summary>
    /// <returns>The service's consumers, to which each is added by <see cref="AddConsumer"/> or <see cref="AddRowConsumer"/>.</returns>
    public static ServiceConsumers<TContext> AddMessaging<TContext>(this IServiceCollection services, DatabaseLocation location)
        where TContext : ServiceDbContext
    {
        var consumers = new ServiceConsumers<TContext>();
        services.TryAddScoped<IncomingFact>();
        services.TryAddScoped<Arrivals>();
        services.TryAddSingleton<FactCatalog>();
        services.TryAddSingleton<ConsumerCatalog>();
        services.AddOptions<OutboxOptions>();
        services.AddOptions<InboxOptions>();
        services.AddSingleton(consumers);
        services.AddSingleton<Signal<DeferredFactWorker<TContext>>>();
        services.AddSingleton<DeferredFacts<TContext>>();
        services.AddSingleton<InboxTransactions<TContext>>();
        services.AddSingleton(provider => new Inbox<TContext>(
            provider.GetRequiredService<InboxTransactions<TContext>>(),
            provider.GetRequiredService<DeferredFacts<TContext>>(),
            provider.GetRequiredService<IOptions<InboxOptions>>().Value,
            location.Provider,
            provider.GetRequiredService<ILogger<Inbox<TContext>>>(),
            provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None));
        services.AddWorker<OutboxRelay<TContext>>();
        services.AddWorker<DeferredFactWorker<TContext>>();
        services.AddWorker<PlatformGauges<TContext>>();
        services.AddSingleton<Signal<StateAnnouncer<TContext>>>();
        services.AddScoped<StateRequests<TContext>>();
        services.AddScoped<ServiceStore<TContext>>();
        services.AddWorker<StateAnnouncer<TContext>>();
        return consumers;
    }

    /// <summary>Adds a consumer that is made for each scope, with a queue of its own.</summary>
    public static ConsumerRegistration AddConsumer<TContext, TConsumer, TFact>(
        this IServiceCollection services, ServiceConsumers<TContext> consumers, string service)
        where TContext : ServiceDbContext
        where TConsumer : class, IFactConsumer<TFact>
        where TFact : class
    {
        services.AddScoped<TConsumer>();
        return consumers.Add(new ScopedRegistration<TContext, TConsumer, TFact>(ConsumerName.Of<TConsumer>(service)));
    }

    /// <summary>Adds a consumer that keeps one row for each subject, with a queue of its own.</summary>
    public static ConsumerRegistration AddRowConsumer<TContext, TConsumer, TFact, TRow>(
        this ServiceConsumers<TContext> consumers, string service)
        where TContext : ServiceDbContext
        where TConsumer : class, IRowConsumer<TFact, TRow>, new()
        where TFact : class
        where TRow : class, Persistence.Copies.IStateCopy =>
        consumers.Add(new RowRegistration<TContext, TConsumer, TFact, TRow>(ConsumerName.Of<TConsumer>(service), new TConsumer()));

    /// <summary>Adds a consumer of announced states that reads for a whole page.</summary>
    public static void AddPageConsumer<TContext, TConsumer, TFact, TKnown>(
        this IServiceCollection services, ServiceConsumers<TContext> consumers, string service)
        where TContext : ServiceDbContext
        where TConsumer : class, IPageConsumer<TFact, TKnown>
        where TFact : class
        where TKnown : class
    {
        services.AddScoped<TConsumer>();
        consumers.Add(new PageRegistration<TContext, TConsumer, TFact, TKnown>(ConsumerName.Of<TConsumer>(service)));
    }

    /// <summary>
    /// Adds what every service consumes: requests for its state, pages that it asked for, and new epochs of its publishers.
    /// </summary>
    public static IReadOnlyList<ConsumerRegistration> AddPlatformConsumers<TContext>(
        this IServiceCollection services, ServiceConsumers<TContext> consumers, string service)
        where TContext : ServiceDbContext
    {
        services.AddScoped<StateRequestedConsumer<TContext>>();
        services.AddScoped<StateAnnouncementEndedConsumer<TContext>>();
        services.AddScoped<EpochStartedConsumer<TContext>>();
        return
        [
            consumers.Add(
                new ScopedRegistration<TContext, StateRequestedConsumer<TContext>, StateRequested>(
                    ConsumerName.For(typeof(StateRequested), service))),
            consumers.Add(
                new ScopedRegistration<TContext, StateAnnouncementEndedConsumer<TContext>, StateAnnouncementEnded>(
                    ConsumerName.For(typeof(StateAnnouncementEnded), service))),
            consumers.Add(
                new ScopedRegistration<TContext, EpochStartedConsumer<TContext>, EpochStarted>(
                    ConsumerName.For(typeof(EpochStarted), service))),
            consumers.Add(new AnnouncedRegistration<TContext>(service)),
        ];
    }

    /// <summary>Adds a kind of record to what the service announces.</summary>
    public static void AddStateSource<TContext, TSource>(this IServiceCollection services, StateSources<TContext> sources)
        where TContext : ServiceDbContext
        where TSource : class, IStateSource
    {
        services.AddScoped<TSource>();
        sources.Add(provider => provider.GetRequiredService<TSource>());
    }

    /// <summary>
    /// Adds kinds of record whose published facts are kept (<see cref="Contracts.KeptFactAttribute"/>) to what the service announces.
    /// </summary>
    public static void AddKeptFacts<TContext>(this StateSources<TContext> sources, params IEnumerable<string> kinds)
        where TContext : ServiceDbContext
    {
        foreach (var kind in kinds)
        {
            sources.Add(provider => new KeptFacts<TContext>(provider.GetRequiredService<TContext>(), kind));
        }
    }
}
