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
/// is away, facts that are parked and facts that nobody has taken off for minutes make a service degraded, not unready: it still
/// answers and loses nothing. (A service that only sends has no standing connection whose loss the bus would notice.)
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

/// <summary>Whether a service's database answers and has every migration, and whether facts are parked or wait too long.</summary>
internal sealed class DatabaseHealth<TContext>(IServiceScopeFactory scopes, TimeProvider clock) : IHealthCheck
    where TContext : ServiceDbContext
{
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(2);
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
            if (parked > 0)
            {
                return HealthCheckResult.Degraded($"{parked} facts are parked.");
            }

            var oldest = await database.Outbox.Where(m => m.PublishedAt == null && m.ParkedAt == null)
                .OrderBy(m => m.Id).Select(m => (DateTime?)m.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            return oldest is { } since && clock.GetUtcNow().UtcDateTime - since > LongWait
                ? HealthCheckResult.Degraded($"Facts wait to be sent since {since:yyyy-MM-dd'T'HH:mm:ss'Z'}.")
                : HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
