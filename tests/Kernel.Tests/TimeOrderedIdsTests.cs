using Xunit;

namespace Oversight.Kernel.Tests;

public sealed class TimeOrderedIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_of_one_millisecond_are_in_the_order_of_their_making()
    {
        var ids = new TimeOrderedIds();

        var made = Enumerable.Range(0, 20_000).Select(_ => ids.Next(Noon)).ToList();

        Assert.Equal(made.Order(), made);
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made, id => Assert.Equal((7, 8), (id.Version, id.Variant & 0xC)));
    }

    [Fact]
    public void A_clock_that_is_set_back_a_little_does_not_turn_the_order_around()
    {
        var ids = new TimeOrderedIds();

        Guid[] made = [ids.Next(Noon), ids.Next(Noon.AddSeconds(-30)), ids.Next(Noon.AddSeconds(-59)), ids.Next(Noon.AddMilliseconds(1))];

        Assert.Equal(made.Order(), made);
    }

    [Fact]
    public void A_clock_that_was_hours_ahead_is_not_followed_after_its_correction()
    {
        var ids = new TimeOrderedIds();
        ids.Next(Noon.AddHours(5));

        var id = ids.Next(Noon);

        Assert.Equal(Noon.ToUnixTimeMilliseconds(), Convert.ToInt64(id.ToString("N")[..12], 16));
    }

    [Fact]
    public void Threads_share_one_order()
    {
        var ids = new TimeOrderedIds();

        var made = Enumerable.Range(0, 8).AsParallel()
            .SelectMany(_ => Enumerable.Range(0, 5_000).Select(_ => ids.Next(Noon)).ToList()).ToList();

        Assert.Equal(made.Count, made.Distinct().Count());
    }
}
