using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Oversight.Testing;
using Prepare = System.Func<
    int, System.Threading.Tasks.Task<System.Collections.Generic.IReadOnlyList<System.Func<System.Net.Http.HttpRequestMessage>>>>;

namespace Oversight.Benchmarks;

/// <summary>
/// Requests for routes: for one that reads, its pattern with real ids in its places and with the filters that cost most; for one that
/// writes, what a person would send. What has to be fetched before (forms, keys) is fetched before the time is taken.
/// </summary>
internal sealed partial class RouteSamples
{
    private const string Form = "application/x-www-form-urlencoded";
    private readonly DemoProcess _platform;
    private readonly Dictionary<string, List<(string Kind, Prepare Prepare)>> _samples = [];
    private readonly List<string> _ids, _codes, _names;
    private string _trackingCode = "";

    private RouteSamples(DemoProcess platform, List<JsonElement> institutions)
    {
        _platform = platform;
        (_ids, _codes, _names) = (Texts(institutions, "id"), Texts(institutions, "creditCode"), Texts(institutions, "name"));
    }

    /// <summary>The requests known for a route, each with what it asks; a route without places that reads needs none of its own.</summary>
    public IReadOnlyList<(string Kind, Prepare Prepare)> For(string route) =>
        _samples.TryGetValue(route, out var known) ? known
        : route.StartsWith("GET ", StringComparison.Ordinal) && !route.Contains('{', StringComparison.Ordinal)
        ? [("as it is", Get(_ => route[4..]))]
        : [];

    public static async Task<RouteSamples> MakeAsync(DemoProcess platform)
    {
        var (found, next) = (new List<JsonElement>(), "");
        do
        {
            var page = await platform.Client.GetFromJsonAsync<JsonElement>($"/api/disclosure/v1/institutions?limit=200{next}");
            found.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        }
        while (next is not null);
        var samples = new RouteSamples(platform, found);
        await samples.ReadsAsync();
        samples.Forms();
        samples.Protocol();
        return samples;
    }

    private async Task ReadsAsync()
    {
        Add("GET /", "the start", Get(_ => "/"));
        Add("GET /", "a word", Get(random => $"/?q={Uri.EscapeDataString(Of(_names, random)[3..7])}"));
        Add("GET /", "a whole name", Get(random => $"/?q={Uri.EscapeDataString(Of(_names, random))}"));
        Add("GET /", "a district and a type", Get(_ => "/?division=330203&type=T1"));
        Add("GET /institutions/{id:guid}", "any", Get(random => $"/institutions/{Of(_ids, random)}"));
        const string api = "/api/disclosure/v1";
        Add($"GET {api}/institutions/{{id:guid}}", "any", Get(random => $"{api}/institutions/{Of(_ids, random)}"));
        Add(
            $"GET {api}/institutions/by-credit-code/{{creditCode}}", "any",
            Get(random => $"{api}/institutions/by-credit-code/{Of(_codes, random)}"));
        Add($"GET {api}/institutions", "a page of 20", Get(_ => $"{api}/institutions?limit=20"));
        Add($"GET {api}/institutions", "a page of 200", Get(_ => $"{api}/institutions?limit=200"));
        Add(
            $"GET {api}/institutions", "a word",
            Get(random => $"{api}/institutions?limit=20&q={Uri.EscapeDataString(Of(_names, random)[3..7])}"));
        Add(
            $"GET {api}/institutions", "a whole name",
            Get(random => $"{api}/institutions?limit=20&q={Uri.EscapeDataString(Of(_names, random))}"));
        foreach (var list in new[] { "penalties", "inspections", "exposures" })
        {
            Add($"GET {api}/{list}", "the first page", Get(_ => $"{api}/{list}"));
            Add($"GET {api}/{list}", "a page of 200", Get(_ => $"{api}/{list}?limit=200"));
        }

        foreach (var module in new[] { "registry", "inspection", "enforcement", "creditfile", "complaint", "disclosure", "identity" })
        {
            Add("GET /api/{module}/openapi.v1.json", module, Get(_ => $"/api/{module}/openapi.v1.json"));
        }

        var start = await _platform.Client.GetStringAsync("/");
        foreach (var asset in Asset().Matches(start).Select(match => match.Value).Distinct())
        {
            Add("GET /assets/{hash:length(16)}/{name}", asset.Split('/')[^1], Get(_ => asset));
        }

        Add("GET /{**path}", "nothing is there", Get(_ => "/nothing-is-here"));
        Add("GET /docs/{documentName?}", "as it is", Get(_ => "/docs/"));
        Add("GET /docs/{documentName}", "as it is", Get(_ => "/docs/"));
        var acts = await QueryAsync(
            "inspection",
            "select act_code from visits where act_code is not null and status in ('Approved', 'UnderWay', 'Concluded') limit 500");
        Add("GET /api/inspection/v1/public/acts/{actCode}", "any", Get(random => $"/api/inspection/v1/public/acts/{Of(acts, random)}"));
        Add(
            "GET /api/complaint/v1/public/tracking", "one's own",
            Each(_ => Request(HttpMethod.Get, "/api/complaint/v1/public/tracking", null, ("Tracking-Code", _trackingCode))));
    }

