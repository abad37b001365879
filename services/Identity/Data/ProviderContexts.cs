using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Identity.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class IdentitySqlServerContext(DbContextOptions<IdentitySqlServerContext> options) : IdentityDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class IdentityPostgreSqlContext(DbContextOptions<IdentityPostgreSqlContext> options) : IdentityDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class IdentitySqliteContext(DbContextOptions<IdentitySqliteContext> options) : IdentityDbContext(options);

/// <inheritdoc />
internal sealed class IdentitySqlServerDesign() : DesignTimeContexts<IdentitySqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class IdentityPostgreSqlDesign() : DesignTimeContexts<IdentityPostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class IdentitySqliteDesign() : DesignTimeContexts<IdentitySqliteContext>(DatabaseProvider.Sqlite);
