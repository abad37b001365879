using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Yarp.ReverseProxy.Model;

namespace Oversight.Gateway.Tests;

/// <summary>
/// Whatever bytes a caller sends, over sockets where a client library would refuse to send them: the answer is a well-formed refusal or the
/// service's, and no replica is thought the worse of.
/// </summary>
public sealed class HostileCallerTests
{
    // What was marked away stays so until the end of the test.
    private static readonly string[] Settings = [.. RunningGateway.Unlimited(), "Oversight:Gateway:Health:Reactivation=01:00:00",
        "Oversight:Gateway:Health:Timeout=00:00:30"];

    /// <summary>Values that no header has, as the bytes of Latin-1.</summary>
    private static readonly string[] Unreadable =
    [
        Utf8("１２３４５６"), Utf8("宁波市"), Utf8("é"), Utf8("😀"), Utf8("\u202E"), Utf8("\uFEFF"), "caf\u00E9", "\u00FF\u00FE", "\u0080",
        "\u00ED\u00A0\u0080", "\u00C0\u00AF", "\u00C4\u00FE\u00B2\u00A8", "x\u00A0y",
        .. Enumerable.Range(1, 31).Where(code => code is not ('\t' or '\r' or '\n')).Select(code => $"a{(char)code}b"), "a\u007Fb",
    ];

