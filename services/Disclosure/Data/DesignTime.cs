using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence;

namespace Oversight.Disclosure.Data;

/// <summary>Lets the migration tool make the contexts; it never connects with these strings.</summary>
internal sealed class SqlServerDesign : IDesignTimeDbContextFactory<DisclosureSqlServerContext>
{
    public DisclosureSqlServerContext CreateDbContext(string[] args) => new(Design.Options<DisclosureSqlServerContext>(DatabaseProvider.SqlServer, "Server=design"));
}

/// <inheritdoc cref="SqlServerDesign"/>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<DisclosurePostgreSqlContext>
{
    public DisclosurePostgreSqlContext CreateDbContext(string[] args) => new(Design.Options<DisclosurePostgreSqlContext>(DatabaseProvider.PostgreSql, "Host=design"));
}

/// <inheritdoc cref="SqlServerDesign"/>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<DisclosureSqliteContext>
{
    public DisclosureSqliteContext CreateDbContext(string[] args) => new(Design.Options<DisclosureSqliteContext>(DatabaseProvider.Sqlite, "Data Source=design.db"));
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
