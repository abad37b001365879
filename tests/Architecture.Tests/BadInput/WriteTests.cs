using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>
/// Whatever is sent to any operation that writes, by the services' own descriptions: refused with a problem that names the field
/// and the rule, and nothing is left behind.
/// </summary>
public sealed class WriteTests(Platform platform) : IClassFixture<Platform>
{
    public static TheoryData<string> Modules => [.. Platform.Modules.Where(m => m != "disclosure")];

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task A_body_that_is_not_the_agreed_json_is_refused(string module)
    {
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        foreach (var operation in Json(module))
        {
            var whole = operation.Sample().ToJsonString();
            foreach (var (what, body, field) in new (string, string, string?)[]
            {
                ("nothing", "", null),
                ("half a document", whole[..^1], null),
                ("no document", "<xml/>", null),
                ("a list", "[]", null),
                ("a text", "\"text\"", null),
                ("a number", "7", null),
                ("two documents", whole + whole, null),
                ("a comment", "/* */" + whole, null),
                ("a trailing comma", whole[..^1] + ",}", null),
                ("endless depth", new string('[', 100_000), null),
                ("endless depth in a member", "{\"noSuchMember\":" + new string('[', 100_000), null),
                ("an unknown member", "{\"noSuchMember\":1" + (whole == "{}" ? "}" : "," + whole[1..]), "noSuchMember"),
                ("a member twice", whole[..^1] + "," + whole[1..], operation.Sample().FirstOrDefault().Key),
            })
            {
                faults.Add(await FaultAsync(operation, Platform.Json(body), what, field, HttpStatusCode.BadRequest));
            }

            foreach (var member in operation.Required())
            {
                var body = operation.Sample();
                body.Remove(member);
                faults.Add(
                    await FaultAsync(
                        operation, Platform.Json(body.ToJsonString()), $"without {member}", member, HttpStatusCode.BadRequest));
            }
        }

        await NothingIsWrongAsync(faults, before);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task A_member_that_holds_what_it_cannot_hold_is_named(string module)
    {
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        foreach (var operation in Json(module))
        {
            foreach (var member in operation.Members())
            {
                foreach (var (what, value) in Wrong(member))
                {
                    var body = operation.With(member.Path, value).ToJsonString()
                        .Replace("LONE SURROGATE", "\\ud800", StringComparison.Ordinal);
                    faults.Add(
                        await FaultAsync(
                            operation, Platform.Json(body), $"{member.Path} is {what}", member.Path, HttpStatusCode.BadRequest));
                }
            }
        }

        await NothingIsWrongAsync(faults, before);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task A_null_in_a_list_is_named(string module)
    {
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        foreach (var operation in Json(module))
        {
            foreach (var place in operation.Places())
            {
                faults.Add(
                    await FaultAsync(
                        operation, Platform.Json(operation.With(place, null).ToJsonString()), $"{place} is null", place,
                        HttpStatusCode.BadRequest));
            }
        }

        await NothingIsWrongAsync(faults, before);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Years_and_numbers_at_the_end_of_their_range_are_refused(string module)
    {
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        foreach (var operation in Json(module))
        {
            foreach (var member in operation.Members())
            {
                foreach (var value in Extreme(member))
                {
                    faults.Add(
                        await FaultAsync(
                            operation, Platform.Json(operation.With(member.Path, value).ToJsonString()), $"{member.Path} is {value}"));
                }
            }
        }

        await NothingIsWrongAsync(faults, before);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Another_encoding_or_content_type_is_refused(string module)
    {
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        foreach (var operation in Json(module))
        {
            var whole = operation.Sample().ToJsonString();
            faults.Add(
                await FaultAsync(
                    operation, Platform.Bytes(Encoding.Unicode.GetBytes(whole), "application/json"), "UTF-16 that says nothing"));
            faults.Add(
                await FaultAsync(
                    operation, Platform.Bytes(Encoding.UTF8.GetBytes(whole), "application/json; charset=no-such-charset"),
                    "a charset that does not exist"));
            faults.Add(
                await FaultAsync(
                    operation, Platform.Bytes(Encoding.UTF8.GetBytes(whole), "application/json; charset=utf-16"),
                    "UTF-8 that says UTF-16"));
            faults.Add(
                await FaultAsync(
                    operation, Platform.Bytes(Encoding.UTF8.GetBytes(whole), "text/plain"), "plain text", null,
                    HttpStatusCode.UnsupportedMediaType));
            faults.Add(
                await FaultAsync(
                    operation, Platform.Bytes(Encoding.UTF8.GetBytes(whole), "application/x-www-form-urlencoded"), "a form", null,
                    HttpStatusCode.UnsupportedMediaType));
            faults.Add(
                await FaultAsync(
                    operation, Platform.Bytes(Encoding.UTF8.GetBytes(whole), "multipart/form-data; boundary=x"), "a form of parts", null,
                    HttpStatusCode.UnsupportedMediaType));
            foreach (var member in operation.Members().Where(m => m.Kind == "string").Take(1))
            {
                // GB 18030 for 宁波, which is no UTF-8.
                var (start, end) = (operation.With(member.Path, "HERE").ToJsonString().Split("HERE") is [var a, var b] ? (a, b) : ("", ""));
                byte[] bytes = [.. Encoding.UTF8.GetBytes(start), 0xC4, 0xFE, 0xB2, 0xA8, .. Encoding.UTF8.GetBytes(end)];
                faults.Add(
                    await FaultAsync(
                        operation, Platform.Bytes(bytes, "application/json"), $"{member.Path} in GB 18030", member.Path,
                        HttpStatusCode.BadRequest));
            }
        }

        foreach (var operation in Writes(module).Where(o => o.BodyTypes.Count > 0 && !o.TakesJson))
        {
            faults.Add(await FaultAsync(operation, Platform.Json("{}"), "JSON where a file belongs"));
            faults.Add(await FaultAsync(operation, Platform.Bytes([], operation.BodyTypes[0]), "an empty file"));
            faults.Add(await FaultAsync(operation, Platform.Bytes("MZ program"u8.ToArray(), operation.BodyTypes[0]), "a program"));
        }

        await NothingIsWrongAsync(faults, before);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Twenty_megabytes_are_refused_unread(string module)
    {
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        foreach (var operation in Writes(module).Where(o => o.BodyTypes.Count > 0))
        {
            faults.Add(
                await FaultAsync(
                    operation, Platform.Bytes(new byte[20 * 1024 * 1024], operation.BodyTypes[0]), "20 MB", null,
                    HttpStatusCode.RequestEntityTooLarge));
        }

        await NothingIsWrongAsync(faults, before);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_refused()
    {
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        var pages = platform.Pages("POST");
        foreach (var page in pages)
        {
            foreach (var (what, content) in BadValues.Bodies("text=a"))
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = content };
                request.Headers.ExpectContinue = content is ByteArrayContent { Headers.ContentLength: > 1_000_000 };
                using var answer = await platform.Everybody.SendAsync(request, TestContext.Current.CancellationToken);
                faults.Add((int)answer.StatusCode is 302 or (>= 400 and < 500) ? null : $"{page}, {what}: {(int)answer.StatusCode}");
            }
        }

        Assert.Contains("/connect/token", pages);
        Assert.Contains("/complaints", pages);
        await NothingIsWrongAsync(faults, before);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task A_token_that_is_missing_expired_or_foreign_is_refused(string module)
    {
        using var foreign = new TestTokens();
        string[] roles = [.. Roles.All];
        var callers = new (string What, HttpClient Client)[]
        {
            ("no token", platform.Service.Client()),
            ("an expired token",
                platform.Service.Client(platform.Service.Tokens.Issue("o", "3302", "education", roles, DateTime.UtcNow.AddMinutes(-5)))),
            ("a foreign token", platform.Service.Client(foreign.For("o", "3302", roles))),
            ("no token at all", platform.Service.Client("a.b.c")),
        };
        var before = await platform.TracesAsync();
        var faults = new List<string?>();
        foreach (var operation in platform.Operations(module).Where(o => !o.IsPublic))
        {
            foreach (var (what, client) in callers)
            {
                using var answer = await platform.SendAsync(
                    operation, operation.TakesJson ? Platform.Json(operation.Sample().ToJsonString()) : null, caller: client);
                faults.Add(await Platform.FaultAsync(answer, what, null, HttpStatusCode.Unauthorized));
            }
        }

        await NothingIsWrongAsync(faults, before);
    }

    [Fact]
    public void The_descriptions_hold_the_writes_that_these_tests_are_about()
    {
        var writes = Platform.Modules.SelectMany(Writes).ToList();
        Assert.True(writes.Count(o => o.TakesJson) > 70);
        Assert.Equal(3, writes.Count(o => o.BodyTypes.Count > 0 && !o.TakesJson));
        Assert.Contains(writes.Where(o => o.TakesJson).SelectMany(o => o.Members()), m => m.Path == "acts[0].actOn" && m.Format == "date");
        Assert.Superset(
            new HashSet<string> { "acts[0]", "roles[0]", "wants[0]" },
            writes.Where(o => o.TakesJson).SelectMany(o => o.Places()).ToHashSet());
    }

    private static IEnumerable<(string What, JsonNode? Value)> Wrong(Member member) => (member.Kind, member.Format) switch
    {
        ("string", null) =>
        [
            ("a control character", "名\u0007"), ("a NUL", "a\0b"), ("turned round", "a\u202Eb"), ("half a character", "LONE SURROGATE"),
            ("a broken character", "a\uFFFDb"),
            ("too long", new string('长', member.MaxLength + 1)), ("a number", 7), ("an object", new JsonObject()),
            ("a list", new JsonArray("a")),
        ],
        ("string", "date") =>
            [
                ("no day of the calendar", "2026-02-30"), ("no leap day", "2025-02-29"), ("past year 9999", "10000-01-01"),
                ("words", "next week"), ("a number", 20260105)],
        ("string", "date-time") =>
            [("no time of day", "2026-01-05T25:00:00Z"), ("no day", "2026-02-30T01:02:03Z"), ("words", "now"), ("a number", 1)],
        ("string", "uuid") => [("no id", "1"), ("too long", new string('a', 5_000)), ("a number", 1)],
        ("name", _) => [("an unknown name", "no_such_name"), ("a number", 0), ("empty", "")],
        ("integer", _) =>
            [
                ("beyond counting", JsonNode.Parse("99999999999999999999")), ("a fraction", 1.5), ("a text", "5"),
                ("endless", JsonNode.Parse("1e999"))],
        ("boolean", _) => [("a text", "true"), ("a number", 1)],
        _ => [],
    };

    private static IEnumerable<JsonNode> Extreme(Member member) => (member.Kind, member.Format) switch
    {
        ("string", "date") => ["9999-12-31", "0001-01-01"],
        ("string", "date-time") => ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"],
        ("integer", "int32") => [int.MaxValue, int.MinValue, -1, 0],
        ("integer", _) => [long.MaxValue, long.MinValue, -1L, 0L],
        _ => [],
    };

    private IEnumerable<Operation> Writes(string module) => platform.Operations(module).Where(o => o.IsWrite);

    private IEnumerable<Operation> Json(string module) => Writes(module).Where(o => o.TakesJson);

    private async Task<string?> FaultAsync(
        Operation operation, HttpContent content, string what, string? field = null, HttpStatusCode? status = null)
    {
        using var answer = await platform.SendAsync(operation, content);
        return await Platform.FaultAsync(answer, what, field, status);
    }

    private async Task NothingIsWrongAsync(List<string?> faults, int before)
    {
        var wrong = faults.OfType<string>().ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {faults.Count}:\n{string.Join('\n', wrong.Take(60))}");
        Assert.Equal(before, await platform.TracesAsync());
    }
}
