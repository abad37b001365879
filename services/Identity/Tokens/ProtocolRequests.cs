using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Oversight.Identity.Tokens;

/// <summary>
/// OpenIddict asks of each request of the process whether it is one of the protocol's. Where several services are one process, that was
/// a tenth of what a public look-up costs; so it is asked under the protocol's own paths alone.
/// </summary>
internal sealed class ProtocolRequests(IOptions<AuthenticationOptions> options, IHttpContextAccessor http)
    : AuthenticationSchemeProvider(options)
{
    /// <summary>Every address that the server is given in <see cref="TokenServer"/> is below one of these.</summary>
    public static readonly string[] Paths = ["/connect", "/.well-known"];

    private static readonly Task<IEnumerable<AuthenticationScheme>> None = Task.FromResult(Enumerable.Empty<AuthenticationScheme>());

    public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() =>
        http.HttpContext is { } context && !Array.Exists(Paths, path => context.Request.Path.StartsWithSegments(path))
            ? None : base.GetRequestHandlerSchemesAsync();
}
