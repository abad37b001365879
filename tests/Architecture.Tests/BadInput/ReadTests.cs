using System.Buffers.Text;
using System.Net;
using System.Text;
using Oversight.Testing;
using Xunit;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>
/// Whatever stands in an address that reads, by the services' own descriptions: answered or refused, never a fault of the service.
/// </summary>
public sealed class ReadTests
{
    [Theory]
    [DatabaseData]
    public async Task Nothing_in_an_address_makes_a_service_fail(DatabaseRow row)
    {
        await using var platform = new Platform();
        await platform.StartAsync(row);
        var faults = new List<string?>();
        foreach (var operation in Platform.Modules.SelectMany(platform.Operations).Where(o => o.Method == HttpMethod.Get))
        {
            foreach (var parameter in operation.Query)
            {
                foreach (var text in BadValues.Hostile.Select(Uri.EscapeDataString).Concat(BadValues.Undecodable)
                    .Concat(["9999-12-31", "0001-01-01"]))
                {
                    faults.Add(await FaultAsync(platform, operation, $"?{parameter.Path}={text}", null));
                }

                foreach (var text in BadValues.Unreadable)
                {
                    faults.Add(await FaultAsync(platform, operation, $"?{parameter.Path}={text}", parameter.Path));
                }

                foreach (var text in Wrong(parameter))
                {
                    faults.Add(await FaultAsync(platform, operation, $"?{parameter.Path}={text}", parameter.Path));
                }
            }

            // A NUL in a path does not reach a service: the web server itself refuses it.
            foreach (var text in BadValues.Hostile.Where(t => t.Length is > 0 and < 2_000).Select(Uri.EscapeDataString)
                .Concat(["%FF%FE", "%07"]))
            {
                if (operation.Template.LastIndexOf('{') is var at and > 0 && platform.Everybody.BaseAddress is { } address)
                {
                    using var answer = await platform.Everybody.GetAsync(
                        new Uri(address, operation.Path.Replace(operation.Path[at..], text, StringComparison.Ordinal)), Cancel);
                    faults.Add(answer.StatusCode == HttpStatusCode.OK ? null : await Platform.FaultAsync(answer, text));
                }
            }

            faults.Add(await FaultAsync(platform, operation, "?noSuchParameter=1", "noSuchParameter"));
        }

        var wrong = faults.OfType<string>().ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {faults.Count}:\n{string.Join('\n', wrong.Take(60))}");
        Assert.True(faults.Count > 2_000);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Wrong(Member parameter) => (parameter.Path, parameter.Kind, parameter.Format) switch
    {
        ("cursor", _, _) =>
            [
                "unknown", "AAAA", "e30", Base64Url.EncodeToString("""{"mark":"0","key":null}"""u8),
                Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new string('[', 700))), new string('a', 4_000)],
        (_, "integer", _) => ["0", "-1", "abc", "1.5", "999999", "99999999999999999999", "%EF%BC%91"],
        (_, "boolean", _) => ["yes", "2"],
        (_, "name", _) => ["no_such_name"],
        (_, "string", "uuid") => ["1", "not-an-id"],
        (_, "string", "date") => ["2026-02-30", "10000-01-01", "tomorrow"],
        (_, "string", "date-time") => ["2026-02-30T00:00:00Z", "now"],
        _ => [],
    };

    /// <summary>
    /// Null if the answer is 200 (when no <paramref name="field"/> is at fault), or refuses as it should; a record that is not there may
    /// come first.
    /// </summary>
    private static async Task<string?> FaultAsync(Platform platform, Operation operation, string query, string? field)
    {
        using var answer = await platform.SendAsync(operation, null, query);
        var isMissing = operation.Template.Contains('{', StringComparison.Ordinal) && answer.StatusCode == HttpStatusCode.NotFound;
        return field is null && answer.IsSuccessStatusCode ? null : await Platform.FaultAsync(answer, query, isMissing ? null : field);
    }
}
