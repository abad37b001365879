using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Licences;

internal sealed record RenewLicenceRequest : LegalActRequest
{
    [Required, StringLength(100)]
    public required string LicenceNumber { get; init; }

    [StringLength(200)]
    public string? IssuingAuthority { get; init; }

    public DateOnly? IssuedOn { get; init; }

    public DateOnly? ValidFrom { get; init; }

    public required DateOnly ValidTo { get; init; }
}

internal static class RenewLicenceEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/renewal", HandleAsync)
        .Does("registry.licence.renew").Idempotent<RegistryDbContext>()
        .WithName("RenewLicence").WithSummary("Renew the licence or take a new one, also after it ran out (延续)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RenewLicenceRequest request, ExpectedVersion expected, Actor actor, RenewLicenceHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class RenewLicenceHandler(InstitutionActs acts)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        Guid id, RenewLicenceRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var stated = new StatedParticulars(
            null, null, null, null, null, null, request.LicenceNumber, request.IssuingAuthority, request.IssuedOn, request.ValidFrom,
            request.ValidTo);
        var licence = ParticularsReader.ReadLicence(stated, acts.Today);
        if (licence.IsRefused)
        {
            return licence.Error;
        }

        var opened = await acts.OpenAsync(id, expected, actor, request.Document, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        // A licence that ran out is renewed by another act, which also ends that state.
        var institution = opened.Value;
        var name = institution.Status == RegisterRules.LicenceExpired ? LegalActs.RenewExpired : LegalActs.Renew;
        var act = acts.Read(name, request);
        if ((act.Error ?? institution.Renew(licence.Value!, act.Value).Error) is { } refused)
        {
            return refused;
        }

        var fact = new InstitutionLicenceRenewed(institution.Published(), act.Value.At, act.Value.EffectiveOn, act.Value.Ground);
        return await acts.DoneAsync(institution, act.Value, fact, cancellation);
    }
}
