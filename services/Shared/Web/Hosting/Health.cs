using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Oversight.Persistence;

namespace Oversight.Web;

/// <summary>
/// <c>/health/live</c>: the process runs. <c>/health/ready</c>: its databases answer and have the newest schema. A broker that
/// is away and parked facts make a service degraded, not unready: it still answers and loses nothing.
/// </summary>
internal static class Health
{
    public static void MapOversightHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, HealthReport report) =>
        Microsoft.AspNetCore.Http.HttpResponseJsonExtensions.WriteAsJsonAsync(
            http.Response,
            new { status = report.Status, checks = report.Entries.ToDictionary(e => e.Key, e => new { e.Value.Status, e.Value.Description }) },
            WireJson.Options,
            http.RequestAborted);
}

/// <summary>Whether a service's database answers and has every migration, and whether facts are parked.</summary>
internal sealed class DatabaseHealth<TContext>(IServiceScopeFactory scopes) : IHealthCheck
    where TContext : ServiceDbContext
{
    private volatile bool _migrated;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<TContext>();
            if (!_migrated)
            {
                var pending = await database.Database.GetPendingMigrationsAsync(cancellationToken);
                if (pending.Any())
                {
                    return HealthCheckResult.Unhealthy("The schema is older than this program: run the migrate command.");
                }

                _migrated = true;
            }

            var parked = await database.Outbox.CountAsync(m => m.ParkedAt != null, cancellationToken);
            return parked == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{parked} facts are parked.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
