using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

/// <summary>
/// What acts on an officer's entry share: they open it within scope, at its version, by the own department and with permission, and are
/// done with fact, audit and one save.
/// </summary>
internal sealed class OfficerActs(
    InspectionDbContext context, Commit<InspectionDbContext> commit, DueDeadlines<InspectionDbContext> due, Permission permission)
{
    /// <summary>Opens an entry for the act that the route names.</summary>
    /// <returns>The officer with the avoidances; or the refusal of scope, version, department or permission.</returns>
    public async Task<Result<Officer>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await context.Officers.Include(o => o.Avoidances).Within(actor)
            .ForChangeAsync(id, expected, OfficerErrors.NotFound, due, cancellation);
        // The department as it is now; the reader asks the same of the stated one, so no supervisor moves an officer into another.
        if (found.IsRefused || !actor.MayKeep(found.Value.Department))
        {
            return found.IsRefused ? found : OfficerErrors.OtherDepartment;
        }

        // A supervisor may be an officer too: the pack separates the act from the person concerned.
        return permission.Check(actor, new ActSubject { Hands = found.Value }) is { IsRefused: true } forbidden ? forbidden.Error : found;
    }

    /// <summary>Announces, audits and saves an act that was done.</summary>
    /// <param name="officer">The officer after it.</param>
    /// <param name="act">Name of the act in the audit.</param>
    /// <param name="fact">What others are told.</param>
    /// <param name="details">What the audit keeps of it.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<Result<Reply<OfficerAnswer>>> DoneAsync(
        Officer officer, string act, OfficerRecorded fact, object details, CancellationToken cancellation)
    {
        commit.Announce(fact, officer.Id, officer.Version);
        commit.Record(act, "officer", officer.Id, officer.Version, details);
        return commit.SaveAsync(Reply.Ok(OfficerAnswer.Of(officer), officer.Version), cancellation);
    }
}
