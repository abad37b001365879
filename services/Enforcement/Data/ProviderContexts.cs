using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence;

namespace Oversight.Enforcement.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class EnforcementSqlServerContext(DbContextOptions<EnforcementSqlServerContext> options) : EnforcementDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class EnforcementPostgreSqlContext(DbContextOptions<EnforcementPostgreSqlContext> options) : EnforcementDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class EnforcementSqliteContext(DbContextOptions<EnforcementSqliteContext> options) : EnforcementDbContext(options);

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<EnforcementSqlServerContext>
{
    public EnforcementSqlServerContext CreateDbContext(string[] args) => new(Design.Options<EnforcementSqlServerContext>(DatabaseProvider.SqlServer, "Server=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<EnforcementPostgreSqlContext>
{
    public EnforcementPostgreSqlContext CreateDbContext(string[] args) => new(Design.Options<EnforcementPostgreSqlContext>(DatabaseProvider.PostgreSql, "Host=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<EnforcementSqliteContext>
{
    public EnforcementSqliteContext CreateDbContext(string[] args) => new(Design.Options<EnforcementSqliteContext>(DatabaseProvider.Sqlite, "Data Source=design"));
}

internal static class Design
{
    public static DbContextOptions<TContext> Options<TContext>(DatabaseProvider provider, string connection)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        new DatabaseLocation(provider, connection).Configure(options);
        return options.Options;
    }
}
