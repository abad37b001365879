using System.Diagnostics;
using System.Globalization;

namespace Oversight.Benchmarks;

/// <summary>Look-ups through the gateway of standalone, beside the plainest request that the same gateway answers.</summary>
internal static class LookupBenchmark
{
    private const string Constant = "limit: a constant of the service behind it, asked each time",
        Unkept = "one institution, asked of the service each time";
    private const int FileRows = 50_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(params int[] sizes)
    {
        await using var platform = await StandaloneProcess.StartAsync();
        var (rows, feed) =
            (0, new Report("Facts from the register to the public copy (SQLite, one process)", "institutions", "per second"));
        foreach (var size in sizes.Order())
        {
            var begun = Stopwatch.GetTimestamp();
            var before = rows;
            while (rows < size)
            {
                var next = Math.Min(FileRows, size - rows);
                Report.Say($"importing {next} institutions …");
                await platform.ImportAsync(FictitiousRegister.File(rows, next));
                rows += next;
            }

            Report.Say("waiting for the public copy …");
            var imported = Stopwatch.GetTimestamp();
            await platform.WaitUntilPublicAsync(FictitiousRegister.Code(rows - 1), TimeSpan.FromMinutes(20));
            feed.Add(Report.Count(rows - before), Report.Count((rows - before) / Stopwatch.GetElapsedTime(begun).TotalSeconds));
            Report.Say(
                string.Create(
                    CultureInfo.InvariantCulture, $"public {Stopwatch.GetElapsedTime(imported).TotalSeconds:0} s after the last import"));
            foreach (var service in new[] { "inspection", "enforcement", "creditfile", "complaint" })
            {
                await KnownToAsync(platform, service, size); // They take the same facts and would take part in the look-ups' time.
            }

            await Task.Delay(TimeSpan.FromSeconds(5));
            await MeasureAsync(platform, size);
        }

        feed.Print();
    }

    private static async Task KnownToAsync(StandaloneProcess platform, string service, int rows)
    {
        await using var connection = platform.Database(service);
        await connection.OpenAsync();
        await using var count = connection.CreateCommand();
        count.CommandText = "select count(*) from known_institutions";
        while (Convert.ToInt32(await count.ExecuteScalarAsync(), CultureInfo.InvariantCulture) < rows)
        {
            await Task.Delay(1_000);
        }
    }

    private static async Task MeasureAsync(StandaloneProcess platform, int size)
    {
        var known = await platform.PublicAsync(2_000);
        var (ids, codes, names) = (Texts(known, "id"), Texts(known, "creditCode"), Texts(known, "name"));
        string Of(List<string> texts, Random random) => texts[random.Next(texts.Count)];
        // A cookie goes past what the gateway keeps for a moment.
        using var past = new HttpClient
        {
            BaseAddress = platform.Client.BaseAddress, DefaultRequestHeaders = { { "Cookie", "past=the-moment" } }
        };
        var kinds = new (string Name, Func<Random, string> Path)[]
        {
            ("limit: /gateway/ping", _ => "/gateway/ping"),
            (Constant, _ => "/api/disclosure/v1/statuses"),
            ("by credit code", random => $"/api/disclosure/v1/institutions/by-credit-code/{Of(codes, random)}"),
            (Unkept, random => $"/api/disclosure/v1/institutions/{Of(ids, random)}"),
            ("one institution", random => $"/api/disclosure/v1/institutions/{Of(ids, random)}"),
            ("its page", random => $"/institutions/{Of(ids, random)}"),
            ("search by four characters of a name",
                random => $"/api/disclosure/v1/institutions?limit=20&q={Uri.EscapeDataString(Of(names, random)[3..7])}"),
            ("search by a whole name", random => $"/api/disclosure/v1/institutions?limit=20&q={Uri.EscapeDataString(Of(names, random))}"),
            ("first page of a district",
                random => $"/api/disclosure/v1/institutions?limit=20&division=3302{(random.Next(2) == 0 ? "03" : "82")}"),
        };
        var report = new Report(
            string.Create(CultureInfo.InvariantCulture, $"Look-ups at {size:#,0} institutions, {ClosedLoop.Callers} callers"), "request",
            "per second", "p50 ms", "p99 ms", "share of ping", "share of the constant");
        foreach (var (name, path) in kinds)
        {
            // All before the first is measured: the process compiles anew what is called often, and the limit must not be its first
            // seconds.
            await ClosedLoop.RunAsync(name is Constant or Unkept ? past : platform.Client, path, TimeSpan.FromSeconds(1));
        }

        double? limit = null, constant = null;
        foreach (var (name, path) in kinds)
        {
            Report.Say(name);
            var (perSecond, took) = await ClosedLoop.RunAsync(name is Constant or Unkept ? past : platform.Client, path, Duration);
            constant = constant is null && limit is not null ? perSecond : constant;
            limit ??= perSecond;
            report.Add(
                name, Report.Count(perSecond), Report.Ms(took.At(0.5)), Report.Ms(took.At(0.99)), Report.Ratio(perSecond, limit.Value),
                constant is { } service ? Report.Ratio(perSecond, service) : "");
        }

        report.Print();
    }

    private static List<string> Texts(List<System.Text.Json.JsonElement> items, string member) =>
        items.ConvertAll(i => i.GetProperty(member).GetString()!);
}
