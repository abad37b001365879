using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oversight.CreditFile.Consumers;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ratings;
using Oversight.Persistence.Deadlines;
using Oversight.Messaging;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>The credit file service alone, as a process would host it, on a fresh SQLite file at a fixed time.</summary>
internal sealed class CreditUnderTest : IAsyncDisposable
{
    public const string Api = "/api/creditfile/v1";

    /// <summary>2026-11-24, 09:00 official time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly ServiceUnderTest _service;

    private CreditUnderTest(ServiceUnderTest service, FakeTimeProvider clock)
    {
        (_service, Clock) = (service, clock);
        Officer = As("officer-1", "3302", Roles.CreditOfficer);
        Colleague = As("officer-2", "3302", Roles.CreditOfficer);
        Third = As("officer-3", "3302", Roles.CreditOfficer);
        Supervisor = As("supervisor-1", "3302", Roles.Supervisor);
        Elsewhere = As("officer-9", "3303", Roles.CreditOfficer, Roles.Supervisor);
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>Credit officers of Ningbo.</summary>
    public HttpClient Officer { get; }

    public HttpClient Colleague { get; }

    public HttpClient Third { get; }

    /// <summary>A supervisor of Ningbo.</summary>
    public HttpClient Supervisor { get; }

    /// <summary>An officer of Wenzhou.</summary>
    public HttpClient Elsewhere { get; }

    public IServiceProvider Services => _service.App.Services;

    /// <summary>The folder of the packs that tests bring.</summary>
    public static string Packs(string name) => Path.Combine(Repository.Root!, "tests", "CreditFile.Tests", "Packs", name);

    public static async Task<CreditUnderTest> StartAsync(
        string? folder = null, DateTimeOffset? at = null, string? packs = null, IInterceptor? interceptor = null)
    {
        var clock = new FakeTimeProvider(at ?? Start);
        var settings = new Dictionary<string, string?>();
        if (packs is not null)
        {
            settings["Oversight:Rules:Folder"] = Packs(packs);
        }

        return new CreditUnderTest(
            await ServiceUnderTest.StartAsync(
                host => host.AddCreditFile().Services
                    .Intercept<CreditFileSqlServerContext, CreditFilePostgreSqlContext, CreditFileSqliteContext>(interceptor),
                app => app.MapCreditFile(), clock, folder: folder, settings: settings),
            clock);
    }

    /// <summary>A credit officer of another department than education, in Ningbo.</summary>
    public HttpClient Of(string department) => _service.Client(
        _service.Tokens.Issue($"{department}-1", "3302", department, [Roles.CreditOfficer], DateTime.UtcNow.AddMinutes(30)));

    public HttpClient As(string subject, string? division, params string[] roles) => _service.ClientOf(subject, division, roles);

    /// <summary>Stops as a kill would; the folder stays.</summary>
    public Task<string> AbandonAsync() => _service.AbandonAsync();

    /// <summary>Lets the service's own consumers take facts, each in a save of its own, in this order.</summary>
    public async Task TakeAsync(params object[] facts)
    {
        foreach (var fact in facts)
        {
            await TakeOneAsync((dynamic)fact);
        }
    }

    /// <summary>An institution of the register, in Cixi unless told otherwise.</summary>
    public async Task<Guid> RegisterAsync(string division = "330282")
    {
        var id = Guid.CreateVersion7();
        await TakeAsync(Facts.Registered(id, division: division));
        return id;
    }

    public async Task<JsonElement> JsonAsync(string path, HttpClient? officer = null)
    {
        using var answer = await (officer ?? Officer)
            .GetAsync(path.StartsWith('/') ? path : $"{Api}/{path}", TestContext.Current.CancellationToken);
        return await answer.ReadJsonAsync();
    }

    /// <summary>The rating of an institution, as of a day or today.</summary>
    public async Task<RatingSeen> RatingAsync(Guid id, string? asOf = null) =>
        RatingSeen.Of((await JsonAsync($"institutions/{id}/rating{(asOf is null ? "" : "?asOf=" + asOf)}")).GetProperty("rating"));

    /// <summary>What the file holds: grade and points of the live rating.</summary>
    public Task<(string? Grade, int? Points)> LiveAsync(Guid id) => ReadAsync(async context =>
        await context.InstitutionFiles.Where(f => f.Id == id).Select(f => new ValueTuple<string?, int?>(f.Grade, f.Points))
            .SingleAsync(TestContext.Current.CancellationToken));

    /// <summary>A POST that must succeed; its body and ETag.</summary>
    public static async Task<(JsonElement Body, string ETag)> DoAsync(HttpClient officer, string path, object body, string? etag = null)
    {
        using var answer = await officer.CommandAsync($"{Api}/{path}", body, etag);
        return (await answer.ReadJsonAsync(), answer.ShouldHaveStrongETag());
    }

    /// <summary>A POST that must be refused so.</summary>
    public static async Task<ProblemBody> RefusedAsync(
        HttpClient officer, string path, object body, HttpStatusCode status, string code, string? etag = null)
    {
        using var answer = await officer.CommandAsync($"{Api}/{path}", body, etag);
        return await answer.ShouldBeProblemAsync(status, code);
    }

    /// <summary>A GET that must be refused so.</summary>
    public async Task RefusedAsync(string path, HttpStatusCode status, string code, HttpClient? officer = null)
    {
        using var answer = await (officer ?? Officer).GetAsync($"{Api}/{path}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblemAsync(status, code);
    }

    public async Task<T> ReadAsync<T>(Func<CreditFileDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<CreditFileDbContext>());
    }

    /// <summary>What was announced of an institution, oldest first: short contract name and payload.</summary>
    public Task<List<(string Contract, JsonElement Payload)>> FactsOfAsync(Guid id) => ReadAsync(async context =>
        (await context.Outbox.AsNoTracking().Where(m => m.Partition == id || m.SubjectId == id).OrderBy(m => m.Ordinal)
            .ThenByDescending(m => m.Contract).ToListAsync(TestContext.Current.CancellationToken))
        .ConvertAll(m => (m.Contract[(m.Contract.LastIndexOf('.') + 1)..], JsonDocument.Parse(m.Payload).RootElement)));

    /// <summary>Moves the clock on and fires what is due, as a replica's sweeper would.</summary>
    public async Task GoToAsync(DateTimeOffset instant)
    {
        Clock.SetUtcNow(instant);
        await new DeadlineSweeper<CreditFileDbContext>(
            Services.GetRequiredService<IServiceScopeFactory>(), Clock, NullLogger<DeadlineSweeper<CreditFileDbContext>>.Instance)
            .SweepAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>First instant (09:00 official time) of work on a day.</summary>
    public static DateTimeOffset Morning(int year, int month, int day) => new(year, month, day, 1, 0, 0, TimeSpan.Zero);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    /// <summary>The consumer of a contract in this service.</summary>
    public static IFactConsumer<TFact> ConsumerOf<TFact>(IServiceProvider services)
        where TFact : class =>
        services.GetService<LedgerConsumer<TFact>>() ?? (IFactConsumer<TFact>)services.GetRequiredService<FileRegisterConsumer<TFact>>();

    private async Task TakeOneAsync<TFact>(TFact fact)
        where TFact : class
    {
        await using var scope = Services.CreateAsyncScope();
        await ConsumerOf<TFact>(scope.ServiceProvider).ConsumeAsync(fact, TestContext.Current.CancellationToken);
        await scope.ServiceProvider.GetRequiredService<CreditFileDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>A rating as the API showed it.</summary>
internal sealed record RatingSeen(
    string Grade, int Points, List<(string Indicator, int Points, bool Disputed, string? ExpiresOn)> Lines,
    List<(string Kind, string Why)> Aside, JsonElement Body)
{
    public static RatingSeen Of(JsonElement rating) => new(
        rating.GetProperty("grade").GetString()!,
        rating.GetProperty("points").GetInt32(),
        [
            .. rating.GetProperty("lines").EnumerateArray().Select(l =>
                (l.GetProperty("indicator").GetString()!, l.GetProperty("points").GetInt32(), l.GetProperty("disputed").GetBoolean(),
                    l.GetProperty("expiresOn").GetString())),
        ],
        [
            .. rating.GetProperty("aside").EnumerateArray().Select(
                a => (a.GetProperty("sourceKind").GetString()!, a.GetProperty("why").GetString()!))],
        rating);

    /// <summary>The codes of the lines.</summary>
    public List<string> Codes => Lines.ConvertAll(l => l.Indicator);
}
