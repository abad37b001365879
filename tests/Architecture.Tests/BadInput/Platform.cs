using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Complaint;
using Oversight.CreditFile;
using Oversight.Disclosure;
using Oversight.Enforcement;
using Oversight.Identity;
using Oversight.Inspection;
using Oversight.Persistence;
using Oversight.Registry;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>Every service in one process, asked by a caller who may do everything: only the input stands in the way.</summary>
public sealed class Platform : IAsyncLifetime
{
    /// <summary>The services by the names in their addresses.</summary>
    public static readonly string[] Modules = [
        "registry", "inspection", "enforcement", "creditfile", "complaint", "disclosure", "identity"];

    private static readonly Type[] Contexts =
    [
        .. new[]
        {
            typeof(RegistryModule), typeof(InspectionModule), typeof(EnforcementModule), typeof(CreditFileModule), typeof(ComplaintModule),
            typeof(DisclosureModule), typeof(IdentityModule),
        }.SelectMany(module => module.Assembly.GetTypes()).Where(t => t.IsAbstract && typeof(ServiceDbContext).IsAssignableFrom(t)),
    ];

    /// <summary>A department's system that may ask for tokens.</summary>
    public const string ClientId = "first-start", ClientSecret = "0123456789abcdef0123456789abcdef";

    private readonly Dictionary<string, IReadOnlyList<Operation>> _operations = [];
    private int _keys;

    /// <summary>The running services.</summary>
    public ServiceUnderTest Service { get; private set; } = null!;

    /// <summary>A caller with every role.</summary>
    public HttpClient Everybody { get; private set; } = null!;

    /// <summary>Another one, where two are needed.</summary>
    public HttpClient SomebodyElse => Service.ClientOf("somebody-else", "3302", [.. Roles.All]);

    /// <summary>On SQLite.</summary>
    public ValueTask InitializeAsync() => StartAsync(new DatabaseRow(DatabaseRow.Sqlite));

    /// <summary>On the database of the row, one for each service.</summary>
    public async ValueTask StartAsync(DatabaseRow row)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Oversight:Database:Provider"] = row.Provider,
            ["Oversight:Identity:Bootstrap:ClientId"] = ClientId,
            ["Oversight:Identity:Bootstrap:ClientSecret"] = ClientSecret,
            ["Oversight:Identity:Bootstrap:SecondClientId"] = $"{ClientId}-second",
            ["Oversight:Identity:Bootstrap:SecondClientSecret"] = $"second-{ClientSecret}",
            ["Oversight:Identity:Bootstrap:Division"] = "3302",
            // Wrong passwords are part of what is tried.
            ["Oversight:Identity:LockoutFailures"] = "100",
            ["Oversight:Identity:LockoutDuration"] = "00:00:00.001",
        };
        foreach (var module in Modules)
        {
            settings[$"Oversight:{module}:Database:ConnectionString"] = await row.NewConnectionStringAsync(
                TestContext.Current.CancellationToken);
        }

        Service = await ServiceUnderTest.StartAsync(
            host => host.AddRegistry().AddInspection().AddEnforcement().AddCreditFile().AddComplaint().AddDisclosure().AddIdentity(),
            app =>
            {
                app.MapRegistry();
                app.MapInspection();
                app.MapEnforcement();
                app.MapCreditFile();
                app.MapComplaint();
                app.MapDisclosure();
                app.MapIdentity();
            },
            settings: settings);
        Everybody = Service.ClientOf("everybody", "3302", [.. Roles.All]);
        Everybody.Timeout = TimeSpan.FromSeconds(30);
        foreach (var module in Modules)
        {
            using var answer = await Everybody.GetAsync($"/api/{module}/openapi.v1.json");
            _operations[module] = Operation.Of(await answer.ReadJsonAsync());
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        return Service.DisposeAsync();
    }

    /// <summary>What a service offers, by its own description.</summary>
    public IReadOnlyList<Operation> Operations(string module) => _operations[module];

    /// <summary>The addresses outside the APIs that answer a method, each with the id of nothing.</summary>
    public IReadOnlyList<string> Pages(string method) =>
    [
        .. ((IEndpointRouteBuilder)Service.App).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) == true)
            .Select(
                e => "/" + e.RoutePattern.RawText!.TrimStart('/')
                    .Replace("{id:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal))
            .Where(path => !path.StartsWith("/api/", StringComparison.Ordinal) && !path.Contains('{', StringComparison.Ordinal)).Distinct(),
    ];

    /// <summary>Sends a request with everything but the input in order, a key and a version of its own included.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        Operation operation, HttpContent? content, string query = "", HttpClient? caller = null)
    {
        using var request = new HttpRequestMessage(operation.Method, operation.Path + query) { Content = content };
        request.Headers.ExpectContinue = content is ByteArrayContent { Headers.ContentLength: > 1_000_000 };
        return await (caller ?? Everybody).SendAsync(
            request.With(operation.IsWrite ? "\"1\"" : null, operation.IsWrite ? $"bad-input-{Interlocked.Increment(ref _keys)}" : null),
            TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Null if the answer refuses as it should: a 4xx problem document with code, rule and trace, without a word of the inside, and
    /// naming <paramref name="field"/> if that is not null. Otherwise what is wrong with it.
    /// </summary>
    public static async Task<string?> FaultAsync(
        HttpResponseMessage answer, string what, string? field = null, HttpStatusCode? status = null)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var where =
            $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath}, {what}: {(int)answer.StatusCode} "
                + $"{(text.Length > 400 ? text[..400] : text)}";
        if (status is { } wanted ? answer.StatusCode != wanted : (int)answer.StatusCode is < 400 or > 499)
        {
            return where;
        }

        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"no problem document: {where}";
        }

        using var problem = JsonDocument.Parse(text);
        var whole = new[] { "code", "detail", "traceId" }.All(
            member => problem.RootElement.TryGetProperty(member, out var value) && value.GetString() is { Length: > 0 });
        if (!whole || text.Contains("Exception", StringComparison.Ordinal) || text.Contains("   at ", StringComparison.Ordinal)
            || text.Contains("Oversight.", StringComparison.Ordinal))
        {
            return $"incomplete, or shows the inside: {where}";
        }

        return field is null || Fields(problem.RootElement).Contains(field) ? null : $"{field} is not named: {where}";
    }

    /// <summary>Rows that an act leaves, over all services: audit rows, stored answers, facts for the bus.</summary>
    public async Task<int> TracesAsync()
    {
        await using var scope = Service.App.Services.CreateAsyncScope();
        var sum = 0;
        foreach (var type in Contexts)
        {
            var context = (ServiceDbContext)scope.ServiceProvider.GetRequiredService(type);
            sum += await context.AuditEntries.CountAsync() + await context.IdempotentAnswers.CountAsync()
                + await context.Outbox.CountAsync();
        }

        return sum;
    }

    /// <summary>A body of JSON.</summary>
    public static ByteArrayContent Json(string text) => Bytes(Encoding.UTF8.GetBytes(text), "application/json");

    /// <summary>A body of any kind.</summary>
    public static ByteArrayContent Bytes(byte[] bytes, string contentType) =>
        new(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };

    private static IEnumerable<string> Fields(JsonElement problem)
    {
        var all = problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? errors.EnumerateArray().Prepend(problem) : [problem];
        return all.Select(e => e.TryGetProperty("field", out var field) ? field.GetString() : null).OfType<string>()
            .Select(f => f.StartsWith("$.", StringComparison.Ordinal) ? f[2..] : f);
    }
}
