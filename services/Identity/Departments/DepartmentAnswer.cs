using System.Linq.Expressions;

namespace Oversight.Identity.Departments;

/// <summary>A department as the API shows it.</summary>
internal sealed record DepartmentAnswer(
    Guid Id, string Code, string Division, string NameZh, string NameEn, DepartmentKind Kind, bool Active, long Version)
{
    public static readonly Expression<Func<Department, DepartmentAnswer>> Projection =
        d => new DepartmentAnswer(d.Id, d.Code, d.Division, d.NameZh, d.NameEn, d.Kind, d.Active, d.Version);

    public static DepartmentAnswer Of(Department d) => new(d.Id, d.Code, d.Division, d.NameZh, d.NameEn, d.Kind, d.Active, d.Version);
}
