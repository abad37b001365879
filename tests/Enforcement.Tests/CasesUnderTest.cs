using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Persistence.Deadlines;
using Oversight.RegisterCopy;
using Oversight.RegisterCopy.Officers;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>
/// The enforcement service as a process would host it, with officers, a kindergarten, a training body and a lead known to it.
/// </summary>
internal sealed class CasesUnderTest : IAsyncDisposable
{
    public const string Api = "/api/enforcement/v1";

    /// <summary>2026-11-24, 09:00 official time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static readonly Guid Training = Guid.Parse("01930000-0000-7000-8000-000000000001");
    public static readonly Guid Kindergarten = Guid.Parse("01930000-0000-7000-8000-000000000002");
    public static readonly Guid Lead = Guid.Parse("01930000-0000-7000-8000-000000000003");

    private readonly string? _rules;
    private ServiceUnderTest _service = null!;

    private CasesUnderTest(ServiceUnderTest service, FakeTimeProvider clock, string? rules)
    {
        _rules = rules;
        Take(service, clock);
    }

    private void Take(ServiceUnderTest service, FakeTimeProvider clock)
    {
        (_service, Clock) = (service, clock);
        Officer = As("edu-1", "education", "330282", Roles.CaseOfficer);
        Supervisor = As("edu-head", "education", "330282", Roles.Supervisor);
        Reviewer = As("edu-legal", "education", "330282", Roles.Supervisor);
        Inspector = As("edu-other-head", "education", "330282", Roles.Supervisor, Roles.Publisher);
        Market = As("market-1", "market", "330282", Roles.CaseOfficer);
        MarketHead = As("market-head", "market", "330282", Roles.Supervisor);
        Fire = As("fire-1", "fire", "330282", Roles.CaseOfficer);
    }

    public FakeTimeProvider Clock { get; private set; } = null!;

    /// <summary>A handler of the education department.</summary>
    public HttpClient Officer { get; private set; } = null!;

    /// <summary>Decides.</summary>
    public HttpClient Supervisor { get; private set; } = null!;

    /// <summary>Reviews.</summary>
    public HttpClient Reviewer { get; private set; } = null!;

    /// <summary>A third supervisor, who had no part in anything.</summary>
    public HttpClient Inspector { get; private set; } = null!;

    public HttpClient Market { get; private set; } = null!;

    public HttpClient MarketHead { get; private set; } = null!;

    public HttpClient Fire { get; private set; } = null!;

    public IServiceProvider Services => _service.App.Services;

    public string Folder => _service.Folder;

    public static async Task<CasesUnderTest> StartAsync(string? rules = null, DateTimeOffset? at = null)
    {
        var clock = new FakeTimeProvider(at ?? Start);
        var cases = new CasesUnderTest(await HostAsync(clock, null, rules, null), clock, rules);
        await cases.SeedAsync();
        return cases;
    }

    /// <summary>
    /// Stops and starts again at a later time on the same data: a jump of months within one process would fire every timer of every
    /// worker for each of its periods.
    /// </summary>
    public async Task JumpAsync(DateTimeOffset to, string? rules = null)
    {
        var (tokens, clock) = (_service.Tokens, new FakeTimeProvider(to));
        var folder = await _service.AbandonAsync();
        Take(await HostAsync(clock, folder, rules ?? _rules, tokens), clock);
    }

    private static Task<ServiceUnderTest> HostAsync(FakeTimeProvider clock, string? folder, string? rules, TestTokens? tokens) =>
        ServiceUnderTest.StartAsync(
            host => host.AddEnforcement(), app => app.MapEnforcement(), clock, folder: folder,
            settings: rules is null ? null : new Dictionary<string, string?> { ["Oversight:Enforcement:Rules:Folder"] = rules },
            tokens: tokens);

    public HttpClient As(string subject, string? department, string? division, params string[] roles) =>
        _service.Client(_service.Tokens.Issue(subject, division, department, roles, DateTime.UtcNow.AddMinutes(30)));

