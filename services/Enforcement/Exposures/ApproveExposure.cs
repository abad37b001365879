using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Enforcement.Exposures;

internal sealed record ApproveExposureRequest;

internal sealed record WithdrawExposureRequest
{
    [Required, StringLength(500)]
    public required string Reason { get; init; }
}

internal static class ApproveExposureEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/exposures/{id:guid}/approval", ApproveAsync)
            .Does("enforcement.exposure.approve").Idempotent<EnforcementDbContext>()
            .WithName("ApproveExposure").WithSummary("Approve and release an exposure; it ends by itself").WithTags("Exposures");
        api.MapPost("/exposures/{id:guid}/withdrawal", WithdrawAsync)
            .Does("enforcement.exposure.withdraw").Idempotent<EnforcementDbContext>()
            .WithName("WithdrawExposure").WithSummary("Withdraw an exposure at once").WithTags("Exposures");
    }

    private static async Task<Results<Ok<ExposureAnswer>, ProblemHttpResult>> ApproveAsync(
        Guid id, ApproveExposureRequest request, ExpectedVersion expected, Actor actor, ApproveExposureHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ApproveAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<ExposureAnswer>, ProblemHttpResult>> WithdrawAsync(
        Guid id, WithdrawExposureRequest request, ExpectedVersion expected, Actor actor, ApproveExposureHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.WithdrawAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ApproveExposureHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, ExposureTerm terms,
    ExposureEnd ends, ExposurePermission permission)
{
    public async Task<Result<Reply<ExposureAnswer>>> ApproveAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var loaded = await Own(actor).ForChangeAsync(id, expected, ExposureErrors.NotFound, due, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        var (exposure, today) = (loaded.Value, OfficialTime.DateOf(commit.Now));
        if (await permission.CheckAsync(exposure, actor, cancellation) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        if (!Exposure.Rows.Allows(exposure.State, ExposureAct.Approve))
        {
            return Exposure.Rows.Refusal(exposure.State, ExposureAct.Approve);
        }

        // Once more without the list of names, which was forgotten: numbers are looked for again by the wording that will be shown.
        if (Redaction.Find(exposure.Text, []) is { } found)
        {
            return ExposureErrors.NotRedacted("text", found.Position, found.Kind);
        }

        // An annulment at this very moment withdraws this exposure, too: of the two saves one finds its version gone.
        var ids = exposure.Penalties.Select(p => p.PenaltyId).ToList();
        var penalties = await context.Set<Penalty>().Where(p => ids.Contains(p.Id)).ToListAsync(cancellation);
        if (penalties.Count != ids.Count || penalties.Any(p => p.AnnulledOn is not null || p.RepairedOn is not null))
        {
            return ExposureErrors.PenaltyUnknown;
        }

        // Counted from the release: a proposal that waited for its approval loses nothing of its term.
        var term = terms.EndOf(penalties, today, DivisionCode.FromStored(exposure.Division));
        if (term.IsRefused)
        {
            return term.Error;
        }

        var released = exposure.Approve(term.Value.EndsOn, term.Value.Rule, actor.Acts(commit.Now));
        if (released.IsRefused)
        {
            return released.Error;
        }

        ends.Arm(exposure);
        commit.Announce(released.Value, exposure.Id, exposure.Version);
        commit.Record("exposure.approve", "exposure", exposure.Id, exposure.Version, new { exposure.EndsOn, exposure.Rule });
        return await commit.SaveAsync(Reply.Ok(ExposureAnswer.Of(exposure), exposure.Version), cancellation);
    }

    public async Task<Result<Reply<ExposureAnswer>>> WithdrawAsync(
        Guid id, WithdrawExposureRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var loaded = await Own(actor).ForChangeAsync(id, expected, ExposureErrors.NotFound, due, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        var reason = TextInput.Required(request.Reason, 500);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        var exposure = loaded.Value;
        if (await permission.CheckAsync(exposure, actor, cancellation) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        var withdrawn = await ends.WithdrawAsync(
            exposure, reason.Value, actor.Acts(commit.Now), cancellation);
        return withdrawn.IsRefused
            ? withdrawn.Error : await commit.SaveAsync(Reply.Ok(ExposureAnswer.Of(exposure), exposure.Version), cancellation);
    }

    private IQueryable<Exposure> Own(Actor actor)
    {
        var department = actor.Department ?? "";
        return context.Set<Exposure>().Include(e => e.Penalties).Within(actor).Where(e => e.Department == department);
    }
}
