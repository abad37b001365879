using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Identity.Departments;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

/// <summary>What an administrator may give to somebody else.</summary>
internal static class Grants
{
    /// <summary>The division in a request, if it is within the administrator's own.</summary>
    public static Result<DivisionCode> Division(string text, Actor actor)
    {
        var division = DivisionCode.Parse(text);
        if (division.IsRefused)
        {
            return division.Error.At("division");
        }

        return actor.Covers(division.Value) ? division : GrantErrors.OutOfScope;
    }

    /// <summary>
    /// The active department with this code that works for the division: its own one, else that of the nearest division above.
    /// </summary>
    public static async Task<Result<Department>> DepartmentAsync(
        IdentityDbContext context, string code, DivisionCode division, CancellationToken cancellation)
    {
        var divisions = division.SelfAndAbove().Select(d => d.Value).ToList();
        var department = await context.Departments
            .Where(d => d.Code == code && d.Active && divisions.Contains(d.Division))
            .OrderByDescending(d => d.Division.Length).FirstOrDefaultAsync(cancellation);
        return department is null ? DepartmentErrors.None : department;
    }
}