    private void Forms()
    {
        Add("POST /api/complaint/v1/public/complaints", "a report", async number =>
        {
            if (_trackingCode.Length == 0)
            {
                using var first = await _platform.Client.SendAsync(Json("/api/complaint/v1/public/complaints", Message()));
                _trackingCode = (await first.ReadJsonAsync()).GetProperty("trackingCode").GetString()!;
            }

            return [
                .. Enumerable.Range(0, number)
                    .Select(_ => (Func<HttpRequestMessage>)(() => Json("/api/complaint/v1/public/complaints", Message())))];
        });
        Add(
            "POST /api/complaint/v1/public/satisfaction", "before its time",
            Each(
                _ => Json(
                    "/api/complaint/v1/public/satisfaction", new { response = 5, solved = 5, satisfied = 5 },
                    ("Tracking-Code", _trackingCode))));
        Add("POST /complaints", "a report", async number =>
        {
            var requests = new List<Func<HttpRequestMessage>>();
            for (var form = 0; form < Math.Min(number, 200); form++)
            {
                var (fields, cookie) = await FormAsync("/complaints");
                (fields["wants"], fields["category"], fields["partyName"], fields["division"], fields["address"], fields["text"],
                    fields["anonymous"]) =
                    ("report", "fire_safety", "某培训机构", "330203", "中山路1号", "消防通道被堵，已经有一个月了。", "on");
                requests.Add(() => Request(HttpMethod.Post, "/complaints", new FormUrlEncodedContent(fields), ("Cookie", cookie)));
            }

            return requests;
        });
        Add(
            "POST /complaints/track", "one's own",
            Each(_ => Request(HttpMethod.Post, "/complaints/track", Fields(("code", _trackingCode)))));
        Add(
            "POST /complaints/satisfaction", "without a form",
            Each(_ => Request(HttpMethod.Post, "/complaints/satisfaction", Fields(("code", _trackingCode), ("response", "5")))));
        Add(
            "POST /account/sign-in", "a form of nobody's",
            Each(_ => Request(HttpMethod.Post, "/account/sign-in", Fields(("userName", "nobody"), ("password", "no such password")))));
        Add("POST /account/sign-in", "an unknown name", async number =>
        {
            var (fields, cookie) = await FormAsync("/account/sign-in");
            (fields["userName"], fields["password"]) = ("nobody", "no such password");
            return [
                .. Enumerable.Range(0, Math.Min(number, 50))
                    .Select(
                        _ =>
                            (Func<HttpRequestMessage>)(() => Request(
                                HttpMethod.Post, "/account/sign-in", new FormUrlEncodedContent(fields), ("Cookie", cookie))))];
        });
        Add(
            "POST /account/password", "without a session",
            Each(_ => Request(HttpMethod.Post, "/account/password", Fields(("current", "a")))));
        Add("POST /account/sign-out", "without a session", Each(_ => Request(HttpMethod.Post, "/account/sign-out", Fields(("a", "b")))));
    }

