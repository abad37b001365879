using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Oversight.Web;

/// <summary>Whose X-Forwarded headers are believed: those of the proxies that the configuration names, and nobody else's.</summary>
public static class KnownProxies
{
    /// <summary>Takes scheme, host and client address from X-Forwarded headers of the given proxies.</summary>
    /// <param name="app">The application.</param>
    /// <param name="proxies">Addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/8</c>); none means that the headers are ignored.</param>
    /// <exception cref="FormatException">A text is neither address nor network.</exception>
    public static void UseKnownProxies(this IApplicationBuilder app, IReadOnlyCollection<string> proxies)
    {
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix, ForwardLimit = null
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }

        app.UseForwardedHeaders(options);
        app.Use(static (http, next) =>
        {
            // Links and the protocol's addresses are made of these; a proxy hands on what its caller sent.
            if (http.Request.Scheme is not ("http" or "https")
                || !Uri.TryCreate($"{http.Request.Scheme}://{http.Request.Host}/", UriKind.Absolute, out _))
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Task.CompletedTask;
            }

            return next(http);
        });
    }
}
