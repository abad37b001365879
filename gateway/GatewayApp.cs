using System.Text;
using Microsoft.Extensions.Configuration.Memory;
using Oversight.Kernel;
using Oversight.Web;
using Yarp.ReverseProxy.Health;

namespace Oversight.Gateway;

/// <summary>The gateway as a host of its own, with or without other hosts in the same process.</summary>
public static class GatewayApp
{
    /// <summary>
    /// Builds the gateway; it listens once the result is started. Configuration, weakest first: the defaults embedded in this
    /// assembly (<c>gateway.json</c>, <c>routes.json</c>), <c>appsettings.json</c> beside the program, the environment,
    /// <paramref name="args"/>, and what <paramref name="configure"/> adds.
    /// </summary>
    /// <param name="args">Command line in the usual form, e.g. <c>--urls=http://*:8080</c>.</param>
    /// <param name="configure">Adds configuration that wins over everything else, e.g. destinations known only at run time.</param>
    /// <param name="reach">Sets up every client that asks the services, for services that are not reached by their addresses.</param>
    /// <exception cref="GatewayConfigurationException">The configuration has faults; all of them are listed.</exception>
    public static WebApplication Create(
        string[] args, Action<IConfigurationBuilder>? configure = null, Action<SocketsHttpHandler>? reach = null)
    {
        PlatformCulture.Pin();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(GatewayApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults() });
        configure?.Invoke(builder.Configuration);

        List<string> faults = [];
        var settings = GatewaySettings.Read(builder.Configuration, faults);
        faults.AddRange(settings.Faults());
        var table = RouteTable.Read(builder.Configuration, settings, faults);
        AddServices(builder, settings, table, reach, faults);
        Refuse(faults);

        var app = builder.Build();
        Listen(app, settings);
        Pipeline(app, settings, table);
        Refuse([.. Endpoints(app).SelectMany(RoutePolicies.FaultsOf)]);
        return app;
    }

    /// <summary>Every endpoint that routing serves, for the rule that each has explicit policies.</summary>
    internal static IEnumerable<Endpoint> Endpoints(WebApplication app) =>
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints);

    private static void AddServices(
        WebApplicationBuilder builder, GatewaySettings settings, RouteTable table, Action<SocketsHttpHandler>? reach, List<string> faults)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024; // what no route has widened
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1; // RequestHygiene.HeadersAsync
            kestrel.ConfigureEndpointDefaults(listener => listener.UseProblems(settings));
        });
        builder.AddOversightLogging();

        // One line per failed forwarding comes from the refusals; YARP's own, with its stack, could be provoked by any caller.
        // The same for a failed probe; that a replica went is logged once, by the health updater.
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.None);
        builder.Logging.AddFilter("Yarp.ReverseProxy.LoadBalancing", LogLevel.Error);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Error);
        var services = builder.Services;
        services.AddOversightTelemetry(builder.Configuration, ["gateway"]);
        services.AddSingleton(settings);
        services.AddRequestTimeouts();
        RateLimits.Add(services, settings);
        PublicOutputCache.Add(services, settings.PublicOutputCache);
        TokenCheck.Add(services, builder.Configuration, faults);
        // YARP rests a replica for at least the window in which it counts failures, so one setting is both.
        services.Configure<TransportFailureRateHealthPolicyOptions>(passive => passive.DetectionWindowSize = settings.Health.Reactivation);
        services.AddReverseProxy()
            .LoadFromMemory(table.Routes, table.Clusters)
            .ConfigureHttpClient((_, handler) =>
            {
                // A connect that timed out is the replica's own fault and one that DestinationFaults can tell from a slow answer.
                handler.ConnectTimeout = settings.Health.Connect;
                reach?.Invoke(handler);
            });
        DestinationFaults.Count(services);
        if (reach is not null)
        {
            services.ReadKeysBy(reach);
        }
    }

    /// <summary>The order is the design: each step stands before the first that costs more or trusts more.</summary>
    private static void Pipeline(WebApplication app, GatewaySettings settings, RouteTable table)
    {
        var port = settings.ManagementPort;
        app.Use(BareRefusals.InPipelineAsync);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RefusalMiddleware>();
        app.Use(RequestHygiene.HeadersAsync);
        app.Use((context, next) => OwnEndpoints.Management(context, next, port, app.Lifetime));
        // Before the limits: behind a proxy every caller would share the proxy's address and so its bucket.
        app.UseKnownProxies(settings.KnownProxies);
        app.UseMiddleware<RequestHygiene>();
        app.UseRouting();
        app.Use(RequestHygiene.AfterRouting);
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(limits.LimitAddressAsync);
        // Before the token: reading the issuer's keys counts in the time that the route allows.
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(limits.LimitClientAsync);
        // After both limits: an answer that is kept counts like any other, so the cache lifts no limit.
        app.UseOutputCache();

        OwnEndpoints.Map(app, table);
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(RefusalMiddleware.NoticeTimeout);
            // Around load balancing and health checks: each try chooses a replica anew and counts for the one that it went to.
            proxy.Use(RetryOnAnotherReplica.InvokeAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }

    private static void Listen(WebApplication app, GatewaySettings settings)
    {
        var urls = app.Configuration["urls"] is { Length: > 0 } configured ? configured
            : app.Configuration["http_ports"] is { Length: > 0 } ports
            ? string.Join(';', ports.Split(';').Select(each => $"http://*:{each}"))
            : "http://localhost:8080";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            app.Urls.Add(url);
        }

        if (settings.ManagementUrl is { } management)
        {
            app.Urls.Add(management);
        }
    }

    private static Dictionary<string, string?> Defaults()
    {
        var assembly = typeof(GatewayApp).Assembly;
        var embedded = new ConfigurationBuilder();
        foreach (var name in new[] { "gateway.json", "routes.json" })
        {
            embedded.AddJsonStream(assembly.GetManifestResourceStream(name)!);
        }

        return embedded.Build().AsEnumerable().Where(entry => entry.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static void Refuse(List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new GatewayConfigurationException(faults);
        }
    }
}
