using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Oversight.Pages;

/// <summary>
/// The style sheet and pictures of the site, embedded in this assembly and served under addresses that carry their
/// content's hash, so that a browser may keep them for ever and never sees an old one.
/// </summary>
public sealed class SiteAssets
{
    private const string Prefix = "assets/";
    private const string ForEver = "public, max-age=31536000, immutable";

    private readonly FrozenDictionary<string, Asset> _assets;
    private int _mapped;

    /// <summary>Reads the embedded assets.</summary>
    public SiteAssets()
    {
        var assembly = typeof(SiteAssets).Assembly;
        _assets = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Asset.Read(name[Prefix.Length..], assembly.GetManifestResourceStream(name)!))
            .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
    }

    /// <summary>The address of the asset <paramref name="name"/>: <c>/assets/&lt;hash&gt;/&lt;name&gt;</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such asset.</exception>
    public string Address(string name) => $"/assets/{_assets[name].Hash}/{name}";

    /// <summary>True for the first caller only: two modules in one process map the same addresses once.</summary>
    internal bool IsFirstToMap() => Interlocked.Exchange(ref _mapped, 1) == 0;

    /// <summary>
    /// Serves one asset. A hash of another release (two releases run side by side during a rollout) gets the current
    /// content, not to be kept, rather than a page without style.
    /// </summary>
    internal IResult Serve(string hash, string name, HttpContext http)
    {
        if (!_assets.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = hash == asset.Hash ? ForEver : "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: asset.Tag);
    }

    private sealed record Asset(string Name, string Hash, string ContentType, byte[] Content)
    {
        public EntityTagHeaderValue Tag { get; } = new($"\"{Hash}\"");

        public static Asset Read(string name, Stream stream)
        {
            using var memory = new MemoryStream();
            using (stream)
            {
                stream.CopyTo(memory);
            }

            var content = memory.ToArray();
            var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
            var type = name.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "image/svg+xml; charset=utf-8";
            return new Asset(name, hash, type, content);
        }
    }
}
