using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>The registry alone, as a process would host it, on a fresh SQLite file at a fixed time.</summary>
internal sealed class RegistryUnderTest : IAsyncDisposable
{
    public const string Api = "/api/registry/v1";

    /// <summary>2026-11-24, 09:00 official time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly ServiceUnderTest _service;

    private RegistryUnderTest(ServiceUnderTest service, FakeTimeProvider clock)
    {
        (_service, Clock) = (service, clock);
        Registrar = As("registrar-1", "3302", Roles.Registrar);
        Supervisor = As("supervisor-1", "3302", Roles.Supervisor);
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>A registrar of Ningbo.</summary>
    public HttpClient Registrar { get; }

    /// <summary>A supervisor of Ningbo.</summary>
    public HttpClient Supervisor { get; }

    public IServiceProvider Services => _service.App.Services;

    public TestTokens Tokens => _service.Tokens;

    /// <summary>Folder of its database and its key.</summary>
    public string Folder => _service.Folder;

    public static async Task<RegistryUnderTest> StartAsync(
        string? folder = null, DateTimeOffset? at = null, TestTokens? tokens = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var clock = new FakeTimeProvider(at ?? Start);
        var service = await ServiceUnderTest.StartAsync(
            host => host.AddRegistry(), app => app.MapRegistry(), clock, folder: folder, settings: settings, tokens: tokens);
        return new RegistryUnderTest(service, clock);
    }

    public HttpClient As(string subject, string? division, params string[] roles) => _service.ClientOf(subject, division, roles);

    public HttpClient Anonymous() => _service.Client();

    public HttpClient With(string token) => _service.Client(token);

    /// <summary>Stops as a kill would; the folder stays.</summary>
    public Task<string> AbandonAsync() => _service.AbandonAsync();

    /// <summary>Registers an institution.</summary>
    public async Task<(Guid Id, string ETag)> RegisterAsync(Dictionary<string, object?>? statement = null)
    {
        using var answer = await Registrar.CommandAsync($"{Api}/institutions", statement ?? Entries.Kindergarten());
        await answer.ShouldBeAsync(HttpStatusCode.Created);
        return ((await answer.ReadJsonAsync()).GetProperty("id").GetGuid(), answer.ShouldHaveStrongETag());
    }

    /// <summary>Does an act on an institution or a lead and answers its new state.</summary>
    public static async Task<(string Status, string ETag)> ActAsync(
        HttpClient officer, Guid id, string act, string etag, object? body = null, string kind = "institutions")
    {
        using var answer = await officer.CommandAsync($"{Api}/{kind}/{id}/{act}", body ?? new { }, etag);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return ((await answer.ReadJsonAsync()).GetProperty("status").GetString()!, answer.ShouldHaveStrongETag());
    }

    /// <summary>One officer proposes an act, another does it on a document; answers the new state.</summary>
    public static async Task<(string Status, string ETag)> ProposedActAsync(
        HttpClient proposer, HttpClient officer, Guid id, string act, string etag, Dictionary<string, object?>? body = null,
        string kind = "institutions")
    {
        using var proposal = await proposer.CommandAsync($"{Api}/{kind}/{id}/{act}-proposal", new { reason = "拟办" }, etag);
        await proposal.ShouldBeAsync(HttpStatusCode.Created);
        return await ActAsync(officer, id, act, etag, (body ?? []).With("document", "慈教罚决〔2026〕9号"), kind);
    }

    public async Task<JsonElement> JsonAsync(string path, HttpClient? officer = null)
    {
        using var answer = await (officer ?? Registrar)
            .GetAsync(path.StartsWith('/') ? path : $"{Api}/{path}", TestContext.Current.CancellationToken);
        return await answer.ReadJsonAsync();
    }

    public async Task<T> ReadAsync<T>(Func<RegistryDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<RegistryDbContext>());
    }

    /// <summary>What was announced of an entry, oldest first: short contract name and payload.</summary>
    public Task<List<(string Contract, string Payload)>> FactsOfAsync(Guid id) => ReadAsync(async context =>
        (await context.Outbox.AsNoTracking().Where(m => m.Partition == id).OrderBy(m => m.Ordinal)
            .ToListAsync(TestContext.Current.CancellationToken))
        .ConvertAll(m => (m.Contract[(m.Contract.LastIndexOf('.') + 1)..], m.Payload)));

    /// <summary>Every file of a data folder with its bytes, also while a service writes to them.</summary>
    public static Dictionary<string, byte[]> FilesOf(string folder)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            try
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                files.Add(Path.GetRelativePath(folder, file), copy.ToArray());
            }
            catch (FileNotFoundException)
            {
                // SQLite deletes its log with the last connection, which may be just now.
            }
        }

        return files;
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}

/// <summary>Statements of fictitious institutions.</summary>
internal static class Entries
{
    /// <summary>A valid credit code; the subject part begins with MX, a series that is not given out.</summary>
    public static string Code(int number, string category = "52", string division = "330282")
    {
        var first = $"{category}{division}MX{number:0000000}";
        return first + CreditCode.CheckCharacterOf(first).Value;
    }

    /// <summary>A kindergarten in Cixi; with another number it is another one.</summary>
    public static Dictionary<string, object?> Kindergarten(int number = 1, string division = "330282") => new()
    {
        ["name"] = $"慈溪市试验第{number}幼儿园",
        ["creditCode"] = Code(number),
        ["type"] = "K1",
        ["profit"] = "non_profit",
        ["division"] = division,
        ["address"] = "慈溪市浒山街道试验路 1 号",
        ["licenceNumber"] = $"教民133028260{number:000000}8号",
        ["issuingAuthority"] = "慈溪市教育局",
        ["issuedOn"] = "2024-08-20",
        ["validFrom"] = "2024-09-01",
        ["validTo"] = "2029-08-31",
        ["sponsor"] = "欧阳举办",
        ["principal"] = "司马负责",
        ["phone"] = "0574-00001234",
        ["remark"] = "一行\n二行",
    };

    /// <summary>The statement with other values; a null value removes the member.</summary>
    public static Dictionary<string, object?> With(this Dictionary<string, object?> statement, string member, object? value)
    {
        var copy = new Dictionary<string, object?>(statement);
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
