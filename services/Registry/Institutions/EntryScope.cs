using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>The one place that says which entries a caller may see.</summary>
internal static class EntryScope
{
    /// <summary>Entries within the caller's division; without a division none.</summary>
    public static IQueryable<Institution> Within(this IQueryable<Institution> entries, Actor actor)
    {
        var prefix = actor.ScopePrefix;
        return entries.Where(i => i.Division.StartsWith(prefix));
    }
}

/// <summary>Who may read the register: every role of the staff, and department systems.</summary>
internal static class ReadRoles
{
    public static readonly string[] All = [.. Roles.All.Where(role => role != Roles.Administrator)];
}
