using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Oversight.Persistence;

namespace Oversight.Testing.SqlServer;

/// <summary>A service's context as it is on SQL Server, on a connection that is never opened.</summary>
public static class SqlServerTwin
{
    /// <summary>The provider's context of the same service, for the type of a context on any provider; null if it has none.</summary>
    public static Type? Of(Type context)
    {
        var service = context;
        while (service.BaseType is { } parent && parent != typeof(ServiceDbContext) && typeof(DbContext).IsAssignableFrom(parent)
            && parent != typeof(DbContext))
        {
            service = parent;
        }

        return service.Assembly.GetTypes()
            .SingleOrDefault(
                type => !type.IsAbstract && type.IsSubclassOf(service) && type.Name.Contains("SqlServer", StringComparison.Ordinal));
    }

    /// <summary>A new context of such a type.</summary>
    public static DbContext New(Type twin, params IInterceptor[] interceptors) => (DbContext)typeof(SqlServerTwin)
        .GetMethod(nameof(NewOf), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(twin).Invoke(null, [interceptors])!;

    private static TContext NewOf<TContext>(IInterceptor[] interceptors)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        new DatabaseLocation(DatabaseProvider.SqlServer, "Server=none;Database=none").Configure(options);
        options.AddInterceptors(interceptors);
        return (TContext)Activator.CreateInstance(typeof(TContext), options.Options)!;
    }
}
