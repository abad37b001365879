using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Referrals;
using Oversight.Persistence.Clocks;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>No term passes without an effect that somebody chose, be it none.</summary>
public sealed class ClockWatcherTests
{
    // Counted back from the hearing: it is asked for its day and never started.
    private static readonly string[] NeverStarted = [CaseActs.HearingNoticeClock];

    [Fact]
    public async Task Every_clock_that_the_service_starts_has_one_watcher()
    {
        await using var service = await OperationsUnderTest.StartAsync();
        await using var scope = service.Services.CreateAsyncScope();
        var keys = KeysOf(typeof(TransferClocks)).Concat(KeysOf(typeof(CaseActs))).Except(NeverStarted).ToList();

        Assert.Equal(13, keys.Count);
        Assert.All(keys, key => Assert.Single(WatchersOf(scope, key)));
    }

    [Theory]
    [InlineData(TransferClocks.Object)]
    [InlineData(CaseActs.HearingClock)]
    public async Task A_right_that_lapses_is_nobodys_omission(string key)
    {
        await using var service = await OperationsUnderTest.StartAsync();
        await using var scope = service.Services.CreateAsyncScope();

        Assert.IsType<RightLapsed>(Assert.Single(WatchersOf(scope, key)));
    }

    private static IEnumerable<IClockWatcher> WatchersOf(AsyncServiceScope scope, string key) =>
        scope.ServiceProvider.GetKeyedServices<IClockWatcher>(ClockWatchers.KeyOf("enforcement", key));

    private static IEnumerable<string> KeysOf(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!);
}
