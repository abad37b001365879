using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Oversight.Contracts.Platform.V1;
using Oversight.Kernel;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Content;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Deadlines;
using Oversight.Persistence.Outbox;
using Oversight.Persistence.PersonalData;
using Oversight.Reference;

namespace Oversight.Web;

/// <summary>What a module says about itself to the host that it runs in.</summary>
public sealed class ModuleBuilder
{
    private readonly List<ConsumerRegistration> _consumers = [];
    private readonly List<Assembly> _contracts = [typeof(StateRequested).Assembly];
    private object? _serviceConsumers, _stateSources;

    internal ModuleBuilder(string name, IServiceCollection services, IConfiguration configuration)
    {
        (Name, Services, Configuration) = (name, services, configuration);
        Division = Setting("Division") is { Length: > 0 } stated ? Known(stated) : null;
    }

    /// <summary>Short lower-case name, e.g. <c>registry</c>.</summary>
    public string Name { get; }

    /// <summary>Services of the process.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Configuration of the process.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>
    /// A setting of this module, <c>Oversight:&lt;Module&gt;:key</c>, or else the one for all, <c>Oversight:key</c>; null if neither is
    /// set.
    /// </summary>
    public string? Setting(string key) => Configuration[$"Oversight:{Name}:{key}"] ?? Configuration[$"Oversight:{key}"];

    /// <summary>
    /// The division that the platform is for, <c>Oversight:Division</c>, e.g. <c>4401</c>; null where none is stated: then every division
    /// of the country is served. One that is not in use ends the start of the service (<see cref="InvalidOperationException"/>).
    /// </summary>
    public DivisionCode? Division { get; }

    /// <summary>Folder of keys and files, <c>Oversight:DataPath</c>; <c>data</c> where the process runs unless it is set.</summary>
    public string DataFolder => Setting("DataPath") ?? "data";

    internal DatabaseLocation? Location { get; private set; }

    internal Func<IServiceProvider, ServiceDbContext> Context { get; private set; } = _ => throw new InvalidOperationException(
        "The module has no database.");

    /// <summary>What the commands do with the module's calendar; null for a module without one.</summary>
    internal IModuleCalendar? Calendar { get; private set; }

    /// <summary>The keys of the module and what is done with them; null where it has none.</summary>
    internal Func<IServiceProvider, (PersonalDataKeys Keys, KeyRotator Rotator)>? Keys { get; private set; }

    internal Func<IServiceProvider, ServiceStore> Store { get; private set; } = _ => throw new InvalidOperationException(
        "The module has no database.");

    internal IReadOnlyList<ConsumerRegistration> Consumers => _consumers;

    internal IReadOnlyList<Assembly> Contracts => _contracts;

