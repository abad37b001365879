namespace Oversight.Identity.Proposals;

/// <summary>Rights in an answer.</summary>
internal sealed record RightsAnswer(string Department, string Division, IReadOnlyList<string> Roles)
{
    public static RightsAnswer? Of(Rights? rights) =>
        rights is null ? null : new RightsAnswer(rights.Department, rights.Division, rights.Roles);
}

/// <summary>A proposal as administrators and auditors see it.</summary>
/// <param name="SubjectId">The account or client; a new one has this id once the proposal is confirmed.</param>
/// <param name="Login">User name or client id.</param>
/// <param name="Rights">What it is to have.</param>
/// <param name="Before">What it had when this was proposed; null for a new one.</param>
/// <param name="ExpiresAt">It ends then unless somebody confirmed it.</param>
internal sealed record ProposalAnswer(
    Guid Id, ProposalKind Kind, ProposalState State, Guid SubjectId, string Login, string Name, RightsAnswer Rights, RightsAnswer? Before,
    string ProposedBy, DateTime ProposedAt, DateTime ExpiresAt, string? ClosedBy, DateTime? ClosedAt, string? Reason, long Version)
{
    public static ProposalAnswer Of(Proposal p) => new(
        p.Id, p.Kind, p.State, p.SubjectId, p.Login, p.Name, RightsAnswer.Of(p.Rights)!, RightsAnswer.Of(p.Before), p.ProposedBy,
        p.ProposedAt, p.ExpiresAt, p.ClosedBy, p.ClosedAt, p.Reason, p.Version);
}
