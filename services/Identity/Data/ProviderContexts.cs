using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence;

namespace Oversight.Identity.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class IdentitySqlServerContext(DbContextOptions<IdentitySqlServerContext> options) : IdentityDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class IdentityPostgreSqlContext(DbContextOptions<IdentityPostgreSqlContext> options) : IdentityDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class IdentitySqliteContext(DbContextOptions<IdentitySqliteContext> options) : IdentityDbContext(options);

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<IdentitySqlServerContext>
{
    public IdentitySqlServerContext CreateDbContext(string[] args) => new(Design.Options<IdentitySqlServerContext>(DatabaseProvider.SqlServer, "Server=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<IdentityPostgreSqlContext>
{
    public IdentityPostgreSqlContext CreateDbContext(string[] args) => new(Design.Options<IdentityPostgreSqlContext>(DatabaseProvider.PostgreSql, "Host=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<IdentitySqliteContext>
{
    public IdentitySqliteContext CreateDbContext(string[] args) => new(Design.Options<IdentitySqliteContext>(DatabaseProvider.Sqlite, "Data Source=design"));
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