    private static readonly string[] Names =
    [
        "X-Anything", "X-Tracking-Code", "User-Agent", "Cookie", "Referer", "Authorization", "Accept", "Accept-Language",
        "Accept-Encoding", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match",
        "Range", "Origin", "traceparent", "tracestate", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Upgrade-Insecure-Requests",
        "Cache-Control", "Max-Forwards",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_header_with_characters_that_no_header_has_is_refused_at_the_door_whatever_its_name()
    {
        await using var gateway = await RunningGateway.StartAsync(Settings);
        foreach (var name in Names)
        {
            foreach (var value in name is "X-Anything" or "Cookie" ? Unreadable : Unreadable.Take(3))
            {
                var answer = RawAnswer.Parse(await SendAsync(gateway, Request("GET", "/institutions/1", $"{name}: {value}")));
                Assert.Equal((name, 400, "gateway.header.malformed"), (name, answer!.Status, answer.Code));
                Assert.Contains($"\"{name}\"", answer.Body, StringComparison.Ordinal);
            }
        }

        Assert.Empty(gateway.Disclosure.Arrivals);
        Unchanged(gateway);
    }

    [Fact]
    public async Task Neither_a_full_width_tracking_code_nor_any_other_header_makes_every_replica_unhealthy()
    {
        await using var second = await Replica.StartAsync("second");
        await using var gateway = await RunningGateway.StartAsync([.. Settings,
            $"Oversight:Gateway:Destinations:complaint:1={second.Url}"]);
        for (var time = 0; time < 40; time++)
        {
            var answer = RawAnswer.Parse(await SendAsync(gateway, Request("GET", "/api/complaint/v1/public/matters",
                Utf8("X-Tracking-Code: ＡＢＣ１２３"))));
            Assert.Equal(400, answer!.Status);
        }

        using var other = await gateway.GetAsync("/api/complaint/v1/public/matters");
        Assert.Equal(200, (int)other.StatusCode);
        Unchanged(gateway);
    }

    [Theory]
    [InlineData("/institutions/%00")]
    [InlineData("/api/registry/openapi.v1.json%00")]
    [InlineData("/%00")]
    [InlineData("/a%00b?c=d")]
    public async Task A_null_character_in_a_path_is_refused_with_a_problem(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var answer = RawAnswer.Parse(await SendAsync(gateway, Request("GET", path)));
        Assert.Equal((400, "gateway.request.malformed"), (answer!.Status, answer.Code));
        Assert.Empty(gateway.Disclosure.Arrivals.Concat(gateway.Registry.Arrivals));
    }

    [Theory]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "gateway.request.malformed")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400, "gateway.request.malformed")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX-Nul: a\0b\r\n\r\n", 400, "gateway.request.malformed")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n", 400, "gateway.request.malformed")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505, "gateway.request.version_unknown")]
    [InlineData("GET /{8000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "gateway.request.target_too_long")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {40000}\r\n\r\n", 431, "gateway.request.headers_too_large")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400, "gateway.request.malformed")]
    public async Task What_the_web_server_itself_cannot_read_is_refused_with_a_problem_and_every_header_of_an_answer(string request,
        int status, string code)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var sent = request.Replace("{8000}", new string('a', 9_000), StringComparison.Ordinal).Replace("{40000}", new string('a', 40_000),
            StringComparison.Ordinal);
        var answer = RawAnswer.Parse(await SendAsync(gateway, Encoding.Latin1.GetBytes(sent)));
        Assert.Equal((status, code), (answer!.Status, answer.Code));
        Assert.Equal(("close", "nosniff", "DENY"), (answer.Headers["Connection"], answer.Headers["X-Content-Type-Options"],
            answer.Headers["X-Frame-Options"]));
        Assert.Contains($"\"traceId\":\"{answer.Headers["X-Correlation-Id"]}\"", answer.Body, StringComparison.Ordinal);
        Assert.Empty(gateway.Disclosure.Arrivals.Concat(gateway.Identity.Arrivals));
    }

    [Fact]
    public async Task A_body_that_looks_like_such_a_refusal_passes_as_it_is()
    {
        const string Text = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        await using var gateway = await RunningGateway.StartAsync(() => Replica.StartAsync("registry", async context =>
        {
            context.Response.ContentLength = context.Request.Query.ContainsKey("whole") ? Text.Length : null;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(Text), context.RequestAborted);
        }));
        foreach (var query in new[] { "", "?whole" })
        {
            var answer = RawAnswer.Parse(await SendAsync(gateway, Request("GET", "/api/registry/openapi.v1.json" + query)));
            Assert.Equal((200, Text), (answer!.Status, answer.Body));
        }

        // The next request on the same connection is one again.
        var both = await gateway.RawAsync(
            "GET /gateway/ping HTTP/1.1\r\nHost: localhost\r\n\r\nGET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Contains("gateway.request.malformed", both, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_asks_for_another_protocol_is_served_as_what_it_is()
    {
        await using var gateway = await RunningGateway.StartAsync();
        foreach (var upgrade in new[] { "Upgrade: websocket", "Upgrade: SPDY/3.1", "Upgrade: h2c" })
        {
            var answer = RawAnswer.Parse(await SendAsync(gateway, Request("POST", "/api/complaint/v1/public/matters", upgrade,
                "Connection: Upgrade, close")));
            Assert.Equal(200, answer!.Status);
            Assert.Equal("POST", gateway.Others["complaint"].Last.Method);
            Assert.DoesNotContain("Upgrade", gateway.Others["complaint"].Last.Headers.Keys);
        }
    }

    [Fact]
    public async Task Nothing_that_a_caller_sends_makes_the_forwarder_fail_or_a_replica_unhealthy()
    {
        await using var gateway = await RunningGateway.StartAsync(Settings);
        var token = "Authorization: Bearer " + gateway.Issuer.Token();
        var wrong = new ConcurrentQueue<string>();
        var tries = Requests(token).Concat(Random(token))
            .Select(each => (each.What, Send: (Func<NetworkStream, Task>)(stream => WriteAsync(stream, each.Request)),
                Head: each.Request.AsSpan().StartsWith("HEAD "u8)))
            .Concat(Uploads(token).Select(each => (each.What, each.Send, Head: false)));
        await Parallel.ForEachAsync(tries, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation },
            async (each, _) => await TryAsync(gateway, each.What, each.Send, each.Head, wrong));

        Assert.True(wrong.IsEmpty, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(40))}");
        Unchanged(gateway);
        using var afterwards = await gateway.SendAsync("POST", "/api/registry/v1/institutions", new StringContent("{}"),
            gateway.Issuer.Token());
        Assert.Equal(200, (int)afterwards.StatusCode);
    }

    private static async Task TryAsync(RunningGateway gateway, string what, Func<NetworkStream, Task> send, bool head,
        ConcurrentQueue<string> wrong)
    {
        try
        {
            // Nothing at all comes back where the caller broke off or the request had no end.
            if (RawAnswer.Parse(await gateway.RawBytesAsync(send, Patience), head) is { Status: >= 500 and not 505 } failed)
            {
                wrong.Enqueue($"{what}: {failed.Status} {failed.Body}");
            }
        }
        catch (FormatException malformed)
        {
            wrong.Enqueue($"{what}: {malformed.Message}");
        }
    }

    private static IEnumerable<(string What, byte[] Request)> Requests(string token)
    {
        string[] paths = ["/", "/institutions/1", "/api/disclosure/v1/institutions", "/api/registry/v1/institutions", "/connect/authorize",
            "/account/sign-in", "/complaints/new", "/gateway/ping", "/docs"];
        string[] odd =
        [
            "Host: localhost", "Content-Length: 0", "Content-Length: 5", "Content-Length: +5", "Content-Length: 99999999999999999999",
            "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: \u000Bchunked",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x", "Upgrade: SPDY/3\r\nConnection: Upgrade",
            "Connection: host, authorization, x-forwarded-for", "Connection: \u0001", "Expect: 100-continue", "Expect: nonsense",
            "TE: trailers, deflate;q=", "Trailer: Authorization", "Range: bytes=9-1,-,--", "If-None-Match: \"", "If-Modified-Since: never",
            "Accept: */*;q=99", "Accept-Encoding: \"", "Content-Type: multipart/form-data", "Content-Type: ;;=",
            "Content-Encoding: gzip", "Authorization: Bearer ", "Authorization: \"", "Cookie: =;;=\";",
            "Cookie: " + new string('c', 20_000), "traceparent: 00-zz-zz-01", "tracestate: =,=", "Max-Forwards: -1",
            "Keep-Alive: timeout=x",
            "X-Empty:", "X Space: 1", "X-\u00E9: 1", "(: 1", ": 1", "X-Fold: a\r\n b", "X-Tab: a\tb", "X-Cr: a\rb", "X-Lf: a\nb",
            "X-Long: " + new string('x', 31_000), "X-Longer: " + new string('x', 33_000),
            string.Join("\r\n", Enumerable.Range(0, 90).Select(number => $"X-{number}: {number}")),
            string.Join("\r\n", Enumerable.Range(0, 200).Select(number => $"X-{number}: {number}")),
            string.Join("\r\n", Enumerable.Repeat("X-Same: " + new string('x', 300), 95)),
        ];
        foreach (var path in paths)
        {
            foreach (var header in odd.Concat(Unreadable.Take(6).Select(value => "X-Code: " + value)))
            {
                yield return ($"GET {path} with {Shorten(header)}", Request("GET", path, header, token));
                yield return ($"POST {path} with {Shorten(header)}", Request("POST", path, header, token,
                    "Content-Type: application/json"));
            }

            foreach (var method in new[] { "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "PROPFIND", "G\u00C9T", "GET\0",
                new string('M', 5_000), "*", "\"" })
            {
                yield return ($"{Shorten(method)} {path}", Request(method, path, token));
            }

            foreach (var end in new[]
            {
                "%", "%2", "%zz", "%00", "%ff%fe", "%ed%a0%80", "%c0%ae", "%2f", "%5c", "%0d%0aX:1", "\u00E9", "\u0001", "\u007F",
                "{}|^`\"<>", "[", "]", ":0", "@", ";a=b", "#x", "?", "??", "?%", "?%00", "?\u00E9", "?\u0001",
                "?a=" + new string('a', 7_000),
                "?" + string.Join('&', Enumerable.Repeat("a=1", 1_500)), "?q=%ff%fe&q[]=1&q=%ed%a0%80", "/" + new string('a', 7_000),
                string.Concat(Enumerable.Repeat("/a", 3_000)), string.Concat(Enumerable.Repeat("%E5%AE%81", 700)),
            })
            {
                yield return ($"GET {path}{Shorten(end)}", Request("GET", path + end, token));
            }
        }

        foreach (var target in new[] { "*", "http://other.example/", "http://[::1", "https://localhost:99999/", "localhost:80", "\\", "",
            " ", "//", "http://é/", "?a", "#" })
        {
            yield return ($"target {target}", Request("GET", target));
            yield return ($"target {target}, OPTIONS", Request("OPTIONS", target));
        }

        foreach (var host in new[] { "", "a b", "é", "[::1", "localhost:99999", "localhost:x", "a,b", "<>", new string('h', 5_000), "..",
            "%00" })
        {
            yield return ($"host {Shorten(host)}",
                Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        }

        yield return ("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n"u8.ToArray());
        yield return ("HTTP/0.9", "GET /\r\n\r\n"u8.ToArray());
        yield return ("a TLS hello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]);
        yield return ("nothing", []);
    }

    /// <summary>Good requests with some bytes changed, left out or put in; the same ones in every run.</summary>
    private static IEnumerable<(string What, byte[] Request)> Random(string token)
    {
        var random = new Random(20261201);
        byte[][] good =
        [
            Request("GET", "/institutions/1?q=%E5%B0%8F", "Accept: text/html", "Cookie: a=b"),
            Request("GET", "/api/registry/v1/institutions?limit=5", token),
            [.. Request("POST", "/connect/token", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 29"),
                .. "grant_type=client_credentials"u8],
            [.. Request("POST", "/api/complaint/v1/public/matters", "Content-Type: application/json", "Transfer-Encoding: chunked"),
                .. "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n"u8],
        ];
        for (var number = 0; number < 600; number++)
        {
            var bytes = good[number % good.Length].ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    default:
                        bytes.Insert(at, (byte)random.Next(256));
                        break;
                }
            }

            yield return ($"random {number}: {Encoding.Latin1.GetString([.. bytes])}", [.. bytes]);
        }
    }

    /// <summary>Bodies that break off, lie about their length or are framed wrongly.</summary>
    private static IEnumerable<(string What, Func<NetworkStream, Task> Send)> Uploads(string token)
    {
        foreach (var path in new[] { "/api/registry/v1/institutions", "/api/registry/v1/imports", "/api/complaint/v1/public/matters",
            "/connect/token", "/complaints/new" })
        {
            var chunked = Request("POST", path, token, "Transfer-Encoding: chunked", "Content-Type: application/json");
            foreach (var body in new[]
            {
                "5\r\nhel", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n", "zz\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFF\r\nhello", "5;ext=\u00E9\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "\r\n\r\n\r\n",
                "0\r\nTrailer: \u00E9\r\n\r\n", "0\r\nContent-Length: 5\r\nAuthorization: x\r\n\r\n", "5\nhello\n0\n\n",
                string.Concat(Enumerable.Repeat("1\r\na\r\n", 2_000)) + "0\r\n\r\n",
            })
            {
                yield return ($"POST {path} in chunks: {Shorten(body)}",
                    stream => WriteAsync(stream, [.. chunked, .. Encoding.Latin1.GetBytes(body)]));
            }

            yield return ($"POST {path}, reset in the middle of a chunk", stream => ResetAsync(stream, [.. chunked, .. "100\r\nabc"u8]));
            yield return ($"POST {path}, reset after the headers",
                stream => ResetAsync(stream, Request("POST", path, token, "Content-Length: 5000")));
            yield return ($"POST {path}, reset in the headers",
                stream => ResetAsync(stream, Request("POST", path, token, "Content-Length: 5000")[..40]));
            yield return ($"POST {path}, less than was said",
                stream => WriteAsync(stream, [.. Request("POST", path, token, "Content-Length: 5000"), .. "short"u8]));
            yield return ($"POST {path}, more than was said",
                stream => WriteAsync(stream, [.. Request("POST", path, token, "Content-Length: 2"), .. "much longer"u8]));
            yield return ($"POST {path}, two requests in one",
                stream => WriteAsync(stream, [.. Request("POST", path, token, "Content-Length: 2"), .. "{}"u8, .. Request("GET", "/")]));
            yield return ($"GET {path}, reset at once", stream => ResetAsync(stream, Request("GET", path, token)));
        }
    }

    private static byte[] Request(string method, string target, params string[] headers) => Encoding.Latin1.GetBytes(
        $"{method} {target} HTTP/1.1\r\nHost: "
            + $"localhost\r\n{string.Concat(headers.Select(header => header + "\r\n"))}{(headers
                .Any(header => header.Contains("Connection:", StringComparison.Ordinal)) ? "" : "Connection: close\r\n")}\r\n");

    private static Task<byte[]> SendAsync(RunningGateway gateway, byte[] request) =>
        gateway.RawBytesAsync(stream => WriteAsync(stream, request));

    private static Task WriteAsync(NetworkStream stream, byte[] bytes) => stream.WriteAsync(bytes, Cancellation).AsTask();

    private static async Task ResetAsync(NetworkStream stream, byte[] bytes)
    {
        await stream.WriteAsync(bytes, Cancellation);
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Close();
    }

    private static void Unchanged(RunningGateway gateway)
    {
        var destinations = gateway.Destinations().ToList();
        Assert.True(destinations.Count >= 7);
        Assert.DoesNotContain(destinations, each => each.Health.Passive == DestinationHealth.Unhealthy
            || each.Health.Active == DestinationHealth.Unhealthy);
    }

    private static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Create(CultureInfo.InvariantCulture,
        $"{text[..30]}… ({text.Length})");
}
