namespace Oversight.Reference;

/// <summary>
/// Checks, when a pack is loaded, what it names of another one: a mistyped code would otherwise be found when somebody needs it.
/// </summary>
internal static class NamedKeys
{
    /// <summary>Every key must have a version in the pack that fits.</summary>
    /// <param name="pack">The pack that has the keys.</param>
    /// <param name="naming">Name of the pack that names them.</param>
    /// <param name="keys">What it names.</param>
    /// <param name="fits">Whether a version is what is needed.</param>
    /// <param name="fault">What is said of a key that does not fit, e.g. <c>is no department</c>.</param>
    /// <exception cref="RuleDataException">A key does not fit; every one is listed.</exception>
    internal static void Require<T>(
        this RulePack<T> pack, string naming, IEnumerable<string> keys, Func<RuleVersion<T>, bool> fits, string fault)
        where T : notnull
    {
        var fit = pack.Versions.Where(fits).Select(version => version.Key).ToHashSet(StringComparer.Ordinal);
        var unfit = keys.Distinct(StringComparer.Ordinal).Where(key => !fit.Contains(key)).ToList();
        if (unfit.Count > 0)
        {
            throw new RuleDataException(
                $"Rule pack {naming}", unfit.ConvertAll(key => $"{naming}: '{key}' {fault} of the rule pack {pack.Name}."));
        }
    }

    /// <summary>Every key of a pack must be written as its code is.</summary>
    /// <exception cref="RuleDataException">A key is not; every one is listed.</exception>
    internal static void RequireForm<T>(this RulePack<T> pack, Func<string, bool> isCode, string form)
        where T : notnull
    {
        var malformed = pack.Keys.Where(key => !isCode(key)).ToList();
        if (malformed.Count > 0)
        {
            throw new RuleDataException(
                $"Rule pack {pack.Name}", malformed.ConvertAll(key => $"{pack.Name}: the key '{key}' is no {form}."));
        }
    }
}