    /// <summary>A filing; other members replace these.</summary>
    public static Dictionary<string, object?> Filing(
        string violation = "V01", string actOn = "2026-11-20", long? incomeFen = 1_000_000, Guid? institution = null, string? actKey = null,
        string department = "education") => new()
    {
        ["institutionId"] = institution ?? Training,
        ["acts"] = new[]
        {
            new Dictionary<string, object?> { ["violation"] = violation, ["actOn"] = actOn, ["incomeFen"] = incomeFen, ["actKey"] = actKey }
        },
        ["partyKind"] = "organisation",
        ["handlers"] = Handlers(department),
        ["matterIds"] = Array.Empty<Guid>(),
    };

    public static object[] Handlers(string department = "education", string second = "2") =>
        [
            new { certificateNumber = $"{department}-1", role = "lead" },
            new { certificateNumber = $"{department}-{second}", role = "assist" }];

    /// <summary>Files a case and answers its id and ETag.</summary>
    public async Task<(Guid Id, string ETag)> FileAsync(object? body = null, HttpClient? officer = null)
    {
        using var answer = await (officer ?? Officer).CommandAsync($"{Api}/cases", body ?? Filing());
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return ((await answer.ReadJsonAsync()).GetProperty("id").GetGuid(), answer.ShouldHaveStrongETag());
    }

