using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oversight.Complaint.Data;
using Oversight.Contracts.Registry.V1;
using Oversight.Persistence.Deadlines;
using Oversight.Messaging;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>The complaint service alone, as a process would host it, on a fresh SQLite file at a fixed time.</summary>
internal sealed partial class ComplaintUnderTest : IAsyncDisposable
{
    public const string Api = "/api/complaint/v1";

    /// <summary>2026-11-24, a Tuesday, 09:00 official time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly ServiceUnderTest _service;
    private readonly List<HttpClient> _browsers = [];

    private ComplaintUnderTest(ServiceUnderTest service, FakeTimeProvider clock)
    {
        (_service, Clock) = (service, clock);
        Public = service.Client();
        Handler = As("handler-1", "education", "3302", Roles.ComplaintHandler);
        Supervisor = As("supervisor-1", "education", "3302", Roles.Supervisor);
    }

    public FakeTimeProvider Clock { get; }

    public HttpClient Public { get; }

    /// <summary>A handler of the education department of Ningbo.</summary>
    public HttpClient Handler { get; }

    /// <summary>A supervisor of the education department of Ningbo.</summary>
    public HttpClient Supervisor { get; }

    public IServiceProvider Services => _service.App.Services;

    public string Folder => _service.Folder;

    public static async Task<ComplaintUnderTest> StartAsync(
        DateTimeOffset? at = null, string? folder = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var clock = new FakeTimeProvider(at ?? Start);
        return new ComplaintUnderTest(
            await ServiceUnderTest.StartAsync(
                host => host.AddComplaint(), app => app.MapComplaint(), clock, folder: folder, settings: settings), clock);
    }

    public HttpClient As(string subject, string? department, string? division, params string[] roles) =>
        _service.Client(_service.Tokens.Issue(subject, division, department, roles, DateTime.UtcNow.AddMinutes(30)));

