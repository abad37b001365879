using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

internal sealed record RestoreInstitutionRequest : LegalActRequest;

internal static class RestoreInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/restoration", HandleAsync)
        .Does("registry.institution.restore").Idempotent<RegistryDbContext>()
        .WithName("RestoreInstitution").WithSummary("End a suspension or an order (恢复)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RestoreInstitutionRequest request, ExpectedVersion expected, Actor actor, RestoreInstitutionHandler handler,
        HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class RestoreInstitutionHandler(InstitutionActs acts)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        Guid id, RestoreInstitutionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Document, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (institution, act) = (opened.Value, acts.Read(LegalActs.Restore, request));
        if ((act.Error ?? institution.Undergo(act.Value).Error) is { } refused)
        {
            return refused;
        }

        var fact = new InstitutionRestored(institution.Published(), act.Value.At, act.Value.EffectiveOn, act.Value.Ground);
        return await acts.DoneAsync(institution, act.Value, fact, cancellation);
    }
}
