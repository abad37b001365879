using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Standalone;
using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>The connections in memory by which the gateway reaches the modules in one process.</summary>
public sealed class InProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bodies_larger_than_what_stands_in_memory_pass_both_ways_whole_and_many_at_once()
    {
        await using var server = await Server.StartAsync(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
        });

        await Task.WhenAll(Enumerable.Range(1, 20).Select(async number =>
        {
            var body = RandomNumberGenerator.GetBytes(number * 37_000);
            using var answer = await server.Client.PostAsync("echo", new ByteArrayContent(body), Cancellation);
            Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }));
    }

    [Fact]
    public async Task The_modules_see_a_caller_on_this_machine_and_no_port_is_open()
    {
        var seen = (Remote: (IPAddress?)null, Port: -1);
        await using var server = await Server.StartAsync(http =>
        {
            seen = (http.Connection.RemoteIpAddress, http.Connection.LocalPort);
            return Task.CompletedTask;
        });

        using var answer = await server.Client.GetAsync("", Cancellation);

        Assert.Equal((IPAddress.Loopback, 0), seen);
        Assert.DoesNotContain(
            server.Urls, url => Uri.TryCreate(url, UriKind.Absolute, out var uri)
                && (uri.IsLoopback || IPAddress.TryParse(uri.Host, out _)));
    }

    [Fact]
    public async Task A_caller_who_goes_ends_the_request_that_is_worked_at()
    {
        var (begun, ended) = (NewSignal(), NewSignal());
        await using var server = await Server.StartAsync(async http =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult();
        });
        using var gone = new CancellationTokenSource();

        var request = server.Client.GetAsync("", gone.Token);
        await begun.Task.WaitAsync(Limit, Cancellation);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await ended.Task.WaitAsync(Limit, Cancellation);
    }

    [Fact]
    public async Task A_connection_that_the_server_breaks_fails_the_request_and_the_next_one_has_a_new_one()
    {
        await using var server = await Server.StartAsync(async http =>
        {
            if (http.Request.Path == "/broken")
            {
                http.Response.ContentLength = 1_000;
                await http.Response.WriteAsync("not all of it", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                http.Abort();
            }
        });

        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => server.Client.GetStringAsync("broken", Cancellation).WaitAsync(Limit, Cancellation));
        using var next = await server.Client.GetAsync("whole", Cancellation);

        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_refused_unread_does_not_keep_the_answer_from_the_caller()
    {
        await using var server = await Server.StartAsync(http =>
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return http.Response.WriteAsync("too large");
        });

        using var answer = await server.Client.PostAsync("", new ByteArrayContent(new byte[5_000_000]), Cancellation)
            .WaitAsync(Limit, Cancellation);

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "too large"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task A_stop_lets_the_request_under_way_end_and_refuses_the_next()
    {
        var (begun, release) = (NewSignal(), NewSignal());
        await using var server = await Server.StartAsync(async http =>
        {
            begun.TrySetResult();
            await release.Task;
            await http.Response.WriteAsync("done");
        });

        var underWay = server.Client.GetStringAsync("", Cancellation);
        await begun.Task.WaitAsync(Limit, Cancellation);
        var stopping = server.StopAsync();
        await Eventually.HoldsAsync(
            async () => Assert.IsType<SocketException>(
                (await Assert.ThrowsAsync<HttpRequestException>(() => server.NewClient().GetAsync("", Cancellation))).InnerException),
            Limit, "the next is refused");
        release.SetResult();

        Assert.Equal("done", await underWay.WaitAsync(Limit, Cancellation));
        await stopping.WaitAsync(Limit, Cancellation);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Server : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly InProcessEndPoint _inside;

        private Server(WebApplication app, InProcessEndPoint inside) => (_app, _inside, Client) = (app, inside, NewClient(inside));

        public HttpClient Client { get; }

        public IEnumerable<string> Urls => _app.Urls;

        public static async Task<Server> StartAsync(RequestDelegate answer)
        {
            var inside = new InProcessEndPoint();
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(inside));
            builder.Services.AddLogging(logging => logging.ClearProviders());
            builder.Services.AddSingleton<IConnectionListenerFactory>(inside);
            var app = builder.Build();
            app.Run(answer);
            await app.StartAsync(Cancellation);
            return new Server(app, inside);
        }

        public HttpClient NewClient() => NewClient(_inside);

        public Task StopAsync() => _app.StopAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _app.DisposeAsync();
        }

        private static HttpClient NewClient(InProcessEndPoint inside)
        {
            var handler = new SocketsHttpHandler();
            inside.Reach(handler);
            return new HttpClient(handler) { BaseAddress = InProcessEndPoint.Address };
        }
    }
}
