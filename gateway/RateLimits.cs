using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Oversight.Gateway;

/// <summary>
/// Two limits per route policy. The address limit runs before a token is looked at, so that a flood of bad tokens costs no
/// signature checks; the client limit runs after, by <c>client_id</c> and <c>sub</c>. Callers share buckets by a seeded hash: at
/// most <see cref="GatewaySettings.MaxPartitions"/> per policy and limit live in memory, and nobody outside can aim at another's bucket.
/// The counts are this process's own: n gateways allow n times as much.
/// </summary>
/// <remarks>
/// The partitioned limiter of the framework runs a timer ten times a second, whether anybody asks or not. A bucket here fills when it is
/// asked, and one that is full again is dropped.
/// </remarks>
internal sealed class RateLimits(GatewaySettings settings)
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Policy, bool IsClient, uint Place), TokenBucketRateLimiter> _buckets = new();
    private long _swept = Stopwatch.GetTimestamp();

    /// <summary>How many buckets are in memory.</summary>
    public int Buckets => _buckets.Count;

    /// <summary>The limit by address, as middleware.</summary>
    public Task LimitAddressAsync(HttpContext context, RequestDelegate next) =>
        PolicyOf(context) is { } policy && settings.RateLimits[policy].PerAddress is { } bucket
            ? PassAsync(context, next, policy, isClient: false, AddressKey(context.Connection.RemoteIpAddress), bucket)
            : next(context);

    /// <summary>The limit by client, as middleware.</summary>
    public Task LimitClientAsync(HttpContext context, RequestDelegate next) =>
        PolicyOf(context) is { } policy && settings.RateLimits[policy].PerClient is { } bucket && ClientKey(context) is { } client
            ? PassAsync(context, next, policy, isClient: true, client, bucket)
            : next(context);

    /// <summary>Makes the names of the policies known to YARP, which refuses a route that names another.</summary>
    public static void Add(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton<RateLimits>();
        services.AddRateLimiter(options =>
        {
            foreach (var name in settings.RateLimits.Keys)
            {
                options.AddPolicy(name, _ => RateLimitPartition.GetNoLimiter(0));
            }
        });
    }

    /// <summary>An IPv4 address by itself; of an IPv6 address the /64, which is what one subscriber holds.</summary>
    internal static string AddressKey(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static string? PolicyOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;

    /// <summary>One officer through one application is one client; a department system is its own.</summary>
    private static string? ClientKey(HttpContext context) => context.User.Identity is { IsAuthenticated: true }
        ? $"{context.User.FindFirst("client_id")?.Value}\n{context.User.FindFirst("sub")?.Value}"
        : null;

    private async Task PassAsync(HttpContext context, RequestDelegate next, string policy, bool isClient, string key, Bucket bucket)
    {
        Sweep();
        var place = (uint)key.GetHashCode(StringComparison.Ordinal) % (uint)settings.MaxPartitions;
        var limiter = _buckets.GetOrAdd((policy, isClient, place), static (_, size) => Fill(size), bucket);
        limiter.TryReplenish();
        using var lease = limiter.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            await Refusal.TooMany(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null).WriteAsync(context);
            return;
        }

        await next(context);
    }

    private static TokenBucketRateLimiter Fill(Bucket bucket) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = bucket.Burst,
        TokensPerPeriod = bucket.Tokens,
        ReplenishmentPeriod = bucket.Every,
        QueueLimit = 0,
        AutoReplenishment = false,
    });

    private void Sweep()
    {
        var before = Volatile.Read(ref _swept);
        // The exchange lets one of many requests sweep; the others go on.
        if (Stopwatch.GetElapsedTime(before) >= BetweenSweeps
            && Interlocked.CompareExchange(ref _swept, Stopwatch.GetTimestamp(), before) == before)
        {
            DropFull();
        }
    }

    /// <summary>
    /// Drops the buckets that are full: one that is made anew holds as much. A request that has just read a bucket which is dropped may
    /// pass beside the count, once.
    /// </summary>
    internal void DropFull()
    {
        foreach (var (place, limiter) in _buckets)
        {
            limiter.TryReplenish();
            if (limiter.IdleDuration is not null)
            {
                _buckets.TryRemove(place, out _);
            }
        }
    }
}
