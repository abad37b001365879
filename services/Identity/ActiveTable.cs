using Oversight.Kernel;

namespace Oversight.Identity;

/// <summary>
/// Whether a record of this service may be used: an account signs in, a client takes tokens, a department is given new ones.
/// </summary>
internal enum ActiveState
{
    /// <summary>It may.</summary>
    Active,

    /// <summary>It may not; everything that it was is kept.</summary>
    Inactive,
}

/// <summary>What changes that of an account or client, or needs it.</summary>
internal enum ActiveAct
{
    /// <summary>It is ended.</summary>
    Deactivate,

    /// <summary>It is opened again.</summary>
    Reactivate,

    /// <summary>It is given a password or secret.</summary>
    IssueSecret,
}

/// <summary>What changes that of a department.</summary>
internal enum DepartmentAct
{
    /// <summary>It is ended.</summary>
    Deactivate,

    /// <summary>It is opened again.</summary>
    Reactivate,
}

/// <summary>The tables of accounts, clients and departments: one shape, since all three end and come back in the same way.</summary>
internal static class ActiveTable
{
    /// <summary>A staff account.</summary>
    public static Transitions<ActiveState, ActiveAct> Account { get; } = Rows(
        "identity.account", "DeactivateAccount", "ReactivateAccount", "IssuePassword");

    /// <summary>A department system's client.</summary>
    public static Transitions<ActiveState, ActiveAct> Client { get; } = Rows(
        "identity.client", "DeactivateClient", "ReactivateClient", "IssueClientSecret");

    /// <summary>A department.</summary>
    public static Transitions<ActiveState, DepartmentAct> Department { get; } = new(
        "identity.department", [],
        new(DepartmentAct.Deactivate, [ActiveState.Active], ActiveState.Inactive, Via.Route("DeactivateDepartment")),
        new(DepartmentAct.Reactivate, [ActiveState.Inactive], ActiveState.Active, Via.Route("ReactivateDepartment")));

    private static Transitions<ActiveState, ActiveAct> Rows(string subject, string deactivate, string reactivate, string issue) => new(
        subject, [],
        new(ActiveAct.Deactivate, [ActiveState.Active], ActiveState.Inactive, Via.Route(deactivate)),
        new(ActiveAct.Reactivate, [ActiveState.Inactive], ActiveState.Active, Via.Route(reactivate)),
        new(ActiveAct.IssueSecret, [ActiveState.Active], null, Via.Route(issue)));

    /// <summary>The state of a record.</summary>
    public static ActiveState StateOf(bool active) => active ? ActiveState.Active : ActiveState.Inactive;
}
