using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Licences;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>
/// The particulars as they are to be. Sponsor, principal and telephone that are left out stay as they are: an officer who sees them masked
/// need not send them.
/// </summary>
internal sealed record ChangeInstitutionRequest : StatedRequest;

internal static class ChangeInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPut("/institutions/{id:guid}", HandleAsync)
        .Does("registry.institution.change")
        .WithName("ChangeInstitution").WithSummary("Change name, type, site, licence data or contact of an institution (变更)")
        .WithTags("Institutions");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeInstitutionRequest request, ExpectedVersion expected, Actor actor, ChangeInstitutionHandler handler,
        HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ChangeInstitutionHandler(
    InstitutionActs acts, Commit<RegistryDbContext> commit, RegisterRules rules, ParticularsReader reader, ContactProtector contacts,
    LicenceDeadlines deadlines)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        Guid id, ChangeInstitutionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, request.Document, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var institution = opened.Value;
        var today = OfficialTime.DateOf(commit.Now);
        // An institution of another type that takes a closed type is a new body of that type. A type may be named by its Chinese name too.
        var establishes = rules.Type(request.Type.Trim(), today)?.Key != institution.Type;
        var particulars = reader.Read(request.Stated(), today, institution.Status, establishes);
        if (particulars.IsRefused)
        {
            return particulars.Error;
        }

        if (rules.IsLeadType(particulars.Value.Type, today))
        {
            return InstitutionErrors.TypeOfLead;
        }

        // The site as it is to be: nobody moves an entry out of the own division. OpenAsync has checked the present one.
        if (!actor.Covers(DivisionCode.FromStored(particulars.Value.Site.Division)))
        {
            return InstitutionErrors.OutOfScope;
        }

        var known = contacts.Reveal(institution.Contact);
        var people = new People(request.Sponsor ?? known.Sponsor, request.Principal ?? known.Principal, request.Phone ?? known.Phone);
        var contact = contacts.Protect(people, request.Remark, institution.Contact);
        if (contact.IsRefused)
        {
            return contact.Error;
        }

        var act = LegalAct.On(rules, LegalActs.Change, commit.Now, request.EffectiveOn, request.Document, request.Reason);
        if (act.IsRefused)
        {
            return act.Error;
        }

        var changed = institution.Change(particulars.Value, contact.Value, act.Value);
        if (changed.IsRefused)
        {
            return changed.Error;
        }

        // The licence's last day may be another one now; the old deadline would expire an entry that goes on.
        await deadlines.ResetAsync(institution, cancellation);
        commit.Announce(
            new InstitutionChanged(
                institution.Published(), commit.Now, act.Value.EffectiveOn, act.Value.Ground, changed.Value, "registrar"), institution.Id,
            institution.Version);
        commit.Record(
            "institution.change", "institution", institution.Id, institution.Version,
            new { changed = changed.Value, act.Value.EffectiveOn });
        return await commit.SaveAsync(Reply.Ok(InstitutionAnswer.Of(institution), institution.Version), cancellation);
    }
}
