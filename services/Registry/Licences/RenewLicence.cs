using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
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
        .For(Roles.Registrar).Idempotent<RegistryDbContext>()
        .WithName("RenewLicence").WithSummary("Renew the licence or take a new one, also after it ran out (延续)").WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RenewLicenceRequest request, ExpectedVersion expected, Actor actor, LegalActHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        var stated = new StatedParticulars(
            null, null, null, null, null, null, request.LicenceNumber, request.IssuingAuthority, request.IssuedOn, request.ValidFrom,
            request.ValidTo);
        var licence = ParticularsReader.ReadLicence(stated, handler.Today);
        if (licence.IsRefused)
        {
            return licence.Error.ToProblem();
        }

        return (await handler.DoAsync(
            (id, IsLead: false), expected, actor, RenewalOf, request,
            (institution, act) => institution.Renew(licence.Value!, act),
            (institution, act) => new InstitutionLicenceRenewed(institution.Published(), act.At, act.EffectiveOn, act.Ground),
            cancellation)).ToOk(http);
    }

    private static string RenewalOf(Institution institution) => institution.Status == RegisterRules.LicenceExpired
        ? LegalActs.RenewExpired : LegalActs.Renew;
}
