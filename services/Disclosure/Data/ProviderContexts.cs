using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Disclosure.Data;

/// <summary>On SQL Server.</summary>
internal sealed class DisclosureSqlServerContext(DbContextOptions<DisclosureSqlServerContext> options) : DisclosureDbContext(options);

/// <summary>On PostgreSQL.</summary>
internal sealed class DisclosurePostgreSqlContext(DbContextOptions<DisclosurePostgreSqlContext> options) : DisclosureDbContext(options);

/// <summary>On SQLite.</summary>
internal sealed class DisclosureSqliteContext(DbContextOptions<DisclosureSqliteContext> options) : DisclosureDbContext(options);

/// <inheritdoc />
internal sealed class DisclosureSqlServerDesign() : DesignTimeContexts<DisclosureSqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class DisclosurePostgreSqlDesign() : DesignTimeContexts<DisclosurePostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class DisclosureSqliteDesign() : DesignTimeContexts<DisclosureSqliteContext>(DatabaseProvider.Sqlite);
