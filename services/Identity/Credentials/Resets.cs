using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Accounts;
using Oversight.Identity.Clients;
using Oversight.Identity.Data;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Credentials;

/// <summary>Resets as a page shows them.</summary>
internal static class ResetLines
{
    /// <summary>Key of the text, when, and who; the operator of the host and the first start have no name of their own.</summary>
    public static IReadOnlyList<(string Text, DateTime At, string? Name)> Lines(this IEnumerable<CredentialReset> resets) =>
    [
        .. resets.Select(reset => (
            reset.IsFirst ? "identity.reset.first" : reset.ProposedBy is null ? "identity.reset.one" : "identity.reset.two",
            reset.IssuedAt,
            reset.IssuedBy.Contains(':', StringComparison.Ordinal) ? null : (string?)reset.IssuedByName)),
    ];
}

/// <summary>Notes that a password or secret was issued, for the caller's save, and tells its owner until he acknowledges it.</summary>
internal sealed class Resets(IdentityDbContext context, Commit<IdentityDbContext> commit)
{
    /// <summary>Most notices that one page shows.</summary>
    public const int MostShown = 20;

    /// <summary>An account's password was issued.</summary>
    /// <param name="account">The account.</param>
    /// <param name="isFirst">Whether its officer has never chosen one.</param>
    /// <param name="by">Subject of whoever issued it.</param>
    /// <param name="name">His name.</param>
    /// <param name="proposedBy">Who proposed it; null where one was enough.</param>
    public void Note(StaffAccount account, bool isFirst, string by, string name, string? proposedBy) => context.CredentialResets.Add(
        new CredentialReset
        {
            Id = commit.NewId(), Kind = CredentialKind.Password, SubjectId = account.Id, Login = account.UserName,
            Division = account.Division, IsFirst = isFirst, IssuedAt = commit.Now, IssuedBy = by, IssuedByName = Short(name),
            ProposedBy = proposedBy,
        });

    /// <summary>A client's secret was issued.</summary>
    public void Note(DepartmentClient client, bool isFirst, Actor actor) => context.CredentialResets.Add(new CredentialReset
    {
        Id = commit.NewId(), Kind = CredentialKind.Secret, SubjectId = client.Id, Login = client.ClientId, Division = client.Division,
        IsFirst = isFirst, IssuedAt = commit.Now, IssuedBy = actor.Id, IssuedByName = Short(actor.Name),
    });

    /// <summary>Whether an officer must be told of a reset before he goes on. The first password needs no notice: he knows of it.</summary>
    public Task<bool> AreToldAsync(Guid account, CancellationToken cancellation) =>
        context.CredentialResets.AnyAsync(r => r.SubjectId == account && !r.IsFirst && r.AcknowledgedAt == null, cancellation);

    /// <summary>What an officer is told, the latest first.</summary>
    public Task<List<CredentialReset>> UnreadAsync(Guid account, CancellationToken cancellation) => context.CredentialResets.AsNoTracking()
        .Where(r => r.SubjectId == account && !r.IsFirst && r.AcknowledgedAt == null)
        .OrderByDescending(r => r.IssuedAt).Take(MostShown).ToListAsync(cancellation);

    /// <summary>The latest of an account, read or not, the latest first.</summary>
    public Task<List<CredentialReset>> LatestAsync(Guid account, int most, CancellationToken cancellation) => context.CredentialResets
        .AsNoTracking().Where(r => r.SubjectId == account).OrderByDescending(r => r.IssuedAt).Take(most).ToListAsync(cancellation);

    private static string Short(string name) => name.Length > CredentialReset.MaxName ? name[..CredentialReset.MaxName] : name;
}
