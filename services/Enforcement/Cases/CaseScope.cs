using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// Whose cases a caller sees: the own department's, in the own division; supervisors of the lead departments and auditors the whole
/// division's.
/// </summary>
internal sealed class CaseScope(string? leadDepartments)
{
    private readonly string[] _leads = (leadDepartments ?? "coordination,education")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Roles that read cases.</summary>
    public static readonly string[] Readers = [
        Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector, Roles.Auditor, Roles.Publisher, Roles.CreditOfficer];

    /// <summary>What the caller may read.</summary>
    public IQueryable<Case> Readable(IQueryable<Case> cases, Actor actor) => SeesDivision(actor) ? cases.Within(actor) : Own(cases, actor);

    /// <summary>What the caller may act on: the own department's.</summary>
    public static IQueryable<Case> Own(IQueryable<Case> cases, Actor actor)
    {
        var department = actor.Department ?? "";
        return cases.Within(actor).Where(c => c.Department == department);
    }

    private bool SeesDivision(Actor actor) =>
        actor.Has(Roles.Auditor) || (actor.Has(Roles.Supervisor) && actor.Department is { } department && _leads.Contains(department));
}
