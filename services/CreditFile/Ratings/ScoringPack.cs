using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.CreditFile.Ratings;

/// <summary>
/// The versions of the scoring pack that are loaded: <c>Rules/scoring.json</c>, or the operator's file of that name. Checked at the
/// start; a faulty pack stops the service with every fault listed. Immutable.
/// </summary>
internal sealed class ScoringPack
{
    private const string Pack = "scoring";
    private readonly RulePack<ScoringRules> _pack;

    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public ScoringPack(string? overrideFolder)
        : this(RulePackLoader.Load<ScoringRules>(Pack, typeof(ScoringPack).Assembly, overrideFolder))
    {
    }

    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public ScoringPack(RulePack<ScoringRules> pack)
    {
        _pack = pack;
        var versions = pack.Versions.OrderBy(version => version.ValidFrom).ToList();
        var faults = versions.Where(version => version.Jurisdiction != RulePack<ScoringRules>.National)
            .Select(
                version =>
                    $"{Pack}.json: {version.Key}@{version.Version}: one city has one scale; the jurisdiction must be CN, not "
                        + $"{version.Jurisdiction}.").ToList();
        if (versions[^1].ValidTo is not null)
        {
            faults.Add($"{Pack}.json: {Pack}: the last version must have no end, or files would be without a scale after it.");
        }

        if (faults.Count > 0)
        {
            throw new RuleDataException($"Rule pack {Pack}", faults);
        }

        Versions = versions;
    }

    /// <summary>All versions, the oldest first.</summary>
    public IReadOnlyList<RuleVersion<ScoringRules>> Versions { get; }

    /// <summary>The version in force on a day, or <c>creditfile.scoring.before_pack</c>.</summary>
    public Result<RuleVersion<ScoringRules>> OnDay(DateOnly day) =>
        _pack.OnDay(Pack, day) is { IsRefused: false } found ? found.Value : ScoringErrors.BeforePack(Versions[0].ValidFrom);

    /// <summary>The version in force today.</summary>
    /// <exception cref="InvalidOperationException">None is yet: the clock or the pack is wrong, and nothing may be rated.</exception>
    public RuleVersion<ScoringRules> Today(DateOnly today) => OnDay(today) is { IsRefused: false } found
        ? found.Value
        : throw new InvalidOperationException($"No version of the scoring pack is in force on {today:yyyy-MM-dd}.");

    /// <summary>A version that is loaded but comes into force after <paramref name="today"/>, or the refusal.</summary>
    public Result<RuleVersion<ScoringRules>> Ahead(string version, DateOnly today) =>
        Versions.FirstOrDefault(v => v.Version == version) is not { } found ? ScoringErrors.UnknownVersion
        : found.ValidFrom <= today ? ScoringErrors.NotAhead
        : found;
}

/// <summary>Every refusal about the scoring pack.</summary>
internal static class ScoringErrors
{
    public static readonly Error UnknownVersion = new(
        ErrorKind.Unprocessable, "creditfile.scoring.version_unknown", "No such version of the scoring pack is loaded.", "packVersion");

    public static readonly Error NotAhead = new(
        ErrorKind.Conflict, "creditfile.scoring.version_in_force",
        "This version of the scoring pack is or was in force; only one that is still to come is tried out.", "packVersion");

    public static Error BeforePack(DateOnly first) => new(
        ErrorKind.Unprocessable, "creditfile.scoring.before_pack",
        FormattableString.Invariant($"No scoring pack was in force before {first:yyyy-MM-dd}."));
}
