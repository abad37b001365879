using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Identity.Proposals;

/// <summary>What one administrator wants to give and a second one has to confirm.</summary>
internal enum ProposalKind
{
    /// <summary>A new account with roles.</summary>
    CreateAccount,

    /// <summary>More roles, another department or a wider division for an account.</summary>
    ChangeAccount,

    /// <summary>An ended account is opened again.</summary>
    ReactivateAccount,

    /// <summary>Another password for an auditor or administrator who has chosen one.</summary>
    ResetPassword,

    /// <summary>A new client of a department system.</summary>
    CreateClient,

    /// <summary>Another department or a wider division for a client.</summary>
    ChangeClient,

    /// <summary>An ended client is opened again.</summary>
    ReactivateClient,
}

/// <summary>Where a proposal stands.</summary>
internal enum ProposalState
{
    /// <summary>It waits for a second administrator; nothing has changed.</summary>
    Open,

    /// <summary>It took effect; final.</summary>
    Confirmed,

    /// <summary>It was taken back, or turned down by another administrator; final.</summary>
    Withdrawn,

    /// <summary>Nobody confirmed it in time; final.</summary>
    Expired,
}

/// <summary>What can be done with a proposal.</summary>
internal enum ProposalAct
{
    /// <summary>A second administrator agrees; it takes effect in the same save.</summary>
    Confirm,

    /// <summary>Any administrator ends it, the one who proposed it too.</summary>
    Withdraw,

    /// <summary>Its date has come.</summary>
    Expire,
}

/// <summary>Who is to be given something.</summary>
/// <param name="Id">Id of the account or client; of a new one, the id that it will have.</param>
/// <param name="Login">User name or client id.</param>
/// <param name="Name">Name of the officer or system.</param>
/// <param name="IsClient">Whether it is a client.</param>
internal sealed record Subject(Guid Id, string Login, string Name, bool IsClient);

/// <summary>Rights: whose, how far, as what.</summary>
internal sealed record Rights(string Department, string Division, string RoleList)
{
    /// <summary>The roles one by one.</summary>
    public IReadOnlyList<string> Roles => RoleList.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// A proposal to give rights. Giving needs two administrators: one proposes, another confirms, and neither is the person concerned (pack
/// <c>identity-acts</c>, which asks for the hands that are named here). Taking away needs no proposal.
/// </summary>
internal sealed class Proposal : IVersioned, IWithinDivision, IHands
{
    /// <summary>Kind of the deadline that ends an open one.</summary>
    public const string DeadlineKind = "proposal.expires";

    private Proposal()
    {
    }

    /// <summary>Which act is possible in which state, and where it leads.</summary>
    public static Transitions<ProposalState, ProposalAct> Rows { get; } = new(
        "identity.proposal", [ProposalState.Confirmed, ProposalState.Withdrawn, ProposalState.Expired],
        // GB/T 22239—2019 8.1.4.2 (pack identity-acts, confidence "ours"): two administrators give rights, one takes them away.
        new(ProposalAct.Confirm, [ProposalState.Open], ProposalState.Confirmed, Via.Route("ConfirmProposal", "IssuePassword")),
        new(ProposalAct.Withdraw, [ProposalState.Open], ProposalState.Withdrawn, Via.Route("WithdrawProposal")),
        new(ProposalAct.Expire, [ProposalState.Open], ProposalState.Expired, Via.Date(DeadlineKind)));

    public Guid Id { get; private init; }

    public long Version { get; private set; } = 1;

    public ProposalKind Kind { get; private init; }

    public ProposalState State { get; private set; }

    /// <summary>The account or client; of a new one, the id that it will have.</summary>
    public Guid SubjectId { get; private init; }

    /// <summary>User name or client id.</summary>
    public string Login { get; private init; } = "";

    /// <summary>The name that it is to have.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The department that it is to have.</summary>
    public string Department { get; private init; } = "";

    /// <summary>The division that it is to have; also who reaches the proposal.</summary>
    public string Division { get; private init; } = "";

    /// <summary>The roles that it is to have, between single blanks.</summary>
    public string RoleList { get; private init; } = "";

    /// <summary>What it had when this was proposed; null for a new one.</summary>
    public string? DepartmentBefore { get; private init; }

    /// <summary>What it had when this was proposed; null for a new one.</summary>
    public string? DivisionBefore { get; private init; }

