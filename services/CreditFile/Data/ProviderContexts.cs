using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence;

namespace Oversight.CreditFile.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class CreditFileSqlServerContext(DbContextOptions<CreditFileSqlServerContext> options) : CreditFileDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class CreditFilePostgreSqlContext(DbContextOptions<CreditFilePostgreSqlContext> options) : CreditFileDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class CreditFileSqliteContext(DbContextOptions<CreditFileSqliteContext> options) : CreditFileDbContext(options);

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<CreditFileSqlServerContext>
{
    public CreditFileSqlServerContext CreateDbContext(string[] args) => new(Design.Options<CreditFileSqlServerContext>(DatabaseProvider.SqlServer, "Server=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<CreditFilePostgreSqlContext>
{
    public CreditFilePostgreSqlContext CreateDbContext(string[] args) => new(Design.Options<CreditFilePostgreSqlContext>(DatabaseProvider.PostgreSql, "Host=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<CreditFileSqliteContext>
{
    public CreditFileSqliteContext CreateDbContext(string[] args) => new(Design.Options<CreditFileSqliteContext>(DatabaseProvider.Sqlite, "Data Source=design"));
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
