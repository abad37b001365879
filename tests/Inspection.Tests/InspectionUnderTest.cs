using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Data;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;
using Oversight.Messaging;
using Oversight.RegisterCopy;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>The inspection service alone, as a process would host it, on a fresh SQLite file at a fixed time.</summary>
internal sealed class InspectionUnderTest : IAsyncDisposable
{
    public const string Api = "/api/inspection/v1";

    /// <summary>2026-11-24, 09:00 official time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly ServiceUnderTest _service;
    private int _officers;

    private InspectionUnderTest(ServiceUnderTest service, FakeTimeProvider clock)
    {
        (_service, Clock) = (service, clock);
        Inspector = As("inspector-1", "3302", "education", Roles.Inspector);
        Supervisor = As("supervisor-1", "3302", "education", Roles.Supervisor);
        Administrator = As("administrator-1", "3302", "education", Roles.Administrator);
        FireInspector = As("fire-1", "3302", "fire", Roles.Inspector);
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>An inspector of education in Ningbo.</summary>
    public HttpClient Inspector { get; }

    /// <summary>A supervisor of education in Ningbo.</summary>
    public HttpClient Supervisor { get; }

    /// <summary>An administrator in Ningbo.</summary>
    public HttpClient Administrator { get; }

    /// <summary>An inspector of fire in Ningbo.</summary>
    public HttpClient FireInspector { get; }

    public IServiceProvider Services => _service.App.Services;

    public string Folder => _service.Folder;

    public static async Task<InspectionUnderTest> StartAsync(DateTimeOffset? at = null, IInterceptor? interceptor = null)
    {
        var clock = new FakeTimeProvider(at ?? Start);
        return new InspectionUnderTest(
            await ServiceUnderTest.StartAsync(
                host => host.AddInspection().Services
                    .Intercept<InspectionSqlServerContext, InspectionPostgreSqlContext, InspectionSqliteContext>(interceptor),
                app => app.MapInspection(), clock),
            clock);
    }

    public HttpClient As(string subject, string? division, string? department, params string[] roles) =>
        _service.Client(_service.Tokens.Issue(subject, division, department, roles, DateTime.UtcNow.AddMinutes(30)));

    public HttpClient Anonymous() => _service.Client();

    /// <summary>Lets the service's own consumers take a fact, as the inbox does.</summary>
    public Task TakeAsync(object fact) => Services.TakeAsync<InspectionDbContext>(fact);

    /// <summary>The register tells of an institution.</summary>
    public async Task<Guid> InstitutionAsync(string type = "K1", string division = "330282", Guid? id = null)
    {
        var state = new InstitutionState(
            id ?? Guid.CreateVersion7(), 1, "慈溪市试验幼儿园", null, type, "non_profit", "ACTIVE", division, "慈溪市浒山街道试验路 1 号",
            "教民133028260000018号", "慈溪市教育局", new DateOnly(2024, 8, 20), new DateOnly(2024, 9, 1), new DateOnly(2029, 8, 31));
        await TakeAsync(
            new InstitutionRegistered(state, Start.UtcDateTime, new DateOnly(2026, 1, 1), new Ground("民办教育促进法", "第十八条"), "registrar"));
        return state.InstitutionId;
    }

    /// <summary>Registers an officer and answers the id.</summary>
    public async Task<Guid> OfficerAsync(
        string department = "education", string division = "3302", string validFrom = "2024-01-01", string validTo = "2028-12-31",
        string? account = null)
    {
        var officer = Statements.Officer($"ZJ-{++_officers:000000}", department, division, validFrom, validTo);
        if (account is not null)
        {
            officer["accountId"] = account;
        }

        using var answer = await Administrator.CommandAsync($"{Api}/officers", officer);
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return (await answer.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    /// <summary>Two officers per department.</summary>
    public async Task<List<Guid>> TeamAsync(params string[] departments)
    {
        var ids = new List<Guid>();
        foreach (var department in departments.Length == 0 ? ["education"] : departments)
        {
            ids.Add(await OfficerAsync(department));
            ids.Add(await OfficerAsync(department));
        }

        return ids;
    }

    /// <summary>Plans a visit of the institution today; answers it with its ETag.</summary>
    public async Task<Handle> PlanAsync(
        Guid institutionId, IReadOnlyList<Guid> officers, string[]? departments = null, object? more = null, HttpClient? by = null)
    {
        var today = OfficialTime.DateOf(Clock.GetUtcNow().UtcDateTime);
        using var answer = await (by ?? Inspector)
            .CommandAsync($"{Api}/visits", Statements.Plan(institutionId, officers, departments).And(new { plannedOn = today }).And(more));
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return new Handle((await answer.ReadJsonAsync()).GetProperty("id").GetGuid(), answer.ShouldHaveStrongETag());
    }

    /// <summary>A visit on which the officers have checked in.</summary>
    public async Task<Handle> UnderWayAsync(string[]? departments = null, Guid? institutionId = null, object? more = null)
    {
        var team = await TeamAsync(departments ?? []);
        var visit = await PlanAsync(institutionId ?? await InstitutionAsync(), team, departments, more);
        await ActAsync(visit, "approval", new { }, Supervisor);
        await ActAsync(visit, "check-in", new { latitude = 30.17, longitude = 121.23, certificatesShown = true });
        return visit;
    }

    /// <summary>A concluded visit with findings on the items, open unless named corrected; answers the ids of the findings.</summary>
    public async Task<(Handle Visit, List<Guid> Findings)> ConcludedAsync(
        string[] items, string[]? departments = null, Guid? institutionId = null, object? more = null)
    {
        var visit = await UnderWayAsync(departments, institutionId, more);
        await AnswerAsync(visit, [.. items.Select(i => (i, "fail")), ("E24", "pass")]);
        var findings = new List<Guid>();
        foreach (var item in items)
        {
            var found = await ActAsync(
                visit, "findings", new { item, description = $"{item} 不符合", evidence = Array.Empty<string>(), correctedOnSite = false });
            findings.Add(found.GetProperty("findingId").GetGuid());
        }

        await ActAsync(visit, "conclusion", Statements.Conclusion(items.Length == 0 ? "1" : "A"));
        return (visit, findings);
    }

    /// <summary>Does an act on a visit or order, and takes over its new ETag.</summary>
    public async Task<JsonElement> ActAsync(Handle record, string act, object body, HttpClient? by = null)
    {
        using var answer = await (by ?? Inspector).CommandAsync($"{Api}/{record.Kind}/{record.Id}/{act}", body, record.ETag);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        record.ETag = answer.ShouldHaveStrongETag();
        return await answer.ReadJsonAsync();
    }

    /// <summary>Does an act that is to be refused.</summary>
    public async Task<ProblemBody> RefusedAsync(
        Handle record, string act, object body, HttpStatusCode status, string code, HttpClient? by = null, string? etag = null)
    {
        using var answer = await (by ?? Inspector).CommandAsync($"{Api}/{record.Kind}/{record.Id}/{act}", body, etag ?? record.ETag);
        return await answer.ShouldBeProblemAsync(status, code);
    }

    public async Task AnswerAsync(Handle visit, params (string Item, string Result)[] answers)
    {
        using var answer = await Inspector.ChangeAsync(
            $"{Api}/visits/{visit.Id}/answers",
            new { answers = answers.Select(a => new { item = a.Item, result = a.Result, note = "备注张三" }).ToArray() }, visit.ETag);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        visit.ETag = answer.ShouldHaveStrongETag();
    }

    /// <summary>Orders rectification of findings by education.</summary>
    public async Task<Handle> OrderAsync(Handle visit, IReadOnlyList<Guid> findings, int? days = null, string? reason = null)
    {
        using var answer = await Inspector.CommandAsync(
            $"{Api}/visits/{visit.Id}/orders", new { department = "education", findingIds = findings, days, reason }, visit.ETag);
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var body = await answer.ReadJsonAsync();
        visit.ETag = $"\"{body.GetProperty("visitVersion").GetInt64()}\"";
        return new Handle(body.GetProperty("id").GetGuid(), answer.ShouldHaveStrongETag(), "rectifications");
    }

    /// <summary>Uploads a photo.</summary>
    public Task<HttpResponseMessage> UploadAsync(
        Guid visitId, byte[] content, string? hash = null, string? capturedAt = "2026-11-24T01:00:00Z", string? item = null,
        string mediaType = "image/png", HttpClient? by = null, string? key = null)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        var query = string.Join(
            '&',
            new[]
            {
                capturedAt is null ? null : $"capturedAt={Uri.EscapeDataString(capturedAt)}", item is null ? null : $"item={item}"
            }.OfType<string>());
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Api}/visits/{visitId}/evidence?{query}") { Content = body };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        request.Headers.Add("X-Content-SHA256", hash ?? Photos.HashOf(content));
        // A client that sends a large body asks first; one that does not may find the line cut before it reads the refusal.
        request.Headers.ExpectContinue = content.Length > 1024 * 1024;
        return (by ?? Inspector).SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> JsonAsync(string path, HttpClient? by = null)
    {
        using var answer = await (by ?? Inspector)
            .GetAsync(path.StartsWith('/') ? path : $"{Api}/{path}", TestContext.Current.CancellationToken);
        return await answer.ReadJsonAsync();
    }

    public async Task<T> ReadAsync<T>(Func<InspectionDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<InspectionDbContext>());
    }

    /// <summary>What was announced of a record, oldest first: short contract name and payload.</summary>
    public Task<List<(string Contract, string Payload)>> FactsOfAsync(Guid id) => ReadAsync(async context =>
        (await context.Outbox.AsNoTracking().Where(m => m.Partition == id).OrderBy(m => m.Ordinal)
            .ToListAsync(TestContext.Current.CancellationToken))
        .ConvertAll(m => (m.Contract[(m.Contract.LastIndexOf('.') + 1)..], m.Payload)));

    /// <summary>Lets what is due fire now.</summary>
    public async Task SweepAsync() => await new DeadlineSweeper<InspectionDbContext>(
        Services.GetRequiredService<IServiceScopeFactory>(), Clock,
        NullLogger<DeadlineSweeper<InspectionDbContext>>.Instance).SweepAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}

/// <summary>A visit or an order, and the ETag that the test read last.</summary>
internal sealed class Handle(Guid id, string etag, string kind = "visits")
{
    public Guid Id { get; } = id;

