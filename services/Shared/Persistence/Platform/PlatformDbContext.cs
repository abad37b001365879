using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Platform;

/// <summary>
/// Owner of the platform's tables in a service's database: it carries their migrations, under a history table of its own, and
/// nothing else. Acts, consumers and workers use the service's context, which maps the same tables.
/// </summary>
internal abstract class PlatformDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Table that records which platform migrations a database has.</summary>
    public const string HistoryTable = "__platform_migrations_history";

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoredForms.Apply(configurationBuilder, Database.ProviderName);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => PlatformTables.Own(modelBuilder);
}

/// <summary>On SQL Server.</summary>
internal sealed class PlatformSqlServerContext(DbContextOptions<PlatformSqlServerContext> options) : PlatformDbContext(options);

/// <summary>On PostgreSQL.</summary>
internal sealed class PlatformPostgreSqlContext(DbContextOptions<PlatformPostgreSqlContext> options) : PlatformDbContext(options);

/// <summary>On SQLite.</summary>
internal sealed class PlatformSqliteContext(DbContextOptions<PlatformSqliteContext> options) : PlatformDbContext(options);

/// <inheritdoc />
internal sealed class PlatformSqlServerDesign() : DesignTimeContexts<PlatformSqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class PlatformPostgreSqlDesign() : DesignTimeContexts<PlatformPostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class PlatformSqliteDesign() : DesignTimeContexts<PlatformSqliteContext>(DatabaseProvider.Sqlite);
