using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Accounts;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Identity.Clients;

/// <summary>
/// A department's own system, which takes tokens by client credentials. Its secret is OpenIddict's (the row of the same
/// client id in <c>openiddict_applications</c>); whose it is and what it may do is here.
/// </summary>
internal sealed class DepartmentClient : IVersioned, IWithinDivision
{
    public const string ClientIdIndex = "ux_department_clients_client_id";

    public required Guid Id { get; init; }

    /// <summary>The client id, and <c>sub</c> of its tokens. Never the form of an account's id, never given twice.</summary>
    public required string ClientId { get; init; }

    public required string Name { get; set; }

    public required Guid DepartmentId { get; set; }

    public required string Department { get; set; }

    public required string Division { get; set; }

    /// <summary>Roles between single blanks: <c>department_system</c>, or those of the client that starts an empty installation.</summary>
    public required string RoleList { get; init; }

    public IReadOnlyList<string> Roles => RoleList.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool Active { get; private set; } = true;

    /// <summary>When its secret was issued last; null until the first.</summary>
    public DateTime? SecretIssuedAt { get; private set; }

    public required DateTime CreatedAt { get; init; }

    public long Version { get; private set; } = 1;

    /// <summary>The rights that it carries.</summary>
    public Rights Rights => new(Department, Division, RoleList);

    /// <summary>Whether it is one of the first start: it keeps accounts, and its secret comes from the configuration alone.</summary>
    public bool IsOfFirstStart => Roles.Contains(Web.Roles.Administrator);

    public void Change(string name, Grant grant)
    {
        (Name, DepartmentId, Department, Division) = (name, grant.Department.Id, grant.Department.Code, grant.Division.Value);
        Version++;
    }

    /// <summary>Whether an act is possible now, without doing it.</summary>
    public Result Check(ActiveAct act)
    {
        var next = ActiveTable.Client.Next(ActiveTable.StateOf(Active), act);
        return next.IsRefused ? next.Error : Result.Done;
    }

    /// <summary>Ends it: no new token.</summary>
    public Result Deactivate() => By(ActiveAct.Deactivate);

    /// <summary>Opens it again, with the secret that it had.</summary>
    public Result Reactivate() => By(ActiveAct.Reactivate);

    /// <summary>Takes note that the secret was replaced.</summary>
    public Result SecretIssued(DateTime now)
    {
        if (By(ActiveAct.IssueSecret) is { IsRefused: true } refused)
        {
            return refused;
        }

        SecretIssuedAt = now;
        return Result.Done;
    }

    private Result By(ActiveAct act)
    {
        var next = ActiveTable.Client.Next(ActiveTable.StateOf(Active), act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Active, Version) = (next.Value == ActiveState.Active, Version + 1);
        return Result.Done;
    }

    internal static void Configure(ModelBuilder model) => model.Entity<DepartmentClient>(e =>
    {
        e.ToTable("department_clients");
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.ClientId).HasMaxLength(50);
        e.Property(c => c.Name).HasMaxLength(100);
        e.Property(c => c.Department).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(c => c.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(c => c.RoleList).HasColumnName("roles").HasMaxLength(200);
        e.Ignore(c => c.Roles);
        e.Ignore(c => c.Rights);
        e.Ignore(c => c.IsOfFirstStart);
        e.HasIndex(c => c.ClientId).IsUnique().HasDatabaseName(ClientIdIndex);
        e.HasIndex(c => c.Division).HasDatabaseName("ix_department_clients_division");
        e.HasIndex(c => c.DepartmentId).HasDatabaseName("ix_department_clients_department");
        e.HasOne<Departments.Department>().WithMany().HasForeignKey(c => c.DepartmentId).OnDelete(DeleteBehavior.Restrict);
    });
}

internal static class ClientErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "identity.client.not_found", "There is no such client in your division.");

    public static readonly Error ClientIdTaken = new(
        ErrorKind.Conflict, "identity.client.client_id_taken",
        "This client id is or was somebody's. Client ids are never given twice.", "clientId");

    public static readonly Error ClientIdForm = new(
        ErrorKind.Invalid, "identity.client.client_id_form", "A client id is not written like an account's id.", "clientId");

    public static readonly Error Own = new(ErrorKind.Forbidden, "identity.client.own", "A client does not change itself or its secret.");

    public static readonly Error OfFirstStart = new(
        ErrorKind.Conflict, "identity.client.of_first_start",
        "The secret of a client that keeps accounts comes from the configuration of the first start. End the client instead.");
}
