using System.Net;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>What the register shows, to whom, and how much of a person.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task People_are_masked_unless_a_purpose_is_stated_and_recorded()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, _) = await registry.RegisterAsync();

        var masked = (await registry.JsonAsync($"institutions/{id}")).GetProperty("people");
        var clear = (await registry.JsonAsync($"institutions/{id}?purpose=现场检查联系")).GetProperty("people");

        Assert.Equal(
            ("欧**", "司**", "****34"),
            (masked.GetProperty("sponsor").GetString(), masked.GetProperty("principal").GetString(),
                masked.GetProperty("phone").GetString()));
        Assert.Equal(
            ("欧阳举办", "司马负责", "0574-00001234"),
            (clear.GetProperty("sponsor").GetString(), clear.GetProperty("principal").GetString(), clear.GetProperty("phone").GetString()));
        var reads = await registry.ReadAsync(
            context => context.AuditEntries.Where(a => a.Act == "institution.unmask").ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("registrar-1", id, "现场检查联系"), (Assert.Single(reads).ActorId, reads[0].SubjectId, reads[0].Purpose));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%20")]
    [InlineData("%07")]
    public async Task A_purpose_that_says_nothing_unmasks_nothing(string purpose)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, _) = await registry.RegisterAsync();

        using var answer = await registry.Registrar.GetAsync(
            $"{RegistryUnderTest.Api}/institutions/{id}?purpose={purpose}", TestContext.Current.CancellationToken);

        await answer.ShouldBeAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task No_person_is_readable_in_the_database_files()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.RegisterAsync();
        var folder = await registry.AbandonAsync();

        var files = RegistryUnderTest.FilesOf(folder);
        Assert.Contains("registry.db", files.Keys);
        foreach (var bytes in files.Values)
        {
            Assert.All(
                new[] { "司马负责", "欧阳举办", "0574-00001234" },
                text => Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text))));
        }

        Assert.True(File.Exists(Path.Combine(folder, "keys", "registry.key")));
    }

    [Fact]
    public async Task A_list_has_no_people_and_keeps_its_order_over_its_pages()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            await registry.RegisterAsync(Entries.Kindergarten(number));
            registry.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await registry.JsonAsync($"institutions?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()!));
            Assert.DoesNotContain("司马", page.GetRawText());
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 5).Select(n => $"慈溪市试验第{n}幼儿园"), names);
    }

    [Theory]
    [InlineData("division=330203", 1)]
    [InlineData("division=3302", 2)]
    [InlineData("type=K1", 2)]
    [InlineData("type=S1", 0)]
    [InlineData("status=ACTIVE", 2)]
    [InlineData("name=慈溪市试验第1", 1)]
    [InlineData("name=%25", 0)]
    [InlineData("name=_", 0)]
    [InlineData("name=' or 1=1 --", 0)]
    [InlineData("licenceEndsBefore=2029-09-01", 2)]
    [InlineData("licenceEndsBefore=2029-08-31", 0)]
    public async Task Filters_narrow_the_list(string query, int expected)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.RegisterAsync(Entries.Kindergarten(1));
        await registry.RegisterAsync(Entries.Kindergarten(2, "330203"));

        Assert.Equal(expected, (await registry.JsonAsync($"institutions?{query}")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("institutions?statuss=ACTIVE", "request.query.unknown")]
    [InlineData("institutions?limit=0", "request.limit.range")]
    [InlineData("institutions?limit=1000000", "request.limit.range")]
    [InlineData("institutions?cursor=AAAA", "request.cursor.unknown")]
    [InlineData("institutions?creditCode=91350100M000100Y44", "identifier.credit_code.check_digit")]
    [InlineData("institutions?type=K1&type=S1", "request.query.repeated")]
    [InlineData("institutions?licenceEndsBefore=2026-02-30", "request.value.malformed")]
    public async Task A_query_that_no_list_has_is_refused(string path, string code)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var answer = await registry.Registrar.GetAsync($"{RegistryUnderTest.Api}/{path}", TestContext.Current.CancellationToken);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task An_unusual_credit_code_is_a_warning_not_a_refusal()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, _) = await registry.RegisterAsync(Entries.Kindergarten().With("creditCode", Entries.Code(1, "91")));

        var warnings = (await registry.JsonAsync($"institutions/{id}")).GetProperty("warnings").EnumerateArray().Select(w => w.GetString());

        Assert.Contains("credit_code_prefix", warnings);
    }

    [Fact]
    public async Task Inspectors_read_and_do_not_write()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, _) = await registry.RegisterAsync();
        var inspector = registry.As("inspector-1", "330282", Roles.Inspector);

        Assert.Equal(
            "K1", (await registry.JsonAsync($"institutions/{id}", inspector)).GetProperty("entry").GetProperty("type").GetString());
        using var write = await inspector.CommandAsync($"{RegistryUnderTest.Api}/institutions", Entries.Kindergarten(2));
        await write.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
    }
}
