using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway.Tests;

/// <summary>What counts against a replica: that it cannot be connected to, or that a read brought no answer; nothing else.</summary>
public sealed class DestinationHealthTests
{
    private const string Staff = "/api/registry/v1/institutions";

    // No probe runs in the time of a test: what is seen comes from the requests alone.
    private static readonly string[] Settings =
        [.. RunningGateway.Unlimited(), "Oversight:Gateway:Health:Interval=01:00:00", "Oversight:Gateway:Health:Reactivation=01:00:00"];

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_replica_that_cannot_be_connected_to_is_marked_away(string method)
    {
        await using var gateway = await RunningGateway.StartAsync(Settings);
        await gateway.Registry.KillAsync();
        await AskAsync(gateway, method, 20);
        Assert.Equal(DestinationHealth.Unhealthy, Registry(gateway).Passive);
        Assert.DoesNotContain(gateway.Destinations(), each => !each.Id.StartsWith("registry/", StringComparison.Ordinal)
            && each.Health.Passive == DestinationHealth.Unhealthy);
    }

    [Fact]
    public async Task A_replica_that_cuts_reads_off_before_any_answer_is_marked_away()
    {
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", Cut), Settings);
        await AskAsync(gateway, "GET", 20);
        Assert.Equal(DestinationHealth.Unhealthy, Registry(gateway).Passive);
    }

    // Whether the upload or the answer failed first cannot be told from outside, and the upload is the caller's.
    [Fact]
    public async Task An_upload_that_is_cut_off_does_not_count()
    {
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", Cut), Settings);
        await AskAsync(gateway, "POST", 20);
        Assert.NotEqual(DestinationHealth.Unhealthy, Registry(gateway).Passive);
    }

    // A service cuts off whoever reads too slowly, and the reader is the caller.
    [Fact]
    public async Task An_answer_that_breaks_off_in_the_middle_does_not_count()
    {
        var begun = new SemaphoreSlim(0);
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await begun.WaitAsync(context.RequestAborted);
            context.Abort();
        }), Settings);
        for (var time = 0; time < 20; time++)
        {
            using var answer = await gateway.Client.GetAsync("/api/registry/openapi.v1.json", HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken);
            begun.Release();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() =>
                answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.NotEqual(DestinationHealth.Unhealthy, Registry(gateway).Passive);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_replica_that_is_slow_is_not_away(string method)
    {
        await using var gateway = await RunningGateway.StartAsync(
            () => Replica.StartAsync("registry", context => Task.Delay(Timeout.Infinite, context.RequestAborted)),
            [.. Settings, "ReverseProxy:Routes:registry-read:Timeout=00:00:00.050",
                "ReverseProxy:Routes:registry-write:Timeout=00:00:00.050"]);
        await AskAsync(gateway, method, 20);
        Assert.NotEqual(DestinationHealth.Unhealthy, Registry(gateway).Passive);
    }

    [Fact]
    public async Task Callers_who_go_do_not_count()
    {
        var arrived = new SemaphoreSlim(0);
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", context =>
        {
            arrived.Release();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        }), Settings);
        for (var time = 0; time < 20; time++)
        {
            await gateway.RawBytesAsync(async stream =>
            {
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
                    $"GET {Staff} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {gateway.Issuer.Token()}\r\n\r\n"));
                await arrived.WaitAsync(TestContext.Current.CancellationToken);
                stream.Socket.LingerState = new LingerOption(true, 0);
                stream.Socket.Close();
            });
        }

        Assert.NotEqual(DestinationHealth.Unhealthy, Registry(gateway).Passive);
    }

    [Fact]
    public async Task Where_health_checks_are_off_nothing_marks_a_replica_away()
    {
        await using var gateway = await RunningGateway.StartAsync(
            () => Replica.StartAsync("registry", Cut),
            [.. RunningGateway.Unlimited(), "Oversight:Gateway:Health:Enabled=false", "Oversight:Gateway:Health:Interval=00:00:00.001",
                "Oversight:Gateway:Health:Path=/nowhere"]);
        await AskAsync(gateway, "GET", 40);
        Assert.All(gateway.Destinations(), each => Assert.Equal((DestinationHealth.Unknown, DestinationHealth.Unknown),
            (each.Health.Active, each.Health.Passive)));
        using var answer = await gateway.SendAsync("GET", Staff, null, gateway.Issuer.Token());
        await answer.IsProblemAsync(502, "gateway.destination.unreachable");
    }

    private static async Task AskAsync(RunningGateway gateway, string method, int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var answer = await gateway.SendAsync(method, Staff, method == "POST" ? new StringContent("{}") : null,
                gateway.Issuer.Token());
            Assert.True((int)answer.StatusCode is >= 502 and <= 504);
        }
    }

    private static DestinationHealthState Registry(RunningGateway gateway) => gateway.Destinations()
        .Single(each => each.Id == "registry/0").Health;

    private static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
