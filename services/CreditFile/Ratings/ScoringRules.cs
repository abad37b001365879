using System.Text.RegularExpressions;
using Oversight.CreditFile.Ledger;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.CreditFile.Ratings;

/// <summary>Points from which to which a grade is given.</summary>
/// <param name="Grade"><c>A</c>, <c>B</c>, <c>C</c> or <c>D</c>, the best first.</param>
/// <param name="From">Fewest points.</param>
/// <param name="To">Most points (inclusive).</param>
internal sealed record GradeBound(string Grade, int From, int To);

/// <summary>An indicator: which parts of facts it judges, what it takes, for how long.</summary>
/// <param name="Code">Code, unique in the version, e.g. <c>penalty.general</c>.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="Source">Kind of source: <c>penalty</c>, <c>inspection</c>, <c>rectification</c>, <c>complaint</c>, <c>register</c>.</param>
/// <param name="Points">Points that each part takes; 0 if it is only noted.</param>
/// <param name="Cap">Most points that the indicator takes of one file in all; null for no limit.</param>
/// <param name="BestGrade">Best grade that remains (a hard stop), or null.</param>
/// <param name="AllOf">Tags that a part must have all of; null for none.</param>
/// <param name="AnyOf">Tags of which a part must have one; null for none.</param>
/// <param name="ValidFor">How long it counts from the day of the fact, in <paramref name="ValidUnit"/>; null while its cause lasts.</param>
/// <param name="ValidUnit"><c>month</c> or <c>year</c>; null with <paramref name="ValidFor"/>.</param>
internal sealed record Indicator(
    string Code, string Zh, string En, string Source, int Points, int? Cap = null, string? BestGrade = null,
    IReadOnlyList<string>? AllOf = null, IReadOnlyList<string>? AnyOf = null, int? ValidFor = null, string? ValidUnit = null)
{
    /// <summary>Whether the indicator judges a part with these tags.</summary>
    public bool Judges(IReadOnlyList<string> tags) => (AllOf?.All(tags.Contains) ?? true) && (AnyOf?.Any(tags.Contains) ?? true);

    /// <summary>
    /// Last official day on which a fact of that day counts: the corresponding day, or a month's last (民法典 第二百零二条); null while its cause
    /// lasts.
    /// </summary>
    public DateOnly? LastDay(DateOnly occurredOn) => ValidFor is not { } amount
        ? null : occurredOn.AddMonths(ValidUnit == RuleUnits.Year ? 12 * amount : amount);
}

