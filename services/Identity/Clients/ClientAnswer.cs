using System.Linq.Expressions;

namespace Oversight.Identity.Clients;

/// <summary>A client as administrators and auditors see it; never its secret.</summary>
/// <param name="SecretIssuedAt">When its secret was issued last; null: it has none yet.</param>
internal sealed record ClientAnswer(
    Guid Id, string ClientId, string Name, string Department, string Division, IReadOnlyList<string> Roles, bool Active,
    DateTime? SecretIssuedAt, DateTime CreatedAt, long Version)
{
    public static readonly Expression<Func<DepartmentClient, ClientAnswer>> Projection = c => new ClientAnswer(
        c.Id, c.ClientId, c.Name, c.Department, c.Division, c.RoleList.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        c.Active, c.SecretIssuedAt, c.CreatedAt, c.Version);

    public static ClientAnswer Of(DepartmentClient c) => new(
        c.Id, c.ClientId, c.Name, c.Department, c.Division, c.Roles, c.Active, c.SecretIssuedAt, c.CreatedAt, c.Version);
}
