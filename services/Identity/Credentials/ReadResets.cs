using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;
using Oversight.Web;

namespace Oversight.Identity.Credentials;

/// <summary>A password or secret that was issued, never the secret itself.</summary>
/// <param name="SubjectId">The account or client.</param>
/// <param name="Login">User name or client id.</param>
/// <param name="IsFirst">True if nobody had chosen a password before, or the client had no secret.</param>
/// <param name="ProposedBy">Who proposed it; null where one administrator was enough.</param>
/// <param name="AcknowledgedAt">When its owner said that he has read of it; null until then.</param>
internal sealed record CredentialResetAnswer(
    Guid Id, CredentialKind Kind, Guid SubjectId, string Login, string Division, bool IsFirst, DateTime IssuedAt, string IssuedBy,
    string IssuedByName, string? ProposedBy, DateTime? AcknowledgedAt)
{
    public static CredentialResetAnswer Of(CredentialReset r) => new(
        r.Id, r.Kind, r.SubjectId, r.Login, r.Division, r.IsFirst, r.IssuedAt, r.IssuedBy, r.IssuedByName, r.ProposedBy, r.AcknowledgedAt);
}

internal static class ReadResetsEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/credential-resets", ListAsync)
        .For(Roles.Auditor, Roles.Administrator)
        .WithName("ListCredentialResets").WithTags("Credentials")
        .WithSummary("Who was given a password or secret by whom, the latest first");

    private static async Task<Results<Ok<PageOf<CredentialResetAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, Guid? subjectId, string? issuedBy, Actor actor, IdentityDbContext context,
        CancellationToken cancellation)
    {
        var list = $"resets|{actor.ScopePrefix}|{subjectId}|{issuedBy}";
        var (size, after) = (page.Size, Cursor.Read<Place?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var rows = context.CredentialResets.AsNoTracking().Within(actor);
        rows = subjectId is null ? rows : rows.Where(r => r.SubjectId == subjectId);
        rows = issuedBy is null ? rows : rows.Where(r => r.IssuedBy == issuedBy);
        if (after.Value is { } last)
        {
            var (at, id) = (last.At, last.Id);
            rows = rows.Where(r => r.IssuedAt < at || (r.IssuedAt == at && r.Id.CompareTo(id) < 0));
        }

        var found = await rows.OrderByDescending(r => r.IssuedAt).ThenByDescending(r => r.Id).Take(size.Value + 1)
            .ToListAsync(cancellation);
        return TypedResults.Ok(PageOf<CredentialResetAnswer>.From(
            found.ConvertAll(CredentialResetAnswer.Of), size.Value, r => Cursor.Write(list, new Place(r.IssuedAt, r.Id))));
    }

    private sealed record Place(DateTime At, Guid Id);
}
