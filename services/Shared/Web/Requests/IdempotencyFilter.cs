using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Idempotency;
using Oversight.Persistence.PersonalData;

namespace Oversight.Web;

/// <summary>
/// Requires an Idempotency-Key and answers a repeat with the stored answer of the first. The answer is stored by the same
/// save as the effect (<see cref="Commit{TContext}"/>), so a crash leaves either both or neither.
/// </summary>
public static class IdempotencyFilter
{
    private static readonly Error KeyRequired = new(
        ErrorKind.Invalid, "request.key.required",
        "Send an Idempotency-Key header: 8 to 100 visible ASCII characters, new for every act and the same for its repeats.",
        "Idempotency-Key");
    private static readonly Error KeyMalformed = KeyRequired with { Code = "request.key.malformed" };
    private static readonly Error KeyReused = new(
        ErrorKind.Unprocessable, "request.key.reused", "This Idempotency-Key was used for another request. Use a new one.",
        "Idempotency-Key");

    /// <summary>Makes the endpoint idempotent under its caller's key.</summary>
    /// <typeparam name="TContext">The context whose save stores the answer.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    public static RouteHandlerBuilder Idempotent<TContext>(this RouteHandlerBuilder endpoint)
        where TContext : ServiceDbContext =>
        endpoint.WithMetadata(new BodyFingerprintMetadata()).AddEndpointFilter(FilterAsync<TContext>);

    private static async ValueTask<object?> FilterAsync<TContext>(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
        where TContext : ServiceDbContext
    {
        var http = invocation.HttpContext;
        var header = http.Request.Headers["Idempotency-Key"];
        if (header.Count == 0)
        {
            return KeyRequired.ToProblem();
        }

        if (header.Count > 1 || header[0] is not { Length: >= 8 and <= 100 } key || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return KeyMalformed.ToProblem();
        }

        var act = http.RequestServices.GetRequiredService<ActScope>();
        var keys = http.RequestServices.GetRequiredService<PersonalDataKeys<TContext>>();
        var request = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString} {http.Items[BodyFingerprint.Item]}";
        var context = http.RequestServices.GetRequiredService<TContext>();
        if (await IdempotentAnswer.FindAsync(context, keys, act.ActorId, key, http.RequestAborted) is { } stored)
        {
            return Replay(stored, keys, request);
        }

        act.Idempotency = new IdempotencyKey(act.ActorId, key, request);
        var answer = await next(invocation);
        // A refusal may come from a twin that was carried out meanwhile ("already suspended"): then its answer is the answer.
        if (Unwrap(answer) is IStatusCodeHttpResult { StatusCode: >= 400 }
            && await IdempotentAnswer.FindAsync(context, keys, act.ActorId, key, http.RequestAborted) is { } winner)
        {
            return Replay(winner, keys, request);
        }

        return answer;
    }

    private static object? Unwrap(object? answer) => answer is INestedHttpResult nested ? nested.Result : answer;

    private static IResult Replay(IdempotentAnswer stored, PersonalDataKeys keys, string request) =>
        stored.IsOf(keys, request) ? new StoredReply(stored, stored.Open(keys)) : KeyReused.ToProblem();

    private sealed class StoredReply(IdempotentAnswer stored, StoredContent content) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = stored.Status;
            response.Headers["Idempotency-Replayed"] = "true";
            response.SetVersion(stored.RecordVersion);
            if (content.Location is { } location)
            {
                response.Headers.Location = location;
            }

            if (content.Body is { } body)
            {
                response.ContentType = "application/json; charset=utf-8";
                await response.WriteAsync(body, httpContext.RequestAborted);
            }
        }
    }
}

/// <summary>Marks endpoints whose request body is hashed before it is bound.</summary>
public sealed class BodyFingerprintMetadata;

/// <summary>Hashes the request body of marked endpoints, so that a repeat under the same key can be told from another request.</summary>
internal static class BodyFingerprint
{
    public const string Item = "Oversight.BodyFingerprint";

    public static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<BodyFingerprintMetadata>() is not null)
        {
            http.Request.EnableBuffering(bufferThreshold: MemoryFor(http));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }

            http.Request.Body.Position = 0;
            http.Items[Item] = Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        await next(http);
    }

    // All that the endpoint takes: what goes over the threshold would lie in a temporary file, in clear. Above one mebibyte the
    // buffer grows with the body; up to there the framework rents the whole threshold at the first byte.
    private static int MemoryFor(HttpContext http)
    {
        var most = http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? int.MaxValue;
        return (int)Math.Clamp(most, (1024 * 1024) + 1, int.MaxValue);
    }
}
