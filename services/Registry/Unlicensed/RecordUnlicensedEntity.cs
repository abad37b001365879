using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Unlicensed;

/// <summary>A lead on an entity that teaches without a licence (S17).</summary>
internal sealed record RecordUnlicensedEntityRequest
{
    /// <summary>Name on the door.</summary>
    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Credit code of a business licence without education permit, if there is one.</summary>
    [StringLength(40)]
    public string? CreditCode { get; init; }

    [StringLength(12, MinimumLength = 1)]
    public required string Division { get; init; }

    [StringLength(200, MinimumLength = 1)]
    public required string Address { get; init; }

    /// <summary>No education permit (无证).</summary>
    public required bool LacksPermit { get; init; }

    /// <summary>No business licence (无照).</summary>
    public required bool LacksBusinessLicence { get; init; }

    /// <summary>Who runs it, if known; kept encrypted, shown masked.</summary>
    [StringLength(60)]
    public string? Principal { get; init; }

    [StringLength(40)]
    public string? Phone { get; init; }

    [MultiLine]
    [StringLength(500)]
    public string? Remark { get; init; }
}

internal static class RecordUnlicensedEntityEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/unlicensed", HandleAsync)
        .Does("registry.lead.record").Idempotent<RegistryDbContext>()
        .WithName("RecordUnlicensedEntity").WithSummary("Record a lead on an entity without licence").WithTags("Unlicensed entities");

    private static async Task<Results<Created<InstitutionAnswer>, ProblemHttpResult>> HandleAsync(
        RecordUnlicensedEntityRequest request, Actor actor, RecordUnlicensedEntityHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

/// <summary>
/// Records the lead with both flags apart: no permit is the permit authority's, no business licence market regulation's, neither
/// the permit authority's (无证无照经营查处办法 第五至七条).
/// </summary>
internal sealed class RecordUnlicensedEntityHandler(
    RegistryDbContext database, Commit<RegistryDbContext> commit, RegisterRules rules, ParticularsReader reader, ContactProtector contacts)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        RecordUnlicensedEntityRequest request, Actor actor, CancellationToken cancellation)
    {
        if (request is { LacksPermit: false, LacksBusinessLicence: false })
        {
            return UnlicensedErrors.LacksNothing;
        }

        var stated = new StatedParticulars(
            request.Name, request.CreditCode, RegisterRules.LeadType, null, request.Division, request.Address,
            null, null, null, null, null);
        var particulars = reader.Read(stated, OfficialTime.DateOf(commit.Now), RegisterRules.OpenLead, establishes: true);
        var contact = contacts.Protect(new People(null, request.Principal, request.Phone), request.Remark, current: null);
        var act = LegalAct.On(rules, LegalActs.OpenLead, commit.Now, null);
        if (particulars.IsRefused || contact.IsRefused || act.IsRefused)
        {
            return particulars.Error ?? contact.Error ?? act.Error!;
        }

        if (!actor.Covers(DivisionCode.FromStored(particulars.Value.Site.Division)))
        {
            return InstitutionErrors.OutOfScope;
        }

        var flagged = particulars.Value with { LacksPermit = request.LacksPermit, LacksBusinessLicence = request.LacksBusinessLicence };
        var lead = Institution.Enter(commit.NewId(), flagged, contact.Value, RegisterRules.OpenLead, isLead: true, act.Value);
        database.Institutions.Add(lead);
        commit.Announce(lead.Lead(commit.Now), lead.Id, lead.Version);
        commit.Record(
            "unlicensed.open_lead", "institution", lead.Id, lead.Version, new { lead.Status, lead.LacksPermit, lead.LacksBusinessLicence });
        return await commit.SaveAsync(
            Reply.Created(InstitutionAnswer.Of(lead), $"/api/registry/v1/unlicensed/{lead.Id}", lead.Version), cancellation);
    }
}

internal static class UnlicensedErrors
{
    public static readonly Error LacksNothing = new(
        ErrorKind.Invalid, "registry.unlicensed.lacks_nothing",
        "An unlicensed entity lacks the education permit, the business licence, or both.", "lacksPermit",
        new LegalBasis("无证无照经营查处办法", "第二条", "2017-10-01"));
}
