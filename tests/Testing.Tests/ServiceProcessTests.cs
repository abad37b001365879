using System.Diagnostics;
using Xunit;

namespace Oversight.Testing.Tests;

public sealed class ServiceProcessTests
{
    private const string Probe = "Oversight.Testing.Probe";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_service_starts_again_with_the_same_configuration()
    {
        await using var service = new ServiceProcess(Probe, NewAddress(), new Dictionary<string, string?> { ["PROBE_WORD"] = "a word" });
        await service.StartAsync(Cancellation);

        await service.KillAsync(Cancellation);

        Assert.False(service.IsRunning);
        await Assert.ThrowsAsync<HttpRequestException>(() => service.Client.GetAsync("/health/ready", Cancellation));
        await service.StartAsync(Cancellation);
        Assert.Equal("a word", await service.Client.GetStringAsync("/health/ready", Cancellation));
    }

    [Fact]
    public async Task A_stopped_service_ends_in_order_and_leaves_its_log()
    {
        await using var service = new ServiceProcess(Probe, NewAddress(), new Dictionary<string, string?>());
        await service.StartAsync(Cancellation);

        Assert.Equal(0, await service.StopAsync(Cancellation));

        Assert.Contains("shutting down", await service.ReadLogAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_fails_at_its_start_says_why()
    {
        await using var service = new ServiceProcess(
            Probe, NewAddress(), new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = "nonsense" });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => service.StartAsync(Cancellation));

        Assert.Contains("nonsense", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_dies_with_its_parent_even_when_the_parent_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells a child that its parent died.");
        var childAddress = NewAddress();
        await using var parent = new ServiceProcess(
            Probe, NewAddress(), new Dictionary<string, string?> { ["PROBE_CHILD_ADDRESS"] = childAddress.ToString() });
        await parent.StartAsync(Cancellation);
        using var client = new HttpClient { BaseAddress = childAddress };
        Assert.Equal("ready", await client.GetStringAsync("/health/ready", Cancellation));

        using (var alone = Process.GetProcessById(parent.ProcessId))
        {
            alone.Kill(entireProcessTree: false);
        }

        await Eventually.BecomesTrueAsync(() => IsAwayAsync(client), Limit, "the child is gone");
    }

    private static Uri NewAddress() => new($"http://127.0.0.1:{Ports.Free()}");

    private static async Task<bool> IsAwayAsync(HttpClient client)
    {
        try
        {
            await client.GetStringAsync("/health/ready", Cancellation);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
