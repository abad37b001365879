using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Registry.Data;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

internal sealed record DeregisterInstitutionRequest : LegalActRequest;

internal static class DeregisterInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/deregistration", HandleAsync)
        .For(Roles.Supervisor).Idempotent<RegistryDbContext>()
        .WithName("DeregisterInstitution").WithSummary("Deregister an institution for good (注销)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DeregisterInstitutionRequest request, ExpectedVersion expected, Actor actor, LegalActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            id, expected, actor, LegalActs.Deregister, request,
            (institution, act) => new InstitutionDeregistered(institution.Published(), act.At, act.EffectiveOn, act.Ground),
            cancellation)).ToOk(http);
}
