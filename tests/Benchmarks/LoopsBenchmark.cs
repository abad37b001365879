using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Testing;
using Oversight.Walkthrough;

namespace Oversight.Benchmarks;

/// <summary>
/// Whole closed loops through the gateway, so many at once: per second and per step; on a database that is nearly empty and on one with
/// 100,000 institutions and 200,000 complaints. Then every credit file is rated again under a scoring version that is to come.
/// </summary>
internal static class LoopsBenchmark
{
    private const int AtOnce = 8, WarmUp = 8, Institutions = 2_000, Complaints = 1_000;
    private const string VersionAhead = "benchmark-ahead";

    public static async Task RunAsync(int loops)
    {
        var sum = new Report(
            "Closed loops through the gateway, eight at once", "platform", "institutions / complaints", "loops", "loops per second",
            "one loop p50 s", "p99 s", "share of empty", "limit: /gateway/ping per second");
        var again = new Report("Recomputation of every rating of a district under a version to come", "platform", "files", "per second");
        var rules = PackAhead();
        foreach (var start in new Func<Task<IPlatform>>[]
        {
            async () => await StandaloneProcess.StartAsync(rules), async () => await Distributed.StartAsync(rules)
        })
        {
            await using var platform = await start();
            Report.Say($"{platform.Name}: importing {Institutions} institutions …");
            await platform.ImportAsync(FictitiousRegister.File(0, Institutions));
            await platform.WaitUntilPublicAsync(FictitiousRegister.Code(Institutions - 1), TimeSpan.FromMinutes(3));
            await Task.Delay(TimeSpan.FromSeconds(5)); // The other services take the last of them.
            var (id, secret) = platform.SecondAdministrator;
            using var administrators = new Administrators(
                new Api(platform.Address, platform.TokenAsync),
                new Api(platform.Address, new SignIn(platform.Address).System(id, secret).AccessAsync));
            var cast = await Cast.GatherAsync(platform.Address, administrators, CancellationToken.None);
            var free = new Queue<string>(
                await cast.InOperationAsync(WarmUp + (2 * loops), TimeSpan.FromMinutes(2), CancellationToken.None));

            Report.Say("warming up …");
            await RunAsync(cast, free, WarmUp);
            var (ping, _) = await ClosedLoop.RunAsync(platform.Client, _ => "/gateway/ping", TimeSpan.FromSeconds(4));
            Report.Say($"{loops} loops …");
            var empty = await RunAsync(cast, free, loops);
            var (institutions, complaints) = await FillAsync(platform, cast);
            Report.Say($"{loops} loops among {institutions} institutions and {complaints} complaints …");
            var full = await RunAsync(cast, free, loops);

            sum.Add(
                platform.Name, $"{Report.Count(Institutions)} / 0", loops, PerSecond(empty), Seconds(empty.Whole.At(0.5)),
                Seconds(empty.Whole.At(0.99)), "1.00", Report.Count(ping));
            sum.Add(
                platform.Name, $"{Report.Count(institutions)} / {Report.Count(complaints)}", loops, PerSecond(full),
                Seconds(full.Whole.At(0.5)), Seconds(full.Whole.At(0.99)),
                Report.Ratio(full.PerSecond, empty.PerSecond), Report.Count(ping));
            StepsOf(platform.Name, empty, full).Print();
            Report.Say("rating every file again …");
            var (files, perSecond) = await RateAgainAsync(cast.CreditOfficer.Api);
            again.Add(platform.Name, Report.Count(files), Report.Count(perSecond));
        }

        sum.Print();
        again.Print();
    }

