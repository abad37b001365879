using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Web;

namespace Oversight.Registry.Proposals;

internal sealed record ProposeActRequest
{
    /// <summary>Why the other officer should do it.</summary>
    [Required, StringLength(500)]
    public required string Reason { get; init; }
}

/// <summary>A proposal as it is answered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="InstitutionId">The entry.</param>
/// <param name="InstitutionVersion">Version of the entry for which it holds.</param>
/// <param name="Act">What is proposed, e.g. <c>registry.licence.revoke</c>.</param>
/// <param name="ProposedBy">Who proposes.</param>
/// <param name="Department">The proposer's department.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Reason">Why.</param>
internal sealed record ProposalAnswer(
    Guid Id, Guid InstitutionId, long InstitutionVersion, string Act, string ProposedBy, string? Department, DateTime At, string Reason)
{
    public static ProposalAnswer Of(Proposal p) =>
        new(p.Id, p.InstitutionId, p.InstitutionVersion, p.Act, p.ProposedBy, p.Department, p.At, p.Reason);
}

/// <summary>Proposes an act that another officer does at the same version of the entry (行政处罚法 第五十七条: the head decides).</summary>
internal static class ProposeActEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        Map(api, "institutions/{id:guid}/revocation-proposal", RegistryActs.Revoke, "licence.propose_revocation", "ProposeRevocation");
        Map(api, "institutions/{id:guid}/deregistration-proposal", RegistryActs.Deregister, "institution.propose_deregistration",
            "ProposeDeregistration");
        Map(api, "unlicensed/{id:guid}/ban-proposal", RegistryActs.Ban, "lead.propose_ban", "ProposeBan");
    }

    private static void Map(RouteGroupBuilder api, string path, string proposed, string act, string name) => api.MapPost(
            $"/{path}",
            async Task<Results<Created<ProposalAnswer>, ProblemHttpResult>> (
                Guid id, ProposeActRequest request, ExpectedVersion expected, Actor actor, ProposeActHandler handler, HttpContext http,
                CancellationToken cancellation) =>
                (await handler.HandleAsync(id, proposed, request, expected, actor, cancellation)).ToCreated(http))
        .Does($"registry.{act}").Idempotent<RegistryDbContext>()
        .WithName(name).WithSummary("Propose an act that another officer does").WithTags("Proposals");
}

internal sealed class ProposeActHandler(RegistryDbContext context, Commit<RegistryDbContext> commit, InstitutionActs acts)
{
    public async Task<Result<Reply<ProposalAnswer>>> HandleAsync(
        Guid id, string act, ProposeActRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, 500);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        var opened = act == RegistryActs.Ban
            ? await acts.OpenLeadAsync(id, expected, actor, null, cancellation)
            : await acts.OpenAsync(id, expected, actor, null, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        // The version of the entry stays: a proposal holds for one version, and raising it would void the proposal at once.
        var proposal = Proposal.Of(commit.NewId(), opened.Value, act, reason.Value, actor.Acts(commit.Now));
        context.Proposals.Add(proposal);
        commit.Record(
            "proposal.make", opened.Value.IsLead ? "unlicensed" : "institution", id, opened.Value.Version,
            new { proposal.Id, proposal.Act });
        return await commit.SaveAsync(
            Reply.Created(ProposalAnswer.Of(proposal), $"/api/registry/v1/proposals?institutionId={id}"), cancellation);
    }
}
