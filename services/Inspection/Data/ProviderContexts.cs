using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence;

namespace Oversight.Inspection.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class InspectionSqlServerContext(DbContextOptions<InspectionSqlServerContext> options) : InspectionDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class InspectionPostgreSqlContext(DbContextOptions<InspectionPostgreSqlContext> options) : InspectionDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class InspectionSqliteContext(DbContextOptions<InspectionSqliteContext> options) : InspectionDbContext(options);

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<InspectionSqlServerContext>
{
    public InspectionSqlServerContext CreateDbContext(string[] args) => new(Design.Options<InspectionSqlServerContext>(DatabaseProvider.SqlServer, "Server=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<InspectionPostgreSqlContext>
{
    public InspectionPostgreSqlContext CreateDbContext(string[] args) => new(Design.Options<InspectionPostgreSqlContext>(DatabaseProvider.PostgreSql, "Host=design"));
}

/// <summary>For the migration tool only; it opens no connection.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<InspectionSqliteContext>
{
    public InspectionSqliteContext CreateDbContext(string[] args) => new(Design.Options<InspectionSqliteContext>(DatabaseProvider.Sqlite, "Data Source=design"));
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
