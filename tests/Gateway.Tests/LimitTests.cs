using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Testing;

namespace Oversight.Gateway.Tests;

public sealed class LimitTests
{
    private const int TwentyMegabytes = 20 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/registry/v1/institutions", 1024 * 1024)]
    [InlineData("/api/registry/v1/imports", 16 * 1024 * 1024)]
    public async Task A_body_of_exactly_the_limit_passes_and_one_byte_more_does_not(string path, int limit)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var token = gateway.Issuer.Token();
        using var fits = await gateway.SendAsync("POST", path, new ByteArrayContent(new byte[limit]), token);
        Assert.Equal((HttpStatusCode.OK, (long)limit), (fits.StatusCode, gateway.Registry.Last.BodyLength));
        using var tooLarge = await gateway.SendAsync("POST", path, new ByteArrayContent(new byte[limit + 1]), token);
        var problem = await tooLarge.IsProblemAsync(413, "gateway.body.too_large");
        Assert.Contains(limit.ToString(CultureInfo.InvariantCulture), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Single(gateway.Registry.Arrivals);
    }

    [Theory]
    [InlineData("/api/registry/v1/institutions")]
    [InlineData("/api/registry/v1/imports")]
    public async Task Twenty_declared_megabytes_are_refused_before_they_are_sent(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var answer = await gateway.RawAsync(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {gateway.Issuer.Token()}\r\nContent-Length: "
                + $"{TwentyMegabytes}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("gateway.body.too_large", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.Registry.Arrivals);
    }

    [Theory]
    [InlineData("/api/registry/v1/institutions")]
    [InlineData("/api/registry/v1/imports")]
    public async Task Twenty_chunked_megabytes_are_refused_and_never_complete_at_the_service(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var token = gateway.Issuer.Token();
        var answer = await gateway.RawAsync(async stream =>
        {
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nTransfer-Encoding: chunked\r\n\r\n"),
                Cancellation);
            var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 0x10000) + "\r\n");
            for (var sent = 0; sent < TwentyMegabytes; sent += 0x10000)
            {
                await stream.WriteAsync(chunk, Cancellation);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), Cancellation);
        });
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("gateway.body.too_large", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.Registry.Arrivals);
    }

    [Fact]
    public async Task A_body_where_none_is_taken_is_refused()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.SendAsync("GET", "/api/disclosure/v1/institutions", new StringContent("surprise"));
        await answer.IsProblemAsync(413, "gateway.body.too_large");
    }

    [Fact]
    public async Task Headers_and_request_lines_have_their_limits()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Assert.StartsWith(
            "HTTP/1.1 414", await gateway.RawAsync($"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 431", await gateway.RawAsync($"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 40_000)}\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.Empty(gateway.Disclosure.Arrivals);
    }

    [Fact]
    public async Task An_address_over_its_limit_is_refused_with_the_time_to_wait()
    {
        await using var gateway = await RunningGateway.StartAsync(PerAddress("public-read", 3));
        for (var request = 0; request < 3; request++)
        {
            using var allowed = await gateway.GetAsync("/");
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var refused = await gateway.GetAsync("/");
        await refused.IsProblemAsync(429, "gateway.rate.exceeded");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Assert.Equal(3, gateway.Disclosure.Arrivals.Count);
    }

    [Fact]
    public async Task Addresses_count_apart_and_an_IPv6_subscriber_counts_once()
    {
        await using var gateway = await RunningGateway.StartAsync(
            [.. PerAddress("public-read", 1), "Oversight:Gateway:KnownProxies:0=127.0.0.1"]);
        async Task<HttpStatusCode> From(string address)
        {
            using var answer = await gateway.GetAsync("/", "X-Forwarded-For: " + address);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await From("203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await From("203.0.113.1"));
        Assert.Equal(HttpStatusCode.OK, await From("203.0.113.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await From("::ffff:203.0.113.2"));
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:0:1::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await From("2001:db8:0:1:ffff::2"));
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:0:2::1"));
    }

    [Fact]
    public async Task An_invented_forwarded_address_does_not_get_around_the_limit()
    {
        await using var gateway = await RunningGateway.StartAsync(PerAddress("public-read", 1));
        using var first = await gateway.GetAsync("/", "X-Forwarded-For: 203.0.113.1");
        using var second = await gateway.GetAsync("/", "X-Forwarded-For: 203.0.113.2");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Clients_behind_one_address_count_apart()
    {
        await using var gateway = await RunningGateway.StartAsync(Bucket("staff-read", "PerClient", 2));
        async Task<HttpStatusCode> As(string subject, string client)
        {
            using var answer = await gateway.SendAsync("GET", "/api/registry/v1/institutions", null, gateway.Issuer.Token(subject, client));
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await As("officer-1", "desk"));
        Assert.Equal(HttpStatusCode.OK, await As("officer-1", "desk"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await As("officer-1", "desk"));
        Assert.Equal(HttpStatusCode.OK, await As("officer-2", "desk"));
        Assert.Equal(HttpStatusCode.OK, await As("fire-department", "fire-department"));
        using var write = await gateway.SendAsync("POST", "/api/registry/v1/institutions", new StringContent("{}"), gateway.Issuer.Token());
        Assert.Equal(HttpStatusCode.OK, write.StatusCode); // another policy, another count
    }

    [Fact]
    public async Task A_flood_of_bad_tokens_ends_at_the_address_limit()
    {
        await using var gateway = await RunningGateway.StartAsync(PerAddress("staff-read", 1));
        using var first = await gateway.SendAsync("GET", "/api/registry/v1/institutions", null, "bad");
        using var second = await gateway.SendAsync("GET", "/api/registry/v1/institutions", null, "bad");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Memory_is_bounded_by_the_number_of_partitions()
    {
        await using var gateway = await RunningGateway.StartAsync(
            [.. PerAddress("public-read", 2), "Oversight:Gateway:KnownProxies:0=127.0.0.1", "Oversight:Gateway:MaxPartitions=1"]);
        var statuses = new List<HttpStatusCode>();
        for (var address = 1; address <= 3; address++)
        {
            using var answer = await gateway.GetAsync("/", $"X-Forwarded-For: 203.0.113.{address}");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task A_bucket_that_is_full_again_leaves_memory_and_one_that_is_not_stays()
    {
        await using var gateway = await RunningGateway.StartAsync(
            [.. PerAddress("public-read", 2), "Oversight:Gateway:RateLimits:token:PerAddress:Every=00:00:00.001"]);
        var limits = gateway.App.Services.GetRequiredService<RateLimits>();
        using var page = await gateway.GetAsync("/");
        using var token = await gateway.SendAsync("POST", "/connect/token", new StringContent(""));
        Assert.Equal(2, limits.Buckets);

        await Eventually.BecomesTrueAsync(
            () =>
            {
                limits.DropFull();
                return limits.Buckets == 1;
            },
            TimeSpan.FromSeconds(30), "the bucket of tokens is full again");

        using var again = await gateway.GetAsync("/");
        using var refused = await gateway.GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (again.StatusCode, refused.StatusCode));
    }

    private static string[] PerAddress(string policy, int burst) => Bucket(policy, "PerAddress", burst);

    private static string[] Bucket(string policy, string kind, int burst) =>
    [
        $"Oversight:Gateway:RateLimits:{policy}:{kind}:Burst={burst}",
        $"Oversight:Gateway:RateLimits:{policy}:{kind}:Tokens=1",
        $"Oversight:Gateway:RateLimits:{policy}:{kind}:Every=01:00:00",
    ];
}
