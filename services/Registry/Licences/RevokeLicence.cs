using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
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
        .Does("registry.licence.revoke").Idempotent<RegistryDbContext>()
        .WithName("RevokeLicence").WithSummary("Revoke or withdraw the licence (吊销, 撤销)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RevokeLicenceRequest request, ExpectedVersion expected, Actor actor, RevokeLicenceHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class RevokeLicenceHandler(InstitutionActs acts)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        Guid id, RevokeLicenceRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Document, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (institution, act) = (opened.Value, acts.Read(Named(request.Kind), request));
        if ((act.Error ?? institution.Undergo(act.Value).Error) is { } refused)
        {
            return refused;
        }

        var fact = new InstitutionLicenceRevoked(institution.Published(), act.Value.At, act.Value.EffectiveOn, act.Value.Ground);
        return await acts.DoneAsync(institution, act.Value, fact, cancellation);
    }

    // Two acts on two grounds: 吊销 is a penalty (民办教育促进法 第六十二条), 撤销 takes back what was wrongly given.
    private static string Named(RevocationKind kind) => kind == RevocationKind.Penalty ? LegalActs.Revoke : LegalActs.Withdraw;
}
