using System.Net;
using Oversight.Standalone;
using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>The gateway and the modules of one process come and go together: no slowness of the one is a reason for the other to give it
/// up.</summary>
public sealed class StandaloneUnderLoadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_platform_never_marks_its_own_modules_away_however_slowly_they_answer()
    {
        using var data = DataFolder.Take(RunFolder.New("standalone"));
        // Probes for which no answer is quick enough: what load does to those of the usual length.
        string[] settings =
        [
            "--Oversight:Gateway:Health:Interval=00:00:00.010", "--Oversight:Gateway:Health:Timeout=00:00:00.0001",
            "--Oversight:Gateway:RateLimits:public-read:PerAddress:Burst=1000000", "--Logging:LogLevel:Default=Error",
        ];
        await using var platform = await StandalonePlatform.StartAsync(
            new StandaloneOptions(0, data.Path, Demo: false, settings), data, new Dictionary<string, string?>(), Cancellation);
        using var http = new HttpClient { BaseAddress = platform.Address };
        for (var time = 0; time < 300; time++)
        {
            using var answer = await http.GetAsync("/api/disclosure/v1/statistics?", Cancellation);
            await answer.ShouldBeAsync(HttpStatusCode.OK);
        }
    }
}
