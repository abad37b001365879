using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Web;

/// <summary>
/// <c>/health/live</c>: the process runs. <c>/health/ready</c>: its databases answer reads, have the newest schema and are set as the
/// platform needs, and its keys are those that the databases were written with. What is stuck behind a service that can still answer (facts
/// that wait, a broker that is away) is told by metrics and alerts: taking the service out of rotation would help nobody.
/// </summary>
internal static class Health
{
    public static void MapOversightHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync })
            .AllowAnonymous();
    }

    private static Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext http, HealthReport report) =>
        Microsoft.AspNetCore.Http.HttpResponseJsonExtensions.WriteAsJsonAsync(
            http.Response,
            new
            {
                status = report.Status, checks = report.Entries.ToDictionary(e => e.Key, e => new { e.Value.Status, e.Value.Description })
            },
            WireJson.Options,
            http.RequestAborted);
}

/// <summary>Whether a service's database serves reads, with the schema, the settings and the keys that this program needs.</summary>
internal sealed class DatabaseHealth<TContext>(IServiceScopeFactory scopes, DatabaseLocation location, PersonalDataKeys<TContext>? keys)
    : IHealthCheck
    where TContext : ServiceDbContext
{
    private volatile bool _fits;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<TContext>();
            if (!_fits)
            {
                if (await DatabaseSchema.UnmetAsync(location, database, cancellationToken) is { } unmet)
                {
                    return HealthCheckResult.Unhealthy(unmet);
                }

                _fits = true;
            }

            await database.Leases.AnyAsync(cancellationToken);
            return keys is not null && await keys.CheckAsync(cancellationToken) is { } reason
                ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
