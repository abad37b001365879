using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Enforcement.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class EnforcementSqlServerContext(DbContextOptions<EnforcementSqlServerContext> options) : EnforcementDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class EnforcementPostgreSqlContext(DbContextOptions<EnforcementPostgreSqlContext> options) : EnforcementDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class EnforcementSqliteContext(DbContextOptions<EnforcementSqliteContext> options) : EnforcementDbContext(options);

/// <inheritdoc />
internal sealed class EnforcementSqlServerDesign() : DesignTimeContexts<EnforcementSqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class EnforcementPostgreSqlDesign() : DesignTimeContexts<EnforcementPostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class EnforcementSqliteDesign() : DesignTimeContexts<EnforcementSqliteContext>(DatabaseProvider.Sqlite);
