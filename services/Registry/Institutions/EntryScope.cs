using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>Who may read the register: every role of the staff, and department systems.</summary>
internal static class ReadRoles
{
    public static readonly string[] All = [.. Roles.All.Where(role => role != Roles.Administrator)];
}
