using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Oversight.Testing;

/// <summary>What a refused request answers (RFC 9457), as a test reads it.</summary>
/// <param name="Code">The stable code <c>service.noun.reason</c>.</param>
/// <param name="Title">Short text of the kind of refusal.</param>
/// <param name="Detail">One sentence that says which rule was broken.</param>
/// <param name="Field">The input field at fault, or null.</param>
/// <param name="Errors">Every fault, when there are several; otherwise empty.</param>
/// <param name="Body">The whole document, for members that are not listed here (<c>legalBasis</c>).</param>
public sealed record ProblemBody(
    string Code, string? Title, string? Detail, string? Field, IReadOnlyList<ProblemFault> Errors, JsonElement Body)
{
    /// <summary>
    /// The document without <c>traceId</c>. That member is 32 random hexadecimal digits, in which three given digits stand in
    /// seven answers of a thousand: what an answer must not repeat is looked for here.
    /// </summary>
    public string WithoutTraceId() =>
        string.Join(Environment.NewLine, Body.EnumerateObject().Where(member => !member.NameEquals("traceId")));
}

/// <summary>One of several faults of a request.</summary>
/// <param name="Field">The input field at fault.</param>
/// <param name="Code">Its stable code.</param>
/// <param name="Message">One sentence that says which rule was broken.</param>
public sealed record ProblemFault(string? Field, string? Code, string? Message);

/// <summary>Assertions about answers; each failure prints the whole body.</summary>
public static partial class HttpAssert
{
    private const string TypePrefix = "urn:oversight:error:";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The answer has this status.</summary>
    public static async Task ShouldBeAsync(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        if (answer.StatusCode != expected)
        {
            Assert.Fail($"Expected {(int)expected} {expected}, got {await ExplainAsync(answer)}");
        }
    }

    /// <summary>
    /// The answer is a problem document of this status and code: right media type and <c>type</c>, the same status inside
    /// as outside, a <c>traceId</c>, no word of an exception.
    /// </summary>
    public static async Task<ProblemBody> ShouldBeProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        await answer.ShouldBeAsync(status);
        var description = await DescribeAsync(answer);
        Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"Not a problem document: {description}");
        var body = await ParseAsync(answer, description);
        Assert.True(Text(body, "code") == code, $"Expected the code {code}: {description}");
        Assert.True(Text(body, "type") == TypePrefix + code, $"Expected the type {TypePrefix}{code}: {description}");
        Assert.True(body.TryGetProperty("status", out var inside) && inside.TryGetInt32(out var number) && number == (int)status,
            $"The status inside is not the status outside: {description}");
        Assert.False(string.IsNullOrEmpty(Text(body, "traceId")), $"No traceId: {description}");
        Assert.False(
            description.Contains("   at ", StringComparison.Ordinal) || description.Contains("Exception", StringComparison.Ordinal),
                $"The answer shows an exception: {description}");
        var errors = body.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.Deserialize<List<ProblemFault>>(Json)!
            : [];
        return new ProblemBody(code, Text(body, "title"), Text(body, "detail"), Text(body, "field"), errors, body);
    }

    /// <summary>The body of a successful JSON answer.</summary>
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage answer)
    {
        var description = await SuccessfulAsync(answer);
        return await ParseAsync(answer, description);
    }

    /// <summary>The body of a successful JSON answer as <typeparamref name="T"/>.</summary>
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage answer)
    {
        var body = await answer.ReadJsonAsync();
        return body.Deserialize<T>(Json) ?? throw new JsonException("The body is null.");
    }

    /// <summary>The answer's strong ETag with its quotation marks, ready for <c>If-Match</c>.</summary>
    public static string ShouldHaveStrongETag(this HttpResponseMessage answer)
    {
        Assert.True(answer.Headers.ETag is { IsWeak: false }, $"No strong ETag: {answer}");
        return answer.Headers.ETag!.Tag;
    }

    /// <summary>A request with the headers that a write needs: <c>If-Match</c> for a change, <c>Idempotency-Key</c> for a POST.</summary>
    public static HttpRequestMessage With(
        this HttpRequestMessage request, string? ifMatch = null, string? idempotencyKey = null, string? token = null)
    {
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    private static async Task<string> SuccessfulAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, answer.IsSuccessStatusCode ? null : $"Expected success, got {await ExplainAsync(answer)}");
        return await DescribeAsync(answer);
    }

    private static async Task<JsonElement> ParseAsync(HttpResponseMessage answer, string description)
    {
        try
        {
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return document.RootElement.Clone();
        }
        catch (JsonException failure)
        {
            Assert.Fail($"Not JSON ({failure.Message}): {description}");
            throw;
        }
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage answer) =>
        $"{(int)answer.StatusCode} {answer.ReasonPhrase} from {answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}"
        + $"{Environment.NewLine}{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";

    /// <summary>As above, with the exception that a service of this process logged behind a 5xx.</summary>
    private static async Task<string> ExplainAsync(HttpResponseMessage answer)
    {
        var description = await DescribeAsync(answer);
        var fault = (int)answer.StatusCode >= 500 ? FaultLog.Of(TraceId().Match(description).Groups[1].Value) : null;
        return fault is null ? description : $"{description}{Environment.NewLine}Behind it: {fault}";
    }

    [GeneratedRegex("\"traceId\":\\s*\"([0-9a-f]{32})\"")]
    private static partial Regex TraceId();

    private static string? Text(JsonElement body, string member) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
