using System.Text.RegularExpressions;

namespace Oversight.Architecture.Tests;

/// <summary>One contract as <c>services/EVENTS.md</c> lists it.</summary>
/// <param name="Contract">Its full type name.</param>
/// <param name="Publisher">Service of its section, or null where every service publishes it.</param>
/// <param name="Consumers">Services that consume it, in order; empty where the document names roles instead of services.</param>
internal sealed record ListedContract(string Contract, string? Publisher, IReadOnlyList<string> Consumers);

/// <summary>
/// What <c>services/EVENTS.md</c> says: the contracts of each publisher's table, and the parts that are never sent alone.
/// </summary>
internal sealed partial class EventsDocument
{
    private const string EveryService = "every service";
    private static readonly string[] RegisterCopies = ["Complaint", "CreditFile", "Enforcement", "Inspection"];

    private EventsDocument(List<ListedContract> contracts, List<string> parts) => (Contracts, Parts) = (contracts, parts);

    /// <summary>The rows of all tables.</summary>
    public IReadOnlyList<ListedContract> Contracts { get; }

    /// <summary>Full names of the types that are parts of contracts.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Reads the document.</summary>
    public static EventsDocument Read(string markdown)
    {
        var (contracts, parts) = (new List<ListedContract>(), new List<string>());
        var (publisher, space, inParts) = ("", "", false);
        foreach (var line in markdown.Split('\n'))
        {
            publisher = Section().Match(line) is { Success: true } section ? section.Groups[1].Value : publisher;
            space = Namespace().Match(line) is { Success: true } named ? named.Groups[1].Value : space;
            inParts = line.StartsWith("Part", StringComparison.Ordinal) || (inParts && line.Length > 0);
            if (Row().Match(line) is { Success: true } row)
            {
                contracts.Add(publisher == EveryService
                    ? new ListedContract($"{space}.{row.Groups["contract"].Value}", null, [])
                    : new ListedContract($"{space}.{row.Groups["contract"].Value}", publisher, ConsumersOf(row.Groups["consumers"].Value)));
            }
            else if (inParts)
            {
                parts.AddRange(Code().Matches(line).Select(code => $"{space}.{code.Groups[1].Value}"));
            }
        }

        return new EventsDocument(contracts, parts);
    }

    // "Disclosure, all four; CreditFile also as a fact": the services stand before the first remark.
    private static List<string> ConsumersOf(string cell) =>
    [
        .. Remark().Replace(cell, "").Split(',', StringSplitOptions.TrimEntries)
            .SelectMany(name => name == "all four" ? RegisterCopies : [name]).Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex("^## Published by (.+)$")]
    private static partial Regex Section();

    [GeneratedRegex(@"^Namespace `(Oversight\.Contracts\.[A-Za-z]+\.V[0-9]+)`")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\| `(?<contract>[A-Za-z]+)` \|.*\| (?<consumers>[^|]+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[;.].*$| \([^)]*\)")]
    private static partial Regex Remark();
}