    private static async Task<Ran> RunAsync(Cast cast, Queue<string> free, int loops)
    {
        var (whole, steps, gate) = (new Durations(), new ConcurrentDictionary<string, Durations>(), new Lock());
        var begun = Stopwatch.GetTimestamp();
        var institutions = Enumerable.Range(0, loops).Select(_ => free.Dequeue()).ToList();
        await Parallel.ForEachAsync(
            institutions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (institution, cancellation) =>
            {
                var (journal, from) = (new Journal(), Stopwatch.GetTimestamp());
                await new Loop(cast, journal, TimeSpan.FromMinutes(2)).RunAsync(institution, cancellation);
                lock (gate)
                {
                    whole.Add(Stopwatch.GetElapsedTime(from));
                    foreach (var (step, took) in journal.Steps)
                    {
                        steps.GetOrAdd(step, _ => new Durations()).Add(took);
                    }
                }
            });
        return new Ran(loops / Stopwatch.GetElapsedTime(begun).TotalSeconds, whole, steps);
    }

    private static async Task<(int Institutions, int Complaints)> FillAsync(IPlatform platform, Cast cast)
    {
        Report.Say($"{Complaints} complaints through the API …");
        var institutions = (await cast.InOperationAsync(100, TimeSpan.FromMinutes(2), CancellationToken.None))[..100];
        await Parallel.ForAsync(
            0, Complaints, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellation) => await cast.Public.PostAsync(
                "api/complaint/v1/public/complaints",
                new
                {
                    wants = new[] { "report" }, category = "refund_dispute", institutionId = institutions[i % institutions.Count],
                    text = $"该机构收取预付费后拒绝退费，请依法处理。第 {i} 件", anonymous = true
                },
                cancellation));
        Report.Say("copying both in the databases …");
        await Crowd.CopyInstitutionsAsync(platform.Database, 49);
        await Crowd.CopyComplaintsAsync(platform.Database, 199);
        await Task.Delay(TimeSpan.FromSeconds(5));
        return (Institutions * 50, Complaints * 200);
    }

    private static async Task<(int Files, double PerSecond)> RateAgainAsync(Api officer)
    {
        var asked = await officer.PostAsync("api/creditfile/v1/recomputations", new { packVersion = VersionAhead }, CancellationToken.None);
        var run = await officer.UntilAsync(
            $"api/creditfile/v1/recomputations/{asked.Id}", body => body.GetProperty("finishedAt").ValueKind == JsonValueKind.String,
            "every file is rated", TimeSpan.FromMinutes(10), CancellationToken.None);
        var rated = run.Body.GetProperty("rated").GetInt32();
        return (rated,
            rated / (run.Body.GetProperty("finishedAt").GetDateTime() - run.Body.GetProperty("requestedAt").GetDateTime()).TotalSeconds);
    }

    // The pack that is shipped, ended a month from now, and the same again from then on.
    private static string PackAhead()
    {
        var pack = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root!, "services", "CreditFile", "Rules", "scoring.json")))!;
        var versions = pack["entries"]![0]!["versions"]!.AsArray();
        var (last, from) = (versions[^1]!, Cast.Today.AddDays(30));
        var ahead = last.DeepClone();
        last["validTo"] = from.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (ahead["version"], ahead["validFrom"]) = (VersionAhead, from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        versions.Add(ahead);
        var folder = RunFolder.New("rules");
        File.WriteAllText(Path.Combine(folder, "scoring.json"), pack.ToJsonString());
        return folder;
    }

    private static Report StepsOf(string platform, Ran empty, Ran full)
    {
        var report = new Report($"Steps of a loop, {platform}", "step", "empty p50 ms", "p99 ms", "full p50 ms", "p99 ms");
        foreach (var (step, took) in empty.Steps.OrderByDescending(s => s.Value.At(0.5)))
        {
            var later = full.Steps[step];
            report.Add(step, Report.Ms(took.At(0.5)), Report.Ms(took.At(0.99)), Report.Ms(later.At(0.5)), Report.Ms(later.At(0.99)));
        }

        return report;
    }

    private static string PerSecond(Ran ran) => ran.PerSecond.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.0", CultureInfo.InvariantCulture);

    private sealed record Ran(double PerSecond, Durations Whole, ConcurrentDictionary<string, Durations> Steps);
}
