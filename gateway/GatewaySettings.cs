using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Oversight.Gateway;

/// <summary>Thrown at start when the configuration is refused; the message lists every fault, one a line.</summary>
public sealed class GatewayConfigurationException(IReadOnlyList<string> faults)
    : Exception("The gateway refuses to start:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}")))
{
    /// <summary>Each fault on its own, naming the configuration key.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>What one token bucket allows: <see cref="Burst"/> at once, then <see cref="Tokens"/> more per <see cref="Every"/>.</summary>
internal sealed class Bucket
{
    public int Burst { get; set; }

    public int Tokens { get; set; }

    public TimeSpan Every { get; set; }
}

/// <summary>
/// A named rate-limit policy. The address limit holds before any token is looked at, the client limit after it was checked.
/// </summary>
internal sealed class RateLimit
{
    public Bucket? PerAddress { get; set; }

    /// <summary>Null on policies for anonymous routes, which know no client.</summary>
    public Bucket? PerClient { get; set; }
}

/// <summary>How destinations are probed and how long a failing one rests.</summary>
internal sealed class HealthSettings
{
    /// <summary>
    /// False: every destination is always tried. For destinations in the gateway's own process, which are there as long as it is; there a
    /// slow answer only says that the machine is busy.
    /// </summary>
    public bool Enabled { get; set; } = true;

    public string Path { get; set; } = "/health/ready";

    public TimeSpan Interval { get; set; }

    public TimeSpan Timeout { get; set; }

    public TimeSpan Reactivation { get; set; }

    /// <summary>Longest wait for a TCP connection to a destination.</summary>
    public TimeSpan Connect { get; set; }
}

/// <summary>The section <c>Oversight:Gateway</c>; the README explains every key. Unknown keys are refused.</summary>
internal sealed class GatewaySettings
{
    public const string Section = "Oversight:Gateway";

    private static readonly TimeSpan LongestKeep = TimeSpan.FromSeconds(10);

    /// <summary>Cluster name → any label → base URL of one replica.</summary>
    public Dictionary<string, Dictionary<string, string>> Destinations { get; set; } = [];

    /// <summary>Clusters that this deployment does not run; their routes answer 404.</summary>
    public List<string> Absent { get; set; } = [];

    /// <summary>Addresses or networks (CIDR) whose X-Forwarded-For, -Proto and -Host are believed.</summary>
    public List<string> KnownProxies { get; set; } = [];

    /// <summary>Public host names that are served; empty serves any.</summary>
    public List<string> Hosts { get; set; } = [];

    /// <summary>Origins, beside our own, that a sign-in may end at.</summary>
    public List<string> SignInRedirectOrigins { get; set; } = [];

    /// <summary>Request headers to strip beside the built-in ones; a trailing <c>*</c> strips by prefix.</summary>
    public List<string> StripHeaders { get; set; } = [];

    /// <summary>Where the gateway's own health answers, e.g. <c>http://*:8081</c>; null serves it nowhere.</summary>
    public string? ManagementUrl { get; set; }

    /// <summary>Most rate-limit partitions of one policy held in memory.</summary>
    public int MaxPartitions { get; set; }

    public PublicOutputCacheSettings PublicOutputCache { get; set; } = new();

    public HealthSettings Health { get; set; } = new();

    public Dictionary<string, RateLimit> RateLimits { get; set; } = [];

    public Dictionary<string, string> ContentSecurityPolicies { get; set; } = [];

    /// <summary>Binds the section; a value that cannot be read is a fault, not an exception.</summary>
    public static GatewaySettings Read(IConfiguration configuration, List<string> faults)
    {
        try
        {
            return configuration.GetSection(Section).Get<GatewaySettings>(strict => strict.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException unreadable)
        {
            faults.Add($"{Section}: {unreadable.InnerException?.Message ?? unreadable.Message}");
            return new();
        }
    }

    /// <summary>Every fault that can be seen without the routes.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (cluster, replicas) in Destinations)
        {
            foreach (var (label, url) in replicas.Where(replica => !IsServiceUrl(replica.Value)))
            {
                yield return $"{Section}:Destinations:{cluster}:{label}: '{url}' is not an http or https URL without path";
            }
        }

        foreach (var proxy in KnownProxies.Where(
            proxy => !IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _)))
        {
            yield return $"{Section}:KnownProxies: '{proxy}' is neither an address nor a network like 10.0.0.0/8";
        }

        // The origin is put into a Content-Security-Policy: a blank or semicolon in it would begin a source or directive of its own.
        foreach (var origin in SignInRedirectOrigins.Where(
            origin => origin.IndexOfAny([' ', ';', ',', '\'', '"']) >= 0 || !origin.Contains("://", StringComparison.Ordinal)))
        {
            yield return $"{Section}:SignInRedirectOrigins: '{origin}' is not an origin like https://desk.example.org";
        }

        if (ManagementUrl is not null && !TryReadManagementPort(ManagementUrl, out _))
        {
            yield return $"{Section}:ManagementUrl: '{ManagementUrl}' is not an http URL with a port, like http://*:8081";
        }

        if (MaxPartitions is < 1 or > 1_048_576)
        {
            yield return $"{Section}:MaxPartitions: {MaxPartitions} is not within 1 and 1048576";
        }

        if (PublicOutputCache.Keep < TimeSpan.Zero || PublicOutputCache.Keep > LongestKeep)
        {
            yield return $"{Section}:PublicOutputCache:Keep must be from zero to {LongestKeep.TotalSeconds} seconds: an officer's act has "
                + "to show";
        }

        if (PublicOutputCache.Megabytes is < 1 or > 1024)
        {
            yield return $"{Section}:PublicOutputCache:Megabytes: {PublicOutputCache.Megabytes} is not within 1 and 1024";
        }

        foreach (var (name, limit) in RateLimits)
        {
            if (limit.PerAddress is null)
            {
                yield return $"{Section}:RateLimits:{name}:PerAddress is missing";
            }

            foreach (var (kind, bucket) in new[] { ("PerAddress", limit.PerAddress), ("PerClient", limit.PerClient) })
            {
                if (bucket is not null && (bucket.Burst < 1 || bucket.Tokens < 1 || bucket.Every <= TimeSpan.Zero))
                {
                    yield return $"{Section}:RateLimits:{name}:{kind}: Burst, Tokens and Every must all be above zero";
                }
            }
        }

        foreach (var (key, span) in new[]
        {
            ("Interval", Health.Interval), ("Timeout", Health.Timeout), ("Reactivation", Health.Reactivation), ("Connect", Health.Connect)
        })
        {
            if (span <= TimeSpan.Zero)
            {
                yield return $"{Section}:Health:{key} must be above zero";
            }
        }
    }

    /// <summary>The port of the management listener, or null when there is none.</summary>
    public int? ManagementPort => ManagementUrl is not null && TryReadManagementPort(ManagementUrl, out var port) ? port : null;

    private static bool IsServiceUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    private static bool TryReadManagementPort(string url, out int port)
    {
        port = 0;
        try
        {
            var address = BindingAddress.Parse(url);
            port = address.Port;
            // Requests are told apart by the port of the connection, so a port that the system would choose at the start cannot be
            // compared.
            return address is { Scheme: "http", IsUnixPipe: false } && port > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
