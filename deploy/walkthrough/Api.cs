using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Oversight.Walkthrough;

/// <summary>An answer of the platform.</summary>
/// <param name="Body">Its JSON; undefined if it has none.</param>
/// <param name="ETag">Version of the record, or null.</param>
public sealed record Answer(JsonElement Body, string? ETag)
{
    /// <summary>A text member.</summary>
    public string this[string member] => Body.GetProperty(member).ToString();

    /// <summary>The record's id.</summary>
    public string Id => this["id"];
}

/// <summary>The platform refused, and said why.</summary>
public sealed class RefusedException(HttpMethod method, string path, HttpStatusCode status, string text)
    : Exception($"{method} {path} was answered {(int)status}: {text}")
{
    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>Code of the refusal, e.g. <c>registry.institution.unknown</c>; null where the answer is no problem document.</summary>
    public string? Code { get; init; }
}

/// <summary>
/// Calls the platform's public API through the gateway as one caller. It is patient: what is away for the moment, or asks to wait,
/// is asked again, and since each command keeps its key, a repeat has no second effect.
/// </summary>
public sealed class Api : IDisposable
{
    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 60,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = TimeSpan.FromSeconds(5),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                    or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                || (args.Outcome.Exception is HttpRequestException or IOException or TaskCanceledException
                    && !args.Context.CancellationToken.IsCancellationRequested)),
        })
        .Build();

    private readonly HttpClient _http;
    private readonly Func<CancellationToken, Task<string>>? _token;

    /// <param name="address">Public address of the platform.</param>
    /// <param name="token">Where the caller's tokens come from; null for the public.</param>
    public Api(Uri address, Func<CancellationToken, Task<string>>? token = null)
    {
        var sockets = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        _http = new HttpClient(new ResilienceHandler(Patience) { InnerHandler = sockets })
        {
            BaseAddress = address, Timeout = TimeSpan.FromMinutes(10)
        };
        _token = token;
    }

    /// <summary>Reads.</summary>
    /// <exception cref="RefusedException">The platform refused.</exception>
    public Task<Answer> GetAsync(string path, CancellationToken cancellation, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, () => null, null, null, headers, cancellation);

    /// <summary>Reads, or answers null where there is nothing (yet).</summary>
    /// <exception cref="RefusedException">The platform refused for another reason.</exception>
    public async Task<Answer?> FindAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync(path, cancellation);
        }
        catch (RefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return null;
        }
    }

    /// <summary>The text of a page.</summary>
    public async Task<string> PageAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(path, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode ? text : throw new RefusedException(HttpMethod.Get, path, answer.StatusCode, text);
    }

    /// <summary>Sends a command that makes a record.</summary>
    /// <exception cref="RefusedException">The platform refused.</exception>
    public Task<Answer> PostAsync(string path, object body, CancellationToken cancellation, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, () => JsonContent.Create(body), NewKey(), null, headers, cancellation);

    /// <summary>Sends a file.</summary>
    /// <exception cref="RefusedException">The platform refused.</exception>
    public Task<Answer> PostFileAsync(
        string path, byte[] file, string mediaType, CancellationToken cancellation, params (string Name, string Value)[] headers) =>
        SendAsync(
            HttpMethod.Post, path, () => new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } },
            NewKey(), null, headers, cancellation);

    /// <summary>
    /// Does an act on a record as it now is: reads its version and sends the act with it. If somebody changed the record in
    /// between, it reads again; the key stays, so the act is done once.
    /// </summary>
    /// <exception cref="RefusedException">The platform refused.</exception>
    public Task<Answer> ActAsync(string record, string act, object body, CancellationToken cancellation) =>
        ActAsync(HttpMethod.Post, record, act, body, cancellation);

    /// <inheritdoc cref="ActAsync(string, string, object, CancellationToken)"/>
    public async Task<Answer> ActAsync(HttpMethod method, string record, string act, object? body, CancellationToken cancellation)
    {
        var key = NewKey();
        for (var again = 0; ; again++)
        {
            var read = await GetAsync(record, cancellation);
            try
            {
                return await SendAsync(
                    method, $"{record}/{act}", () => body is null ? null : JsonContent.Create(body), key, read.ETag, [], cancellation);
            }
            catch (RefusedException e) when (e.Status == HttpStatusCode.PreconditionFailed && again < 20)
            {
                // Somebody else changed it meanwhile.
            }
        }
    }

    /// <summary>Reads until it is as wanted.</summary>
    /// <exception cref="TimeoutException">It was not in the given time.</exception>
    public async Task<Answer> UntilAsync(
        string path, Func<JsonElement, bool> wanted, string what, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        Answer? last = null;
        try
        {
            for (var wait = 20; ; wait = Math.Min(wait * 2, 1000))
            {
                last = await FindAsync(path, limit.Token);
                if (last is not null && wanted(last.Body))
                {
                    return last;
                }

                await Task.Delay(wait, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"After {patience.TotalSeconds:0} s still not: {what}. {path} last said: {last?.Body.ToString() ?? "nothing"}");
        }
    }

    /// <summary>Repeats a command that is refused only because a fact of another service is still on its way.</summary>
    /// <param name="send">Sends it; each time under another key, as a refusal stores nothing.</param>
    /// <param name="ending">How the code of that refusal ends.</param>
    /// <param name="patience">For how long.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<Answer> UntilTakenAsync(
        Func<Task<Answer>> send, string ending, TimeSpan patience, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        for (var wait = 20; ; wait = Math.Min(wait * 2, 1000))
        {
            try
            {
                return await send();
            }
            catch (RefusedException e) when (e.Code?.EndsWith(ending, StringComparison.Ordinal) == true && watch.Elapsed < patience)
            {
                await Task.Delay(wait, cancellation);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static string NewKey() => $"walk-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    private async Task<Answer> SendAsync(
        HttpMethod method, string path, Func<HttpContent?> content, string? key, string? ifMatch,
        IEnumerable<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = content();
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (_token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _token(cancellation));
        }

        using var answer = await _http.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? new Answer(text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text), answer.Headers.ETag?.Tag)
            : throw new RefusedException(method, path, answer.StatusCode, text) { Code = CodeOf(answer, text) };
    }

    private static string? CodeOf(HttpResponseMessage answer, string text) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
        && JsonSerializer.Deserialize<JsonElement>(text).TryGetProperty("code", out var code)
            ? code.GetString() : null;
}
