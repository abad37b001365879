using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Inspection.Reference;

/// <summary>Who may do what, in the words of the roles.</summary>
internal static class Access
{
    /// <summary>Who may read inspections: all staff but those who keep accounts only.</summary>
    public static readonly string[] Read = [.. Roles.All.Where(role => role is not (Roles.Administrator or Roles.DepartmentSystem))];

    /// <summary>Who may read officers.</summary>
    public static readonly string[] ReadOfficers = [.. Roles.All.Where(role => role != Roles.DepartmentSystem)];

    /// <summary>
    /// Whether the caller may keep officers of the department: a supervisor those of the own one, an administrator of any in the division.
    /// </summary>
    public static bool MayKeep(this Actor actor, string department) => actor.Has(Roles.Administrator) || actor.Department == department;

    /// <summary>The division in its six-digit spelling, if the caller's scope covers it.</summary>
    public static Result<string> DivisionWithin(Actor actor, string text, Error outOfScope)
    {
        var division = DivisionCode.Parse(text);
        if (division.IsRefused)
        {
            return division.Error.At("division");
        }

        return actor.Covers(division.Value) ? division.Value.FullCode : outOfScope;
    }
}
