using Oversight.Enforcement;
using Oversight.Standalone;
using Oversight.Testing;
using Oversight.Web;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>
/// The command <c>calendars</c> of the built programs, as an operator runs it beside what is running. Its year is far off, so that it never
/// meets a real one.
/// </summary>
public sealed class CalendarCommandTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_running_replicas_use_a_year_within_seconds_after_a_command_loaded_it()
    {
        using var tokens = new TestTokens();
        var folder = RunFolder.New("calendars");
        await using var one = await StartAsync(folder, tokens);
        await using var two = await StartAsync(folder, tokens);
        Assert.All([await YearsAsync(one), await YearsAsync(two)], years => Assert.DoesNotContain(2090, years));

        Assert.Contains(
            "enforcement: 2090 as made-up loaded", await RunAsync(folder, 0, "load", Write(folder, "2090.json", Made())),
            StringComparison.Ordinal);

        foreach (var replica in new[] { one, two })
        {
            await Eventually.BecomesTrueAsync(
                async () => (await YearsAsync(replica)).Contains(2090), Seconds, "the replica counts by the year");
        }

        Assert.Contains(
            "enforcement: 2090 as made-up unchanged", await RunAsync(folder, 0, "load", Write(folder, "again.json", Made())),
            StringComparison.Ordinal);
        var other = Write(folder, "other.json", Made("other", "2090-01-01/2090-01-02"));
        Assert.Contains("is loaded already, as made-up", await RunAsync(folder, 1, "load", other), StringComparison.Ordinal);
        Assert.Contains(
            "enforcement: 2090 as other replaced", await RunAsync(folder, 0, "load", other, "--replace", "--reason", "通知更正"),
            StringComparison.Ordinal);
        var list = await RunAsync(folder, 0, "list");
        Assert.Contains("enforcement: 2026 2025-11-04 (sure), 248 working days, shipped", list, StringComparison.Ordinal);
        Assert.Contains("by operator:", list, StringComparison.Ordinal);
        Assert.Contains("通知更正", list, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await RunAsync(folder, 0, "waiting"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_without_a_stack()
    {
        using var tokens = new TestTokens();
        var folder = RunFolder.New("calendars");
        await using var service = await StartAsync(folder, tokens);

        var faulty = await RunAsync(
            folder, 1, "load",
            Write(
                folder, "faulty.json", Made().Replace("\"made-up\"", "\"\"", StringComparison.Ordinal).Replace(
                    "\"work\": []", "\"work\": [\"2090-01-04\"]", StringComparison.Ordinal)));
        Assert.Contains("faulty.json: version: must be a text", faulty, StringComparison.Ordinal);
        Assert.Contains("faulty.json: work[0]: 2090-01-04 is a Wednesday", faulty, StringComparison.Ordinal);
        Assert.Contains("none.json", await RunAsync(folder, 1, "load", Path.Combine(folder, "none.json")), StringComparison.Ordinal);
        Assert.Contains("calendars load <file>", await RunAsync(folder, 2, "forget"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_standalone_platform_one_command_loads_the_year_for_every_module()
    {
        var data = DataFolder.Take(RunFolder.New("standalone-calendars"));
        var (options, fault) = StandaloneOptions.Parse(["--port", "0", "--data", data.Path, "--no-demo"]);
        Assert.Null(fault);
        using (data)
        {
            await using var platform = await StandalonePlatform.StartAsync(options!, data, new Dictionary<string, string?>(), Cancellation);
            await using var command = new ServiceProcess("Oversight.Standalone", Nowhere, new Dictionary<string, string?>())
            {
                Arguments = ["--data", data.Path, "calendars", "load", Write(data.Path, "2090.json", Made())],
            };

            Assert.Equal(0, await command.RunToEndAsync(Cancellation));

            var said = await command.ReadLogAsync(Cancellation);
            Assert.All(
                ["inspection", "enforcement", "creditfile", "complaint", "disclosure"],
                module => Assert.Contains($"{module}: 2090 as made-up loaded", said, StringComparison.Ordinal));
        }

        var (parsed, _) = StandaloneOptions.Parse(["calendars", "load", "a=b.json", "--replace", "--reason", "更正"]);
        Assert.Equal(["calendars", "load", "a=b.json", "--replace", "--reason", "更正"], parsed!.Command);
        Assert.NotNull(StandaloneOptions.Parse(["--replace"]).Fault);
    }

    private static Task<ServiceUnderTest> StartAsync(string folder, TestTokens tokens) =>
        ServiceUnderTest.StartAsync(host => host.AddEnforcement(), app => app.MapEnforcement(), folder: folder, tokens: tokens);

    private static async Task<List<int>> YearsAsync(ServiceUnderTest replica)
    {
        using var answer = await replica.ClientOf("head", "3302", Roles.Supervisor).GetAsync("/api/enforcement/v1/calendars", Cancellation);
        return [
            .. (await answer.ReadJsonAsync()).GetProperty("years").EnumerateArray().Select(year => year.GetProperty("year").GetInt32())];
    }

    private static async Task<string> RunAsync(string folder, int code, params string[] words)
    {
        await using var command = new ServiceProcess("Oversight.Enforcement", Nowhere, new Dictionary<string, string?>
        {
            ["Oversight__Database__Provider"] = "Sqlite",
            ["Oversight__Database__ConnectionString"] = $"Data Source={Path.Combine(folder, "{service}.db")}",
            ["Oversight__DataPath"] = folder,
            ["Oversight__Auth__Issuer"] = "http://127.0.0.1:9",
        })
        {
            Arguments = ["calendars", .. words],
        };
        var ended = await command.RunToEndAsync(Cancellation);
        var said = await command.ReadLogAsync(Cancellation);
        Assert.True(code == ended, $"{ended}: {said}");
        return said;
    }

    private static string Made(string version = MadeUpCalendar.Version, string off = "2090-01-01") =>
        MadeUpCalendar.Text(off, version).Replace("\"year\": 2027", "\"year\": 2090", StringComparison.Ordinal);

    private static string Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
