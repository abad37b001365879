using System.Diagnostics;
using Oversight.Testing;

namespace Oversight.Benchmarks;

/// <summary>How long after an officer's act the public page shows it; beside the act itself and one look at the page.</summary>
internal static class ActToPageBenchmark
{
    public static async Task RunAsync(int acts)
    {
        var report = new Report(
            "From an act to the public page", "platform", "acts", "p50 ms", "p99 ms", "limit: the act alone p50 / p99",
            "limit: one look at the page p50 / p99");
        foreach (var start in new Func<Task<IPlatform>>[]
        {
            async () => await StandaloneProcess.StartAsync(), async () => await Distributed.StartAsync()
        })
        {
            await using var platform = await start();
            Report.Say($"{platform.Name}: importing …");
            await platform.ImportAsync(FictitiousRegister.File(0, 2_000));
            await platform.WaitUntilPublicAsync(FictitiousRegister.Code(1_999), TimeSpan.FromMinutes(3));
            var (shown, acted, looked) = (new Durations(), new Durations(), new Durations());
            var all = await platform.PublicAsync(acts + 20);
            for (var i = 0; i < acts + 20; i++)
            {
                var measured = i >= 20; // The first ones warm up.
                await ActAsync(
                    platform, all[i].GetProperty("id").GetString()!, $"更名后第{i}幼儿园", measured ? shown : new(), measured ? acted : new(),
                    measured ? looked : new());
            }

            report.Add(
                platform.Name, acts, Report.Ms(shown.At(0.5)), Report.Ms(shown.At(0.99)),
                $"{Report.Ms(acted.At(0.5))} / {Report.Ms(acted.At(0.99))}", $"{Report.Ms(looked.At(0.5))} / {Report.Ms(looked.At(0.99))}");
        }

        report.Print();
    }

    private static async Task ActAsync(IPlatform platform, string id, string name, Durations shown, Durations acted, Durations looked)
    {
        using var read = await platform.SendAsync(HttpMethod.Get, $"/api/registry/v1/institutions/{id}");
        var now = (await read.ReadJsonAsync()).GetProperty("entry");
        string? Text(string member) => now.GetProperty(member).GetString();
        var statement = new
        {
            name, creditCode = Text("creditCode"), type = Text("type"), profit = Text("profit"), division = Text("division"),
            address = Text("address"), licenceNumber = Text("licenceNumber"),
            issuingAuthority = Text("issuingAuthority"), issuedOn = Text("licenceIssuedOn"), validFrom = Text("licenceValidFrom"),
            validTo = Text("licenceValidTo"),
        };
        var begun = Stopwatch.GetTimestamp();
        using (var answer = await platform.SendAsync(
            HttpMethod.Put, $"/api/registry/v1/institutions/{id}", statement, read.Headers.ETag!.Tag))
        {
            await answer.ShouldBeAsync(System.Net.HttpStatusCode.OK);
        }

        acted.Add(Stopwatch.GetElapsedTime(begun));
        while (true)
        {
            var look = Stopwatch.GetTimestamp();
            var page = await platform.Client.GetStringAsync($"/institutions/{id}");
            looked.Add(Stopwatch.GetElapsedTime(look));
            if (page.Contains(name, StringComparison.Ordinal))
            {
                shown.Add(Stopwatch.GetElapsedTime(begun));
                return;
            }

            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException($"The page of {id} did not follow.");
            }

            await Task.Delay(2);
        }
    }
}
