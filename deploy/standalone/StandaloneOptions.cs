using System.Globalization;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Standalone;

/// <summary>What the command line of standalone says.</summary>
/// <param name="Port">Port of the gateway on localhost, 1 to 65535; 8080 unless given. 0 takes a free one.</param>
/// <param name="DataFolder">Folder of the databases, keys and files; <c>./data</c> unless given.</param>
/// <param name="Demo">Whether an empty platform loads the demo data.</param>
/// <param name="Rest">Everything else: configuration of the platform as <c>--key value</c>.</param>
public sealed record StandaloneOptions(int Port, string DataFolder, bool Demo, string[] Rest)
{
    /// <summary>A command of the services and its words, which runs on the data beside the platform; empty runs the platform.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>
    /// The division that the platform is for, as it is stated at the first start; null takes the one that was stated then, or 3302.
    /// </summary>
    public DivisionCode? Division { get; init; }

    /// <summary>The words of the command line.</summary>
    public const string Usage = """
        dotnet run --project deploy/standalone -- [command] [--port 8080] [--data ./data] [--division 3302] [--no-demo]
               [--Oversight:Key value …]

          --port N      port of the platform on localhost (0: a free one)
          --data DIR    folder for databases, keys and files
          --division N  province, city or county that the platform is for, stated at the first start; the demo data are of 3302 (Ningbo),
                        and any other division starts empty
          --no-demo     start empty; only on the first start, later starts keep what is there

        Commands run on the data beside the platform, whether it runs or not: verify-audit, facts, verify-copies, keys, rotate-keys,
        calendars, administrators and the others of deploy/runbooks.
        """;

    /// <summary>Reads the command line.</summary>
    /// <returns>The options, or what is wrong with the words.</returns>
    public static (StandaloneOptions? Options, string? Fault) Parse(IReadOnlyList<string> args)
    {
        var options = new StandaloneOptions(8080, Path.Combine(Directory.GetCurrentDirectory(), "data"), true, []);
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var n, var v] ? (n, v) : (args[i], null);
            string? Value() => value ?? (++i < args.Count ? args[i] : null);
            switch (name)
            {
                case "--no-demo":
                    options = options with { Demo = false };
                    break;
                case "--division" when DivisionCode.Parse(Value()) is { IsRefused: false } division && Divisions.Load().Has(division.Value):
                    options = options with { Division = division.Value };
                    break;
                case "--division":
                    return (null, "--division takes the code of a division in use, such as 4401.");
                case "--port" when int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535:
                    options = options with { Port = port };
                    break;
                case "--port":
                    return (null, "--port takes a number from 0 to 65535.");
                case "--data" when Value() is { Length: > 0 } folder:
                    options = options with { DataFolder = Path.GetFullPath(folder) };
                    break;
                case "--data":
                    return (null, "--data takes a folder.");
                case var setting when setting.StartsWith("--Oversight:", StringComparison.OrdinalIgnoreCase) && Value() is { } text:
                    rest.Add($"{setting}={text}");
                    break;
                case var word when options.Command.Count > 0 || ServiceHost.CommandNames.Contains(word):
                    options = options with { Command = [.. options.Command, args[i]] };
                    break;
                default:
                    return (null, $"I do not know {name}.");
            }
        }

        return (options with { Rest = [.. rest] }, null);
    }
}