    /// <summary>Opens a joint operation of education and market regulation about the training school, led by education.</summary>
    public async Task<Guid> OpenOperationAsync()
    {
        using var answer = await Officer.CommandAsync($"{Api}/operations", new
        {
            clueIds = Array.Empty<Guid>(),
            institutionId = Training,
            title = "联合检查",
            leadDepartment = "education",
            tasks = new[] { "education", "market" }.Select(department => new { department, subject = "检查并反馈", dueOn = "2026-12-10" }),
        });
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return (await answer.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    /// <summary>Does a step and answers the new ETag.</summary>
    public static async Task<string> StepAsync(HttpClient officer, Guid id, string step, object body, string etag)
    {
        using var answer = await officer.CommandAsync($"{Api}/cases/{id}/{step}", body, etag);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return answer.ShouldHaveStrongETag();
    }

    /// <summary>A step that must be refused.</summary>
    public static async Task<ProblemBody> RefusedAsync(
        HttpClient officer, Guid id, string step, object body, string etag, HttpStatusCode status, string code)
    {
        using var answer = await officer.CommandAsync($"{Api}/cases/{id}/{step}", body, etag);
        return await answer.ShouldBeProblemAsync(status, code);
    }

    /// <summary>A filing that must be refused.</summary>
    public async Task<ProblemBody> FilingRefusedAsync(object body, HttpStatusCode status, string code, HttpClient? officer = null)
    {
        using var answer = await (officer ?? Officer).CommandAsync($"{Api}/cases", body);
        return await answer.ShouldBeProblemAsync(status, code);
    }

    /// <summary>What is imposed: a fine of 2,000,000 fen (twice the income), unless told otherwise.</summary>
    public static object Measure(long fineFen = 2_000_000, params string[] kinds) =>
        new { kinds = kinds.Length == 0 ? ["fine"] : kinds, fineFen, confiscatedFen = 0 };

    public static object NoticeOf(long fineFen = 2_000_000, string? tier = null, params string[] kinds) =>
        new { kinds = kinds.Length == 0 ? ["fine"] : kinds, fineFen, confiscatedFen = 0, facts = "事实：擅自举办。", tier };

    /// <summary>Files and goes on to the notice and the waiver: what is left is to propose and decide.</summary>
    public async Task<(Guid Id, string ETag)> WaivedAsync(object? filing = null, object? notice = null, HttpClient? officer = null)
    {
        var (id, etag) = await FileAsync(filing, officer);
        etag = await StepAsync(officer ?? Officer, id, "investigation-report", new { facts = "调查终结：事实清楚。" }, etag);
        etag = await StepAsync(officer ?? Officer, id, "prior-notice", notice ?? NoticeOf(), etag);
        return (id, await StepAsync(officer ?? Officer, id, "statement-waiver", new { document = "放弃陈述申辩声明书" }, etag));
    }

    /// <summary>A case that is decided and served.</summary>
    public async Task<(Guid Id, string ETag, Guid PenaltyId)> ServedAsync(
        object? filing = null, object? notice = null, object? measure = null)
    {
        var (id, etag) = await WaivedAsync(filing, notice);
        etag = await StepAsync(Officer, id, "decision-proposal", measure ?? Measure(), etag);
        etag = await StepAsync(Supervisor, id, "decision", new { }, etag);
        etag = await StepAsync(Officer, id, "service", new { method = "in_person" }, etag);
        return (id, etag, (await CaseAsync(id)).GetProperty("case").GetProperty("penaltyId").GetGuid());
    }

    public Task<JsonElement> CaseAsync(Guid id, HttpClient? officer = null) => JsonAsync($"cases/{id}", officer);

    public async Task<JsonElement> JsonAsync(string path, HttpClient? officer = null)
    {
        using var answer = await (officer ?? Officer)
            .GetAsync(path.StartsWith('/') ? path : $"{Api}/{path}", TestContext.Current.CancellationToken);
        return await answer.ReadJsonAsync();
    }

    public async Task<T> ReadAsync<T>(Func<EnforcementDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<EnforcementDbContext>());
    }

    /// <summary>What was announced of a record, oldest first: short contract name and payload.</summary>
    public Task<List<(string Contract, string Payload)>> FactsOfAsync(Guid id) => ReadAsync(async context =>
        (await context.Outbox.AsNoTracking().Where(m => m.Partition == id).OrderBy(m => m.Ordinal)
            .ToListAsync(TestContext.Current.CancellationToken))
        .ConvertAll(m => (m.Contract[(m.Contract.LastIndexOf('.') + 1)..], m.Payload)));

    /// <summary>Fires what is due, as a replica would.</summary>
    public Task<int> SweepAsync() => new DeadlineSweeper<EnforcementDbContext>(
        Services.GetRequiredService<IServiceScopeFactory>(), Clock,
        NullLogger<DeadlineSweeper<EnforcementDbContext>>.Instance).SweepAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets a consumer of the service take a fact in a save of its own.</summary>
    public Task TakeAsync<TFact>(Type consumer, TFact fact)
        where TFact : class => Services.TakeAsync<EnforcementDbContext, TFact>(consumer, fact);

    public Task OfficerAsync(
        string certificate, string department, string? account, long version = 1, Guid? id = null, bool active = true,
        string validTo = "2028-12-31", string division = "330282", params Guid[] avoids) =>
        Services.TakeAsync<EnforcementDbContext>(new OfficerRecorded(
            id ?? Guid.CreateVersion7(), version, account, certificate, department, division, new DateOnly(2024, 1, 1),
            DateOnly.Parse(validTo, null), active, avoids, Start.UtcDateTime));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task SeedAsync()
    {
        await RegisterAsync(Training, "慈溪市试验培训学校", "T2", "330282");
        await RegisterAsync(Kindergarten, "慈溪市试验幼儿园", "K1", "330282");
        await TakeAsync(
            CopyOf<UnlicensedEntityRecorded>(),
            new UnlicensedEntityRecorded(Lead, 1, "无证补习点", null, "330282", "试验路 9 号", "UNLICENSED_LEAD", true, true, Start.UtcDateTime));
        foreach (var department in new[] { "education", "market", "fire" })
        {
            await OfficerAsync($"{department}-1", department, department == "education" ? "edu-1" : $"{department}-1");
            await OfficerAsync($"{department}-2", department, $"{department}-2");
        }
    }

    public Task RegisterAsync(Guid id, string name, string type, string division) => TakeAsync(
        CopyOf<InstitutionRegistered>(),
        new InstitutionRegistered(
            new InstitutionState(id, 1, name, null, type, "non_profit", "ACTIVE", division, "试验路 1 号", null, null, null, null, null),
            Start.UtcDateTime, new DateOnly(2026, 1, 1), new Ground("民办教育促进法", "第十八条"), "registrar"));

    private static Type CopyOf<TFact>() =>
        typeof(RegisterCopyModule).Assembly.GetType("Oversight.RegisterCopy.RegisterCopyConsumer`2")!.MakeGenericType(
            typeof(EnforcementDbContext), typeof(TFact));
}
