using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Disclosure.Tests;

/// <summary>The disclosure service alone, as a process would host it, at a fixed time.</summary>
internal sealed class PublicSite : IAsyncDisposable
{
    /// <summary>2026-11-24, 09:00 official time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly ServiceUnderTest _service;

    private PublicSite(ServiceUnderTest service, FakeTimeProvider clock) => (_service, Clock, Http) = (service, clock, service.Client());

    public FakeTimeProvider Clock { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _service.App.Services;

    public static async Task<PublicSite> StartAsync(
        DatabaseRow? row = null, IReadOnlyDictionary<string, string?>? settings = null, IInterceptor? interceptor = null)
    {
        var database = row is null
            ? null
            : new DatabaseLocation(
                Enum.Parse<DatabaseProvider>(row.Provider), await row.NewConnectionStringAsync(TestContext.Current.CancellationToken));
        return await StartAsync(database, settings, interceptor);
    }

    /// <summary>Starts on a database that another replica may have, too.</summary>
    public static async Task<PublicSite> StartAsync(
        DatabaseLocation? database, IReadOnlyDictionary<string, string?>? settings = null, IInterceptor? interceptor = null)
    {
        var clock = new FakeTimeProvider(Start);
        var service = await ServiceUnderTest.StartAsync(
            host => host.AddDisclosure().Services
                .Intercept<DisclosureSqlServerContext, DisclosurePostgreSqlContext, DisclosureSqliteContext>(interceptor),
            app => app.MapDisclosure(), clock, database, settings: settings);
        return new PublicSite(service, clock);
    }

    /// <summary>Lets the service's own consumer take facts, each in a save of its own, in this order.</summary>
    public async Task TakeAsync(params object[] facts)
    {
        foreach (var fact in facts)
        {
            await Services.TakeAsync<DisclosureDbContext>(fact);
        }
    }

    /// <summary>Registers institutions, many in one save.</summary>
    public async Task RegisterAsync(IEnumerable<InstitutionState> states)
    {
        foreach (var batch in states.Chunk(200))
        {
            await using var scope = Services.CreateAsyncScope();
            foreach (var state in batch)
            {
                await ConsumerOf<InstitutionRegistered>(scope.ServiceProvider)
                    .ConsumeAsync(Facts.Registered(state), TestContext.Current.CancellationToken);
            }

            await scope.ServiceProvider.GetRequiredService<DisclosureDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<T> ReadAsync<T>(Func<DisclosureDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<DisclosureDbContext>());
    }

    public async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>The answer to a refused request: status, code and field.</summary>
    public async Task<(int Status, string? Code, string? Field)> RefusalAsync(string path)
    {
        using var answer = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, problem.GetProperty("code").GetString(), problem.TryGetProperty("field", out var field)
            ? field.GetString() : null);
    }

    /// <summary>Names in the order of the list, over all of its pages.</summary>
    public async Task<List<string>> NamesAsync(string query, int limit = 50)
    {
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await JsonAsync(
                $"/api/disclosure/v1/institutions?limit={limit}{(query.Length == 0 ? "" : "&" + query)}{(
                    cursor is null ? "" : "&cursor=" + cursor)}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return names;
    }

    /// <summary>A page of the site.</summary>
    public async Task<(int Status, string Html)> PageAsync(string path, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    /// <summary>Sweeps deadlines as a replica would.</summary>
    public Task<int> SweepAsync() => new DeadlineSweeper<DisclosureDbContext>(
        Services.GetRequiredService<IServiceScopeFactory>(), Clock,
        NullLogger<DeadlineSweeper<DisclosureDbContext>>.Instance).SweepAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets a consumer take a fact and answers its save, still to be done: for two that work at the same moment.</summary>
    public async Task<Func<Task>> BeginAsync<TFact>(TFact fact)
        where TFact : class
    {
        var scope = Services.CreateAsyncScope();
        await ConsumerOf<TFact>(scope.ServiceProvider).ConsumeAsync(fact, TestContext.Current.CancellationToken);
        return async () =>
        {
            await using (scope)
            {
                await scope.ServiceProvider.GetRequiredService<DisclosureDbContext>()
                    .SaveChangesAsync(TestContext.Current.CancellationToken);
            }
        };
    }

    private static IFactConsumer<TFact> ConsumerOf<TFact>(IServiceProvider services)
        where TFact : class => (IFactConsumer<TFact>)services.GetRequiredService(TypeOf<TFact>());

    private static Type TypeOf<TFact>()
        where TFact : class =>
            typeof(DisclosureModule).Assembly.GetTypes().Single(type => type.IsAssignableTo(typeof(IFactConsumer<TFact>)));
}
