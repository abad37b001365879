using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.CreditFile.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class CreditFileSqlServerContext(DbContextOptions<CreditFileSqlServerContext> options) : CreditFileDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class CreditFilePostgreSqlContext(DbContextOptions<CreditFilePostgreSqlContext> options) : CreditFileDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class CreditFileSqliteContext(DbContextOptions<CreditFileSqliteContext> options) : CreditFileDbContext(options);

/// <inheritdoc />
internal sealed class CreditFileSqlServerDesign() : DesignTimeContexts<CreditFileSqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class CreditFilePostgreSqlDesign() : DesignTimeContexts<CreditFilePostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class CreditFileSqliteDesign() : DesignTimeContexts<CreditFileSqliteContext>(DatabaseProvider.Sqlite);