    private void Protocol()
    {
        var authorize =
            "/connect/authorize?client_id=oversight-console&redirect_uri=http%3A%2F%2F127.0.0.1%3A49152%2Fcallback"
                + "&response_type=code&scope=openid&state=s"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        var client = new (string, string)[] { ("client_id", _platform.System.Id), ("client_secret", _platform.System.Secret) };
        Add("GET /connect/authorize", "without a session", Get(_ => authorize));
        Add(
            "POST /connect/authorize", "without a session",
            Each(_ => Request(HttpMethod.Post, "/connect/authorize", new StringContent(authorize.Split('?')[1], null, Form))));
        Add(
            "POST /connect/logout", "without a session",
            Each(_ => Request(HttpMethod.Post, "/connect/logout", Fields(("client_id", "oversight-console")))));
        Add(
            "POST /connect/token", "a department's system",
            Each(_ => Request(HttpMethod.Post, "/connect/token", Fields([("grant_type", "client_credentials"), .. client]))));
        Add(
            "POST /connect/token", "a wrong secret",
            Each(
                _ => Request(
                    HttpMethod.Post, "/connect/token",
                    Fields(("grant_type", "client_credentials"), ("client_id", _platform.System.Id), ("client_secret", "wrong")))));
        Add(
            "POST /connect/introspect", "no token",
            Each(_ => Request(HttpMethod.Post, "/connect/introspect", Fields([("token", "a.b.c"), .. client]))));
        Add(
            "POST /connect/revoke", "no token",
            Each(_ => Request(HttpMethod.Post, "/connect/revoke", Fields([("token", "a.b.c"), .. client]))));
    }

    private async Task<(Dictionary<string, string> Fields, string Cookie)> FormAsync(string page)
    {
        using var answer = await _platform.Client.GetAsync(page);
        var html = await answer.Content.ReadAsStringAsync();
        var fields = Hidden().Matches(html)
            .ToDictionary(match => match.Groups[1].Value, match => global::System.Net.WebUtility.HtmlDecode(match.Groups[2].Value));
        return (fields, string.Join(
            "; ", answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Select(cookie => cookie.Split(';')[0]) : []));
    }

    private async Task<List<string>> QueryAsync(string service, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_platform.Database(service)};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is this program's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        var found = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }

        return found.Count > 0 ? found : ["none"];
    }

    private void Add(string route, string kind, Prepare prepare)
    {
        if (!_samples.TryGetValue(route, out var known))
        {
            _samples[route] = known = [];
        }

        known.Add((kind, prepare));
    }

    private static object Message() => new
    {
        wants = new[] { "report" }, category = "fire_hazard", partyName = "某培训机构", division = "330203", address = "中山路1号",
        text = "消防通道被堵，已经有一个月了。", anonymous = true,
    };

    // A cookie goes past what the gateway keeps for a moment.
    private static Prepare Get(Func<Random, string> path) =>
        Each(random => Request(HttpMethod.Get, path(random), null, ("Cookie", "past=the-moment")));

    private static Prepare Each(Func<Random, HttpRequestMessage> make) => number =>
    {
        var random = new Random(number);
        return Task.FromResult<IReadOnlyList<Func<HttpRequestMessage>>>(
            [
                .. Enumerable.Range(0, number).Select(_ => random.Next()).Select(
                    seed => (Func<HttpRequestMessage>)(() => make(new Random(seed))))]);
    };

    private static HttpRequestMessage Request(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static HttpRequestMessage Json(string path, object body, params (string Name, string Value)[] headers) =>
        Request(HttpMethod.Post, path, JsonContent.Create(body), [("Idempotency-Key", Guid.CreateVersion7().ToString("N")), .. headers]);

    private static FormUrlEncodedContent Fields(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string Of(List<string> texts, Random random) => texts[random.Next(texts.Count)];

    private static List<string> Texts(List<JsonElement> items, string member) =>
        items.ConvertAll(item => item.GetProperty(member).GetString()!);

    [GeneratedRegex("/assets/[0-9a-f]{16}/[A-Za-z0-9.-]+")]
    private static partial Regex Asset();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