    /// <summary>A browser: keeps cookies, follows no redirects, reads pages.</summary>
    public HttpClient Browser(string language = "zh")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = _service.Address
        };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        _browsers.Add(client);
        return client;
    }

    /// <summary>Opens a page and sends its form with the hidden fields, as a browser does.</summary>
    public static async Task<(HttpStatusCode Status, string Html)> SendFormAsync(
        HttpClient browser, string page, string action, List<KeyValuePair<string, string>> fields)
    {
        var html = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        return await PostAsync(browser, action, [.. fields, .. Hidden(html).Where(h => fields.TrueForAll(f => f.Key != h.Key))]);
    }

    public static async Task<(HttpStatusCode Status, string Html)> PostAsync(
        HttpClient browser, string action, List<KeyValuePair<string, string>> fields)
    {
        using var answer = await browser.PostAsync(action, new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static List<KeyValuePair<string, string>> Hidden(string html) =>
        [.. HiddenField().Matches(html).Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))];

    /// <summary>Sends a message as the public; the tracking code and the matters by kind.</summary>
    public async Task<(string Code, Dictionary<string, Guid> Matters)> SubmitAsync(Dictionary<string, object?>? message = null)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var answer = await Public.CommandAsync($"{Api}/public/complaints", message ?? Messages.Report());
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        var body = await answer.ReadJsonAsync();
        return (body.GetProperty("trackingCode").GetString()!,
            body.GetProperty("matters").EnumerateArray().ToDictionary(
                m => m.GetProperty("kind").GetString()!, m => m.GetProperty("id").GetGuid()));
    }

    /// <summary>Sends a report (by default) and answers its only matter.</summary>
    public async Task<(string Code, Guid Id)> MatterAsync(Dictionary<string, object?>? message = null)
    {
        var (code, matters) = await SubmitAsync(message);
        return (code, Assert.Single(matters).Value);
    }

    /// <summary>Does an act at the matter's present version and answers its new state.</summary>
    public async Task<JsonElement> ActAsync(Guid id, string act, object? body = null, HttpClient? officer = null)
    {
        using var answer = await TryAsync(id, act, body, officer);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return await answer.ReadJsonAsync();
    }

    public async Task<HttpResponseMessage> TryAsync(Guid id, string act, object? body = null, HttpClient? officer = null)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var version = await ReadAsync(
            context => context.Matters.Where(m => m.Id == id).Select(m => m.Version).SingleAsync(TestContext.Current.CancellationToken));
        return await (officer ?? Handler).CommandAsync($"{Api}/matters/{id}/{act}", body ?? new { }, $"\"{version}\"");
    }

    public async Task<JsonElement> JsonAsync(string path, HttpClient? officer = null)
    {
        using var answer = await (officer ?? Handler)
            .GetAsync(path.StartsWith('/') ? path : $"{Api}/{path}", TestContext.Current.CancellationToken);
        return await answer.ReadJsonAsync();
    }

    public Task<JsonElement> TrackAsync(string code) => TrackAsync(code, null);

    public async Task<JsonElement> TrackAsync(string code, string? language)
    {
        using var answer = await TryTrackAsync(code, language);
        return await answer.ReadJsonAsync();
    }

    public Task<HttpResponseMessage> TryTrackAsync(string code, string? language = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/public/tracking");
        request.Headers.TryAddWithoutValidation("Tracking-Code", code);
        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        return Public.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<T> ReadAsync<T>(Func<ComplaintDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ComplaintDbContext>());
    }

    /// <summary>What was announced of a matter, oldest first: short contract name and payload.</summary>
    public Task<List<(string Contract, JsonElement Payload)>> FactsOfAsync(Guid id) => ReadAsync(async context =>
        (await context.Outbox.AsNoTracking().Where(m => m.Partition == id).OrderBy(m => m.Ordinal)
            .ToListAsync(TestContext.Current.CancellationToken))
        .ConvertAll(m => (m.Contract[(m.Contract.LastIndexOf('.') + 1)..], JsonSerializer.Deserialize<JsonElement>(m.Payload))));

    /// <summary>Lets the service's own consumer take facts, each in a save of its own, in this order.</summary>
    public async Task TakeAsync(params object[] facts)
    {
        foreach (var fact in facts)
        {
            await TakeOneAsync((dynamic)fact);
        }
    }

    /// <summary>An institution, or a lead, that the register announces over the bus.</summary>
    public async Task<Guid> KnowAsync(bool lead = false, string division = "330282", string type = "S1")
    {
        var id = Guid.NewGuid();
        var bus = Services.GetRequiredService<IBus>();
        if (lead)
        {
            await bus.Publish(
                new UnlicensedEntityRecorded(id, 1, "小太阳托管班", null, division, "慈溪市试验路9号", "UNLICENSED_LEAD", true, true, Start.UtcDateTime),
                c => c.MessageId = Guid.NewGuid(), TestContext.Current.CancellationToken);
        }
        else
        {
            var state = new InstitutionState(
                id, 1, "慈溪市试验培训学校", null, type, "for_profit", "ACTIVE", division, "慈溪市试验路1号", "教民1号", "慈溪市教育局", null, null, null);
            await bus.Publish(
                new InstitutionRegistered(state, Start.UtcDateTime, new DateOnly(2026, 1, 1), new Ground("民办教育促进法", "第十八条"), "registrar"),
                c => c.MessageId = Guid.NewGuid(), TestContext.Current.CancellationToken);
        }

        await Eventually.BecomesTrueAsync(
            () => ReadAsync(context => context.Institutions.AnyAsync(i => i.Id == id, TestContext.Current.CancellationToken)),
            TimeSpan.FromSeconds(30), "the register copy has the entry");
        return id;
    }

    /// <summary>Fires what is due.</summary>
    public async Task SweepAsync()
    {
        var sweeper = new DeadlineSweeper<ComplaintDbContext>(
            Services.GetRequiredService<IServiceScopeFactory>(), Clock, NullLogger<DeadlineSweeper<ComplaintDbContext>>.Instance);
        await sweeper.SweepAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whether a text stands anywhere in the files of the database, in clear.</summary>
    public async Task<bool> IsOnDiskAsync(string text)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "complaint.db*")
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal))
        {
            // The log is read before the file that it is moved to; both may go away with the last connection.
            if (!File.Exists(file))
            {
                continue;
            }

            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, TestContext.Current.CancellationToken);
            if (memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
                || memory.ToArray().AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        _browsers.ForEach(browser => browser.Dispose());
        await _service.DisposeAsync();
    }

    private async Task TakeOneAsync<TFact>(TFact fact)
        where TFact : class
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await using var scope = Services.CreateAsyncScope();
        var consumer = typeof(ComplaintModule).Assembly.GetTypes().Single(type => type.IsAssignableTo(typeof(IFactConsumer<TFact>)));
        await ((IFactConsumer<TFact>)scope.ServiceProvider.GetRequiredService(consumer))
            .ConsumeAsync(fact, TestContext.Current.CancellationToken);
        await scope.ServiceProvider.GetRequiredService<ComplaintDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}

/// <summary>Messages of fictitious people.</summary>
internal static class Messages
{
    public const string Name = "令狐试验", Phone = "13800001234", Text = "2026年11月20日在试验路一号，疏散通道被货架堵死，晚上还有六十多个孩子上课。";

    /// <summary>A report with a name; the education department is competent.</summary>
    public static Dictionary<string, object?> Report() => new()
    {
        ["wants"] = new[] { "report" },
        ["category"] = "safety",
        ["partyName"] = "慈溪市试验托管中心",
        ["division"] = "330282",
        ["address"] = "慈溪市浒山街道试验路1号",
        ["text"] = Text,
        ["anonymous"] = false,
        ["name"] = Name,
        ["phone"] = "138 0000-1234",
    };

    /// <summary>An anonymous report.</summary>
    public static Dictionary<string, object?> Anonymous() => Report().With("anonymous", true).With("name", null).With("phone", null);

    /// <summary>A complaint about an own dispute.</summary>
    public static Dictionary<string, object?> Complaint() =>
        Report().With("wants", new[] { "complaint" }).With("category", "refund_dispute");

    /// <summary>The message with other values; a null value removes the member.</summary>
    public static Dictionary<string, object?> With(this Dictionary<string, object?> message, string member, object? value)
    {
        var copy = new Dictionary<string, object?>(message);
        if (value is null)
        {
            copy.Remove(member);
        }
        else
        {
            copy[member] = value;
        }

        return copy;
    }
}