    /// <summary>
    /// Gives the module its database: <c>Oversight:[&lt;Module&gt;:]Database:Provider</c> and <c>…:ConnectionString</c>, in which
    /// <c>{service}</c> stands for the module's name. Its keys are those of <see cref="KeyLocation"/>.
    /// </summary>
    /// <param name="isPublic">Whether the module keeps only what everybody may read and takes no commands: then it has no keys.</param>
    /// <exception cref="InvalidOperationException">Provider or connection string are missing or unknown.</exception>
    public ModuleBuilder UseDatabase<TContext, TSqlServer, TPostgreSql, TSqlite>(bool isPublic = false)
        where TContext : ServiceDbContext
        where TSqlServer : TContext
        where TPostgreSql : TContext
        where TSqlite : TContext
    {
        if (!Enum.TryParse<DatabaseProvider>(Setting("Database:Provider"), ignoreCase: true, out var provider))
        {
            throw new InvalidOperationException(
                $"Oversight:Database:Provider must be one of {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");
        }

        var connection = Setting("Database:ConnectionString")
            ?? throw new InvalidOperationException("Oversight:Database:ConnectionString is not set.");
        Location = new DatabaseLocation(provider, connection.Replace("{service}", Name, StringComparison.Ordinal));
        Context = services => services.GetRequiredService<TContext>();
        Services.AddServiceDatabase<TContext, TSqlServer, TPostgreSql, TSqlite>(Location, isPublic ? null : KeysOf());
        Keys = isPublic ? null
            : services => (services.GetRequiredService<PersonalDataKeys<TContext>>(), services.GetRequiredService<KeyRotator<TContext>>());
        var consumers = Services.AddMessaging<TContext>(Location);
        _consumers.AddRange(Services.AddPlatformConsumers(consumers, Name));
        (_serviceConsumers, _stateSources) = (consumers, new StateSources<TContext>());
        Services.AddSingleton((StateSources<TContext>)_stateSources);
        Store = services => services.GetRequiredService<ServiceStore<TContext>>();
        Services.AddOptions<OutboxOptions>().BindConfiguration("Oversight:Outbox");
        Services.AddOptions<InboxOptions>().BindConfiguration("Oversight:Inbox");
        var location = Location;
        Services.AddSingleton<IHostedService>(
            services => new FileRights(Name, DataFolder, location, services.GetRequiredService<ILogger<FileRights>>()));
        Services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"database-{Name}",
            services => new DatabaseHealth<TContext>(
                services.GetRequiredService<IServiceScopeFactory>(), location, services.GetService<PersonalDataKeys<TContext>>()),
            null,
            ["ready"]));
        return this;
    }

    /// <summary>Gives the module a store of files (<see cref="ContentStore{TContext}"/>) in a folder of its data folder.</summary>
    /// <param name="folder">Name of the folder, e.g. <c>content</c>.</param>
    public ModuleBuilder UseContent<TContext>(string folder)
        where TContext : ServiceDbContext
    {
        Services.AddContentStore<TContext>(Path.Combine(DataFolder, Name, folder));
        return this;
    }

    /// <summary>
    /// Gives the module its acts: the pack <c>&lt;module&gt;-acts</c> that it ships with the operator's file over it, and the powers that
    /// they need. Routes name them by <c>Does</c> (<see cref="Acts"/>), handlers ask <see cref="Permission"/>.
    /// </summary>
    /// <param name="assembly">The module's assembly.</param>
    /// <exception cref="RuleDataException">A pack has faults, e.g. an unknown role; every one is listed.</exception>
    public ModuleBuilder UseActs<TContext>(Assembly assembly)
        where TContext : ServiceDbContext
    {
        var acts = ActRules.Load(Name, assembly, Roles.All, Setting("Rules:Folder"));
        Services.AddSingleton(acts);
        Services.AddSingleton<IHostedService>(services => new RulesInForce<TContext>(
            services.GetRequiredService<IServiceScopeFactory>(), acts, services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<RulesInForce<TContext>>>()));
        return this;
    }

    /// <summary>Names an assembly of contracts that the module sends or takes.</summary>
    public ModuleBuilder UseContracts(Assembly contracts)
    {
        _contracts.Add(contracts);
        return this;
    }

    /// <summary>Adds a consumer with a queue of its own; <see cref="UseDatabase"/> comes first.</summary>
    public ModuleBuilder AddConsumer<TContext, TConsumer, TFact>()
        where TContext : ServiceDbContext
        where TConsumer : class, IFactConsumer<TFact>
        where TFact : class
    {
        _consumers.Add(Services.AddConsumer<TContext, TConsumer, TFact>(ConsumersOf<TContext>(), Name));
        return this;
    }

    /// <summary>
    /// Adds a consumer that keeps one row for each subject, with a queue of its own; <see cref="UseDatabase"/> comes first.
    /// </summary>
    public ModuleBuilder AddRowConsumer<TContext, TConsumer, TFact, TRow>()
        where TContext : ServiceDbContext
        where TConsumer : class, IRowConsumer<TFact, TRow>, new()
        where TFact : class
        where TRow : class, IStateCopy
    {
        _consumers.Add(ConsumersOf<TContext>().AddRowConsumer<TContext, TConsumer, TFact, TRow>(Name));
        return this;
    }

    /// <summary>Adds a consumer of announced states that no event carries; <see cref="UseDatabase"/> comes first.</summary>
    public ModuleBuilder AddCopy<TContext, TConsumer, TFact>()
        where TContext : ServiceDbContext
        where TConsumer : class, ICopyConsumer<TFact>
        where TFact : class
    {
        Services.AddConsumer<TContext, TConsumer, TFact>(ConsumersOf<TContext>(), Name); // Not to the bus: it has no queue.
        return this;
    }

    /// <summary>Adds a consumer of announced states that reads for a whole page; <see cref="UseDatabase"/> comes first.</summary>
    public ModuleBuilder AddPageCopy<TContext, TConsumer, TFact, TKnown>()
        where TContext : ServiceDbContext
        where TConsumer : class, IPageConsumer<TFact, TKnown>
        where TFact : class
        where TKnown : class
    {
        Services.AddPageConsumer<TContext, TConsumer, TFact, TKnown>(ConsumersOf<TContext>(), Name); // Not to the bus: it has no queue.
        return this;
    }

    /// <summary>
    /// Adds what keeps one row for each subject by announced states that no event carries; <see cref="UseDatabase"/> comes first.
    /// </summary>
    public ModuleBuilder AddRowCopy<TContext, TConsumer, TFact, TRow>()
        where TContext : ServiceDbContext
        where TConsumer : class, IRowConsumer<TFact, TRow>, new()
        where TFact : class
        where TRow : class, IStateCopy
    {
        ConsumersOf<TContext>().AddRowConsumer<TContext, TConsumer, TFact, TRow>(Name);
        return this;
    }

    /// <summary>Adds what removes copies whose record the publisher does not have.</summary>
    public ModuleBuilder AddCopySet<TContext, TSet>()
        where TContext : ServiceDbContext
        where TSet : class, ICopySet<TContext>
    {
        Services.AddScoped<ICopySet<TContext>, TSet>();
        return this;
    }

    /// <summary>Adds what removes copies of one row for each record, whose record the publisher does not have.</summary>
    /// <param name="publisher">The publisher, e.g. <c>registry</c>.</param>
    /// <param name="kind">The kind, as the publisher's source names it.</param>
    /// <param name="id">The record's id in the row.</param>
    /// <param name="institution">The institution that the row is about, or null.</param>
    public ModuleBuilder AddCopyTable<TContext, TRow>(
        string publisher, string kind, Expression<Func<TRow, Guid>> id, Expression<Func<TRow, Guid?>>? institution = null)
        where TContext : ServiceDbContext
        where TRow : class, ISourced
    {
        Services.AddScoped<ICopySet<TContext>>(
            services => new CopyTable<TContext, TRow>(services.GetRequiredService<TContext>(), publisher, kind, id, institution));
        return this;
    }

    /// <summary>
    /// Adds kinds of record, whose published facts are kept, to what the service announces; <see cref="UseDatabase"/> comes first.
    /// </summary>
    public ModuleBuilder AnnouncesKept<TContext>(params IEnumerable<string> kinds)
        where TContext : ServiceDbContext
    {
        ((StateSources<TContext>)_stateSources!).AddKeptFacts(kinds);
        return this;
    }

    /// <summary>
    /// Adds a kind of record to what the service announces when it is asked for its state; <see cref="UseDatabase"/> comes first.
    /// </summary>
    public ModuleBuilder Announces<TContext, TSource>()
        where TContext : ServiceDbContext
        where TSource : class, IStateSource
    {
        Services.AddStateSource<TContext, TSource>((StateSources<TContext>)_stateSources!);
        return this;
    }

    /// <summary>
    /// Gives the module statutory clocks (<see cref="RecordClocks{TContext}"/>) by the shared table and the operator's files over
    /// it. Every clock that it starts needs a watcher (<see cref="WatchClocks"/>).
    /// </summary>
    /// <typeparam name="TContext">The module's context.</typeparam>
    public ModuleBuilder KeepClocks<TContext>()
        where TContext : ServiceDbContext
    {
        var folder = Setting("Rules:Folder");
        Services.TryAddSingleton(_ => StatutoryClocks.Load(folder));
        UseCalendar<TContext>();
        Services.AddClocks<TContext>(Name);
        return AddDeadline<TermPassed<TContext>>(RecordClocks<TContext>.DeadlineKind);
    }

    /// <summary>Says what happens when the term of a clock has passed.</summary>
    /// <typeparam name="TWatcher">What happens; <see cref="RightLapsed"/> where nothing does.</typeparam>
    /// <param name="keys">Keys of the clocks.</param>
    public ModuleBuilder WatchClocks<TWatcher>(params IEnumerable<string> keys)
        where TWatcher : class, IClockWatcher
    {
        Services.AddClockWatcher<TWatcher>(Name, keys);
        return this;
    }

    /// <summary>
    /// Gives the module the working-day calendar, by which it counts: shipped, from the operator's folder, and loaded into its database.
    /// </summary>
    /// <typeparam name="TContext">The module's context.</typeparam>
    public ModuleBuilder UseCalendar<TContext>()
        where TContext : ServiceDbContext
    {
        var folder = Setting("Rules:Folder");
        Services.AddCalendar<TContext>(() => WorkingDays.Load(folder));
        Calendar = new ModuleCalendar<TContext>();
        return this;
    }

    /// <summary>Adds a kind of stored day that waits for calendars.</summary>
    public ModuleBuilder AddCalendarDay<TDay>()
        where TDay : class, ICalendarDay
    {
        Services.AddCalendarDay<TDay>(Name);
        return this;
    }

    /// <summary>Adds what else carries the last day of a clock.</summary>
    public ModuleBuilder FollowClocks<TFollower>()
        where TFollower : class, IClockFollower
    {
        Services.AddKeyedScoped<IClockFollower, TFollower>(Name);
        return this;
    }

    private DivisionCode Known(string stated) =>
        DivisionCode.Parse(stated) is { IsRefused: false } read && Divisions.Load(Setting("Rules:Folder")).Has(read.Value)
            ? read.Value
            : throw new InvalidOperationException(
                $"Oversight:Division: {Name} does not know the division {stated}. "
                + "If it is new, name it in divisions.json of Oversight:Rules:Folder.");

    private KeyLocation KeysOf() => new(Name, DataFolder)
    {
        Key = Setting("PersonalDataKey"),
        OldKeys = Setting("OldPersonalDataKeys"),
        FingerprintKey = Setting("FingerprintKey"),
        OldFingerprintKeys = Setting("OldFingerprintKeys"),
    };

    private ServiceConsumers<TContext> ConsumersOf<TContext>()
        where TContext : ServiceDbContext =>
        _serviceConsumers as ServiceConsumers<TContext>
            ?? throw new InvalidOperationException($"{Name} has no database of {typeof(TContext).Name}.");

    /// <summary>Says what happens when a deadline of <paramref name="kind"/> has passed.</summary>
    public ModuleBuilder AddDeadline<THandler>(string kind)
        where THandler : class, IDeadlineHandler
    {
        Services.AddDeadlineHandler<THandler>(Name, kind);
        return this;
    }
}
