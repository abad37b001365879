using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Oversight.Testing;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway.Tests;

public sealed class FailingReplicaTests
{
    private const string Staff = "/api/registry/v1/institutions";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_are_spread_over_the_replicas()
    {
        await using var second = await Replica.StartAsync("second");
        await using var gateway = await RunningGateway.StartAsync($"Oversight:Gateway:Destinations:disclosure:1={second.Url}");
        for (var request = 0; request < 40; request++)
        {
            using var answer = await gateway.GetAsync("/");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(40, gateway.Disclosure.Arrivals.Count + second.Arrivals.Count);
        Assert.NotEmpty(gateway.Disclosure.Arrivals);
        Assert.NotEmpty(second.Arrivals);
    }

    [Fact]
    public async Task No_read_fails_when_one_of_two_replicas_is_killed()
    {
        await using var second = await Replica.StartAsync("second");
        await using var gateway = await RunningGateway.StartAsync($"Oversight:Gateway:Destinations:disclosure:1={second.Url}");
        for (var request = 0; request < 40; request++)
        {
            if (request == 10)
            {
                await gateway.Disclosure.KillAsync();
            }

            using var answer = await gateway.GetAsync("/institutions/1");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_read_that_is_cut_off_before_its_answer_goes_to_another_replica()
    {
        await using var second = await Replica.StartAsync("second");
        await using var gateway = await RunningGateway.StartAsync(
            () => Replica.StartAsync("registry", Cut), $"Oversight:Gateway:Destinations:registry:1={second.Url}");
        for (var request = 0; request < 10; request++)
        {
            using var answer = await gateway.SendAsync("GET", Staff, null, gateway.Issuer.Token());
            Assert.Equal("second", answer.Header("X-Replica"));
        }

        Assert.NotEmpty(gateway.Registry.Arrivals);
    }

    [Fact]
    public async Task A_write_that_is_cut_off_is_never_sent_twice()
    {
        await using var second = await Replica.StartAsync("second", Cut);
        await using var gateway = await RunningGateway.StartAsync(
            () => Replica.StartAsync("registry", Cut), $"Oversight:Gateway:Destinations:registry:1={second.Url}");
        using var answer = await gateway.SendAsync("POST", Staff, new StringContent("{}"), gateway.Issuer.Token());
        var problem = await answer.IsProblemAsync(502, "gateway.destination.unreachable");
        Assert.Contains("Idempotency-Key", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Single(gateway.Registry.Arrivals.Concat(second.Arrivals));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_in_the_middle_is_not_made_whole()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await begun.Task;
            context.Abort();
        }));
        using var answer = await gateway.Client.GetAsync(
            "/api/registry/openapi.v1.json", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        begun.SetResult();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Single(gateway.Registry.Arrivals);
    }

    [Fact]
    public async Task With_no_healthy_replica_the_answer_is_503_with_a_time_to_come_back()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var clusters = gateway.App.Services.GetRequiredService<IProxyStateLookup>();
        Assert.True(clusters.TryGetCluster("registry", out var registry));

        // A probe that was under way may find the replica healthy in between: then it is marked again.
        using var answer = await Eventually.BecomesAsync(
            () =>
            {
                foreach (var destination in registry.Destinations.Values)
                {
                    destination.Health.Active = DestinationHealth.Unhealthy;
                }

                gateway.App.Services.GetRequiredService<IClusterDestinationsUpdater>().UpdateAvailableDestinations(registry);
                return gateway.SendAsync("POST", Staff, new StringContent("{}"), gateway.Issuer.Token());
            },
            sent => sent.StatusCode == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10), "no replica is left");
        await answer.IsProblemAsync(503, "gateway.destination.unavailable");
        Assert.NotEmpty(answer.Header("Retry-After"));
        using var others = await gateway.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_service_that_does_not_answer_in_time_is_a_504(string method)
    {
        await using var gateway = await RunningGateway.StartAsync(
            () => Replica.StartAsync("registry", context => Task.Delay(Timeout.Infinite, context.RequestAborted)),
            "ReverseProxy:Routes:registry-read:Timeout=00:00:00.250", "ReverseProxy:Routes:registry-write:Timeout=00:00:00.250");
        using var answer = await gateway.SendAsync(
            method, Staff, method == "POST" ? new StringContent("{}") : null, gateway.Issuer.Token());
        await answer.IsProblemAsync(504, "gateway.destination.timeout");
        Assert.Single(gateway.Registry.Arrivals);
    }

    [Fact]
    public async Task Destinations_are_probed_at_their_readiness_path()
    {
        var probed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await RunningGateway.StartAsync(
            () => Replica.StartAsync("registry", context =>
            {
                if (context.Request.Path == "/ready-to-serve")
                {
                    probed.TrySetResult();
                }

                return Task.CompletedTask;
            }),
            "Oversight:Gateway:Health:Path=/ready-to-serve");
        await probed.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task The_configured_rest_of_a_failing_replica_is_what_the_proxy_uses()
    {
        await using var gateway = await RunningGateway.StartAsync("Oversight:Gateway:Health:Reactivation=00:00:07");
        Assert.True(gateway.App.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster("registry", out var registry));
        Assert.Equal(TimeSpan.FromSeconds(7), registry.Model.Config.HealthCheck!.Passive!.ReactivationPeriod);
        var policy = gateway.App.Services.GetRequiredService<IOptions<TransportFailureRateHealthPolicyOptions>>().Value;
        Assert.True(policy.DetectionWindowSize <= TimeSpan.FromSeconds(7)); // YARP never rests a replica for less than this
    }

    private static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
