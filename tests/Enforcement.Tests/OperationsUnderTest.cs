using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Content;
using Oversight.Persistence.Deadlines;
using Oversight.Persistence.Outbox;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>The enforcement service alone, on a fresh SQLite file at a fixed time, with officers of several departments.</summary>
internal sealed class OperationsUnderTest : IAsyncDisposable
{
    public const string Api = "/api/enforcement/v1";

    /// <summary>2026-11-24 (a Tuesday), 09:00 official time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly ServiceUnderTest _service;

    private OperationsUnderTest(ServiceUnderTest service, SteppedClock clock)
    {
        (_service, Clock) = (service, clock);
        Education = As("edu-officer", "education", Roles.CaseOfficer);
        EducationHead = As("edu-head", "education", Roles.Supervisor);
        Fire = As("fire-officer", "fire", Roles.CaseOfficer);
        FireHead = As("fire-head", "fire", Roles.Supervisor);
        FireSystem = As("fire-system", "fire", Roles.DepartmentSystem);
        Market = As("market-officer", "market", Roles.CaseOfficer);
        Office = As("office-head", "coordination", Roles.Supervisor);
    }

    public SteppedClock Clock { get; }

    public HttpClient Education { get; }

    public HttpClient EducationHead { get; }

    public HttpClient Fire { get; }

    public HttpClient FireHead { get; }

    public HttpClient FireSystem { get; }

    public HttpClient Market { get; }

    /// <summary>A supervisor of the coordination office.</summary>
    public HttpClient Office { get; }

    public IServiceProvider Services => _service.App.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<OperationsUnderTest> StartAsync(IInterceptor? interceptor = null)
    {
        var clock = new SteppedClock(Start);
        return new OperationsUnderTest(
            await ServiceUnderTest.StartAsync(
                host => host.AddEnforcement().Services
                    .Intercept<EnforcementSqlServerContext, EnforcementPostgreSqlContext, EnforcementSqliteContext>(interceptor),
                app => app.MapEnforcement(), clock),
            clock);
    }

    /// <summary>A client of somebody of a department of Ningbo, or of another division.</summary>
    public HttpClient As(string subject, string? department, string role, string? division = "3302") =>
        _service.Client(_service.Tokens.Issue(subject, division, department, [role], DateTime.UtcNow.AddMinutes(30)));

    public HttpClient Anonymous() => _service.Client();

    /// <summary>Delivers a fact over the service's own bus and returns when every consumer has committed it.</summary>
    public Task TakeAsync(object fact, Guid? messageId = null) => Services.DeliverAsync(fact, messageId);

    /// <summary>An institution that the service knows.</summary>
    public async Task<Party> RegisterAsync(string division = "330282", string name = "慈溪市试验幼儿园", string? creditCode = null)
    {
        var state = new InstitutionState(
            Guid.CreateVersion7(), 1, name, creditCode, "K1", "non_profit", "ACTIVE", division, "试验路 1 号", null, null, null, null, null);
        await TakeAsync(
            new InstitutionRegistered(state, Start.UtcDateTime, new DateOnly(2026, 1, 1), new Ground("民办教育促进法", "第十八条"), "registrar"));
        return new Party(state.InstitutionId, name, creditCode, division, "试验路 1 号", PartyEntries.Institution);
    }

    /// <summary>A clue from one department to another.</summary>
    public static async Task<Record> SendAsync(HttpClient from, string to, Guid institution, bool urgent = false) =>
        await CreateAsync(
            from, "clues",
            new
            {
                institutionId = institution, category = "fire_hazard", violations = new[] { "V37" }, summary = "疏散通道被堵。", urgent,
                department = to
            });

    /// <summary>An operation led by education, with a task for fire and one for market.</summary>
    public Task<Record> OpenAsync(Guid institution, HttpClient? by = null) => CreateAsync(by ?? Education, "operations", Plan(institution));

    public static Dictionary<string, object?> Plan(Guid? institution, params Guid[] clues) => new()
    {
        ["clueIds"] = clues, ["institutionId"] = institution, ["title"] = "联合检查", ["leadDepartment"] = "education",
        ["tasks"] = new[]
        {
            new { department = "fire", subject = "检查消防", dueOn = "2026-12-10" },
            new { department = "market", subject = "检查收费", dueOn = "2026-12-10" }
        },
    };

