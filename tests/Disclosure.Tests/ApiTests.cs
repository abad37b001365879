using System.Net;
using Oversight.Testing;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>Answers of the public API: caching, codes and what they mean.</summary>
public sealed class ApiTests
{
    private const string Api = "/api/disclosure/v1";

    [Fact]
    public async Task A_caller_who_has_the_current_record_is_told_so_without_a_body()
    {
        await using var site = await PublicSite.StartAsync();
        var id = Guid.CreateVersion7();
        await site.TakeAsync(Facts.Registered(Facts.State(id: id)));
        var (first, tag) = await AskAsync(site, $"{Api}/institutions/{id}", null);

        var (again, _) = await AskAsync(site, $"{Api}/institutions/{id}", tag);
        await site.TakeAsync(Facts.Changed(Facts.State("新名幼儿园", id, 2)));
        var (changed, newTag) = await AskAsync(site, $"{Api}/institutions/{id}", tag);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first, again, changed));
        Assert.NotEqual(tag, newTag);
    }

    [Theory]
    [InlineData("/institutions")]
    [InlineData("/institutions?q=星星")]
    [InlineData("/types")]
    [InlineData("/statuses")]
    [InlineData("/divisions")]
    public async Task Every_list_may_be_kept_for_a_while_and_be_asked_for_by_head(string path)
    {
        await using var site = await PublicSite.StartAsync();
        using var head = new HttpRequestMessage(HttpMethod.Head, Api + path);

        using var answer = await site.Http.SendAsync(head, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge: not null });
        Assert.NotNull(answer.Headers.ETag);
    }

    [Fact]
    public async Task A_record_is_found_by_its_credit_code_however_it_is_written()
    {
        await using var site = await PublicSite.StartAsync();
        await site.TakeAsync(Facts.Registered(Facts.State(creditCode: "52330203MYHT5N2634")));

        var record = await site.JsonAsync($"{Api}/institutions/by-credit-code/52330203myht5n2634");

        Assert.Equal("52330203MYHT5N2634", record.GetProperty("creditCode").GetString());
        Assert.Equal(404, (await site.RefusalAsync($"{Api}/institutions/by-credit-code/91330203MXDW5X6E3Y")).Status);
        Assert.Equal(
            (400, "code"), (await site.RefusalAsync($"{Api}/institutions/by-credit-code/52330203MYHT5N2635")) is var refusal
                ? (refusal.Status, refusal.Field) : default);
    }

    [Fact]
    public async Task An_unknown_institution_is_not_found()
    {
        await using var site = await PublicSite.StartAsync();

        Assert.Equal((404, "disclosure.institution.not_found", null), await site.RefusalAsync($"{Api}/institutions/{Guid.NewGuid()}"));
        Assert.Equal((404, "request.path.unknown", null), await site.RefusalAsync($"{Api}/institutions/not-an-id"));
    }

    [Fact]
    public async Task Each_status_says_what_it_allows_and_by_which_article()
    {
        await using var site = await PublicSite.StartAsync();

        var statuses = (await site.JsonAsync($"{Api}/statuses")).GetProperty("items").EnumerateArray().ToDictionary(
            status => status.GetProperty("code").GetString()!,
            status => (status.GetProperty("mayRecruit").GetString(), status.GetProperty("mayTeach").GetString()));
        var bases = (await site.JsonAsync($"{Api}/statuses")).GetProperty("items").EnumerateArray()
            .Select(status => status.GetProperty("basis").GetProperty("article").GetString());

        Assert.Equal(("yes", "yes"), statuses["ACTIVE"]);
        Assert.Equal(("unless_ordered", "yes"), statuses["RECTIFYING"]);
        Assert.Equal(("no", "existing_pupils"), statuses["ENROLL_STOPPED"]);
        Assert.Equal(("no", "wind_down"), statuses["TERMINATING"]);
        Assert.Equal(("no", "no"), statuses["EXPIRED"]);
        Assert.DoesNotContain("UNLICENSED_LEAD", statuses.Keys);
        Assert.All(bases, article => Assert.Matches("^第.+条$", article));
    }

    [Fact]
    public async Task Types_are_listed_without_those_that_are_not_published()
    {
        await using var site = await PublicSite.StartAsync();

        var types = (await site.JsonAsync($"{Api}/types")).GetProperty("items").EnumerateArray()
            .Select(type => type.GetProperty("code").GetString()).ToList();

        Assert.Contains("K1", types);
        Assert.DoesNotContain("X2", types);
    }

    [Theory, DatabaseData]
    public async Task Divisions_are_those_that_have_a_published_institution(DatabaseRow row)
    {
        await using var site = await PublicSite.StartAsync(row);
        await site.RegisterAsync([Facts.State("一"), Facts.State("二"), Facts.State("三", division: "330282")]);

        var divisions = (await site.JsonAsync($"{Api}/divisions")).GetProperty("items").EnumerateArray()
            .Select(d => (d.GetProperty("code").GetString(), d.GetProperty("nameZh").GetString()));

        Assert.Equal([("330203", "宁波市海曙区"), ("330282", "慈溪市")], divisions);
    }

    private static async Task<(HttpStatusCode Status, string Tag)> AskAsync(PublicSite site, string path, string? held)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (held is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(held);
        }

        using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(answer.StatusCode == HttpStatusCode.NotModified, body.Length == 0);
        return (answer.StatusCode, answer.Headers.ETag!.Tag);
    }
}
