using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>What the end-to-end tests do with the register, always through the gateway and the public APIs.</summary>
internal sealed class Register(DistributedPlatform platform)
{
    private const string Api = "/api/registry/v1";

    /// <summary>Imports the demo register and waits for its end.</summary>
    public async Task<JsonElement> ImportDemoAsync(CancellationToken cancellation)
    {
        var file = await File.ReadAllBytesAsync(
            Path.Combine(Repository.Root!, "deploy", "standalone", "demo", "register.csv"), cancellation);
        var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var answer = await platform.SendAsync(HttpMethod.Post, $"{Api}/imports?onFault=skip", content, cancellation: cancellation);
        await answer.ShouldBeAsync(HttpStatusCode.Accepted);
        var id = (await answer.ReadJsonAsync()).GetProperty("id").GetString();
        return await Eventually.BecomesAsync(
            async () => await ReadAsync($"{Api}/imports/{id}", cancellation),
            import => import.GetProperty("finishedAt").ValueKind != JsonValueKind.Null,
            TimeSpan.FromMinutes(3),
            "the import has ended");
    }

    /// <summary>Rows of the register, a page at most.</summary>
    public async Task<List<JsonElement>> ListAsync(string query, CancellationToken cancellation) =>
        [.. (await ReadAsync($"{Api}/institutions?{query}", cancellation)).GetProperty("items").EnumerateArray()];

    /// <summary>Every institution that the public can find, by id.</summary>
    public async Task<Dictionary<string, string>> PublicAsync(CancellationToken cancellation)
    {
        var (found, next) = (new Dictionary<string, string>(), "");
        do
        {
            var page = (await platform.PublicAsync($"/api/disclosure/v1/institutions?limit=200{next}", cancellation))!.Value;
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                found.Add(item.GetProperty("id").GetString()!, item.GetProperty("name").GetString()!);
            }

            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        }
        while (next is not null);
        return found;
    }

    /// <summary>Reads JSON as the bootstrap client.</summary>
    public async Task<JsonElement> ReadAsync(string path, CancellationToken cancellation)
    {
        using var answer = await platform.SendAsync(HttpMethod.Get, path, cancellation: cancellation);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return await answer.ReadJsonAsync();
    }

    /// <summary>
    /// Gives an institution another name, as a patient client does: whatever happens in between, it reads again and goes on until
    /// the name stands. Returns the version that was acknowledged.
    /// </summary>
    public async Task<long> RenameAsync(string id, string name, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var read = await platform.SendAsync(HttpMethod.Get, $"{Api}/institutions/{id}", cancellation: cancellation);
                if (read.StatusCode == HttpStatusCode.OK)
                {
                    var now = (await read.ReadJsonAsync()).GetProperty("entry");
                    if (now.GetProperty("name").GetString() == name)
                    {
                        return now.GetProperty("version").GetInt64(); // The answer of an earlier try was lost; the change was not.
                    }

                    using var answer = await platform.SendAsync(
                        HttpMethod.Put, $"{Api}/institutions/{id}", Restated(now, name), read.Headers.ETag!.Tag,
                        cancellation: cancellation);
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        return (await answer.ReadJsonAsync()).GetProperty("version").GetInt64();
                    }

                    Assert.True(
                        IsPassing(answer.StatusCode), $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
                }
                else
                {
                    Assert.True(IsPassing(read.StatusCode), $"{read.StatusCode}: {await read.Content.ReadAsStringAsync(cancellation)}");
                }
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                // The connection broke: somebody was killed. Ask again.
            }

            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>The legal events of an institution, oldest first.</summary>
    public async Task<List<JsonElement>> HistoryAsync(string id, CancellationToken cancellation) =>
        [.. (await ReadAsync($"{Api}/institutions/{id}/history?limit=200", cancellation)).GetProperty("items").EnumerateArray()];

    // What a gateway or a service says while something is away.
    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            or HttpStatusCode.TooManyRequests or HttpStatusCode.PreconditionFailed;

    private static Dictionary<string, object?> Restated(JsonElement now, string name) => new()
    {
        ["name"] = name,
        ["creditCode"] = now.GetProperty("creditCode").GetString(),
        ["type"] = now.GetProperty("type").GetString(),
        ["profit"] = now.GetProperty("profit").GetString(),
        ["division"] = now.GetProperty("division").GetString(),
        ["address"] = now.GetProperty("address").GetString(),
        ["licenceNumber"] = now.GetProperty("licenceNumber").GetString(),
        ["issuingAuthority"] = now.GetProperty("issuingAuthority").GetString(),
        ["issuedOn"] = now.GetProperty("licenceIssuedOn").GetString(),
        ["validFrom"] = now.GetProperty("licenceValidFrom").GetString(),
        ["validTo"] = now.GetProperty("licenceValidTo").GetString(),
    };

    /// <summary>A name that says which change made it.</summary>
    public static string Name(string institution, int round) =>
        string.Create(CultureInfo.InvariantCulture, $"更名机构{institution[^4..]}第{round}次");
}
