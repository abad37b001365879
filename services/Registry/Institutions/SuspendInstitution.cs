using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
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
        .Does("registry.institution.suspend").Idempotent<RegistryDbContext>()
        .WithName("SuspendInstitution").WithSummary("Suspend an institution, or order it to stop recruiting (暂停, 责令停止招生)")
        .WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, SuspendInstitutionRequest request, ExpectedVersion expected, Actor actor, SuspendInstitutionHandler handler,
        HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class SuspendInstitutionHandler(InstitutionActs acts)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        Guid id, SuspendInstitutionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
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

        var fact = new InstitutionSuspended(institution.Published(), act.Value.At, act.Value.EffectiveOn, act.Value.Ground);
        return await acts.DoneAsync(institution, act.Value, fact, cancellation);
    }

    private static string Named(SuspensionKind kind) => kind == SuspensionKind.SelfDeclared ? LegalActs.Suspend : LegalActs.StopEnrolment;
}
