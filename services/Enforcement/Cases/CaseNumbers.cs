using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// Numbers of cases and decisions: prefix, year, serial. The next serial follows the highest one. Acts of this process pass one after the
/// other; of two of different replicas in the same instant the unique index lets one through.
/// </summary>
internal sealed partial class CaseNumbers(
    EnforcementDbContext context, PenaltyRules rules, EpochSource<EnforcementDbContext> epochs, SeriesGate gate) : IDisposable
{
    // Held until the scope of the act ends, which is after its save.
    private readonly Dictionary<string, IDisposable> _passages = new(StringComparer.Ordinal);

    /// <summary>The next case number of a department at a place.</summary>
    public async Task<(string Series, int Serial)> NextCaseAsync(
        string department, DivisionCode place, DateOnly today, CancellationToken cancellation)
    {
        var series = Series(rules.Authority(department, today, place).CasePrefix, today);
        await EnterAsync("case", series, cancellation);
        var last = await context.Set<Case>().Where(c => c.Series == series).MaxAsync(c => (int?)c.Serial, cancellation);
        return (series, NumberSeries.Next(last, await epochs.PresentAsync(context, cancellation)));
    }

    /// <summary>
    /// The number that the officer gives, or the next of the department; a case that has one keeps it unless another is given.
    /// </summary>
    public async Task<Result<DecisionNumber>> DecisionAsync(Case file, string? given, DateOnly today, CancellationToken cancellation)
    {
        if (given is not null)
        {
            return Read(given, today);
        }

        if (file.DecisionSeries is { } kept && file.DecisionSerial is { } serial)
        {
            return new DecisionNumber(kept, serial);
        }

        var series = Series(rules.Authority(file.Department, today, DivisionCode.FromStored(file.Division)).DecisionPrefix, today);
        await EnterAsync("decision", series, cancellation);
        var last = await context.Set<Case>().Where(c => c.DecisionSeries == series).MaxAsync(c => c.DecisionSerial, cancellation);
        return new DecisionNumber(series, NumberSeries.Next(last, await epochs.PresentAsync(context, cancellation)));
    }

    /// <summary>
    /// The outcome of an act that took a decision number. Where the officer gave none, a number that somebody else took in the same
    /// instant is nobody's fault: the same request again takes the next one.
    /// </summary>
    public static Result<Reply<T>> Raced<T>(Result<Reply<T>> outcome, string? given) =>
        given is null && outcome.Error?.Code == PenaltyErrors.DecisionNumberTaken.Code ? CaseErrors.NumberRaced : outcome;

    /// <summary>Lets the next act of each series pass.</summary>
    public void Dispose()
    {
        foreach (var passage in _passages.Values)
        {
            passage.Dispose();
        }
    }

    private async Task EnterAsync(string kind, string series, CancellationToken cancellation)
    {
        var name = $"{kind}|{series}";
        if (!_passages.ContainsKey(name))
        {
            _passages.Add(name, await gate.EnterAsync(name, cancellation));
        }
    }

    private static Result<DecisionNumber> Read(string given, DateOnly today)
    {
        var text = TextInput.Required(given, 60, TextForm.Code);
        if (text.IsRefused)
        {
            return text.Error.At("decisionNumber");
        }

        var parts = NumberPattern().Match(text.Value);
        if (!parts.Success)
        {
            return PenaltyErrors.DecisionNumberMalformed;
        }

        return parts.Groups["year"].Value != today.Year.ToString(CultureInfo.InvariantCulture)
            ? PenaltyErrors.DecisionNumberOfAnotherYear
            : new DecisionNumber(
                $"{parts.Groups["prefix"].Value}〔{parts.Groups["year"].Value}〕",
                int.Parse(parts.Groups["serial"].Value, CultureInfo.InvariantCulture));
    }

    private static string Series(string prefix, DateOnly today) => string.Create(CultureInfo.InvariantCulture, $"{prefix}〔{today.Year}〕");

    [GeneratedRegex("^(?<prefix>[^〔〕]{1,40})〔(?<year>[0-9]{4})〕(第)?(?<serial>[1-9][0-9]{0,6})号$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
