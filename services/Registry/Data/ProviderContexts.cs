using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Registry.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class RegistrySqlServerContext(DbContextOptions<RegistrySqlServerContext> options) : RegistryDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class RegistryPostgreSqlContext(DbContextOptions<RegistryPostgreSqlContext> options) : RegistryDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class RegistrySqliteContext(DbContextOptions<RegistrySqliteContext> options) : RegistryDbContext(options);

/// <inheritdoc />
internal sealed class RegistrySqlServerDesign() : DesignTimeContexts<RegistrySqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class RegistryPostgreSqlDesign() : DesignTimeContexts<RegistryPostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class RegistrySqliteDesign() : DesignTimeContexts<RegistrySqliteContext>(DatabaseProvider.Sqlite);
