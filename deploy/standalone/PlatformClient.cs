using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Http.Resilience;
using Oversight.Walkthrough;
using Polly;

namespace Oversight.Standalone;

/// <summary>
/// Calls the platform's own public API through the gateway, as any department's system would. Keys of commands are made
/// from what the command does, so a start that was killed can send the same commands again without a second effect.
/// </summary>
internal sealed class PlatformClient(Uri address) : IDisposable
{
    // Too many at once (429) and a part that is away for the moment (503) are asked again; every command is safe to repeat.
    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 30,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = TimeSpan.FromSeconds(5),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable),
        })
        .Build();

    private readonly HttpClient _http = new(new ResilienceHandler(Patience) { InnerHandler = new SocketsHttpHandler() })
    {
        BaseAddress = address, Timeout = TimeSpan.FromMinutes(10)
    };

    private (string Client, string Secret) _credentials;

    /// <summary>Public address of the platform.</summary>
    public Uri Address { get; } = address;

    /// <summary>A connection under the same credentials for commands whose keys need not outlive this start.</summary>
    public Api AsApi() => new(Address, new SignIn(Address).System(_credentials.Client, _credentials.Secret).AccessAsync);

    /// <summary>Takes a token by client credentials.</summary>
    /// <exception cref="InvalidOperationException">The credentials were refused.</exception>
    public async Task SignInAsync(string client, string secret)
    {
        if (!await TrySignInAsync(client, secret))
        {
            throw new InvalidOperationException($"The platform gives {client} no token.");
        }
    }

    /// <summary>Takes a token by client credentials.</summary>
    /// <returns>False if the credentials were refused.</returns>
    public async Task<bool> TrySignInAsync(string client, string secret)
    {
        _credentials = (client, secret);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret });
        using var answer = await _http.PostAsync("connect/token", form);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
        {
            return false;
        }

        var token = await ReadAsync(answer, "connect/token");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
        return true;
    }

    /// <summary>Sends a command; the same command again has no second effect and the same answer.</summary>
    /// <exception cref="InvalidOperationException">The command was refused.</exception>
    public Task<JsonElement> PostAsync(string path, object body) =>
        PostAsync(path, JsonContent.Create(body), JsonSerializer.Serialize(body));

    /// <summary>Sends a file.</summary>
    /// <exception cref="InvalidOperationException">The file was refused.</exception>
    public async Task<JsonElement> PostFileAsync(string path, byte[] file, string contentType)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        return await PostAsync(path, content, Convert.ToHexString(SHA256.HashData(file)));
    }

    /// <summary>Replaces the secret of an account or client as it now is, and returns the answer that shows it once.</summary>
    public Task<JsonElement> IssueAsync(string record, string what) => ChangeAsync(HttpMethod.Put, record, what);

    /// <summary>Changes a record as it now is: reads its version and sends the change with it.</summary>
    /// <exception cref="InvalidOperationException">The change was refused.</exception>
    public async Task<JsonElement> ChangeAsync(HttpMethod method, string record, string change)
    {
        using var read = await _http.GetAsync(record);
        await ReadAsync(read, record);
        using var request = new HttpRequestMessage(method, $"{record}/{change}");
        request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.Tag);
        request.Headers.Add("Idempotency-Key", Key($"{record}/{change} {read.Headers.ETag.Tag}"));
        using var answer = await _http.SendAsync(request);
        return await ReadAsync(answer, record);
    }

    /// <summary>Reads JSON.</summary>
    /// <exception cref="InvalidOperationException">The read was refused.</exception>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return await ReadAsync(answer, path);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> PostAsync(string path, HttpContent content, string what)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("Idempotency-Key", Key($"{path}\n{what}"));
        using var answer = await _http.SendAsync(request);
        return await ReadAsync(answer, path);
    }

    private static string Key(string command) =>
        $"first-start-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command)))[..40]}";

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, string path)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {text}");
    }
}
