using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

/// <summary>Values of the rule pack <c>incompatible-roles</c>: what a role excludes, and why.</summary>
/// <param name="Excludes">Roles that the same person may not have, or <c>*</c> for every other one.</param>
/// <param name="Zh">The reason in Chinese.</param>
/// <param name="En">The reason in English.</param>
internal sealed record IncompatibleRoles(IReadOnlyList<string> Excludes, string Zh, string En) : IRuleValues
{
    private const string Every = "*";
    private const int MaxReason = 200;

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit)
    {
        if (Excludes.Count == 0 || Excludes.Any(role => role != Every && !Roles.All.Contains(role)))
        {
            yield return "excludes names roles of this platform, at least one, or *.";
        }

        if (Zh.Length is 0 or > MaxReason || En.Length is 0 or > MaxReason)
        {
            yield return FormattableString.Invariant($"the reason has 1 to {MaxReason} characters in both languages.");
        }
    }

    /// <summary>The roles that are excluded beside <paramref name="role"/>.</summary>
    public IEnumerable<string> Of(string role) =>
        Roles.All.Where(other => other != role && (Excludes.Contains(Every) || Excludes.Contains(other)));
}

/// <summary>
/// Which roles a person may have together: the rule pack <c>incompatible-roles</c>. An operator's file may exclude more; one that excludes
/// less ends the start, and the shipped pack is applied beside it. Immutable; safe to share.
/// </summary>
internal sealed class RoleRules
{
    /// <summary>Name of the pack and of its override file.</summary>
    public const string PackName = "incompatible-roles";

    private readonly RulePack<IncompatibleRoles> _shipped, _own;

    private RoleRules(RulePack<IncompatibleRoles> shipped, RulePack<IncompatibleRoles> own) => (_shipped, _own) = (shipped, own);

    /// <summary>Loads the shipped rules and the operator's <c>incompatible-roles.json</c> beside them.</summary>
    /// <exception cref="RuleDataException">The pack has faults, names an unknown role, or excludes less than the shipped one.</exception>
    public static RoleRules Load(string? overrideFolder = null)
    {
        var (shipped, own) = RulePackLoader.LoadBoth<IncompatibleRoles>(PackName, typeof(RoleRules).Assembly, overrideFolder);
        var faults = own.Keys.Where(role => !Roles.All.Contains(role)).Select(role => $"{PackName}: '{role}' is no role.")
            .Concat(own.Versions.Where(version => Loosens(shipped, version))
                .Select(version => $"{PackName}: {version.Key} in {version.Jurisdiction} excludes less than the shipped rule; it may only "
                    + "exclude more.")).ToList();
        return faults.Count == 0 ? new RoleRules(shipped, own) : throw new RuleDataException($"Rule pack {PackName}", faults);
    }

    /// <summary>A person's roles: known ones, at least one, none that is for systems, and none that exclude each other.</summary>
    /// <param name="roles">The roles.</param>
    /// <param name="day">The official day on which they are given.</param>
    /// <param name="place">The division that they are for.</param>
    public Result Check(IReadOnlyCollection<string> roles, DateOnly day, DivisionCode place)
    {
        if (roles.Count == 0)
        {
            return GrantErrors.RolesRequired;
        }

        if (roles.Any(r => !Roles.All.Contains(r)))
        {
            return GrantErrors.RoleUnknown;
        }

        if (roles.Contains(Roles.DepartmentSystem))
        {
            return GrantErrors.SystemRole;
        }

        // GB/T 22239—2019 8.1.4.2, 8.1.5 (pack incompatible-roles). An override replaces the whole chain of versions of a key: one that
        // begins next year would leave this year without a rule. The shipped pack therefore binds beside it.
        foreach (var rule in _shipped.AllOnDay(day, place).Concat(_own.AllOnDay(day, place)).Where(rule => roles.Contains(rule.Key)))
        {
            if (rule.Values.Of(rule.Key).FirstOrDefault(roles.Contains) is { } other)
            {
                return GrantErrors.RolesIncompatible(rule.Key, other, rule.Values, rule.Basis);
            }
        }

        return Result.Done;
    }

    private static bool Loosens(RulePack<IncompatibleRoles> shipped, RuleVersion<IncompatibleRoles> own) => shipped.Versions
        .Where(version => version.Key == own.Key)
        .Any(version => version.Values.Of(own.Key).Except(own.Values.Of(own.Key)).Any());
}
