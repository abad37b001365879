using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Registry.Data;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

internal sealed record SuspendInstitutionRequest : LegalActRequest
{
    public required SuspensionKind Kind { get; init; }
}

/// <summary>Who stops the institution.</summary>
internal enum SuspensionKind
{
    /// <summary>It declared so itself (暂停).</summary>
    SelfDeclared,

    /// <summary>An authority ordered it to stop recruiting (责令停止招生).</summary>
    OrderedToStopRecruiting,
}

internal static class SuspendInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/suspension", HandleAsync)
        .For(Roles.Registrar).Idempotent<RegistryDbContext>()
        .WithName("SuspendInstitution").WithSummary("Suspend an institution, or order it to stop recruiting (暂停, 责令停止招生)")
        .WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, SuspendInstitutionRequest request, ExpectedVersion expected, Actor actor, LegalActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            id, expected, actor, request.Kind == SuspensionKind.SelfDeclared ? LegalActs.Suspend : LegalActs.StopEnrolment, request,
            (institution, act) => new InstitutionSuspended(institution.Published(), act.At, act.EffectiveOn, act.Ground),
            cancellation)).ToOk(http);
}
