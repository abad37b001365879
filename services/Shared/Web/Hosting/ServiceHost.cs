using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Kernel;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Audit;

namespace Oversight.Web;

/// <summary>
/// Hosts one module as its own process, or several in one. Modules do not know which: they add themselves and are mapped.
/// </summary>
/// <remarks>
/// Without a command the service runs. The commands are those of <see cref="ServiceCommand"/>; each ends with 0 if all is well.
/// </remarks>
public sealed class ServiceHost
{
    private readonly List<ModuleBuilder> _modules = [];
    private readonly string[] _args;

    private ServiceHost(string[] args, WebApplicationBuilder builder) => (_args, Builder) = (args, builder);

    /// <summary>The ASP.NET Core builder underneath.</summary>
    public WebApplicationBuilder Builder { get; }

    /// <summary>Services of the process.</summary>
    public IServiceCollection Services => Builder.Services;

    /// <summary>Configuration of the process.</summary>
    public IConfiguration Configuration => Builder.Configuration;

    /// <summary>Names of the modules in this process.</summary>
    public IEnumerable<string> Modules => _modules.Select(m => m.Name);

    /// <summary>A host with everything that every service has in common.</summary>
    /// <param name="args">Command line: configuration as <c>--key value</c>, and the commands.</param>
    /// <param name="configure">Settings that win over files and environment, for hosts that compute their own (standalone, tests).</param>
    public static ServiceHost Create(string[] args, Action<ConfigurationManager>? configure = null)
    {
        PlatformCulture.Pin();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            // More than the gateway takes, which adds some: what passes there must not fail here.
            kestrel.Limits.MaxRequestHeadersTotalSize = 40 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 120;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        });
        builder.AddOversightLogging();
        var host = new ServiceHost(args, builder);
        host.Services.AddHttpContextAccessor();
        host.Services.AddScoped<ActScope>();
        host.Services.ConfigureHttpJsonOptions(json => WireJson.Apply(json.SerializerOptions));
        host.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        host.Services.AddOversightAuthentication(builder.Configuration);
        host.Services.AddHealthChecks();
        host.Services.AddScoped<Permission>();
        host.Services.AddHostedService<ActsCheck>();
        return host;
    }

    /// <summary>Adds a module; called by the module's own <c>Add…</c> entry point.</summary>
    /// <param name="name">Short lower-case name, e.g. <c>registry</c>.</param>
    /// <param name="build">Registers the module's database, consumers, deadlines and services.</param>
    public ServiceHost AddModule(string name, Action<ModuleBuilder> build)
    {
        var module = new ModuleBuilder(name, Services, Configuration);
        build(module);
        _modules.Add(module);
        return this;
    }

    /// <summary>Builds the application with the common pipeline; the modules' endpoints are mapped on it afterwards.</summary>
    public WebApplication Build()
    {
        Services.AddOversightBus(Configuration, _modules.SelectMany(m => m.Contracts), [.. _modules.SelectMany(m => m.Consumers)]);
        Services.AddOversightOpenApi(Modules);
        Services.AddOversightTelemetry(Configuration, Modules);
        var app = Builder.Build();
        app.UseMiddleware<FaultProblems>();
        app.UseStatusCodePages(FaultProblems.EmptyAnswerAsync);
        // The gateway stands before every service; where it is not on this machine, the configuration names it.
        app.UseKnownProxies(Configuration.GetSection("Oversight:KnownProxies").Get<string[]>() ?? ["127.0.0.1", "::1"]);
        app.Use(BodyMedia.InvokeAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(ActFromToken);
        app.Use(BodyFingerprint.InvokeAsync);
        app.MapOversightHealth();
        OpenApiDocuments.Map(app);
        return app;
    }

    /// <summary>Carries out the command, or starts the application and runs it until it is told to stop.</summary>
    /// <returns>Exit code of the process.</returns>
    public async Task<int> RunAsync(WebApplication app)
    {
        if (await RunCommandAsync(app.Services, _args) is { } code)
        {
            return code;
        }

        if (Configuration.GetValue("Oversight:Migrate", false)
            && !await MigrateCommand.TryMigrateAsync(Run(app.Services, []), CancellationToken.None))
        {
            return 1;
        }

        await app.RunAsync();
        return 0;
    }

    /// <summary>Words that name a command.</summary>
    public static IEnumerable<string> CommandNames => ServiceCommand.All.Select(command => command.Name);

    /// <summary>Carries out the command that the words name, e.g. <c>facts list</c>.</summary>
    /// <returns>Its exit code, or null if the words name none.</returns>
    public async Task<int?> RunCommandAsync(IServiceProvider services, IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (ServiceCommand.All.FirstOrDefault(command => command.Name == words[i]) is { } command)
            {
                return await command.RunAsync(Run(services, [.. words.Skip(i + 1)]), CancellationToken.None);
            }
        }

        return null;
    }

    /// <summary>Brings the schema of every module's database up to date; databases of several modules at the same time.</summary>
    public Task MigrateAsync(IServiceProvider services, CancellationToken cancellation) =>
        MigrateCommand.MigrateAsync(services, _modules, cancellation);

    private CommandRun Run(IServiceProvider services, IReadOnlyList<string> arguments) =>
        new(services, [.. _modules.Where(module => module.Location is not null)], arguments, Console.Out);

    /// <summary>
    /// Builds the models of some modules' databases, which their first query would wait for; for a thread that nothing else needs.
    /// </summary>
    /// <param name="services">Services of the built application.</param>
    /// <param name="names">Names of the modules, in this order.</param>
    public void BuildModels(IServiceProvider services, params string[] names)
    {
        using var scope = services.CreateScope();
        foreach (var name in names)
        {
            _ = _modules.Single(m => m.Name == name).Context(scope.ServiceProvider).Model;
        }
    }

    private static Task ActFromToken(HttpContext http, RequestDelegate next)
    {
        if (Actor.From(http.User) is { } actor)
        {
            var act = http.RequestServices.GetRequiredService<ActScope>();
            (act.ActorId, act.Department, act.Division) = (actor.Id, actor.Department, actor.Division?.Value);
        }
        else
        {
            http.RequestServices.GetRequiredService<ActScope>().ActorId = "anonymous";
        }

        return next(http);
    }
}
