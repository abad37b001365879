using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>What every service does with good, bad, repeated and hostile requests, over a real listener.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private const string Path = "/api/notes/v1/notes";
    private ServiceUnderTest _service = null!;
    private HttpClient _officer = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ServiceUnderTest.StartAsync(host => host.AddNotes(), app =>
        {
            app.MapNotes();
            using var scope = app.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<NotesDbContext>().Database.EnsureCreated();
        });
        _officer = _service.ClientOf("officer", "3302", Roles.Registrar);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_command_and_its_repeat_have_one_effect_and_one_answer()
    {
        var first = await _officer.CommandAsync(Path, new { text = "first note" }, key: "key-00000001");
        var repeat = await _officer.CommandAsync(Path, new { text = "first note" }, key: "key-00000001");

        await first.ShouldBeAsync(HttpStatusCode.Created);
        await repeat.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancel), await repeat.Content.ReadAsStringAsync(Cancel));
        Assert.Equal((first.Headers.Location, first.Headers.ETag), (repeat.Headers.Location, repeat.Headers.ETag));
        Assert.Equal("true", repeat.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Twenty_equal_commands_at_once_have_one_effect()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _officer.CommandAsync(Path, new { text = "at once" }, key: "key-00000002")));

        foreach (var answer in answers)
        {
            await answer.ShouldBeAsync(HttpStatusCode.Created);
        }

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Nothing_of_a_command_can_be_read_on_disk_however_large_it_is()
    {
        // The framework sets larger bodies down in this folder; where it is not there, such a request would fail.
        Environment.SetEnvironmentVariable("ASPNETCORE_TEMP", System.IO.Path.Combine(_service.Folder, "nowhere"));
        var large = "{\"text\":\"记号记号一二三四\"," + new string(' ', 900_000) + "\"tags\":[]}";

        var answer = await _officer.CommandAsync(Path, new StringContent(large, Encoding.UTF8, "application/json"), key: "13800001234-key");

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        // The note itself is in clear here; no service stores personal data so.
        await using var scope = _service.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<NotesDbContext>().Notes.ExecuteDeleteAsync(Cancel);
        Assert.Empty(await OnDisk.FindAsync(_service.Folder, ["13800001234-key"], Cancel));
        var stored = await scope.ServiceProvider.GetRequiredService<NotesDbContext>().IdempotentAnswers.SingleAsync(Cancel);
        Assert.DoesNotContain("记号", Encoding.UTF8.GetString(stored.AnswerCipher), StringComparison.Ordinal);
        Assert.Contains("记号", Assert.Single(await _service.App.Services.StoredAnswersAsync<NotesDbContext>()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_with_another_body_is_refused()
    {
        await _officer.CommandAsync(Path, new { text = "one" }, key: "key-00000003");
        await (await _officer.CommandAsync(Path, new { text = "two" }, key: "key-00000003"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "request.key.reused");
    }

    [Fact]
    public async Task The_same_key_of_another_caller_is_another_key()
    {
        await _officer.CommandAsync(Path, new { text = "mine" }, key: "key-00000004");
        var other = await _service.ClientOf("other", "3302", Roles.Registrar)
            .CommandAsync(Path, new { text = "yours" }, key: "key-00000004");
        await other.ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_refused_command_may_be_corrected_under_its_key()
    {
        await (await _officer.CommandAsync(Path, new { text = "" }, key: "key-00000005")).ShouldBeAsync(HttpStatusCode.BadRequest);
        await (await _officer.CommandAsync(Path, new { text = "corrected" }, key: "key-00000005")).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("has space")]
    [InlineData("")]
    public async Task A_malformed_key_is_refused(string key) =>
        await (await _officer.CommandAsync(Path, new { text = "note" }, key: key.PadRight(8, ' ')))
            .ShouldBeAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_command_without_key_is_refused()
    {
        using var content = Json("""{"text":"note"}""");
        await (await _officer.PostAsync(Path, content, Cancel)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.key.required");
    }

    [Fact]
    public async Task Of_two_officers_at_once_one_is_told_that_the_record_changed()
    {
        var note = await _officer.CommandAsync(Path, new { text = "shared" });
        var location = note.Headers.Location!.ToString();

        var answers = await Task.WhenAll(
            _officer.ChangeAsync(location, new { text = "by one" }, "\"1\""),
            _service.ClientOf("second", "3302", Roles.Registrar).ChangeAsync(location, new { text = "by two" }, "\"1\""));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.StatusCode).Order());
        await (await _officer.ChangeAsync(location, new { text = "no tag" }, null))
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
    }

    [Theory]
    [InlineData("""{"text":"note","extra":1}""")]
    [InlineData("""{"text":"note","text":"twice"}""")]
    [InlineData("""{"text":""")]
    [InlineData("""{"text":7}""")]
    [InlineData("""{}""")]
    [InlineData("""null""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public async Task A_body_that_is_not_the_expected_json_is_refused(string body)
    {
        using var content = Json(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        var answer = await _officer.SendAsync(request.With(idempotencyKey: "key-" + Guid.NewGuid()), Cancel);
        await answer.ShouldBeAsync(HttpStatusCode.BadRequest);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("Oversight.", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "request.field.length")]
    [InlineData("123456789012345678901", "request.field.length")]
    [InlineData("bell\u0007", "text.control_character")]
    [InlineData("turn\u202Eed", "text.direction_mark")]
    [InlineData("two\nlines", "text.control_character")]
    public async Task A_field_out_of_bounds_is_named_with_its_rule(string text, string code)
    {
        var problem = await (await _officer.CommandAsync(Path, new { text })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        Assert.Equal("text", problem.Field ?? problem.Errors?[0].Field);
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_listed()
    {
        var problem = await (await _officer.CommandAsync(Path, new { text = "", tags = new[] { new { word = "longer than five" } } }))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.field.required");
        Assert.Contains(problem.Errors!, e => e.Field == "tags[0].word");
    }

    [Theory]
    [InlineData("""{"text":"note","tags":[null]}""", "tags[0]")]
    [InlineData("""{"text":"note","tags":[{"word":"a"},null]}""", "tags[1]")]
    [InlineData("""{"text":"note","words":["a",null]}""", "words[1]")]
    [InlineData("""{"text":"note","lists":[null]}""", "lists[0]")]
    [InlineData("""{"text":"note","lists":[["a"],["b",null]]}""", "lists[1][1]")]
    [InlineData("""{"text":"note","byName":{"first":null}}""", "byName.first")]
    [InlineData("""{"text":"note","inner":{"tags":[null]}}""", "inner.tags[0]")]
    public async Task A_null_within_a_list_or_dictionary_is_refused_at_its_place(string body, string field)
    {
        using var content = Json(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        var answer = await _officer.SendAsync(request.With(idempotencyKey: "key-" + Guid.NewGuid()), Cancel);
        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.field.null");
        Assert.Equal(field, problem.Field ?? problem.Errors[0].Field);
    }

    [Theory]
    [InlineData("""{"text":"note","gaps":[null,"a"]}""", HttpStatusCode.Created)]
    [InlineData("""{"text":"note","tags":null}""", HttpStatusCode.Created)]
    [InlineData("""{"text":"note","byName":{"a":{"word":"too long a word"}}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"text":"note","byName":{"a\u0007":{"word":"a"}}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"text":"note","lists":[["\u0007"]]}""", HttpStatusCode.BadRequest)]
    public async Task What_a_type_allows_passes_and_what_stands_inside_is_checked(string body, HttpStatusCode status)
    {
        using var content = Json(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        await (await _officer.SendAsync(request.With(idempotencyKey: "key-" + Guid.NewGuid()), Cancel)).ShouldBeAsync(status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var content = Json($$"""{"text":"{{new string('a', 2_000_000)}}"}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        await (await _officer.SendAsync(request.With(idempotencyKey: "key-large-1"), Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.body.too_large");
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var content = new StringContent("text=note", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        await (await _officer.SendAsync(request.With(idempotencyKey: "key-form-1"), Cancel))
            .ShouldBeAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("no-such-charset")]
    [InlineData("utf-16")]
    [InlineData("gb18030")]
    public async Task Json_in_another_encoding_than_utf_8_is_refused(string charset)
    {
        using var content = Json("""{"text":"note"}""");
        content.Headers.ContentType!.CharSet = charset;
        await (await _officer.CommandAsync(Path, content))
            .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.media_type.charset");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("\"UTF-8\"")]
    public async Task Json_may_say_that_it_is_utf_8(string charset)
    {
        using var content = Json("""{"text":"note"}""");
        content.Headers.ContentType!.CharSet = charset;
        await (await _officer.CommandAsync(Path, content)).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"tags":[]}""", "$.text")]
    [InlineData("""{"text":"note","tags":[{}]}""", "$.tags[0].word")]
    [InlineData("""{"text":"note","tags":[{"word":1}]}""", "$.tags[0].word")]
    public async Task A_member_that_is_missing_or_of_the_wrong_type_is_named(string body, string field)
    {
        using var content = Json(body);
        Assert.Equal(
            field,
            (await (await _officer.CommandAsync(Path, content))
                .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.body.malformed")).Field);
    }

    [Theory]
    [InlineData("?colour=red", "request.query.unknown", "colour")]
    [InlineData("?word=a&word=b", "request.query.repeated", "word")]
    [InlineData("?year=next", "request.value.malformed", "year")]
    [InlineData("?word=a%00b", "text.control_character", "word")]
    [InlineData("?word=%E2%80%AEa", "text.direction_mark", "word")]
    public async Task An_unknown_repeated_or_malformed_query_parameter_is_refused_by_its_name(string query, string code, string field) =>
        Assert.Equal(
            field,
            (await (await _service.Client().GetAsync("/api/notes/v1/public" + query, Cancel))
                .ShouldBeProblemAsync(HttpStatusCode.BadRequest, code)).Field);

    [Theory]
    [InlineData("""{"text":"x"}""", "request.field.length", "text")]
    [InlineData("""{"text":"a\u202Eb"}""", "text.direction_mark", "text")]
    [InlineData("""{"text":"note","words":[null]}""", "request.field.null", "words[0]")]
    public async Task A_body_is_checked_whatever_its_class_is_called(string body, string code, string field)
    {
        using var content = Json(body);
        using var answer = await _service.Client().PostAsync("/api/notes/v1/remarks", content, Cancel);
        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        Assert.Equal(field, problem.Field ?? problem.Errors![0].Field);
    }

    [Fact]
    public async Task A_query_is_checked_whatever_its_class_is_called()
    {
        using var answer = await _service.Client().GetAsync("/api/notes/v1/remarks?word=longer", Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.field.length");
    }

    [Fact]
    public async Task A_fault_shows_no_detail() =>
        Assert.DoesNotContain(
            "secret", await (await _service.Client().GetAsync("/api/notes/v1/faults", Cancel)).Content.ReadAsStringAsync(Cancel),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_list_is_read_page_by_page_without_gap_or_repeat()
    {
        for (var i = 0; i < 5; i++)
        {
            await _officer.CommandAsync(Path, new { text = $"note {i}" });
        }

        var (seen, next) = (new List<string>(), "");
        do
        {
            var page = await (await _officer.GetAsync($"{Path}?limit=2{next}", Cancel)).ReadJsonAsync();
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        }
        while (next is not null);

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task Tokens_that_are_missing_expired_foreign_or_of_another_kind_are_refused()
    {
        using var foreign = new TestTokens();
        var soon = DateTime.UtcNow.AddMinutes(5);
        await ShouldBe401(null, "request.token.missing");
        await ShouldBe401(
            _service.Tokens.Issue("o", "3302", null, [Roles.Registrar], DateTime.UtcNow.AddMinutes(-5)), "request.token.expired");
        await ShouldBe401(foreign.For("o", "3302", Roles.Registrar), "request.token.invalid");
        await ShouldBe401(
            _service.Tokens.Issue("o", "3302", null, [Roles.Registrar], soon, issuer: "http://other.test/"), "request.token.invalid");
        await ShouldBe401(_service.Tokens.Issue("o", "3302", null, [Roles.Registrar], soon, audience: "other"), "request.token.invalid");
        await ShouldBe401(_service.Tokens.Issue("o", "3302", null, [Roles.Registrar], soon, type: "JWT"), "request.token.invalid");
        await ShouldBe401("no.token.at.all", "request.token.invalid");
        await (await _service.ClientOf("o", "3302", Roles.Auditor).GetAsync(Path, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task ShouldBe401(string? token, string code) =>
        await (await _service.Client(token).GetAsync(Path, Cancel)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, code);

    private static ByteArrayContent Json(string text) =>
        new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private async Task<int> CountAsync()
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotesDbContext>().Notes.CountAsync(Cancel);
    }
}