    /// <summary>The task of a department in an operation.</summary>
    public async Task<Record> TaskAsync(Record operation, string department, HttpClient? reader = null)
    {
        var detail = await JsonAsync($"operations/{operation.Id}", reader ?? Education);
        var task = detail.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("task"))
            .Single(t => t.GetProperty("department").GetString() == department);
        return new Record(task.GetProperty("id").GetGuid(), $"\"{task.GetProperty("version").GetInt64()}\"", task);
    }

    public static async Task<Record> CreateAsync(HttpClient officer, string path, object body, string? ifMatch = null)
    {
        using var answer = await officer.CommandAsync($"{Api}/{path}", body, ifMatch);
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var json = await answer.ReadJsonAsync();
        return new Record(json.GetProperty("id").GetGuid(), answer.ShouldHaveStrongETag(), json);
    }

    /// <summary>Does an act that must succeed; answers the record as it then is.</summary>
    public static async Task<Record> ActAsync(HttpClient officer, string kind, Record record, string act, object? body = null)
    {
        using var answer = await TryAsync(officer, kind, record, act, body);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return new Record(record.Id, answer.ShouldHaveStrongETag(), await answer.ReadJsonAsync());
    }

    public static Task<HttpResponseMessage> TryAsync(
        HttpClient officer, string kind, Record record, string act, object? body = null, string? key = null) =>
        officer.CommandAsync($"{Api}/{kind}/{record.Id}/{act}", body ?? new { }, record.ETag, key);

    public static async Task RefusedAsync(
        HttpClient officer, string kind, Record record, string act, object? body, HttpStatusCode status, string code)
    {
        using var answer = await TryAsync(officer, kind, record, act, body);
        await answer.ShouldBeProblemAsync(status, code);
    }

    public static async Task<JsonElement> JsonAsync(string path, HttpClient officer)
    {
        using var answer = await officer.GetAsync($"{Api}/{path}", Cancellation);
        return await answer.ReadJsonAsync();
    }

    public static async Task<HttpStatusCode> StatusAsync(string path, HttpClient officer)
    {
        using var answer = await officer.GetAsync($"{Api}/{path}", Cancellation);
        return answer.StatusCode;
    }

    /// <summary>Reads a clue, operation or task anew.</summary>
    public static async Task<Record> ReadAsync(HttpClient officer, string kind, Guid id)
    {
        using var answer = await officer.GetAsync($"{Api}/{kind}/{id}", Cancellation);
        var json = await answer.ReadJsonAsync();
        return new Record(id, answer.ShouldHaveStrongETag(), json);
    }

    public static async Task<List<JsonElement>> ItemsAsync(string path, HttpClient officer) =>
        [.. (await JsonAsync(path, officer)).GetProperty("items").EnumerateArray()];

    public static async Task<List<string>> KindsAsync(Guid operation, HttpClient officer) =>
        (await ItemsAsync($"operations/{operation}/timeline", officer)).ConvertAll(e => e.GetProperty("kind").GetString()!);

    /// <summary>Uploads a file and answers its address.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(
        HttpClient officer, byte[] content, string? hash = null, bool withoutHash = false)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Api}/attachments") { Content = body }
            .With(idempotencyKey: Guid.NewGuid().ToString("N"));
        request.Headers.ExpectContinue = true; // A body that is refused for its length is not sent.
        if (!withoutHash)
        {
            request.Headers.Add("X-Content-SHA256", hash ?? ContentStore.AddressOf(content));
        }

        return await officer.SendAsync(request, Cancellation);
    }

    public static byte[] Pdf(string text = "") => Encoding.ASCII.GetBytes($"%PDF-1.7\n% {text}{new string('x', 80)}\n%%EOF\n");

    public async Task<T> QueryAsync<T>(Func<EnforcementDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<EnforcementDbContext>());
    }

    /// <summary>What was announced of a record, oldest first.</summary>
    public Task<List<(string Contract, JsonElement Fact)>> FactsOfAsync(Guid id) => QueryAsync(async context =>
        (await context.Outbox.AsNoTracking().Where(m => m.Partition == id).OrderBy(m => m.Ordinal).ToListAsync(Cancellation))
        .ConvertAll(m => (m.Contract[(m.Contract.LastIndexOf('.') + 1)..], JsonSerializer.Deserialize<JsonElement>(m.Payload))));

    /// <summary>Goes to a later moment and lets what is due happen.</summary>
    public async Task PassToAsync(DateTimeOffset moment)
    {
        Clock.SetUtcNow(moment);
        await new DeadlineSweeper<EnforcementDbContext>(
            Services.GetRequiredService<IServiceScopeFactory>(), Clock, NullLogger<DeadlineSweeper<EnforcementDbContext>>.Instance)
            .SweepAsync(Cancellation);
        await Eventually.BecomesTrueAsync(
            () => QueryAsync(
                async c => !await c.Deadlines.AnyAsync(
                    d => d.FiredAt == null && d.CancelledAt == null && d.DueAt <= moment.UtcDateTime, Cancellation)),
            TimeSpan.FromSeconds(30), "everything due has happened");
    }

    /// <summary>A sequencer as another replica would have one.</summary>
    public FeedSequencer Sequencer() => new(
        Services.GetRequiredService<IServiceScopeFactory>(), new CommitSignal<EnforcementDbContext>(hearsAll: false), Clock,
        NullLogger<FeedSequencer>.Instance);

    /// <summary>Numbers whatever waits, by the service's own sequencer.</summary>
    public async Task NumberAsync() => await Eventually.BecomesTrueAsync(
        async () =>
        {
            await Services.GetRequiredService<FeedSequencer>().NumberAsync(Cancellation);
            return !await QueryAsync(c => c.Set<FeedEntry>().AnyAsync(e => e.Position == null, Cancellation));
        },
        TimeSpan.FromSeconds(30), "every feed row has its position");

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}

/// <summary>
/// A clock that stands where it is put, one microsecond further at every look, while timers go by the system's: a step of weeks
/// does not set off every tick of every worker in between.
/// </summary>
internal sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public void SetUtcNow(DateTimeOffset moment) => Interlocked.Exchange(ref _ticks, moment.UtcTicks);
}

/// <summary>A record as an answer had it.</summary>
internal sealed record Record(Guid Id, string ETag, JsonElement Json)
{
    public string? Text(string member) => Json.GetProperty(member).GetString();

    public bool Flag(string member) => Json.GetProperty(member).GetBoolean();
}
