using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Licences;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

internal sealed record RegisterInstitutionRequest : StatedRequest;

internal static class RegisterInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions", HandleAsync)
        .Does("registry.institution.register").Idempotent<RegistryDbContext>()
        .WithName("RegisterInstitution").WithSummary("Enter an institution in the register").WithTags("Institutions");

    private static async Task<Results<Created<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        RegisterInstitutionRequest request, Actor actor, RegisterInstitutionHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class RegisterInstitutionHandler(
    RegistryDbContext context, Commit<RegistryDbContext> commit, RegisterRules rules, ParticularsReader reader, ContactProtector contacts,
    LicenceDeadlines deadlines)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        RegisterInstitutionRequest request, Actor actor, CancellationToken cancellation)
    {
        var today = OfficialTime.DateOf(commit.Now);
        // Read as in operation: one in preparation (筹设) comes by import only, so licence and credit code are demanded here.
        var particulars = reader.Read(request.Stated(), today, RegisterRules.InOperation, establishes: true);
        if (particulars.IsRefused)
        {
            return particulars.Error;
        }

        // A lead has other acts and another fact and never enters the public record; as an institution it would.
        if (rules.IsLeadType(particulars.Value.Type, today))
        {
            return InstitutionErrors.TypeOfLead;
        }

        if (!actor.Covers(DivisionCode.FromStored(particulars.Value.Site.Division)))
        {
            return InstitutionErrors.OutOfScope;
        }

        var contact = contacts.Protect(request.People(), request.Remark, current: null);
        if (contact.IsRefused)
        {
            return contact.Error;
        }

        var act = LegalAct.On(rules, LegalActs.Register, commit.Now, request.EffectiveOn, request.Document, request.Reason);
        if (act.IsRefused)
        {
            return act.Error;
        }

        var status = rules.StatusOnEntry(RegisterRules.InOperation, particulars.Value.Licence?.ValidTo, today);
        var institution = Institution.Enter(commit.NewId(), particulars.Value, contact.Value, status, isLead: false, act.Value);
        context.Institutions.Add(institution);
        deadlines.Set(institution);
        commit.Announce(
            new InstitutionRegistered(institution.Published(), commit.Now, act.Value.EffectiveOn, act.Value.Ground, "registrar"),
            institution.Id, institution.Version);
        commit.Record(
            "institution.register", "institution", institution.Id, institution.Version, new { institution.Status, act.Value.EffectiveOn });
        return await commit.SaveAsync(
            Reply.Created(InstitutionAnswer.Of(institution), $"/api/registry/v1/institutions/{institution.Id}", institution.Version),
            cancellation);
    }
}
