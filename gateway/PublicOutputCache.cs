using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace Oversight.Gateway;

/// <summary>
/// Keeps public answers for a moment (<c>Oversight:Gateway:PublicOutputCache:Keep</c>), for routes that name this policy: when a whole city
/// opens the record of one school, the services are asked about once a second, and while one asks the others wait for its answer.
/// </summary>
/// <remarks>
/// Kept are answers 200 that a service itself declares public (<c>Cache-Control: public</c>), by host, path and query. A request with
/// a token or a cookie, and an answer that sets one, go past it.
/// </remarks>
internal sealed class PublicOutputCache(TimeSpan keep) : IOutputCachePolicy
{
    public const string Policy = "public-moment";

    // An answer larger than this is a download, which nobody asks for every second.
    private const int LargestAnswer = 256 * 1024;

    public static void Add(IServiceCollection services, PublicOutputCacheSettings settings) => services.AddOutputCache(options =>
    {
        options.SizeLimit = settings.Megabytes * 1024L * 1024L;
        options.MaximumBodySize = LargestAnswer;
        options.AddPolicy(Policy, new PublicOutputCache(settings.Keep));
    });

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        var may = keep > TimeSpan.Zero && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && !request.Headers.ContainsKey(HeaderNames.Authorization) && !request.Headers.ContainsKey(HeaderNames.Cookie);
        context.EnableOutputCaching = may;
        context.AllowCacheLookup = may;
        context.AllowCacheStorage = may;
        context.AllowLocking = may;
        context.ResponseExpirationTimeSpan = keep;
        context.CacheVaryByRules.QueryKeys = "*";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK
            || response.Headers.ContainsKey(HeaderNames.SetCookie)
            || response.GetTypedHeaders().CacheControl is not { Public: true })
        {
            context.AllowCacheStorage = false;
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>The section <c>Oversight:Gateway:PublicOutputCache</c>.</summary>
internal sealed class PublicOutputCacheSettings
{
    /// <summary>How long; zero keeps nothing. What an officer withdraws may be shown for so much longer.</summary>
    public TimeSpan Keep { get; set; }

    /// <summary>Most memory for it.</summary>
    public int Megabytes { get; set; }
}
