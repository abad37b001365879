using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>
/// A browser: keeps cookies, follows no redirects, reads the forms of a page, and sends a form as the bytes that it is told.
/// </summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri address)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = address
        };
        _client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    /// <summary>Opens an address that is encoded already.</summary>
    public Task<HttpResponseMessage> GetAsync(string target) => _client.GetAsync(target, TestContext.Current.CancellationToken);

    /// <summary>Sends a body.</summary>
    public async Task<HttpResponseMessage> PostAsync(string target, HttpContent? content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        request.Headers.ExpectContinue = content is ByteArrayContent { Headers.ContentLength: > 1_000_000 };
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends fields that are encoded already.</summary>
    public Task<HttpResponseMessage> PostAsync(string target, string encoded) =>
        PostAsync(target, Platform.Bytes(Encoding.ASCII.GetBytes(encoded), "application/x-www-form-urlencoded"));

    /// <summary>
    /// The fields of the form of a page that is sent to an address, each with its value; of what can be chosen, the first.
    /// </summary>
    public async Task<Dictionary<string, string>> FormAsync(string page, string action)
    {
        using var answer = await GetAsync(page);
        return FormIn(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), action);
    }

    /// <inheritdoc cref="FormAsync"/>
    public static Dictionary<string, string> FormIn(string html, string action)
    {
        var form = FormElement().Matches(html).Select(match => match.Value)
            .FirstOrDefault(text => text.Contains($"action=\"{action}\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"The page has no form for {action}: {html}");
        var fields = new Dictionary<string, string>();
        foreach (Match field in Field().Matches(form))
        {
            var value = field.Groups["tag"].Value == "select"
                ? FirstChoice().Match(form[field.Index..]) is { Success: true } choice ? choice.Groups[1].Value : ""
                : Value().Match(field.Value) is { Success: true } given ? given.Groups[1].Value : "";
            fields.TryAdd(field.Groups["name"].Value, WebUtility.HtmlDecode(value));
        }

        return fields;
    }

    /// <summary>
    /// Fields as a browser encodes them; <paramref name="encoded"/>, encoded already, stands in place of the field of its name.
    /// </summary>
    public static string Encode(IEnumerable<KeyValuePair<string, string>> fields, string? name = null, string? encoded = null) =>
        string.Join(
            '&', fields.Where(field => field.Key != name)
                .Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}").Concat(
                    encoded is null ? [] : [encoded]));

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    [GeneratedRegex("<form[\\s\\S]*?</form>")]
    private static partial Regex FormElement();

    [GeneratedRegex("<(?<tag>input|select|textarea)\\b[^>]*?\\bname=\"(?<name>[^\"]+)\"[^>]*>")]
    private static partial Regex Field();

    [GeneratedRegex("\\bvalue=\"([^\"]*)\"")]
    private static partial Regex Value();

    [GeneratedRegex("^[\\s\\S]*?<option[^>]*\\bvalue=\"([^\"]+)\"")]
    private static partial Regex FirstChoice();
}
