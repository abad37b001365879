using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Complaint;
using Oversight.CreditFile;
using Oversight.Disclosure;
using Oversight.Enforcement;
using Oversight.Identity;
using Oversight.Inspection;
using Oversight.Persistence;
using Oversight.Registry;
using Oversight.Web;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>What every endpoint of every service must say about itself, and how wide every text in a database may be.</summary>
public sealed class EndpointTests : IAsyncDisposable
{
    private const string WhateverTheWorkerDid =
        "whatever the worker did meanwhile, the wish is the same; the save compares the version that was read in this request";

    // Writes to one record that take no If-Match, each with its reason.
    private static readonly Dictionary<string, string> WithoutVersion = new()
    {
        ["registry.StopImport"] = WhateverTheWorkerDid,
        ["creditfile.StopRecomputation"] = WhateverTheWorkerDid,
        ["inspection.AddEvidence"] = "a photo is only ever added and changes nothing of the visit; officers upload several at once",
    };

    private const string OfConsumers = "only consumers write it, and a fact that lost a race is redelivered",
        OfOneWorker = "one worker writes it, under its lease",
        OfNewRecord = "its key is the id of a record that the same save makes",
        OfRaisedVersion = "the act that writes it raises the version of the record that the row tells of",
        OfChance = "a code drawn at random for this save: an equal one is a fault";

    // Uniquenesses that need no refusal of their own, each with its reason.
    private static readonly Dictionary<string, string> WithoutRefusal = new()
    {
        ["pk_import_report_lines"] = OfOneWorker,
        ["pk_import_files"] = OfNewRecord,
        ["pk_known_ratings"] = OfConsumers,
        ["ux_visits_act_code"] = OfChance,
        ["ux_clues_open_source"] = OfConsumers,
        ["ux_feed_entries_position"] = OfOneWorker,
        ["ux_operation_evidence_source"] = OfRaisedVersion,
        ["ux_operation_timeline_source"] = OfRaisedVersion,
        ["ux_operations_number"] = "the act that lost the race takes the next number",
        ["pk_operation_visits"] = OfConsumers,
        ["ux_penalties_case"] = OfRaisedVersion,
        ["pk_recomputation_changes"] = OfOneWorker,
        ["pk_complainants"] = OfNewRecord,
        ["ux_intakes_code_hash"] = OfChance,
        ["ux_matter_entries_source"] = OfConsumers,
        ["pk_institution_stamps"] = OfConsumers,
        ["pk_name_grams"] = OfConsumers,
        ["pk_institution_events"] = OfConsumers,
        ["pk_withdrawals"] = OfConsumers,
        ["pk_publication_marks"] = OfConsumers,
        ["pk_ratings"] = OfConsumers,
        ["pk_rating_lines"] = OfConsumers,
    };

    private readonly WebApplication _app = Modules.Build();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void Every_api_endpoint_says_what_it_is_and_who_may_call_it() => Assert.Empty(Endpoints().SelectMany(Faults));

    [Fact]
    public void Every_write_to_a_record_takes_If_Match_but_those_with_a_reason() =>
        Assert.Equal(WithoutVersion.Keys.Order(StringComparer.Ordinal), Unguarded(Endpoints()));

    [Fact]
    public async Task Canary_a_write_to_a_record_without_If_Match_is_reported()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapPost("/api/registry/v1/things/{id:guid}/closure", (Guid id) => $"{id}").WithName("CloseThing");
        app.MapPut("/api/registry/v1/setting", () => "text").WithName("ChangeSetting");
        app.MapPost("/api/registry/v1/things/{id:guid}/opening", (Guid id, ExpectedVersion expected) => $"{id} {expected}")
            .WithName("OpenThing");
        app.MapPost("/api/registry/v1/things", () => "text").WithName("MakeThing");
        app.MapGet("/api/registry/v1/things/{id:guid}", (Guid id) => $"{id}").WithName("GetThing");

