using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Registry.Data;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

internal sealed record RestoreInstitutionRequest : LegalActRequest;

internal static class RestoreInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/restoration", HandleAsync)
        .For(Roles.Registrar).Idempotent<RegistryDbContext>()
        .WithName("RestoreInstitution").WithSummary("End a suspension or an order (恢复)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RestoreInstitutionRequest request, ExpectedVersion expected, Actor actor, LegalActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            id, expected, actor, LegalActs.Restore, request,
            (institution, act) => new InstitutionRestored(institution.Published(), act.At, act.EffectiveOn, act.Ground),
            cancellation)).ToOk(http);
}
