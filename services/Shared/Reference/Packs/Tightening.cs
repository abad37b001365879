using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>
/// What an operator's file may do to a pack of powers or acts: take away and add conditions, never give. Who may do what is the law's, not
/// the place's; a file in a folder must not be a way round it.
/// </summary>
internal static class Tightening
{
    /// <summary>Every version of the operator that gives more than the shipped one of its key on a day on which it applies.</summary>
    /// <param name="shipped">The shipped pack.</param>
    /// <param name="pack">The pack with the operator's file over it.</param>
    /// <param name="isWithin">Whether the operator's values give nothing that the shipped ones do not give.</param>
    /// <remarks>
    /// A shipped version that is unsure gives nothing; an operator may answer it with values within it, by an article of its own, for a
    /// division and not for the country.
    /// </remarks>
    internal static IEnumerable<string> Faults<T>(RulePack<T> shipped, RulePack<T> pack, Func<T, T, bool> isWithin)
        where T : notnull
    {
        foreach (var own in pack.Versions)
        {
            var chain = shipped.Versions.Where(s => s.Key == own.Key).ToLookup(s => s.Jurisdiction);
            var over = (chain.Contains(own.Jurisdiction) ? chain[own.Jurisdiction] : chain[RulePack<T>.National])
                .Where(s => Overlap(s, own)).OrderBy(s => s.ValidFrom).ToList();
            if (over.Count == 0 || own.ValidFrom < over[0].ValidFrom || (over[^1].ValidTo is { } last && !(own.ValidTo <= last)))
            {
                yield return $"{own.Reference}: a place may only tighten, and the shipped pack has no such rule on all of its days.";
            }
            else if (over.Exists(s => !isWithin(own.Values, s.Values)))
            {
                yield return $"{own.Reference}: a place may only tighten; this gives more than {over[0].Reference}.";
            }
            else if (own.Confidence != Confidence.Unsure && own.Jurisdiction == RulePack<T>.National
                && over.Exists(s => s.Confidence == Confidence.Unsure))
            {
                yield return $"{own.Reference}: a place answers {over[0].Reference} for its own division, not for the country.";
            }
        }
    }

    private static bool Overlap<T>(RuleVersion<T> one, RuleVersion<T> other)
        where T : notnull =>
        (one.ValidTo is not { } end || other.ValidFrom <= end) && (other.ValidTo is not { } until || one.ValidFrom <= until);
}
