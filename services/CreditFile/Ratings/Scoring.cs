using Oversight.CreditFile.Ledger;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.CreditFile.Ratings;

/// <summary>
/// Works a rating out: a pure function of the facts, a version of the scoring pack and a day. The order of the facts does not matter,
/// and a repeated one would not either.
/// </summary>
internal static class Scoring
{
    /// <summary>
    /// The rating as of a day: what had happened by then (<see cref="CreditFact.OccurredOn"/>) and was known here by the end of that
    /// day (<see cref="CreditFact.RecordedAt"/>). An annulment that came later therefore does not count as annulled before.
    /// </summary>
    public static Rating Rate(IReadOnlyCollection<CreditFact> facts, RuleVersion<ScoringRules> pack, DateOnly day, PublicationTerms terms)
    {
        var known = facts.Where(fact => OfficialTime.DateOf(fact.RecordedAt) <= day).ToList();
        var (lines, aside) = (new List<RatingLine>(), new List<AsideFact>());
        var standings = known.Where(fact => fact.OccurredOn <= day).GroupBy(fact => (fact.SourceKind, fact.SourceId))
            .Select(source => Standing.Of([.. source])).OfType<Standing>()
            // A total order by what the facts say: lines, cap and digest are the same whatever the order of arrival was.
            .OrderBy(s => s.OccurredOn).ThenBy(s => s.Kind).ThenBy(s => s.SourceId);
        foreach (var standing in standings)
        {
            Judge(standing, pack.Values, day, terms, lines, aside);
        }

        Limit(lines, pack.Values);
        var points = Math.Max(0, pack.Values.MaxPoints + lines.Sum(line => line.Points));
        var byPoints = pack.Values.GradeOf(points);
        // The worst of points and hard stops: a hard stop bars better grades and never improves one.
        var grade = lines.Select(line => line.BestGrade).OfType<string>().Append(byPoints)
            .MaxBy(g => Array.IndexOf(ScoringRules.GradeOrder, g))!;
        // A line counts on its last day, so the rating changes on the day after. A fact that is known already and happens on a day
        // to come changes it, too. The first of both is enough: the rating of that day finds the next.
        var next = lines.Select(line => line.ExpiresOn?.AddDays(1))
            .Concat(known.Where(fact => fact.OccurredOn > day).Select(fact => (DateOnly?)fact.OccurredOn)).Min();
        return new Rating(day, pack.Reference, grade, byPoints, points, pack.Values.MaxPoints, lines, aside, next);
    }

    private static void Judge(
        Standing standing, ScoringRules rules, DateOnly day, PublicationTerms terms, List<RatingLine> lines, List<AsideFact> aside)
    {
        if (standing.End is { } end)
        {
            // Set aside and not dropped: the rating shows that the fact is known and why it takes nothing.
            aside.Add(new AsideFact(standing.Kind, standing.SourceId, standing.OccurredOn, end, standing.EndedOn));
            return;
        }

        var judged = standing.Parts.Select(part => (Indicator: rules.IndicatorOf(standing.Kind, part), part.Count))
            // 浙江省公共信用信息管理条例 第十一条: a simplified penalty takes nothing. Its indicator has 0 points, which makes no line.
            .Where(found => found.Indicator is { } i && (i.Points > 0 || i.BestGrade is not null))
            .GroupBy(found => found.Indicator!).OrderBy(group => group.Key.Code, StringComparer.Ordinal).ToList();
        if (judged.Count == 0)
        {
            aside.Add(new AsideFact(standing.Kind, standing.SourceId, standing.OccurredOn, FactEnd.NotScored, null));
        }

        foreach (var group in judged)
        {
            var (indicator, last) = (group.Key, group.Key.LastDay(standing.CountsFrom));
            if (last < day)
            {
                aside.Add(new AsideFact(standing.Kind, standing.SourceId, standing.OccurredOn, FactEnd.Expired, last.Value.AddDays(1)));
                continue;
            }

            var points = -indicator.Points * group.Sum(found => found.Count);
            lines.Add(new RatingLine(
                indicator.Code, indicator.Zh, points, points, indicator.BestGrade, standing.Kind, standing.SourceId, standing.Department,
                standing.Document,
                standing.OccurredOn, standing.RecordedAt, last, standing.IsDisputed, standing.PerformedOn,
                Changes(standing, last, day, terms)));
        }
    }

    // The oldest lines use an indicator's cap up first, so that the cut never depends on the order of arrival.
    private static void Limit(List<RatingLine> lines, ScoringRules rules)
    {
        foreach (var indicator in rules.Indicators.Where(i => i.Cap is not null))
        {
            var left = indicator.Cap!.Value;
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].Indicator == indicator.Code)
                {
                    var taken = Math.Min(left, -lines[i].PointsBeforeCap);
                    lines[i] = lines[i] with { Points = -taken };
                    left -= taken;
                }
            }
        }
    }

    private static List<LineChange> Changes(Standing standing, DateOnly? last, DateOnly day, PublicationTerms terms)
    {
        var changes = new List<LineChange>();
        if (standing.IsDisputed)
        {
            changes.Add(new LineChange(LineChangeKind.ObjectionDecision, null));
        }

        switch (standing.Kind)
        {
            case SourceKind.Penalty:
                if (standing.PerformedOn is null)
                {
                    changes.Add(new LineChange(LineChangeKind.Perform, null));
                }

                // Refused where the class is unknown or no rule covers the day; the line then names no day of a repair.
                if (terms.RepairFrom(standing.CreditClass, standing.OccurredOn, day) is { IsRefused: false } from)
                {
                    changes.Add(new LineChange(LineChangeKind.Repair, from.Value.From));
                }

                break;
            case SourceKind.Rectification when standing.PerformedOn is null:
                changes.Add(new LineChange(LineChangeKind.Rectify, null));
                break;
            case SourceKind.Register:
                changes.Add(new LineChange(LineChangeKind.RegisterChange, null));
                break;
        }

        if (last is { } end)
        {
            changes.Add(new LineChange(LineChangeKind.Expires, end.AddDays(1)));
        }

        return changes;
    }
}
