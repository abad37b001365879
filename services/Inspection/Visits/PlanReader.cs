using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Data;
using Oversight.Inspection.Operations;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>Reads the plan of a visit: whom, by whom, when, and within which joint operation.</summary>
internal sealed class PlanReader(InspectionDbContext context, InspectionRules rules)
{
    /// <summary>The party: an entry of the register within the caller's division, or one that the register lacks.</summary>
    public async Task<Result<VisitParty>> PartyAsync(PlanVisitRequest request, Actor actor, CancellationToken cancellation)
    {
        if (request.InstitutionId is null == request.Party is null)
        {
            return VisitErrors.PartyRequired;
        }

        if (request.InstitutionId is { } id)
        {
            var prefix = actor.ScopePrefix;
            var known = await context.Institutions.AsNoTracking()
                .FirstOrDefaultAsync(i => i.Id == id && i.Division.StartsWith(prefix), cancellation);
            return known is null ? VisitErrors.PartyUnknown
                : new VisitParty(known.Id, known.Name, known.CreditCode, known.Division, known.Address, known.Type, known.Entry);
        }

        var stated = request.Party!;
        var (name, address, division) =
            (TextInput.Required(stated.Name, 100), TextInput.Required(stated.Address, 200), DivisionCode.Parse(stated.Division));
        if (name.IsRefused || address.IsRefused || division.IsRefused)
        {
            return name.Error?.At("party.name") ?? address.Error?.At("party.address") ?? division.Error!.At("party.division");
        }

        // Scope is a prefix of the division: a party at city level would be invisible to the county in which it stands.
        if (division.Value.Level != DivisionLevel.County)
        {
            return VisitErrors.CountyRequired;
        }

        return actor.Covers(division.Value)
            ? new VisitParty(
                null, name.Value, null, division.Value.FullCode, address.Value, InspectionRules.UnregisteredType, PartyEntries.None)
            : VisitErrors.OutOfScope;
    }

    /// <summary>
    /// Refuses departments that are no inspecting bodies, a planner of a department that takes no part, and a day out of range.
    /// </summary>
    public Result Check(PlanVisitRequest request, Actor actor, DateOnly today)
    {
        var departments = request.Departments;
        if (departments.Count == 0 || departments.Distinct().Count() != departments.Count || !departments.All(DepartmentCode.IsValid))
        {
            return VisitErrors.DepartmentsMalformed;
        }

        if (request.PlannedOn < today || request.PlannedOn.DayNumber > today.DayNumber + rules.Amount("plan.horizon", today))
        {
            return VisitErrors.DayOutOfRange;
        }

        // 国办发〔2024〕54号: only inspecting bodies inspect; one without an item on the checklist of that day is none.
        if (request.Departments.Except(rules.InspectingDepartments(request.PlannedOn)).Any())
        {
            return VisitErrors.DepartmentUnknown;
        }

        return actor.Department is { } own && request.Departments.Contains(own) ? Result.Done : VisitErrors.NotYourDepartment;
    }

    /// <summary>
    /// Refuses a joint operation that is unknown, outside the caller's division, closed, about another institution, or without a task for a
    /// department.
    /// </summary>
    public async Task<Result> OperationAsync(
        Guid id, VisitParty party, IReadOnlyCollection<string> departments, Actor actor, CancellationToken cancellation)
    {
        var prefix = actor.ScopePrefix;
        var operation = await context.Operations.AsNoTracking()
            .FirstOrDefaultAsync(o => o.Id == id && o.Division.StartsWith(prefix), cancellation);
        return operation is null ? OperationErrors.Unknown : operation.Admits(party.InstitutionId, departments);
    }
}

/// <summary>Keeps the tallies of the yearly caps.</summary>
internal sealed class VisitTallies(InspectionDbContext context, InspectionRules rules)
{
    /// <summary>Counts a planned visit for every department for which it counts; refused over a cap without a stated reason.</summary>
    public async Task<Result> CountAsync(Visit visit, CancellationToken cancellation)
    {
        // 国办发〔2024〕54号: the yearly cap is each department's own, so a joint visit counts once for every one of them.
        foreach (var (tally, isNew) in await OfAsync(visit, cancellation))
        {
            var cap = rules.Cap(tally.Department, visit.PlannedOn, DivisionCode.FromStored(visit.Division)).Values.Amount;
            // Two plans at once read the same count. The second save fails: on the version of the tally, or on its primary key if it
            // is the first one of the year.
            if (tally.Counted >= cap && visit.CapReason is null)
            {
                return VisitErrors.OverCap;
            }

            if (isNew)
            {
                context.VisitTallies.Add(tally);
            }

            tally.Count();
        }

        return Result.Done;
    }

    /// <summary>Takes a visit out that was cancelled or withdrawn.</summary>
    public async Task UncountAsync(Visit visit, CancellationToken cancellation)
    {
        foreach (var (tally, isNew) in await OfAsync(visit, cancellation))
        {
            if (!isNew)
            {
                tally.Uncount();
            }
        }
    }

    private async Task<List<(VisitTally Tally, bool IsNew)>> OfAsync(Visit visit, CancellationToken cancellation)
    {
        var departments = visit.Departments.Where(d => d.CountsForCap).Select(d => d.Department).ToList();
        if (visit.InstitutionId is not { } id || departments.Count == 0)
        {
            return [];
        }

        // The planned day never changes, so planning and falling away find one row, even if the visit begins in the next year.
        var year = visit.PlannedOn.Year;
        var known = await context.VisitTallies.Where(t => t.InstitutionId == id && t.Year == year && departments.Contains(t.Department))
            .ToListAsync(cancellation);
        return departments.ConvertAll(
            d => known.Find(t => t.Department == d) is { } tally ? (tally, false) : (VisitTally.Begin(id, d, year), true));
    }
}
