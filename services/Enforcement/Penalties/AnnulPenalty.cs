using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Exposures;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Penalties;

internal sealed record GroundRequest
{
    [Required, StringLength(100)]
    public required string Law { get; init; }

    [Required, StringLength(60)]
    public required string Article { get; init; }
}

internal sealed record AnnulPenaltyRequest
{
    [Required]
    public required GroundRequest Ground { get; init; }

    /// <summary>Kept encrypted.</summary>
    [Required, StringLength(CaseText.MaxLength), MultiLine]
    public required string Reason { get; init; }

    /// <summary>Official day of the annulment; null is today.</summary>
    public DateOnly? AnnulledOn { get; init; }
}

internal static class AnnulPenaltyEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/annulment", HandleAsync)
        .Does("enforcement.case.annul").Idempotent<EnforcementDbContext>()
        .WithName("AnnulPenalty").WithSummary("Annul the decision on review, lawsuit or own correction (撤销); its publication is withdrawn")
        .WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, AnnulPenaltyRequest request, ExpectedVersion expected, Actor actor, AnnulPenaltyHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class AnnulPenaltyHandler(CaseActs acts, ExposureEnd exposures)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, AnnulPenaltyRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        var (law, article) = (TextInput.Required(request.Ground.Law, 100), TextInput.Required(request.Ground.Article, 60));
        if ((law.Error?.At("ground.law") ?? article.Error?.At("ground.article")
            ?? acts.Keep(file, CaseTextKind.AnnulmentReason, request.Reason, "reason").Error) is { } wrong)
        {
            return wrong;
        }

        var day = request.AnnulledOn ?? by.On;
        if (file.Annul(new LegalBasis(law.Value, article.Value), day, by) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await acts.Clocks.StopAllAsync(id, cancellation);
        var told = await TellAsync(file, new Ground(law.Value, article.Value), day, by, cancellation);
        return told.IsRefused ? told.Error : await acts.DoneAsync(file, CaseStep.Annul, cancellation);
    }

    // A decision that was not served has told nobody anything.
    private async Task<Result> TellAsync(Case file, Ground ground, DateOnly day, ActContext by, CancellationToken cancellation)
    {
        if (file.PenaltyId is not { } penaltyId)
        {
            return Result.Done;
        }

        // 第四十八条: an annulled decision leaves the public within three working days.
        // The fact carries no day while the calendar is missing; WithdrawalDay announces it again with the day.
        var withdraw = acts.Start(file, CaseActs.WithdrawClock, day);
        if (withdraw.IsRefused)
        {
            return withdraw.Error;
        }

        var penalty = await acts.Context.Set<Penalty>().SingleAsync(p => p.Id == penaltyId, cancellation);
        var fact = penalty.Annul(ground, day, withdraw.Value.DueOn, file.MatterIds, by.At);
        if (fact.IsRefused)
        {
            return fact.Error;
        }

        acts.Commit.Announce(fact.Value, penalty.Id, penalty.Version);
        // In the same save: an exposure must not outlive the penalty that it rests on, even if the process stops after it.
        await exposures.WithdrawOfAsync(penaltyId, "penalty_annulled", by, cancellation);
        return Result.Done;
    }
}
