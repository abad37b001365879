using Xunit;

namespace Oversight.Testing.Tests;

public sealed class EventuallyTests
{
    [Fact]
    public async Task What_never_comes_fails_with_what_was_awaited_and_what_was_last_seen()
    {
        var failure = await Assert.ThrowsAsync<EventuallyException>(
            () => Eventually.BecomesAsync(() => Task.FromResult(41), value => value == 42, TimeSpan.Zero, "the answer"));

        Assert.Contains("the answer", failure.Message, StringComparison.Ordinal);
        Assert.Contains("41", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_not_there_yet()
    {
        var asked = 0;

        await Eventually.BecomesTrueAsync(
            () => ++asked < 3 ? throw new HttpRequestException("away") : Task.FromResult(true), TimeSpan.FromMinutes(1),
            "the server is back");

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_bug_is_not_waited_for()
    {
        await Assert.ThrowsAsync<InvalidCastException>(
            () => Eventually.BecomesTrueAsync(
                () => Task.FromException<bool>(new InvalidCastException()), TimeSpan.FromMinutes(1), "nothing"));
    }
}
