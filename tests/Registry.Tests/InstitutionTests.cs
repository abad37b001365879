using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>The life of an institution, through HTTP.</summary>
public sealed class InstitutionTests
{
    private const string Institutions = RegistryUnderTest.Api + "/institutions";

    [Fact]
    public async Task A_registered_institution_is_there_and_told_to_others()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var answer = await registry.Registrar.CommandAsync(Institutions, Entries.Kindergarten());

        await answer.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal("\"1\"", answer.ShouldHaveStrongETag());
        var detail = await registry.JsonAsync(answer.Headers.Location!.OriginalString);
        Assert.Equal(
            ("ACTIVE", "yes"),
            (detail.GetProperty("entry").GetProperty("status").GetString(), detail.GetProperty("mayRecruit").GetString()));
        var fact = Assert.Single(await registry.FactsOfAsync(detail.GetProperty("entry").GetProperty("id").GetGuid()));
        Assert.Equal("InstitutionRegistered", fact.Contract);
        Assert.DoesNotContain("司马", fact.Payload);
        Assert.DoesNotContain("欧阳", fact.Payload);
        Assert.DoesNotContain("00001234", fact.Payload);
    }

    [Fact]
    public async Task A_life_from_registration_to_deregistration_is_a_history_with_its_articles()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();

        (var stopped, etag) = await RegistryUnderTest.ActAsync(
            registry.Registrar, id, "suspension", etag, new { kind = "ordered_to_stop_recruiting", document = "慈教罚决〔2026〕3号" });
        (var restored, etag) = await RegistryUnderTest.ActAsync(registry.Registrar, id, "restoration", etag);
        (var suspended, etag) = await RegistryUnderTest.ActAsync(
            registry.Registrar, id, "suspension", etag, new { kind = "self_declared", reason = "装修" });
        (var renewed, etag) = await RegistryUnderTest.ActAsync(
            registry.Registrar, id, "renewal", etag, new { licenceNumber = "教民2号", validTo = "2034-08-31" });
        (var revoked, etag) = await RegistryUnderTest.ProposedActAsync(
            registry.Registrar, registry.Supervisor, id, "revocation", etag, new() { ["kind"] = "penalty" });
        (var gone, _) = await RegistryUnderTest.ProposedActAsync(registry.Registrar, registry.Supervisor, id, "deregistration", etag);

        Assert.Equal(
            ["ENROLL_STOPPED", "ACTIVE", "SUSPENDED", "SUSPENDED", "REVOKED", "DEREGISTERED"],
            [stopped, restored, suspended, renewed, revoked, gone]);
        Assert.Equal(
            [
                "InstitutionRegistered", "InstitutionSuspended", "InstitutionRestored", "InstitutionSuspended", "InstitutionLicenceRenewed",
                "InstitutionLicenceRevoked", "InstitutionDeregistered"],
            (await registry.FactsOfAsync(id)).ConvertAll(f => f.Contract));
        var history = (await registry.JsonAsync($"institutions/{id}/history")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["register", "stop_enrolment", "restore", "suspend", "renew", "revoke", "deregister"],
            history.ConvertAll(e => e.GetProperty("act").GetString()!));
        Assert.All(history, e => Assert.NotEmpty(e.GetProperty("article").GetString()!));
        Assert.Equal("慈教罚决〔2026〕3号", history[1].GetProperty("document").GetString());
        var audited = await registry.ReadAsync(
            context => context.AuditEntries.CountAsync(
                a => a.SubjectId == id && a.Act != "proposal.make", TestContext.Current.CancellationToken));
        Assert.Equal(7, audited);
    }

    [Fact]
    public async Task A_change_says_which_members_changed_and_keeps_people_that_were_not_named()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        var statement = Entries.Kindergarten().With("name", "慈溪市新名幼儿园").With("principal", null).With("phone", null).With("sponsor", null);

        using var answer = await registry.Registrar.ChangeAsync($"{Institutions}/{id}", statement, etag);

        await answer.ShouldBeAsync(HttpStatusCode.OK);
        var fact = (await registry.FactsOfAsync(id))[^1];
        Assert.Equal("InstitutionChanged", fact.Contract);
        Assert.Equal(
            ["name"], JsonDocument.Parse(fact.Payload).RootElement.GetProperty("changed").EnumerateArray().Select(c => c.GetString()!));
        var people = (await registry.JsonAsync($"institutions/{id}?purpose=核对")).GetProperty("people");
        Assert.Equal("司马负责", people.GetProperty("principal").GetString());
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_refused_by_name()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();

        using var answer = await registry.Registrar.ChangeAsync($"{Institutions}/{id}", Entries.Kindergarten(), etag);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.institution.nothing_changes");
    }

    [Fact]
    public async Task A_second_suspension_is_refused_with_its_article_and_leaves_nothing()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        (_, etag) = await RegistryUnderTest.ActAsync(registry.Registrar, id, "suspension", etag, new { kind = "self_declared" });

        using var again = await registry.Registrar.CommandAsync($"{Institutions}/{id}/suspension", new { kind = "self_declared" }, etag);

        var problem = await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.institution.act_not_allowed");
        Assert.Equal("学前教育法", problem.Body.GetProperty("legalBasis").GetProperty("law").GetString());
        Assert.Equal(2, (await registry.FactsOfAsync(id)).Count);
    }

    [Theory]
    [InlineData("creditCode", "registry.institution.credit_code_taken")]
    [InlineData("licenceNumber", "registry.institution.licence_number_taken")]
    public async Task A_code_or_number_belongs_to_one_entry_only(string member, string code)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.RegisterAsync();

        using var answer = await registry.Registrar.CommandAsync(
            Institutions, Entries.Kindergarten(2).With(member, Entries.Kindergarten()[member]));

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, code);
        Assert.Equal(member, problem.Field);
        Assert.Equal(1, await registry.ReadAsync(context => context.Outbox.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_same_command_twice_has_one_effect_and_one_answer()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var first = await registry.Registrar.CommandAsync(Institutions, Entries.Kindergarten(), key: "the-same-key");
        using var second = await registry.Registrar.CommandAsync(Institutions, Entries.Kindergarten(), key: "the-same-key");
        using var other = await registry.Registrar.CommandAsync(Institutions, Entries.Kindergarten(2), key: "the-same-key");

        await second.ShouldBeAsync(HttpStatusCode.Created);
        Assert.Equal((await first.ReadJsonAsync()).GetRawText(), (await second.ReadJsonAsync()).GetRawText());
        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "request.key.reused");
        Assert.Equal(1, await CountAsync(registry));
    }

    [Fact]
    public async Task The_same_command_many_times_at_once_has_one_effect()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(
                _ => registry.Registrar.CommandAsync(Institutions, Entries.Kindergarten(), key: "one-key-for-all")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        Assert.Equal(1, await CountAsync(registry));
    }

    [Fact]
    public async Task Of_two_officers_at_once_one_succeeds_and_the_other_must_read_again()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        var other = registry.As("registrar-2", "3302", Roles.Registrar);

        var answers = await Task.WhenAll(
            registry.Registrar.ChangeAsync($"{Institutions}/{id}", Entries.Kindergarten().With("name", "甲幼儿园"), etag),
            other.ChangeAsync($"{Institutions}/{id}", Entries.Kindergarten().With("name", "乙幼儿园"), etag));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(2, (await registry.FactsOfAsync(id)).Count);
    }

    [Fact]
    public async Task A_change_without_or_with_an_old_version_is_refused()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        await RegistryUnderTest.ActAsync(registry.Registrar, id, "suspension", etag, new { kind = "self_declared" });

        using var without = await registry.Registrar.CommandAsync($"{Institutions}/{id}/restoration", new { });
        using var old = await registry.Registrar.CommandAsync($"{Institutions}/{id}/restoration", new { }, etag);
        using var weak = await registry.Registrar.CommandAsync($"{Institutions}/{id}/restoration", new { }, "W/\"2\"");

        await without.ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "request.version.required");
        await old.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "request.version.stale");
        await weak.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.version.malformed");
    }

    [Fact]
    public async Task An_entry_of_another_division_does_not_exist_for_the_caller()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        foreach (var stranger in new[]
        {
            registry.As("registrar-3", "330203", Roles.Registrar), registry.As("registrar-4", null, Roles.Registrar)
        })
        {
            using var read = await stranger.GetAsync($"{Institutions}/{id}", TestContext.Current.CancellationToken);
            using var history = await stranger.GetAsync($"{Institutions}/{id}/history", TestContext.Current.CancellationToken);
            using var act = await stranger.CommandAsync($"{Institutions}/{id}/suspension", new { kind = "self_declared" }, etag);
            using var change = await stranger.ChangeAsync($"{Institutions}/{id}", Entries.Kindergarten(), etag);
            using var enter = await stranger.CommandAsync(Institutions, Entries.Kindergarten(2));

            foreach (var answer in new[] { read, history, act, change })
            {
                await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "registry.institution.unknown");
            }

            await enter.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "registry.institution.out_of_scope");
            Assert.Empty((await registry.JsonAsync("institutions", stranger)).GetProperty("items").EnumerateArray());
        }
    }

    [Fact]
    public async Task An_institution_cannot_be_moved_out_of_the_officers_division()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();
        var cixi = registry.As("registrar-5", "330282", Roles.Registrar);

        using var answer = await cixi.ChangeAsync($"{Institutions}/{id}", Entries.Kindergarten().With("division", "330203"), etag);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "registry.institution.out_of_scope");
    }

    [Fact]
    public async Task Only_a_supervisor_revokes_and_deregisters()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (id, etag) = await registry.RegisterAsync();

        using var revoke = await registry.Registrar.CommandAsync($"{Institutions}/{id}/revocation", new { kind = "withdrawal" }, etag);
        using var end = await registry.Registrar.CommandAsync($"{Institutions}/{id}/deregistration", new { }, etag);
        using var register = await registry.Supervisor.CommandAsync(Institutions, Entries.Kindergarten(2));

        foreach (var answer in new[] { revoke, end, register })
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
        }
    }

    [Fact]
    public async Task Without_a_valid_token_nothing_is_answered()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var foreign = new TestTokens();
        var late = registry.Tokens.Issue("registrar-1", "3302", "education", [Roles.Registrar], DateTime.UtcNow.AddHours(-1));

        using var none = await registry.Anonymous().GetAsync(Institutions, TestContext.Current.CancellationToken);
        using var expired = await registry.With(late).GetAsync(Institutions, TestContext.Current.CancellationToken);
        using var other = await registry.With(foreign.For("registrar-1", "3302", Roles.Registrar))
            .GetAsync(Institutions, TestContext.Current.CancellationToken);

        await none.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.missing");
        await expired.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.expired");
        await other.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "request.token.invalid");
    }

    [Theory]
    [InlineData("{\"name\":", "request.body.malformed")]
    [InlineData("{\"nam\":\"x\"}", "request.body.malformed")]
    [InlineData("[]", "request.body.malformed")]
    [InlineData("", "request.value.malformed")]
    [InlineData(
        "{\"name\":\"a\",\"type\":\"K1\",\"division\":\"330282\",\"address\":\"b\",\"validTo\":\"2026-02-30\"}", "request.body.malformed")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"type\":\"K1\",\"division\":\"330282\",\"address\":\"b\"}", "request.body.malformed")]
    public async Task A_body_that_is_not_the_agreed_json_is_refused(string body, string code)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var answer = await registry.Registrar.CommandAsync(Institutions, new StringContent(body, Encoding.UTF8, "application/json"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Control_characters_year_9999_and_wrong_check_digits_are_refused_by_field()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        foreach (var (member, value, code) in new (string, string, string)[]
        {
            ("name", "名\u0007", "text.control_character"),
            ("address", "址\u202E", "text.direction_mark"),
            ("validTo", "9999-12-31", "registry.licence.day_out_of_range"),
            ("effectiveOn", "9999-12-31", "registry.act.in_future"),
            ("creditCode", "91350100M000100Y44", "identifier.credit_code.check_digit"),
            ("division", "33028", "identifier.division.length"),
            ("type", "'; drop table institutions; --", "registry.institution.type_unknown"),
        })
        {
            using var answer = await registry.Registrar.CommandAsync(Institutions, Entries.Kindergarten().With(member, value));

            Assert.Equal(member, (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code)).Field);
        }

        Assert.Equal(0, await CountAsync(registry));
    }

    [Fact]
    public async Task A_body_of_twenty_megabytes_is_refused()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Institutions)
        {
            Content = new ByteArrayContent(new byte[20 * 1024 * 1024])
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", "twenty-megabytes");
        request.Headers.ExpectContinue = true;

        using var answer = await registry.Registrar.SendAsync(request, TestContext.Current.CancellationToken);

        await answer.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.body.too_large");
    }

    private static Task<int> CountAsync(RegistryUnderTest registry) =>
        registry.ReadAsync(context => context.Institutions.CountAsync(TestContext.Current.CancellationToken));
}
