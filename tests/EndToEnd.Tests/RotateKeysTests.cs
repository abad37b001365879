using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>
/// The commands <c>rotate-keys</c> and <c>keys</c> of a built program, beside the running service and killed in the middle.
/// </summary>
public sealed partial class RotateKeysTests : IAsyncLifetime
{
    private const int Messages = 300;
    private readonly string _folder = RunFolder.New("rotate");
    private ServiceProcess _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = Program(new Uri($"http://127.0.0.1:{Ports.Free()}"));
        await _service.StartAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_rotation_beside_a_service_that_takes_messages_is_killed_goes_on_and_leaves_nothing_with_the_old_key()
    {
        var codes = new List<string>();
        for (var n = 0; n < Messages; n++)
        {
            codes.Add(await SubmitAsync(Cancellation));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writing = WriteAsync(codes, stop.Token);
        await using (var killed = Program(null, "rotate-keys"))
        {
            await killed.LaunchAsync();
            await Eventually.BecomesTrueAsync(
                async () => (await killed.ReadLogAsync(Cancellation)).Contains("is the current key", StringComparison.Ordinal),
                TimeSpan.FromSeconds(60), "the new key is current");
            await killed.KillAsync(Cancellation);
        }

        // A killed owner's right to rotate ends by itself.
        var log = "";
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await using var again = Program(null, "rotate-keys");
                var code = await again.RunToEndAsync(Cancellation);
                log = await again.ReadLogAsync(Cancellation);
                return code == 0;
            },
            TimeSpan.FromSeconds(120),
            "the rotation has gone on to its end");
        await stop.CancelAsync();
        await writing;

        Assert.Contains("going on with", log, StringComparison.Ordinal);
        var old = NothingNeeds().Match(log).Groups[1].Value;
        Assert.NotEmpty(old);
        await using (var list = Program(null, "keys"))
        {
            Assert.Equal(0, await list.RunToEndAsync(Cancellation));
            Assert.Matches($"key {old} of [0-9-]+: out of use since [0-9-]+, 0 values", await list.ReadLogAsync(Cancellation));
        }

        await _service.StopAsync(Cancellation);
        File.Delete(Path.Combine(_folder, "keys", $"complaint.{old}.key"));
        await _service.StartAsync(Cancellation);
        Assert.True(codes.Count > Messages, "Messages came in during the rotation.");
        foreach (var code in codes)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/complaint/v1/public/tracking");
            request.Headers.Add("Tracking-Code", code);
            using var tracked = await _service.Client.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.OK, tracked.StatusCode);
        }
    }

    [Fact]
    public async Task Migrate_refuses_another_key_than_that_of_the_database_and_says_which_file()
    {
        await SubmitAsync(Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys", "complaint.key"), Convert.ToBase64String(new byte[32]), Cancellation);
        await using var migration = Program(null, "migrate");

        Assert.Equal(1, await migration.RunToEndAsync(Cancellation));

        Assert.Contains(
            "The schema is up to date. keys/complaint.key is another key than that of the database",
            await migration.ReadLogAsync(Cancellation), StringComparison.Ordinal);
    }

    private async Task WriteAsync(List<string> codes, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                codes.Add(await SubmitAsync(stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough was written.
        }
    }

    private async Task<string> SubmitAsync(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/complaint/v1/public/complaints");
        request.Content = JsonContent.Create(new
        {
            wants = new[] { "report" }, category = "fire_hazard", partyName = "慈溪市试验托管中心", division = "330282", address = "慈溪市浒山街道试验路1号",
            text = "疏散通道被货架堵死，晚上还有六十多个孩子上课。", anonymous = false, name = "令狐试验", phone = "13800001234",
        });
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await _service.Client.SendAsync(request, stop);
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return (await answer.ReadJsonAsync()).GetProperty("trackingCode").GetString()!;
    }

    private ServiceProcess Program(Uri? address, params string[] arguments) =>
        new("Oversight.Complaint", address ?? new Uri("http://127.0.0.1:9"), new Dictionary<string, string?>
        {
            ["Oversight__Database__Provider"] = "Sqlite",
            ["Oversight__Database__ConnectionString"] = $"Data Source={Path.Combine(_folder, "complaint.db")}",
            ["Oversight__Bus__Transport"] = "InMemory",
            ["Oversight__DataPath"] = _folder,
            ["Oversight__Auth__Issuer"] = "http://127.0.0.1:9",
            ["Oversight__Migrate"] = "true",
            ["Oversight__Logs"] = "text",
        })
        {
            Arguments = arguments,
        };

    [GeneratedRegex("nothing needs ([0-9a-f]{8}) any more")]
    private static partial Regex NothingNeeds();
}