    public string Kind { get; } = kind;

    public string ETag { get; set; } = etag;
}

/// <summary>Statements as clients send them.</summary>
internal static class Statements
{
    public static Dictionary<string, object?> Officer(
        string number = "ZJ-900001", string department = "education", string division = "3302", string validFrom = "2024-01-01",
        string validTo = "2028-12-31") => new()
    {
        ["certificateNumber"] = number, ["name"] = "欧阳检查", ["department"] = department, ["division"] = division, ["validFrom"] = validFrom,
        ["validTo"] = validTo,
        ["specialties"] = new[] { "消防" },
    };

    public static Dictionary<string, object?> Plan(Guid? institutionId, IReadOnlyList<Guid> officers, string[]? departments = null) => new()
    {
        ["institutionId"] = institutionId, ["kind"] = "daily", ["departments"] = departments ?? ["education"], ["officerIds"] = officers,
        ["plannedOn"] = "2026-11-24",
    };

    public static object Conclusion(params string[] results) => new { results, signature = new { kind = "signed" } };

    /// <summary>The statement with other members.</summary>
    public static Dictionary<string, object?> And(this Dictionary<string, object?> statement, object? more)
    {
        var copy = new Dictionary<string, object?>(statement);
        foreach (var property in more?.GetType().GetProperties() ?? [])
        {
            copy[property.Name] = property.GetValue(more);
        }

        return copy;
    }
}

/// <summary>The smallest complete pictures.</summary>
internal static class Photos
{
    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Png(byte mark = 1) =>
    [
        0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A,
        0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 1, 2, 3, 4,
        0, 0, 0, 1, (byte)'I', (byte)'D', (byte)'A', (byte)'T', mark, 1, 2, 3, 4,
        0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 1, 2, 3, 4,
    ];

    /// <summary>A complete picture of exactly this length: what is missing is a chunk of text.</summary>
    public static byte[] PngOf(int length)
    {
        var (small, at) = (Png(), 33);
        var chunk = new byte[length - small.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(chunk, chunk.Length - 12);
        "tEXt"u8.CopyTo(chunk.AsSpan(4));
        return [.. small[..at], .. chunk, .. small[at..]];
    }

    public static byte[] Jpeg() =>
    [
        0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3, 0xFF, 0xD9,
    ];
}
