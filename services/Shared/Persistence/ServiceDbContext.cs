using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence.Audit;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Deadlines;
using Oversight.Persistence.Idempotency;
using Oversight.Persistence.Inbox;
using Oversight.Persistence.Leasing;
using Oversight.Persistence.Outbox;
using Oversight.Persistence.Platform;

namespace Oversight.Persistence;

/// <summary>
/// The database of one service: its own tables plus the tables that make a write safe (outbox, inbox, stored answers,
/// deadlines, audit, leases). A service derives one context for its model and from that one empty context per provider,
/// so that each provider has its own migrations.
/// </summary>
/// <remarks>
/// Across the three providers: instants are UTC and cut to whole microseconds, enums are stored by name, tables and
/// columns are snake_case, ids and versions are made by the application, and no SQL text is written outside migrations.
/// </remarks>
/// <param name="options">Options of the provider's context.</param>
/// <param name="service">Short name of the service, e.g. <c>registry</c>: prefix of its queues and of its error codes.</param>
public abstract class ServiceDbContext(DbContextOptions options, string service) : DbContext(options)
{
    /// <summary>Short name of the service, e.g. <c>registry</c>.</summary>
    public string Service { get; } = service;

    /// <summary>Facts that wait for, or have gone to, the bus.</summary>
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    /// <summary>Messages that were consumed, by consumer.</summary>
    public DbSet<InboxMessage> Inbox => Set<InboxMessage>();

    /// <summary>Facts that came and could not be applied yet.</summary>
    public DbSet<DeferredFact> DeferredFacts => Set<DeferredFact>();

    /// <summary>The epochs of this database as a publisher.</summary>
    public DbSet<PublisherEpoch> Epochs => Set<PublisherEpoch>();

    /// <summary>Requests of other services that this one answers with its present state.</summary>
    public DbSet<StateAnnouncement> StateAnnouncements => Set<StateAnnouncement>();

    /// <summary>What this service asked its publishers for.</summary>
    public DbSet<StateRequest> StateRequests => Set<StateRequest>();

    /// <summary>Pages of state that came.</summary>
    public DbSet<StatePage> StatePages => Set<StatePage>();

    /// <summary>Answers of commands that carried an Idempotency-Key.</summary>
    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    /// <summary>Deadlines that are to fire.</summary>
    public DbSet<Deadline> Deadlines => Set<Deadline>();

    /// <summary>Who did what, one row per act.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>The hash chain over the audit rows.</summary>
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();

    /// <summary>Statutory clocks of the service's records.</summary>
    public DbSet<StoredClock> Clocks => Set<StoredClock>();

    /// <summary>Calendars of years that were loaded here.</summary>
    public DbSet<LoadedCalendar> Calendars => Set<LoadedCalendar>();

    /// <summary>Days that cannot be worked out before a year's calendar is loaded.</summary>
    public DbSet<CalendarWait> CalendarWaits => Set<CalendarWait>();

    /// <summary>Who works on what for the moment.</summary>
    public DbSet<Lease> Leases => Set<Lease>();

    /// <summary>
    /// The refusal that a violated unique index means, or null when the index carries no rule that a caller can break.
    /// </summary>
    /// <param name="index">Database name of the index, e.g. <c>ux_institutions_credit_code</c>.</param>
    public virtual Error? ExplainUniqueViolation(string index) => null;

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoredForms.Apply(configurationBuilder, Database.ProviderName);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => PlatformTables.Use(modelBuilder);

    /// <summary>Marks every <see cref="IVersioned"/> entity's version as its concurrency token; call it last in OnModelCreating.</summary>
    protected static void UseVersionsAsTokens(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)))
        {
            entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
        }

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(IStateCopy).IsAssignableFrom(e.ClrType)))
        {
            entity.FindProperty(nameof(IStateCopy.SourceDigest))!.SetMaxLength(SourceStamp.DigestLength);
        }
    }

    /// <summary>
    /// Adds to the tracked changes what every save of this database has to carry; called before each save, also of a save that is retried.
    /// </summary>
    protected virtual Task BeforeSaveAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Saves. Only <see cref="Commit{TContext}"/>, the inbox and the background workers of this project call it.</summary>
    /// <exception cref="InvalidOperationException">A versioned entity was changed without raising its version: a bug in its
    /// aggregate.</exception>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await BeforeSaveAsync(cancellationToken);
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State == EntityState.Modified)
            {
                var version = entry.Property(e => e.Version);
                if (version.CurrentValue == version.OriginalValue)
                {
                    throw new InvalidOperationException(
                        $"{entry.Metadata.ClrType.Name} was changed but kept version {version.CurrentValue}.");
                }
            }
        }

        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }
}
