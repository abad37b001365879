using Oversight.Kernel;

namespace Oversight.Web;

/// <summary>An administrator that the operator of the host asks for.</summary>
/// <param name="UserName">User name.</param>
/// <param name="Department">Code of the department.</param>
/// <param name="Division">Division scope.</param>
/// <param name="Reason">Why no two administrators can agree on it; it is audited.</param>
public sealed record NewAdministrator(string UserName, string Department, string Division, string Reason);

/// <summary>What the operator of the host may do about administrators; the module that keeps accounts implements it.</summary>
public interface IAdministrators
{
    /// <summary>Adds an administrator and saves, with an audit row that names the operator and the reason.</summary>
    /// <returns>His password, good for one sign-in and kept nowhere; or the refusal of what was asked for, or that the user name is
    /// taken.</returns>
    Task<Result<string>> AddAsync(NewAdministrator wanted, CancellationToken cancellation);
}
