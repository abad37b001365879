using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Oversight.Messaging;
using Oversight.Persistence;

namespace Oversight.Web;

/// <summary>Traces, metrics and logs, without personal data: no request body, no query, no text of a person is ever recorded.</summary>
public static class Telemetry
{
    /// <summary>
    /// Sends traces and metrics by OTLP if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; otherwise nothing is collected. One
    /// trace runs from the gateway through the service and its outbox to every consumer.
    /// </summary>
    public static IServiceCollection AddOversightTelemetry(
        this IServiceCollection services, IConfiguration configuration, IEnumerable<string> modules)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"oversight-{string.Join('-', modules)}", serviceNamespace: "oversight"))
            .WithTracing(tracing => tracing
                .AddSource(MessagingTelemetry.Name, MessagingTelemetry.Transport, "Yarp.ReverseProxy")
                .AddAspNetCoreInstrumentation(options => options.Filter = http => !http.Request.Path.StartsWithSegments("/health"))
                .AddHttpClientInstrumentation()
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter(PersistenceTelemetry.Name, MessagingTelemetry.Name, MessagingTelemetry.Transport)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddOtlpExporter());
        return services;
    }

    /// <summary>
    /// Structured logs on standard output: one JSON object a line, or one readable line with <c>Oversight:Logs</c> = text.
    /// </summary>
    public static void AddOversightLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        if (string.Equals(builder.Configuration["Oversight:Logs"], "text", StringComparison.OrdinalIgnoreCase))
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }
        else
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }

        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter(MessagingTelemetry.Transport, LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        // EF logs what it also throws, up to three times: whoever catches it logs it once, or answers it (a unique index, a stale version).
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Model.Validation", LogLevel.Warning);
        // A consumer that meets another in a race is called again and then succeeds; what fails for good is an error and is logged.
        builder.Logging.AddFilter($"{MessagingTelemetry.Transport}.ReceiveTransport", LogLevel.Error);
    }
}
