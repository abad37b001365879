using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence;

namespace Oversight.Registry.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class RegistrySqlServerContext(DbContextOptions<RegistrySqlServerContext> options) : RegistryDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class RegistryPostgreSqlContext(DbContextOptions<RegistryPostgreSqlContext> options) : RegistryDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class RegistrySqliteContext(DbContextOptions<RegistrySqliteContext> options) : RegistryDbContext(options);

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<RegistrySqlServerContext>
{
    public RegistrySqlServerContext CreateDbContext(string[] args) => new(Design.Options<RegistrySqlServerContext>(DatabaseProvider.SqlServer, "Server=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<RegistryPostgreSqlContext>
{
    public RegistryPostgreSqlContext CreateDbContext(string[] args) => new(Design.Options<RegistryPostgreSqlContext>(DatabaseProvider.PostgreSql, "Host=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<RegistrySqliteContext>
{
    public RegistrySqliteContext CreateDbContext(string[] args) => new(Design.Options<RegistrySqliteContext>(DatabaseProvider.Sqlite, "Data Source=design"));
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
