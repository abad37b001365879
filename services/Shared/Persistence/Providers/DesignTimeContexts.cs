using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Oversight.Persistence.Platform;

namespace Oversight.Persistence;

/// <summary>
/// Lets the migration tool make a context of one provider. A service derives one empty class per provider; none of them ever
/// opens a connection.
/// </summary>
/// <typeparam name="TContext">The provider's context; its constructor takes its options alone.</typeparam>
public abstract class DesignTimeContexts<TContext>(DatabaseProvider provider) : IDesignTimeDbContextFactory<TContext>
    where TContext : DbContext
{
    /// <inheritdoc />
    public TContext CreateDbContext(string[] args)
    {
        var connection = provider switch
        {
            DatabaseProvider.SqlServer => "Server=design",
            DatabaseProvider.PostgreSql => "Host=design",
            _ => "Data Source=design",
        };
        var options = new DbContextOptionsBuilder<TContext>();
        new DatabaseLocation(provider, connection)
            .Configure(options, typeof(PlatformDbContext).IsAssignableFrom(typeof(TContext)) ? PlatformDbContext.HistoryTable : null);
        return (TContext)Activator.CreateInstance(typeof(TContext), options.Options)!;
    }
}
