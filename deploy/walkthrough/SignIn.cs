using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Oversight.Walkthrough;

/// <summary>Tokens of one caller, renewed before they end.</summary>
/// <param name="fetch">Takes new ones; it is given the refresh token of the last, or null.</param>
public sealed class Tokens(Func<string?, CancellationToken, Task<JsonElement>> fetch)
{
    private readonly Lock _gate = new();
    private Task<Taken>? _taken;
    private string? _refresh;

    /// <summary>A token that is good for another minute; callers at once share one fetch.</summary>
    public async Task<string> AccessAsync(CancellationToken cancellation)
    {
        Task<Taken> taken;
        lock (_gate)
        {
            if (_taken is null || _taken.IsFaulted || _taken.IsCanceled
                || (_taken.IsCompletedSuccessfully && TimeProvider.System.GetUtcNow() > _taken.GetAwaiter().GetResult().Until))
            {
                _taken = FetchAsync(cancellation);
            }

            taken = _taken;
        }

        return (await taken.WaitAsync(cancellation)).Access;
    }

    private async Task<Taken> FetchAsync(CancellationToken cancellation)
    {
        var answer = await fetch(_refresh, cancellation);
        _refresh = answer.TryGetProperty("refresh_token", out var refresh) ? refresh.GetString() : null;
        return new Taken(
            answer.GetProperty("access_token").GetString()!,
            TimeProvider.System.GetUtcNow().AddSeconds(answer.GetProperty("expires_in").GetInt32() - 60));
    }

    private sealed record Taken(string Access, DateTimeOffset Until);
}

/// <summary>
/// Signs in as people and systems do: an officer by the sign-in page and a code with PKCE, a department's system by its secret.
/// </summary>
public sealed partial class SignIn(Uri address)
{
    private const string Client = "oversight-console", Redirect = "http://127.0.0.1:49152/callback";

    /// <summary>Tokens of a department's system.</summary>
    public Tokens System(string clientId, string secret) => new((_, cancellation) => RedeemAsync(
        new() { ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = secret }, cancellation));

    /// <summary>
    /// Tokens of an officer. A one-time password is changed on the way, as the sign-in page demands.
    /// </summary>
    /// <param name="userName">User name.</param>
    /// <param name="password">Password, one-time or not.</param>
    /// <param name="changed">Is told the new password before it is set; null if nobody needs it.</param>
    public Tokens Officer(string userName, string password, Func<string, Task>? changed = null) => new(async (refresh, cancellation) =>
    {
        if (refresh is not null)
        {
            return await RedeemAsync(
                new() { ["grant_type"] = "refresh_token", ["client_id"] = Client, ["refresh_token"] = refresh }, cancellation);
        }

        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var code = await CodeAsync(userName, password, changed, verifier, cancellation);
        return await RedeemAsync(
            new()
            {
                ["grant_type"] = "authorization_code", ["client_id"] = Client, ["code"] = code, ["redirect_uri"] = Redirect,
                ["code_verifier"] = verifier
            }, cancellation);
    });

    private async Task<string> CodeAsync(
        string userName, string password, Func<string, Task>? changed, string verifier, CancellationToken cancellation)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = address
        };
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var at =
            $"connect/authorize?client_id={Client}&redirect_uri={Uri.EscapeDataString(Redirect)}&response_type=code"
                + "&scope=openid%20profile%20offline_access"
                + $"&state=walk&code_challenge={challenge}&code_challenge_method=S256";
        for (var step = 0; step < 12; step++)
        {
            using var answer = await PatientAsync(() => browser.GetAsync(at, cancellation), cancellation);
            if (answer.Headers.Location is { } next)
            {
                at = next.ToString();
                if (at.StartsWith(Redirect, StringComparison.Ordinal))
                {
                    return CodeParameter().Match(at) is { Success: true } found
                        ? Uri.UnescapeDataString(found.Groups[1].Value)
                        : throw new InvalidOperationException($"The sign-in of {userName} ended without a code: {at}");
                }

                continue;
            }

            var page = await answer.Content.ReadAsStringAsync(cancellation);
            var fields = Hidden().Matches(page).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
            var isPassword = page.Contains("action=\"/account/password\"", StringComparison.Ordinal);
            if (isPassword)
            {
                var chosen = $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10))}-Walk9";
                await (changed?.Invoke(chosen) ?? Task.CompletedTask);
                (fields["current"], fields["new"], fields["repeat"]) = (password, chosen, chosen);
            }
            else
            {
                (fields["userName"], fields["password"]) = (userName, password);
            }

            using var sent = await PatientAsync(
                () => browser.PostAsync(
                    isPassword ? "account/password" : "account/sign-in", new FormUrlEncodedContent(fields), cancellation), cancellation);
            at = sent.Headers.Location?.ToString()
                ?? throw new InvalidOperationException($"{userName} could not sign in ({(int)sent.StatusCode}).");
        }

        throw new InvalidOperationException($"The sign-in of {userName} goes in circles.");
    }

    private async Task<JsonElement> RedeemAsync(Dictionary<string, string> form, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var answer = await PatientAsync(
            () => http.PostAsync("connect/token", new FormUrlEncodedContent(form), cancellation), cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"No token for {form["client_id"]} ({(int)answer.StatusCode}): {text}");
    }

    // A part that is away for the moment, or too many at once.
    private static async Task<HttpResponseMessage> PatientAsync(Func<Task<HttpResponseMessage>> send, CancellationToken cancellation)
    {
        for (var again = 0; ; again++)
        {
            try
            {
                var answer = await send();
                if (again >= 60
                    || answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                {
                    return answer;
                }

                answer.Dispose();
            }
            catch (HttpRequestException) when (again < 60)
            {
                // The connection broke: ask again.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(250 * (again + 1), 2000)), cancellation);
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("[?&]code=([^&]+)")]
    private static partial Regex CodeParameter();
}
