using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Licences;

internal sealed record RevokeLicenceRequest : LegalActRequest
{
    public required RevocationKind Kind { get; init; }
}

/// <summary>How the licence is lost.</summary>
internal enum RevocationKind
{
    /// <summary>As a penalty (吊销).</summary>
    Penalty,

    /// <summary>Because it should never have been given (撤销, 行政许可法 第六十九条).</summary>
    Withdrawal,
}

internal static class RevokeLicenceEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/revocation", HandleAsync)
        .For(Roles.Supervisor).Idempotent<RegistryDbContext>()
        .WithName("RevokeLicence").WithSummary("Revoke or withdraw the licence (吊销, 撤销)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RevokeLicenceRequest request, ExpectedVersion expected, Actor actor, LegalActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            id, expected, actor, request.Kind == RevocationKind.Penalty ? LegalActs.Revoke : LegalActs.Withdraw, request,
            (institution, act) => new InstitutionLicenceRevoked(institution.Published(), act.At, act.EffectiveOn, act.Ground),
            cancellation)).ToOk(http);
}
