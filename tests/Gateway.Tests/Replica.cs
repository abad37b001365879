using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Oversight.Gateway.Tests;

/// <summary>What a replica was sent, as it arrived.</summary>
public sealed record Arrival(string Method, string Target, IReadOnlyDictionary<string, string> Headers, long BodyLength);

/// <summary>One replica of a service: a real Kestrel on loopback that remembers every request and answers with its own name.</summary>
public sealed class Replica : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Replica(WebApplication app, string name) => (_app, Name) = (app, name);

    public string Name { get; }

    public string Url { get; private set; } = "";

    public ConcurrentQueue<Arrival> Arrivals { get; } = [];

    public Arrival Last => Arrivals.Last();

    /// <param name="name">Sent back in the header X-Replica.</param>
    /// <param name="answer">What to do instead of answering 200 with the name as text.</param>
    public static async Task<Replica> StartAsync(string name, RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        var replica = new Replica(builder.Build(), name);
        replica._app.Run(context => replica.AnswerAsync(context, answer));
        await replica._app.StartAsync(TestContext.Current.CancellationToken);
        replica.Url =
            replica._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return replica;
    }

    /// <summary>Closes the listener and every connection at once.</summary>
    public Task KillAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, RequestDelegate? answer)
    {
        if (context.Request.Path == "/health/ready")
        {
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Arrivals.Enqueue(new Arrival(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.Length));
        context.Response.Headers["X-Replica"] = Name;
        if (answer is not null)
        {
            await answer(context);
            return;
        }

        await context.Response.WriteAsync(Name, context.RequestAborted);
    }
}
