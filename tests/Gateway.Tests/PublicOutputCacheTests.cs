using Microsoft.AspNetCore.Http;
using Oversight.Testing;

namespace Oversight.Gateway.Tests;

/// <summary>Public answers are given again for a moment; nothing else is.</summary>
public sealed class PublicOutputCacheTests
{
    private const string Long = "Oversight:Gateway:PublicOutputCache:Keep=00:00:10", Record = "/api/disclosure/v1/institutions/7?part=all";

    [Fact]
    public async Task A_public_answer_is_given_again_to_others_with_headers_of_their_own()
    {
        await using var service = await PublicAsync();
        await using var gateway = await RunningGateway.StartAsync(Long, $"Oversight:Gateway:Destinations:disclosure:0={service.Url}");

        using var first = await gateway.GetAsync(Record);
        using var second = await gateway.GetAsync(Record);

        Assert.Equal("answer 1", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("answer 1", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Single(service.Arrivals);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.NotEqual(first.Headers.GetValues(SecurityHeaders.CorrelationId), second.Headers.GetValues(SecurityHeaders.CorrelationId));
        Assert.Equal("nosniff", second.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Whoever_has_it_already_is_told_so_from_memory()
    {
        await using var service = await PublicAsync();
        await using var gateway = await RunningGateway.StartAsync(Long, $"Oversight:Gateway:Destinations:disclosure:0={service.Url}");

        using var first = await gateway.GetAsync(Record);
        using var again = await gateway.GetAsync(Record, $"If-None-Match: {first.Headers.ETag}");

        Assert.Equal(304, (int)again.StatusCode);
        Assert.Single(service.Arrivals);
    }

    [Fact]
    public async Task While_one_asks_the_service_the_others_wait()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await PublicAsync(before: _ => answered.Task);
        await using var gateway = await RunningGateway.StartAsync(Long, $"Oversight:Gateway:Destinations:disclosure:0={service.Url}");

        var many = Enumerable.Range(0, 20).Select(_ => gateway.GetAsync(Record)).ToList();
        await Eventually.BecomesTrueAsync(() => !service.Arrivals.IsEmpty, TimeSpan.FromMinutes(1), "one asks");
        await Task.Delay(500, TestContext.Current.CancellationToken); // Time for a second one to come, if one may.
        Assert.Single(service.Arrivals);

        // A request that looked before the answer was kept, and took its turn after that, asks once more: all get an answer, not all the
        // first.
        answered.SetResult();
        foreach (var answer in await Task.WhenAll(many))
        {
            using (answer)
            {
                Assert.StartsWith(
                    "answer ", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("GET", "/api/disclosure/v1/institutions/7?part=some", null)] // another query
    [InlineData("HEAD", Record, null)]
    [InlineData("GET", Record, "Authorization: Bearer x")]
    [InlineData("GET", Record, "Cookie: lang=en")]
    public async Task Something_else_is_asked_anew(string method, string path, string? header)
    {
        await using var service = await PublicAsync();
        await using var gateway = await RunningGateway.StartAsync(Long, $"Oversight:Gateway:Destinations:disclosure:0={service.Url}");
        using var first = await gateway.GetAsync(Record);

        using var other = await gateway.SendAsync(method, path, headers: header is null ? [] : [header]);

        Assert.Equal(200, (int)other.StatusCode);
        Assert.Equal(2, service.Arrivals.Count);
    }

    [Theory]
    [InlineData(Record, 200, "no-store", false)]
    [InlineData(Record, 200, null, false)]
    [InlineData(Record, 200, "private, max-age=5", false)]
    [InlineData(Record, 410, "public, max-age=5", false)]
    [InlineData(Record, 500, "public, max-age=5", false)]
    [InlineData(Record, 200, "public, max-age=5", true)] // sets a cookie
    [InlineData("/institutions/7", 200, "public, max-age=5", false)] // a page has its reader's language
    public async Task An_answer_that_is_not_public_is_never_given_to_another(string path, int status, string? cacheControl, bool setsCookie)
    {
        await using var service = await PublicAsync(status, cacheControl, setsCookie);
        await using var gateway = await RunningGateway.StartAsync(Long, $"Oversight:Gateway:Destinations:disclosure:0={service.Url}");

        using var first = await gateway.GetAsync(path);
        using var second = await gateway.GetAsync(path);

        Assert.Equal(status, (int)second.StatusCode);
        Assert.Equal(2, service.Arrivals.Count);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:00.001")]
    public async Task After_the_moment_it_is_asked_anew(string keep)
    {
        await using var service = await PublicAsync();
        await using var gateway = await RunningGateway.StartAsync(
            $"Oversight:Gateway:PublicOutputCache:Keep={keep}", $"Oversight:Gateway:Destinations:disclosure:0={service.Url}");

        using var first = await gateway.GetAsync(Record);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        using var second = await gateway.GetAsync(Record);

        Assert.Equal("answer 2", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Keep=-00:00:01", "PublicOutputCache:Keep")]
    [InlineData("Keep=00:01:00", "PublicOutputCache:Keep")]
    [InlineData("Megabytes=0", "PublicOutputCache:Megabytes")]
    public void A_moment_that_is_none_is_refused(string setting, string named)
    {
        var refused = Assert.Throws<GatewayConfigurationException>(
            () => RunningGateway.Build([.. PolicyTests.Complete, $"Oversight:Gateway:PublicOutputCache:{setting}"]));
        Assert.Contains(named, Assert.Single(refused.Faults), StringComparison.Ordinal);
    }

    private static async Task<Replica> PublicAsync(
        int status = 200, string? cacheControl = "public, max-age=5", bool setsCookie = false, Func<HttpContext, Task>? before = null)
    {
        var number = 0;
        return await Replica.StartAsync("disclosure", async context =>
        {
            await (before?.Invoke(context) ?? Task.CompletedTask);
            context.Response.StatusCode = status;
            context.Response.Headers.ETag = "\"tag\"";
            context.Response.Headers.CacheControl = cacheControl;
            if (setsCookie)
            {
                context.Response.Headers.SetCookie = "a=b";
            }

            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.WriteAsync($"answer {Interlocked.Increment(ref number)}", context.RequestAborted);
            }
        });
    }
}
