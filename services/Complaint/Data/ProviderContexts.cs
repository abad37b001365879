using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence;

namespace Oversight.Complaint.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class ComplaintSqlServerContext(DbContextOptions<ComplaintSqlServerContext> options) : ComplaintDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class ComplaintPostgreSqlContext(DbContextOptions<ComplaintPostgreSqlContext> options) : ComplaintDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class ComplaintSqliteContext(DbContextOptions<ComplaintSqliteContext> options) : ComplaintDbContext(options);

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<ComplaintSqlServerContext>
{
    public ComplaintSqlServerContext CreateDbContext(string[] args) => new(Design.Options<ComplaintSqlServerContext>(DatabaseProvider.SqlServer, "Server=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<ComplaintPostgreSqlContext>
{
    public ComplaintPostgreSqlContext CreateDbContext(string[] args) => new(Design.Options<ComplaintPostgreSqlContext>(DatabaseProvider.PostgreSql, "Host=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<ComplaintSqliteContext>
{
    public ComplaintSqliteContext CreateDbContext(string[] args) => new(Design.Options<ComplaintSqliteContext>(DatabaseProvider.Sqlite, "Data Source=design"));
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
