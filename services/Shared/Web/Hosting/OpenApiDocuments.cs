using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Oversight.Web;

/// <summary>
/// The modules' OpenAPI documents. Each is built once, when it is first asked for (the endpoints of a process do not change after its
/// start), and served as the same bytes with an ETag from then on: to build one costs a few hundred milliseconds, and anybody may ask.
/// </summary>
internal sealed partial class OpenApiDocuments(
    IServiceProvider services, IOptionsMonitor<OpenApiOptions> options, IReadOnlyList<string> modules)
{
    // Many who ask at once share one build.
    private readonly FrozenDictionary<string, Lazy<Task<Document>>> _documents = modules.ToFrozenDictionary(
        module => module, module => new Lazy<Task<Document>>(() => BuildAsync(module, services, options.Get(module).OpenApiVersion)),
        StringComparer.OrdinalIgnoreCase);

    public static void Map(IEndpointRouteBuilder app)
    {
        var documents = app.ServiceProvider.GetRequiredService<OpenApiDocuments>();
        app.MapMethods("/api/{module}/openapi.v1.json", [HttpMethods.Get, HttpMethods.Head], (string module, HttpContext http) =>
            documents.ServeAsync(module, http))
            .AllowAnonymous().ExcludeFromDescription().WithName("OpenApiDocument").WithSummary("OpenAPI document of a module");
    }

    private async Task<IResult> ServeAsync(string module, HttpContext http)
    {
        if (!_documents.TryGetValue(module, out var document))
        {
            return TypedResults.NotFound();
        }

        var built = await document.Value;
        http.Response.Headers.CacheControl = "public, no-cache";
        return TypedResults.Bytes(built.Json, "application/json; charset=utf-8", entityTag: built.Tag);
    }

    private static async Task<Document> BuildAsync(string module, IServiceProvider services, OpenApiSpecVersion version)
    {
        // For all who ask: the first of them may go without ending it for the others.
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(module)
            .GetOpenApiDocumentAsync(CancellationToken.None);
        // They come sorted by the culture's rules; a description is the same wherever it is made.
        if (document.Components is { Schemas: { } schemas } components)
        {
            components.Schemas = schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary();
        }

        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAs(version, new OpenApiJsonWriter(text));
        var json = Encoding.UTF8.GetBytes(LineBreak().Replace(text.ToString(), " "));
        return new Document(json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}\""));
    }

    // A comment breaks where the source does; its text in a description is one line. Not the two characters of an escaped backslash and an
    // n.
    [GeneratedRegex(@"(?<=(?<!\\)(?:\\\\)*)\\n *", RegexOptions.CultureInvariant)]
    private static partial Regex LineBreak();

    private sealed record Document(byte[] Json, EntityTagHeaderValue Tag);
}
