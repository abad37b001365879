using Oversight.Kernel;

namespace Oversight.Identity.Proposals;

/// <summary>Refusals about proposals.</summary>
internal static class ProposalErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "identity.proposal.not_found", "There is no such proposal in your division.");

    public static readonly Error OwnProposal = new(
        ErrorKind.Forbidden, "identity.proposal.own", "Whoever proposes does not confirm: another administrator does.");

    public static readonly Error ConcernsYou = new(
        ErrorKind.Forbidden, "identity.proposal.concerns_you", "Nobody proposes or confirms what concerns himself.");

    public static readonly Error Outdated = new(
        ErrorKind.Conflict, "identity.proposal.outdated",
        "The rights of the account or client were changed since this was proposed. Withdraw it and propose anew.");

    public static readonly Error IsReset = new(
        ErrorKind.Conflict, "identity.proposal.is_reset",
        "A reset is confirmed by issuing the password: PUT /accounts/{id}/password shows it to the second administrator.");

    public static readonly Error SecondNeeded = new(
        ErrorKind.Conflict, "identity.grant.second_needed",
        "This gives rights, which needs two administrators: propose it by POST …/grant. Taking rights away works at once.");

    public static readonly Error ResetNeedsSecond = new(
        ErrorKind.Conflict, "identity.password.second_needed",
        "An auditor or administrator is given another password by two: propose it by POST …/password-reset, then somebody else issues it.");
}
