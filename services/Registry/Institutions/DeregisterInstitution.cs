using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

internal sealed record DeregisterInstitutionRequest : LegalActRequest;

internal static class DeregisterInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/deregistration", HandleAsync)
        .Does("registry.institution.deregister").Idempotent<RegistryDbContext>()
        .WithName("DeregisterInstitution").WithSummary("Deregister an institution for good (注销)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DeregisterInstitutionRequest request, ExpectedVersion expected, Actor actor, DeregisterInstitutionHandler handler,
        HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class DeregisterInstitutionHandler(InstitutionActs acts)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        Guid id, DeregisterInstitutionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Document, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        // 民办教育促进法 第六十条, 行政许可法 第七十条. The state after it is final: the table leads nowhere from there.
        var (institution, act) = (opened.Value, acts.Read(LegalActs.Deregister, request));
        if ((act.Error ?? institution.Undergo(act.Value).Error) is { } refused)
        {
            return refused;
        }

        var fact = new InstitutionDeregistered(institution.Published(), act.Value.At, act.Value.EffectiveOn, act.Value.Ground);
        return await acts.DoneAsync(institution, act.Value, fact, cancellation);
    }
}
