using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Oversight.Kernel;
using Oversight.Persistence.Audit;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Content;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Deadlines;
using Oversight.Persistence.Outbox;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence;

/// <summary>Registers the database of a service and the workers that keep its promises.</summary>
public static class PersistenceModule
{
    /// <summary>
    /// Registers <typeparamref name="TContext"/> for the provider of <paramref name="location"/>, its <see cref="Commit{TContext}"/>
    /// and its workers: sweeper, sealer, retention and the watch over its keys.
    /// </summary>
    /// <typeparam name="TContext">The service's context, as its code injects it.</typeparam>
    /// <typeparam name="TSqlServer">Its empty derived context that carries the SQL Server migrations.</typeparam>
    /// <typeparam name="TPostgreSql">The same for PostgreSQL.</typeparam>
    /// <typeparam name="TSqlite">The same for SQLite.</typeparam>
    /// <param name="services">Services of the process.</param>
    /// <param name="location">Where the database is.</param>
    /// <param name="keys">Where its keys are; null for a service that has nothing to encrypt and takes no commands.</param>
    public static IServiceCollection AddServiceDatabase<TContext, TSqlServer, TPostgreSql, TSqlite>(
        this IServiceCollection services, DatabaseLocation location, KeyLocation? keys)
        where TContext : ServiceDbContext
        where TSqlServer : TContext
        where TPostgreSql : TContext
        where TSqlite : TContext
    {
        // Pooled: a context is a tenth of what an act costs. None keeps anything of its own between two uses.
        _ = location.Provider switch
        {
            DatabaseProvider.SqlServer => services.AddDbContextPool<TContext, TSqlServer>(location.Configure),
            DatabaseProvider.PostgreSql => services.AddDbContextPool<TContext, TPostgreSql>(location.Configure),
            _ => services.AddDbContextPool<TContext, TSqlite>(location.Configure),
        };
        services.AddScoped<Commit<TContext>>();
        services.AddScoped<DueDeadlines<TContext>>();
        services.AddScoped<Deadlines<TContext>>();
        services.TryAddScoped<ActScope>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TimeOrderedIds>();
        services.AddSingleton(_ => new OutboxSignal<TContext>(hearsAll: location.Provider == DatabaseProvider.Sqlite));
        services.AddSingleton(_ => new CommitSignal<TContext>(hearsAll: location.Provider == DatabaseProvider.Sqlite));
        services.AddSingleton<EpochSource<TContext>>();
        if (keys is not null)
        {
            services.AddSingleton(new PersonalDataKeys<TContext>(keys, location));
            services.AddSingleton<KeyRotator<TContext>>();
            services.AddWorker<KeyWatch<TContext>>();
        }

        services.AddWorker<DeadlineSweeper<TContext>>();
        services.AddWorker<AuditSealer<TContext>>();
        services.AddWorker<Retention<TContext>>();
        return services;
    }

    /// <summary>
    /// Registers the working-day calendar of a service: what was loaded into its database goes before <paramref name="shipped"/>.
    /// </summary>
    /// <param name="services">Services of the process.</param>
    /// <param name="shipped">Reads the years of the release and of the operator's folder; called once, with the first use.</param>
    public static IServiceCollection AddCalendar<TContext>(this IServiceCollection services, Func<WorkingDayCalendar> shipped)
        where TContext : ServiceDbContext
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CalendarSource<TContext>>(provider, shipped()));
        services.AddSingleton<CalendarSpread<TContext>>();
        services.AddScoped<CalendarLoader<TContext>>();
        services.AddScoped<CalendarWaits<TContext>>();
        services.AddScoped<CalendarOverview<TContext>>();
        services.AddWorker<CalendarWorker<TContext>>();
        return services;
    }

    /// <summary>
    /// Registers the clocks of <paramref name="service"/>'s records, and that they wait for calendars; it has its calendar already.
    /// </summary>
    public static IServiceCollection AddClocks<TContext>(this IServiceCollection services, string service)
        where TContext : ServiceDbContext
    {
        services.AddScoped<RecordClocks<TContext>>();
        return services.AddCalendarDay<ClockDay<TContext>>(service);
    }

    /// <summary>Registers a kind of stored day of <paramref name="service"/> that waits for calendars.</summary>
    public static IServiceCollection AddCalendarDay<TDay>(this IServiceCollection services, string service)
        where TDay : class, ICalendarDay =>
        services.AddKeyedScoped<ICalendarDay, TDay>(service);

    /// <summary>Gives a service a store of files by their content, encrypted with its keys.</summary>
    /// <param name="services">Services of the process.</param>
    /// <param name="folder">Folder of the store; made at the first use.</param>
    public static IServiceCollection AddContentStore<TContext>(this IServiceCollection services, string folder)
        where TContext : ServiceDbContext =>
        services.AddSingleton(provider => new ContentStore<TContext>(folder, provider.GetRequiredService<PersonalDataKeys<TContext>>()));

    /// <summary>Registers what happens when a deadline of <paramref name="kind"/> of <paramref name="service"/> has passed.</summary>
    public static IServiceCollection AddDeadlineHandler<THandler>(this IServiceCollection services, string service, string kind)
        where THandler : class, IDeadlineHandler =>
        services.AddKeyedScoped<IDeadlineHandler, THandler>($"{service}:{kind}");

    /// <summary>Registers background work that begins when the host has started.</summary>
    public static void AddWorker<TWorker>(this IServiceCollection services)
        where TWorker : class, Microsoft.Extensions.Hosting.IHostedService
    {
        services.AddSingleton<TWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<TWorker>());
    }
}
