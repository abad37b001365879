using Oversight.Benchmarks;

// Each sub-command prints one table beside a limit measured in the same run. See README.md.
var (command, sizes) = (args.FirstOrDefault() ?? "", args.Skip(1).ToArray());
int[] Sizes(params int[] usual) =>
    sizes.Length > 0 ? [.. sizes.Select(s => int.Parse(s, System.Globalization.CultureInfo.InvariantCulture))] : usual;
switch (command)
{
    case "start":
        await StartBenchmark.RunAsync();
        return 0;
    case "lookups":
        await LookupBenchmark.RunAsync(Sizes(2_000, 100_000));
        return 0;
    case "act-to-page":
        await ActToPageBenchmark.RunAsync(Sizes(200)[0]);
        return 0;
    case "import":
        await ImportBenchmark.RunAsync(Sizes(2_000, 20_000));
        return 0;
    case "bus":
        await BusBenchmark.RunAsync(Sizes(10_000)[0]);
        return 0;
    case "loops":
        await LoopsBenchmark.RunAsync(Sizes(60)[0]);
        return 0;
    case "routes":
        await RoutesBenchmark.RunAsync(args.ElementAtOrDefault(1));
        return 0;
    case "idle":
        await IdleBenchmark.RunAsync(Sizes(60)[0]);
        return 0;
    case "rebuild" or "rebuild-distributed":
        await RebuildBenchmark.RunAsync(Sizes(50_000, 15_000), command == "rebuild-distributed");
        return 0;
    case "all":
        await StartBenchmark.RunAsync();
        await LookupBenchmark.RunAsync(2_000, 100_000);
        await ActToPageBenchmark.RunAsync(200);
        await ImportBenchmark.RunAsync(2_000, 20_000);
        await BusBenchmark.RunAsync(10_000);
        await LoopsBenchmark.RunAsync(60);
        await RoutesBenchmark.RunAsync(null);
        await IdleBenchmark.RunAsync(60);
        await RebuildBenchmark.RunAsync([50_000, 15_000], distributed: false);
        return 0;
    case StandaloneProcess.ServeCommand:
        return await StandaloneProcess.ServeAsync(args[1], args[2], args[3], args.ElementAtOrDefault(4));
    default:
        await Console.Error.WriteLineAsync(
            "start | lookups [sizes] | act-to-page [acts] | import [rows] | bus [messages] | loops [loops] | routes [part of a route] | "
                + "idle [seconds] | rebuild[-distributed] [institutions facts] | all");
        return 2;
}