        Assert.Equal(["ChangeSetting", "CloseThing"], Unguarded(Endpoints(app)));
    }

    [Fact]
    public void There_are_endpoints_to_look_at() => Assert.True(Endpoints().Count() > 20);

    [Fact]
    public async Task Canary_a_bare_endpoint_is_reported()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapPost("/api/registry/v1/bare", () => "text");
        var faults = Endpoints(app).SelectMany(Faults).ToList();
        Assert.Equal(5, faults.Count);
    }

    [Fact]
    public void Every_text_in_a_database_has_a_length() => Assert.Empty(Contexts().SelectMany(Unbounded));

    [Fact]
    public void Every_versioned_entity_is_guarded_by_its_version() =>
        Assert.Empty(Contexts().SelectMany(context => context.Model.GetEntityTypes())
            .Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType) && !e.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken)
            .Select(e => e.Name));

    [Fact]
    public void Every_uniqueness_that_two_acts_can_violate_at_the_same_moment_is_a_refusal()
    {
        var unexplained = string.Join("\n", Contexts().SelectMany(context => Unexplained(context, context.ExplainUniqueViolation)));
        Assert.True(unexplained.Length == 0, unexplained);
    }

    [Fact]
    public void Every_uniqueness_that_needs_no_refusal_is_in_a_model() =>
        Assert.Empty(WithoutRefusal.Keys.Except(Contexts().SelectMany(Uniquenesses).Select(unique => unique.Name)));

    [Fact]
    public void Canary_a_uniqueness_without_refusal_is_reported() =>
        Assert.Contains("registry: ux_institutions_credit_code", Contexts().SelectMany(context => Unexplained(context, _ => null)));

    // An act that lost a race ends in the refusal of the uniqueness that the database met first; one without a name is a fault (500).
    // Rows that are keyed by the record that they are part of need none: the save asks whether that record was changed meanwhile.
    private static IEnumerable<string> Unexplained(ServiceDbContext context, Func<string, Kernel.Error?> explain) => Uniquenesses(context)
        .Where(unique => !IsWithinRecord(unique.Properties) && !WithoutRefusal.ContainsKey(unique.Name) && explain(unique.Name) is null)
        .Select(unique => $"{context.Service}: {unique.Name}");

    private static IEnumerable<(string Name, IReadOnlyList<IProperty> Properties)> Uniquenesses(ServiceDbContext context) => context.Model
        .GetEntityTypes()
        .Where(e => e.ClrType.Namespace!.StartsWith("Oversight.", StringComparison.Ordinal)
            && !e.ClrType.Namespace.StartsWith("Oversight.Persistence.", StringComparison.Ordinal))
        .SelectMany(e => e.GetIndexes().Where(i => i.IsUnique).Select(i => (i.GetDatabaseName()!, i.Properties))
            .Concat(e.GetKeys().Where(k => k.Properties is not [{ Name: "Id" }]).Select(k => (k.GetName()!, k.Properties))));

    private static bool IsWithinRecord(IReadOnlyList<IProperty> properties) =>
        properties[0].DeclaringType is IEntityType type
        && type.GetForeignKeys().Any(key =>
            typeof(IVersioned).IsAssignableFrom(key.PrincipalEntityType.ClrType) && key.Properties.All(properties.Contains));

    private static IEnumerable<string> Faults(RouteEndpoint endpoint)
    {
        var where = $"{string.Join(',', Methods(endpoint))} {endpoint.RoutePattern.RawText}";
        if (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is null)
        {
            yield return $"{where} has no name";
        }
        else if (Methods(endpoint).Contains("POST") && endpoint.Metadata.GetMetadata<BodyFingerprintMetadata>() is null)
        {
            yield return $"{where} takes no Idempotency-Key";
        }

        if (endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>() is null)
        {
            yield return $"{where} has no summary";
        }

        if (endpoint.Metadata.GetMetadata<ITagsMetadata>() is null)
        {
            yield return $"{where} has no tag";
        }

        if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            yield return $"{where} does not say who may call it";
        }

        if (endpoint.Metadata.GetMetadata<IEndpointGroupNameMetadata>() is null)
        {
            yield return $"{where} is in no OpenAPI document";
        }
    }

    // A POST to an address with an id is an act on that record; the other methods change one wherever they go.
    private static IEnumerable<string> Unguarded(IEnumerable<RouteEndpoint> endpoints) => endpoints
        .Where(endpoint => Methods(endpoint).Any(
            m => m is "PUT" or "PATCH" or "DELETE" || (m is "POST" && endpoint.RoutePattern.Parameters.Count > 0)))
        .Where(endpoint => !HasParameter<ExpectedVersion>(endpoint))
        .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? $"{endpoint.RoutePattern.RawText}")
        .Order(StringComparer.Ordinal);

    private static bool HasParameter<T>(RouteEndpoint endpoint) =>
        endpoint.Metadata.OfType<System.Reflection.MethodInfo>().Any(m => m.GetParameters().Any(p => p.ParameterType == typeof(T)));

    private static IEnumerable<string> Unbounded(ServiceDbContext context) => context.Model.GetEntityTypes()
        .Where(e => e.ClrType.Namespace!.StartsWith("Oversight.", StringComparison.Ordinal))
        .SelectMany(e => e.GetProperties())
        .Where(p => (p.GetTypeMapping().Converter?.ProviderClrType ?? p.ClrType) == typeof(string) && p.GetMaxLength() is null)
        .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}")
        .Where(name => name is not ("OutboxMessage.Payload" or "DeferredFact.Payload" or "IdempotentAnswer.Body" or "AuditEntry.Details"));

    private List<ServiceDbContext> Contexts()
    {
        var scope = _app.Services.CreateScope();
        var types = new[]
            {
                typeof(RegistryModule), typeof(InspectionModule), typeof(EnforcementModule), typeof(CreditFileModule),
                typeof(ComplaintModule), typeof(DisclosureModule), typeof(IdentityModule),
            }
            .SelectMany(module => module.Assembly.GetTypes())
            .Where(t => t.IsAbstract && typeof(ServiceDbContext).IsAssignableFrom(t));
        return [.. types.Select(t => (ServiceDbContext)scope.ServiceProvider.GetRequiredService(t))];
    }

    private IEnumerable<RouteEndpoint> Endpoints() => Endpoints(_app);

    private static IEnumerable<RouteEndpoint> Endpoints(IEndpointRouteBuilder app) =>
        app.DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .Where(
                e => e.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true
                    && !e.RoutePattern.RawText.Contains("openapi", StringComparison.Ordinal));

    private static IEnumerable<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
}
