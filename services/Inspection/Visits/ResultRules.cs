using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Inspection.Visits;

/// <summary>Which result categories go with what was answered and found: the pure rule.</summary>
internal static class ResultRules
{
    /// <summary>
    /// Refuses categories that the day does not know, that stand twice, or that contradict the record: "no problem" with a
    /// finding, beside another category or without any item looked at; "corrected" while a finding is open; findings without a
    /// category that speaks of them.
    /// </summary>
    /// <param name="codes">The codes as stated.</param>
    /// <param name="category">Looks a category up on the day.</param>
    /// <param name="answered">How many items were answered.</param>
    /// <param name="findings">For each finding whether it was corrected on site.</param>
    public static Result Check(
        IReadOnlyList<string> codes, Func<string, RuleVersion<ResultCategory>?> category, int answered, IReadOnlyCollection<bool> findings)
    {
        var found = codes.Select(category).ToList();
        if (codes.Count == 0 || codes.Distinct().Count() != codes.Count || found.Contains(null))
        {
            return VisitErrors.ResultUnknown;
        }

        foreach (var one in found)
        {
            var (values, some, open) = (one!.Values, findings.Count > 0, findings.Contains(false));
            // "No problem" also needs something that was looked at, or an empty record would clear the party.
            var contradicts = (values.Alone && codes.Count > 1)
                || (values.Findings == "none" && (some || answered == 0))
                || (values.Findings == "some" && !some)
                || (values.Corrected == "all" && open)
                || (values.Corrected == "open" && !open);
            if (contradicts)
            {
                return VisitErrors.ResultContradicts(one.Key, one.Basis);
            }
        }

        // Without this a visit with findings could be published under a category that says nothing of them, such as "moved away".
        return findings.Count > 0 && !found.Exists(c => c!.Values.Findings == "some")
            ? VisitErrors.ResultContradicts(codes[0], found[0]!.Basis) : Result.Done;
    }
}
