using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

/// <summary>Who sees a clue: the departments that it was with, and whoever may move it on where they cannot.</summary>
internal static class ClueScope
{
    /// <summary>
    /// Clues of the caller's division that the caller's department sent, has or had; for a supervisor also those that wait for a
    /// third department, or that nobody in particular can pass on; for an auditor all.
    /// </summary>
    public static IQueryable<Clue> VisibleTo(this IQueryable<Clue> clues, Actor actor)
    {
        var within = clues.Within(actor);
        if (actor.Has(Roles.Auditor))
        {
            return within;
        }

        var (department, decides) = (actor.Department ?? "", actor.Has(Roles.Supervisor) && actor.Department is not null);
        // The steps keep a department that had it once: it can still see what became of what it passed on.
        return within.Where(c => c.Department == department || c.SenderDepartment == department
            || c.Steps.Any(s => s.Department == department || s.ToDepartment == department)
            || (decides && (c.State == ClueState.Objected || (c.State == ClueState.Returned && c.SenderDepartment == null))));
    }
}
