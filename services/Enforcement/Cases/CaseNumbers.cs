using System.Globalization;
using System.Text.RegularExpressions;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Numbers;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Enforcement.Cases;

/// <summary>Numbers of cases (立案号) and of decisions (决定书文号): prefix of the authority, year, serial.</summary>
internal sealed partial class CaseNumbers(EnforcementDbContext context, PenaltyRules rules, NumberSequence numbers)
{
    /// <summary>The next case number of a department at a place.</summary>
    public async Task<(string Series, int Serial)> NextCaseAsync(
        string department, DivisionCode place, DateOnly today, CancellationToken cancellation)
    {
        var series = Series(rules.Authority(department, today, place).CasePrefix, today);
        var given = context.Set<Case>().Where(c => c.Series == series).Select(c => (int?)c.Serial);
        return (series, await numbers.NextAsync($"case|{series}", given, cancellation));
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

        // A second proposal would else use up a second number and leave a gap in the series.
        if (file.DecisionSeries is { } kept && file.DecisionSerial is { } serial)
        {
            return new DecisionNumber(kept, serial);
        }

        var series = Series(rules.Authority(file.Department, today, DivisionCode.FromStored(file.Division)).DecisionPrefix, today);
        var before = context.Set<Case>().Where(c => c.DecisionSeries == series).Select(c => c.DecisionSerial);
        return new DecisionNumber(series, await numbers.NextAsync($"decision|{series}", before, cancellation));
    }

    /// <summary>
    /// The outcome of an act that took a decision number. Where the officer gave none, a number that another replica took in the same
    /// instant is no mistake of the officer: the same request again takes the next one.
    /// </summary>
    public static Result<Reply<T>> Raced<T>(Result<Reply<T>> outcome, string? given) =>
        given is null && outcome.Error?.Code == PenaltyErrors.DecisionNumberTaken.Code ? CaseErrors.NumberRaced : outcome;

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
