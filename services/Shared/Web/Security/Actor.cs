using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>
/// Who calls, read from the checked token and from nothing else. An endpoint takes it as a parameter; identity headers are
/// never looked at.
/// </summary>
/// <param name="Id">Subject of the token: a staff account's id or a client's id.</param>
/// <param name="Name">Display name, or the id if the token has none.</param>
/// <param name="Department">Department code such as <c>education</c>, or null.</param>
/// <param name="Division">Division scope, e.g. 3302 or 330282; null means no rows at all.</param>
/// <param name="Roles">Roles of <see cref="Web.Roles"/>.</param>
public sealed record Actor(string Id, string Name, string? Department, DivisionCode? Division, IReadOnlySet<string> Roles)
{
    /// <summary>Claim types of the platform's tokens.</summary>
    public const string SubjectClaim = "sub", NameClaim = "name", DepartmentClaim = "dept", DivisionClaim = "division", RoleClaim = "role";

    /// <summary>
    /// Prefix for scoped queries: <c>Where(i => i.Division.StartsWith(actor.ScopePrefix))</c>. Without a division it is a
    /// text that no division starts with.
    /// </summary>
    public string ScopePrefix => Division?.ScopePrefix ?? "none";

    /// <summary>True if a record in <paramref name="division"/> is within the caller's scope.</summary>
    public bool Covers(DivisionCode division) => Division?.Covers(division) ?? false;

    /// <summary>True if the caller has the role.</summary>
    public bool Has(string role) => Roles.Contains(role);

    /// <summary>Reads the actor from a checked principal; null if nobody is signed in.</summary>
    public static Actor? From(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true || principal.FindFirstValue(SubjectClaim) is not { Length: > 0 } id)
        {
            return null;
        }

        var division = principal.FindFirstValue(DivisionClaim) is { } text && DivisionCode.Parse(text) is { IsRefused: false } read
            ? read.Value : null;
        return new Actor(
            id,
            principal.FindFirstValue(NameClaim) ?? id,
            principal.FindFirstValue(DepartmentClaim),
            division,
            principal.FindAll(RoleClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Binds from the request; null only on endpoints that allow anonymous callers.</summary>
    public static ValueTask<Actor?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(From(context.User));
}
