using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>
/// Which matters a caller may see: handlers those of their own department in their division, supervisors those of their division.
/// </summary>
internal static class MatterScope
{
    public static readonly string[] Readers = [Roles.ComplaintHandler, Roles.Supervisor];

    public static IQueryable<Matter> Visible(this IQueryable<Matter> matters, Actor actor)
    {
        var within = matters.Within(actor);
        var department = actor.Department;
        // A supervisor sees other departments' matters without their texts: GetMatter decrypts for the own department alone.
        return actor.Has(Roles.Supervisor) ? within : within.Where(m => m.Department == department);
    }
}
