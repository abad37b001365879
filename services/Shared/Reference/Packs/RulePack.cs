using System.Collections.Frozen;
using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>
/// A loaded, checked and immutable set of versioned rules. Within one key and jurisdiction the versions follow one another
/// without gap or overlap, so there is at most one answer to "which version applied on that day". Safe to share.
/// </summary>
/// <typeparam name="T">The values of every rule in the pack.</typeparam>
public sealed class RulePack<T>
    where T : notnull
{
    /// <summary>The jurisdiction that holds where no division has a version of its own.</summary>
    public const string National = "CN";

    private readonly FrozenDictionary<string, FrozenDictionary<string, RuleVersion<T>[]>> _chains;

    internal RulePack(string name, string digest, IReadOnlyList<RuleVersion<T>> versions)
    {
        (Name, Digest, Versions) = (name, digest, versions);
        Keys = [.. versions.Select(version => version.Key).Distinct(StringComparer.Ordinal)];
        _chains = versions.GroupBy(version => version.Key, StringComparer.Ordinal).ToFrozenDictionary(
            rule => rule.Key,
            rule => rule.GroupBy(version => version.Jurisdiction, StringComparer.Ordinal).ToFrozenDictionary(
                chain => chain.Key,
                chain => chain.OrderBy(version => version.ValidFrom).ToArray(),
                StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>The name of the pack.</summary>
    public string Name { get; }

    /// <summary>
    /// SHA-256 (64 lower-case hex digits) over every file that the pack was loaded from: two processes with equal digests apply the same
    /// rules.
    /// </summary>
    public string Digest { get; }

    /// <summary>The keys in the order of the files.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Every version of every rule in the order of the files.</summary>
    public IReadOnlyList<RuleVersion<T>> Versions { get; }

    /// <summary>
    /// The version of a rule that applied on <paramref name="day"/> at <paramref name="place"/>. The most specific
    /// jurisdiction that had one on that day wins: county, city, province, then the country.
    /// </summary>
    /// <param name="key">The key of the rule.</param>
    /// <param name="day">The official day, normally the day of the act (行政处罚法 Art 37, 从旧兼从轻).</param>
    /// <param name="place">The division concerned, or null for the national rule.</param>
    /// <returns>The version, or <c>rule.unknown_key</c>, or <c>rule.not_in_force</c> when the rule had no version there on that
    /// day.</returns>
    public Result<RuleVersion<T>> OnDay(string key, DateOnly day, DivisionCode? place = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!_chains.TryGetValue(key, out var chains))
        {
            return RuleErrors.UnknownKey(Name, key);
        }

        foreach (var jurisdiction in Jurisdictions(place))
        {
            if (chains.TryGetValue(jurisdiction, out var chain) && Array.Find(chain, version => version.AppliesOn(day)) is { } version)
            {
                return version;
            }
        }

        return RuleErrors.NotInForce(Name, key, day, place);
    }

    /// <summary>
    /// A rule as it applied on <paramref name="day"/> in the country, or else its version that began last: the name of a code outlives the
    /// law that it stood for.
    /// </summary>
    /// <returns>The version; null for a key that the pack has not.</returns>
    public RuleVersion<T>? OnDayOrLatest(string key, DateOnly day) => OnDay(key, day) is { IsRefused: false } found
        ? found.Value
        : Versions.Where(version => version.Key == key)
            .OrderBy(version => version.Jurisdiction == National).ThenBy(version => version.ValidFrom).LastOrDefault();

    /// <summary>
    /// Every rule as it applied on <paramref name="day"/> at <paramref name="place"/>, in the order of the files; rules without a version
    /// there are left out.
    /// </summary>
    public IReadOnlyList<RuleVersion<T>> AllOnDay(DateOnly day, DivisionCode? place = null) =>
        [.. Keys.Select(key => OnDay(key, day, place)).Where(found => !found.IsRefused).Select(found => found.Value!)];

    private static IEnumerable<string> Jurisdictions(DivisionCode? place) =>
        (place?.SelfAndAbove().Select(division => division.Value) ?? []).Append(National);
}

/// <summary>Every refusal of a rule pack.</summary>
internal static class RuleErrors
{
    internal static Error UnknownKey(string pack, string key) => new(
        ErrorKind.NotFound, "rule.unknown_key", $"The rule pack {pack} has no rule {key}.");

    internal static Error NotInForce(string pack, string key, DateOnly day, DivisionCode? place) => new(
        ErrorKind.Unprocessable,
        "rule.not_in_force",
        FormattableString.Invariant($"The rule {pack}/{key} had no version in force on {day:yyyy-MM-dd} in {place?.Value ?? "CN"}."));
}