    /// <summary>What it had when this was proposed; null for a new one.</summary>
    public string? RolesBefore { get; private init; }

    public string ProposedBy { get; private init; } = "";

    public DateTime ProposedAt { get; private init; }

    /// <summary>The instant (UTC) at which it ends unless somebody confirmed it.</summary>
    public DateTime ExpiresAt { get; private init; }

    public string? ClosedBy { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    /// <summary>Why it was withdrawn; null otherwise, or where nobody said.</summary>
    public string? Reason { get; private set; }

    /// <summary>The rights that it gives.</summary>
    public Rights Rights => new(Department, Division, RoleList);

    /// <summary>The rights that the record had when this was proposed; null for a new one.</summary>
    public Rights? Before => DepartmentBefore is null ? null : new Rights(DepartmentBefore, DivisionBefore!, RolesBefore!);

    private bool IsOfClient =>
        Kind is ProposalKind.CreateClient or ProposalKind.ChangeClient or ProposalKind.ReactivateClient;

    /// <summary>Proposes.</summary>
    public static Proposal Propose(
        Guid id, ProposalKind kind, Subject subject, Rights rights, Rights? before, DateTime expiresAt, ActContext by) => new()
    {
        Id = id, Kind = kind, State = ProposalState.Open, SubjectId = subject.Id, Login = subject.Login, Name = subject.Name,
        Department = rights.Department, Division = rights.Division, RoleList = rights.RoleList, DepartmentBefore = before?.Department,
        DivisionBefore = before?.Division, RolesBefore = before?.RoleList, ProposedBy = by.ActorId, ProposedAt = by.At,
        ExpiresAt = expiresAt,
    };

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands()
    {
        yield return (Hand.Proposer, ProposedBy);
        // Of an account, sub of the token is its id. Of a new account the id is fixed here, before the account exists.
        yield return (Hand.PersonConcerned, SubjectId.ToString());
        if (IsOfClient)
        {
            // A client's token names it by its login.
            yield return (Hand.PersonConcerned, Login);
        }
    }

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => hand switch
    {
        Hand.Proposer => ProposalErrors.OwnProposal,
        Hand.PersonConcerned => ProposalErrors.ConcernsYou,
        _ => null,
    };

    /// <summary>Confirms it; the caller gives what it says in the same save.</summary>
    /// <param name="by">The second administrator.</param>
    public Result Confirm(ActContext by) => Close(ProposalAct.Confirm, by with { Reason = null });

    /// <summary>Takes it back or turns it down. Refusing to give needs one person.</summary>
    public Result Withdraw(ActContext by) => Close(ProposalAct.Withdraw, by);

    /// <summary>Ends it at its date.</summary>
    public Result Expire(ActContext by) => Close(ProposalAct.Expire, by);

    private Result Close(ProposalAct act, ActContext by)
    {
        // Every end leads out of Open alone, so a confirmation and a withdrawal at the same moment meet at the version and one of them gets
        // 412.
        var next = Rows.Next(State, act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (State, ClosedBy, ClosedAt, Reason, Version) = (next.Value, by.ActorId, by.At, by.Reason, Version + 1);
        return Result.Done;
    }

    internal static void Configure(ModelBuilder model) => model.Entity<Proposal>(e =>
    {
        e.ToTable("proposals");
        e.Property(p => p.Id).ValueGeneratedNever();
        e.Property(p => p.Kind).HasMaxLength(30);
        e.Property(p => p.State).HasMaxLength(20);
        e.Property(p => p.Login).HasMaxLength(50);
        e.Property(p => p.Name).HasMaxLength(100);
        e.Property(p => p.Department).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(p => p.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(p => p.RoleList).HasColumnName("roles").HasMaxLength(200);
        e.Property(p => p.DepartmentBefore).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(p => p.DivisionBefore).HasMaxLength(DivisionCode.MaxLength);
        e.Property(p => p.RolesBefore).HasMaxLength(200);
        e.Property(p => p.ProposedBy).HasMaxLength(100);
        e.Property(p => p.ClosedBy).HasMaxLength(100);
        e.Property(p => p.Reason).HasMaxLength(ActContext.MaxReason);
        e.Ignore(p => p.Rights);
        e.Ignore(p => p.Before);
        e.HasIndex(p => p.Division).HasDatabaseName("ix_proposals_division");
        e.HasIndex(p => new { p.SubjectId, p.State }).HasDatabaseName("ix_proposals_subject");
    });
}
