using System.Collections.Concurrent;
using System.Text.Json;
using Oversight.Testing;
using Oversight.Walkthrough;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>
/// The whole loop on every service as its own process, a real broker and a real database: once step by step, then a hundred at once
/// while each part is killed with SIGKILL. Afterwards every ledger is compared with what was acknowledged.
/// </summary>
[Collection("distributed")]
public sealed class LoopTests(DistributedPlatform platform) : IClassFixture<DistributedPlatform>
{
    private const int Loops = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_loops_close_while_every_part_is_killed_and_no_ledger_lost_or_doubled_anything()
    {
        await new Register(platform).ImportDemoAsync(Cancel);
        Api As((string Id, string Secret) client) =>
            new(platform.Address, new SignIn(platform.Address).System(client.Id, client.Secret).AccessAsync);
        using var administrators = new Administrators(As(platform.Bootstrap), As(platform.SecondBootstrap));
        var cast = await Cast.GatherAsync(platform.Address, administrators, Cancel);
        var institutions = (await cast.InOperationAsync(Loops + 1, Patience, Cancel))[..(Loops + 1)];

        var first = await new Loop(cast, new Journal(), Patience).RunAsync(institutions[0], Cancel);
        await platform.Broker.SettleNewQueuesAsync(Cancel);

        var closed = new ConcurrentBag<Traces> { first };
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task CloseAsync(string institution)
        {
            try
            {
                closed.Add(await new Loop(cast, new Journal(), Patience).RunAsync(institution, Cancel));
            }
            catch (Exception e)
            {
                failed.TrySetException(e); // One is enough: the others need not be waited for.
            }
        }

        var running = Task.WhenAll(institutions.Skip(1).Select(CloseAsync));
        foreach (var part in new[]
        {
            platform.Complaint, platform.Enforcement, platform.Inspection, platform.CreditFile, platform.Disclosure, platform.Registry,
            platform.Identity, platform.Gateway
        })
        {
            await part.KillAsync(Cancel);
            await part.StartAsync(Cancel);
        }

        await platform.Broker.KillAsync(Cancel);
        await platform.Broker.StartAsync(Cancel);
        await platform.Database.KillAsync(Cancel);
        await platform.Database.StartAsync(Cancel);
        await Task.WhenAny(running, failed.Task).WaitAsync(TimeSpan.FromMinutes(8), Cancel);
        if (failed.Task.IsFaulted)
        {
            await failed.Task; // Also where the last of them failed, which ends both.
        }

        Assert.Equal(Loops + 1, closed.Count);
        var differences = new List<string>();
        foreach (var traces in closed)
        {
            differences.AddRange(await Reconciliation.DifferencesAsync(cast, traces, Patience, Cancel));
        }

        Assert.Empty(differences);
    }
}
