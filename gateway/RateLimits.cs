using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Oversight.Gateway;

/// <summary>
/// Two limits per route policy. The address limit runs before a token is looked at, so that a flood of bad tokens costs no
/// signature checks; the client limit runs after, by <c>client_id</c> and <c>sub</c>. Partitions are buckets of a seeded hash: at
/// most <see cref="GatewaySettings.MaxPartitions"/> per policy live in memory, and nobody outside can aim at another's bucket.
/// The counts are this process's own: n gateways allow n times as much.
/// </summary>
internal sealed class AddressLimits : IAsyncDisposable
{
    // One for all policies: each limiter keeps a timer of its own going, ten times a second, whether anybody asks or not.
    private readonly PartitionedRateLimiter<(string Policy, string Address)> _limiter;

    public AddressLimits(GatewaySettings settings) =>
        _limiter = PartitionedRateLimiter.Create<(string Policy, string Address), (string Policy, uint Bucket)>(asked =>
            Partition((asked.Policy, Place(asked.Address, settings.MaxPartitions)), settings.RateLimits[asked.Policy].PerAddress!));

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName is { } policy)
        {
            using var lease = _limiter.AttemptAcquire((policy, AddressKey(context.Connection.RemoteIpAddress)));
            if (!lease.IsAcquired)
            {
                await RefusalOf(lease).WriteAsync(context);
                return;
            }
        }

        await next(context);
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    /// <summary>An IPv4 address by itself; of an IPv6 address the /64, which is what one subscriber holds.</summary>
    internal static string AddressKey(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    internal static Refusal RefusalOf(RateLimitLease lease) =>
        Refusal.TooMany(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null);

    /// <summary>Which of the buckets of a policy counts for a caller.</summary>
    internal static uint Place(string key, int partitions) => (uint)key.GetHashCode(StringComparison.Ordinal) % (uint)partitions;

    internal static RateLimitPartition<TKey> Partition<TKey>(TKey key, Bucket bucket) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = bucket.Burst,
            TokensPerPeriod = bucket.Tokens,
            ReplenishmentPeriod = bucket.Every,
            QueueLimit = 0,
            AutoReplenishment = true,
        });
}

internal static class ClientLimits
{
    /// <summary>Registers each configured policy under its name, counting by the checked token's client.</summary>
    public static void Add(IServiceCollection services, GatewaySettings settings) => services.AddRateLimiter(options =>
    {
        foreach (var (name, limit) in settings.RateLimits)
        {
            options.AddPolicy(name, context => limit.PerClient is { } bucket && ClientKey(context) is { } client
                ? AddressLimits.Partition(AddressLimits.Place(client, settings.MaxPartitions), bucket)
                : RateLimitPartition.GetNoLimiter(uint.MaxValue));
        }

        options.OnRejected = async (rejected, _) => await AddressLimits.RefusalOf(rejected.Lease).WriteAsync(rejected.HttpContext);
    });

    /// <summary>One officer through one application is one client; a department system is its own.</summary>
    private static string? ClientKey(HttpContext context) => context.User.Identity is { IsAuthenticated: true }
        ? $"{context.User.FindFirst("client_id")?.Value}\n{context.User.FindFirst("sub")?.Value}"
        : null;
}
