using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Oversight.Testing;

/// <summary>Lets a test step between a service and its database.</summary>
public static class Interception
{
    /// <summary>Adds an interceptor to a service's context, whichever database it is on; null adds nothing.</summary>
    public static void Intercept<TSqlServer, TPostgreSql, TSqlite>(this IServiceCollection services, IInterceptor? interceptor)
        where TSqlServer : DbContext
        where TPostgreSql : DbContext
        where TSqlite : DbContext
    {
        if (interceptor is not null)
        {
            services.ConfigureDbContext<TSqlServer>(options => options.AddInterceptors(interceptor));
            services.ConfigureDbContext<TPostgreSql>(options => options.AddInterceptors(interceptor));
            services.ConfigureDbContext<TSqlite>(options => options.AddInterceptors(interceptor));
        }
    }
}