/// <summary>
/// One version of the scoring pack. Of the indicators of a source kind the first that judges a part takes it, so special ones stand
/// before general ones.
/// </summary>
/// <param name="MaxPoints">Points of a file without any entry.</param>
/// <param name="Grades">Bounds of the grades, the best first, without gap.</param>
/// <param name="Indicators">The indicators in the order in which they are asked.</param>
internal sealed partial record ScoringRules(
    int MaxPoints, IReadOnlyList<GradeBound> Grades, IReadOnlyList<Indicator> Indicators) : IRuleValues
{
    /// <summary>The grades, the best first.</summary>
    public static readonly string[] GradeOrder = ["A", "B", "C", "D"];

    private const int MostPoints = 100_000, MostMonths = 120, MostYears = 10;

    private static readonly string[] Sources = [.. Enum.GetValues<SourceKind>().Select(kind => kind.Wire())];

    /// <summary>The grade of so many points.</summary>
    public string GradeOf(int points) => Grades.First(bound => points >= bound.From && points <= bound.To).Grade;

    /// <summary>The indicator that judges a part, or null.</summary>
    public Indicator? IndicatorOf(SourceKind kind, FactPart part) =>
        Indicators.FirstOrDefault(i => i.Source == kind.Wire() && i.Judges(part.Tags));

    /// <inheritdoc />
    public IEnumerable<string> Faults(string unit)
    {
        if (unit != "point")
        {
            yield return $"a scoring version counts point, not {unit}.";
        }

        if (MaxPoints is < 1 or > MostPoints)
        {
            yield return $"maxPoints must be 1 to {MostPoints}.";
        }

        foreach (var fault in GradeFaults()
            .Concat(Indicators.SelectMany((indicator, at) => IndicatorFaults(indicator, $"indicators[{at}] {indicator.Code}"))))
        {
            yield return fault;
        }

        if (Indicators.Count == 0)
        {
            yield return "indicators must not be empty.";
        }

        foreach (var twice in Indicators.GroupBy(i => i.Code).Where(same => same.Count() > 1))
        {
            yield return $"the indicator '{twice.Key}' is given {twice.Count()} times.";
        }

        // An indicator behind one that takes everything would be shown in the scale and never take a point.
        foreach (var (indicator, at) in Indicators.Select((indicator, at) => (indicator, at)))
        {
            if (Indicators.Take(at).FirstOrDefault(
                before => before.Source == indicator.Source && before.AllOf is not { Count: > 0 } && before.AnyOf is null) is { } all)
            {
                yield return $"indicators[{at}] {indicator.Code}: is never reached, since '{all.Code}' before it takes everything of "
                    + $"{indicator.Source}.";
            }
        }
    }

    private IEnumerable<string> GradeFaults()
    {
        if (!Grades.Select(bound => bound.Grade).SequenceEqual(GradeOrder))
        {
            // The checks below compare neighbours by position and would mislead for another order.
            yield return "grades must be A, B, C, D in this order.";
            yield break;
        }

        if (Grades[0].To != MaxPoints || Grades[^1].From != 0)
        {
            yield return "grades must reach from 0 to maxPoints.";
        }

        foreach (var bound in Grades.Where(bound => bound.From > bound.To))
        {
            yield return $"grade {bound.Grade}: from lies above to.";
        }

        foreach (var (better, worse) in Grades.Zip(Grades.Skip(1)))
        {
            if (worse.To + 1 != better.From)
            {
                yield return worse.To + 1 < better.From
                    ? $"grades {better.Grade} and {worse.Grade} leave a gap from {worse.To + 1} to {better.From - 1}."
                    : $"grades {better.Grade} and {worse.Grade} overlap.";
            }
        }
    }

    private IEnumerable<string> IndicatorFaults(Indicator indicator, string where)
    {
        if (!CodePattern().IsMatch(indicator.Code))
        {
            yield return $"{where}: the code must be lower-case words with dots between them, at most 60 characters.";
        }

        if (string.IsNullOrWhiteSpace(indicator.Zh) || string.IsNullOrWhiteSpace(indicator.En))
        {
            yield return $"{where}: needs a Chinese and an English name.";
        }

        if (indicator.Points < 0 || indicator.Points > MaxPoints)
        {
            yield return $"{where}: points must be 0 to maxPoints.";
        }

        if (indicator.Cap is { } cap && (cap < indicator.Points || cap > MaxPoints))
        {
            yield return $"{where}: cap must be at least points and at most maxPoints.";
        }

        if (indicator.BestGrade is { } best && !GradeOrder.Contains(best))
        {
            yield return $"{where}: unknown grade '{best}'.";
        }

        var most = indicator.ValidUnit switch { RuleUnits.Month => MostMonths, RuleUnits.Year => MostYears, _ => 0 };
        if ((indicator.ValidFor is null) != (indicator.ValidUnit is null)
            || (indicator.ValidFor is { } amount && (amount < 1 || amount > most)))
        {
            yield return $"{where}: validFor is 1 to {MostMonths} month or 1 to {MostYears} year, or both are left out.";
        }

        var kind = Array.IndexOf(Sources, indicator.Source);
        if (kind < 0)
        {
            yield return $"{where}: unknown source '{indicator.Source}'.";
            yield break;
        }

        // A misspelled tag would fit no fact, and the indicator would silently never take a point.
        foreach (var tag in (indicator.AllOf ?? []).Concat(indicator.AnyOf ?? []).Where(tag => !FactTags.CanBe((SourceKind)kind, tag)))
        {
            yield return $"{where}: no fact of {indicator.Source} can be '{tag}'.";
        }

        // Any of nothing is never true, so the indicator would be dead; all of nothing is always true and is allowed.
        if (indicator.AnyOf is { Count: 0 })
        {
            yield return $"{where}: anyOf must not be empty.";
        }
    }

    [GeneratedRegex("^(?=.{1,60}$)[a-z0-9_]+(\\.[a-z0-9_]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex CodePattern();
}
