using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Unlicensed;

/// <summary>What came of a lead: closed, guided to a licence, or banned (取缔).</summary>
internal static class FollowUpLeadEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        Map(api, "closure", LegalActs.CloseLead, "registry.lead.close", "CloseLead", "Close a lead: nothing to be done, or it has gone");
        Map(api, "guidance", LegalActs.GuideLead, "registry.lead.guide", "GuideLead", "Guide an unlicensed entity to a licence");
        Map(api, "ban", LegalActs.BanLead, "registry.lead.ban", "BanLead", "Ban an unlicensed entity (取缔)");
    }

    private static void Map(RouteGroupBuilder api, string path, string legalAct, string act, string name, string summary) =>
        api.MapPost(
                $"/unlicensed/{{id:guid}}/{path}",
                (
                    Guid id, FollowUpLeadRequest request, ExpectedVersion expected, Actor actor, FollowUpLeadHandler handler,
                    HttpContext http, CancellationToken cancellation) =>
                    FollowUpAsync(id, legalAct, request, expected, actor, handler, http, cancellation))
            .Does(act).Idempotent<RegistryDbContext>()
            .WithName(name).WithSummary(summary).WithTags("Unlicensed entities");

    private static async Task<Results<Ok<InstitutionAnswer>, ProblemHttpResult>> FollowUpAsync(
        Guid id, string act, FollowUpLeadRequest request, ExpectedVersion expected, Actor actor, FollowUpLeadHandler handler,
        HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, act, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed record FollowUpLeadRequest : LegalActRequest;

internal sealed class FollowUpLeadHandler(InstitutionActs acts)
{
    public async Task<Result<Reply<InstitutionAnswer>>> HandleAsync(
        Guid id, string name, FollowUpLeadRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenLeadAsync(id, expected, actor, request.Document, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        // 无证无照经营查处办法 第五条 (close), 第九条 (guide), 民办教育促进法 第六十四条 (ban).
        var (lead, act) = (opened.Value, acts.Read(name, request));
        return (act.Error ?? lead.Undergo(act.Value).Error) is { } refused
            ? refused : await acts.DoneAsync(lead, act.Value, lead.Lead(act.Value.At), cancellation);
    }
}
