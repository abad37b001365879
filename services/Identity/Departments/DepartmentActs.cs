using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Identity.Departments;

/// <summary>What acts on a department share: they open it within scope and at its version, and are done with audit and one save.</summary>
internal sealed class DepartmentActs(
    IdentityDbContext context, Commit<IdentityDbContext> commit, DueDeadlines<IdentityDbContext> due)
{
    /// <summary>Opens a department.</summary>
    public Task<Result<Department>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation) =>
        context.Departments.Within(actor).ForChangeAsync(id, expected, DepartmentErrors.NotFound, due, cancellation);

    /// <summary>Commits what was done.</summary>
    public async Task<Result<Reply<DepartmentAnswer>>> DoneAsync(Department department, string act, CancellationToken cancellation)
    {
        commit.Record(act, "department", department.Id, department.Version);
        return await commit.SaveAsync(Reply.Ok(DepartmentAnswer.Of(department), department.Version), cancellation);
    }
}
