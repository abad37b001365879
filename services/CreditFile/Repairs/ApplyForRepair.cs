using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.CreditFile.Repairs;

internal sealed record ApplyForRepairRequest
{
    public required Guid PenaltyId { get; init; }

    /// <summary>Whether the institution has given its credit pledge.</summary>
    public required bool Pledge { get; init; }

    /// <summary>What shows that the breach is corrected; without personal data.</summary>
    [Required]
    [StringLength(1000)]
    [MultiLine]
    public required string Evidence { get; init; }
}

internal static class ApplyForRepairEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/repairs", HandleAsync)
        .Does("creditfile.repair.apply").Idempotent<CreditFileDbContext>()
        .WithName("ApplyForRepair").WithSummary("Enter an institution's application to repair the credit harm of a penalty (信用修复申请)")
        .WithTags("Repair");

    private static async Task<Results<Created<RepairAnswer>, ProblemHttpResult>> HandleAsync(
        ApplyForRepairRequest request, Actor actor, ApplyForRepairHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

/// <summary>Starts both clocks of the law with the application: three working days for its acceptance, ten for the outcome.</summary>
internal sealed class ApplyForRepairHandler(
    CreditFileDbContext context, Commit<CreditFileDbContext> commit, RecordClocks<CreditFileDbContext> clocks, PublicationTerms terms)
{
    public async Task<Result<Reply<RepairAnswer>>> HandleAsync(ApplyForRepairRequest request, Actor actor, CancellationToken cancellation)
    {
        var evidence = TextInput.Required(request.Evidence, 1000, TextForm.MultiLine);
        if (evidence.IsRefused)
        {
            return evidence.Error.At("evidence");
        }

        var rows = await context.CreditFacts.AsNoTracking()
            .Where(f => f.SourceKind == SourceKind.Penalty && f.SourceId == request.PenaltyId).ToListAsync(cancellation);
        var institutionId = rows.Select(row => row.InstitutionId).FirstOrDefault(id => id is not null) ?? Guid.Empty;
        var file = await context.InstitutionFiles.AsNoTracking().Shown().Within(actor)
            .FirstOrDefaultAsync(f => f.Id == institutionId, cancellation);
        // One refusal for a penalty that is unknown, in another division or not yet decided here: it reveals nothing.
        if (file is null || Standing.Of(rows) is not { } penalty)
        {
            return RepairErrors.PenaltyUnknown;
        }

        var by = actor.Acts(commit.Now);
        if (RepairConditions.Check(penalty, terms, by.On) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var repair = Repair.Apply(
            commit.NewId(), request.PenaltyId, (file.Id, file.Division), request.Pledge, evidence.Value, by);
        if (repair.IsRefused)
        {
            return repair.Error;
        }

        context.Repairs.Add(repair.Value);
        var place = DivisionCode.FromStored(file.Division);
        // The outcome is due from the application and not from the acceptance, so both clocks start here.
        foreach (var key in RepairClocks.All)
        {
            if (clocks.Start(key, repair.Value.Id, by.On, place) is { IsRefused: true } clock)
            {
                return clock.Error;
            }
        }

        commit.Record(
            "repair.apply", "repair", repair.Value.Id, repair.Value.Version, new { repair.Value.PenaltyId, repair.Value.InstitutionId });
        return await commit.SaveAsync(
            Reply.Created(RepairAnswer.Of(repair.Value), $"/api/creditfile/v1/repairs/{repair.Value.Id}", repair.Value.Version),
            cancellation);
    }
}

/// <summary>Clocks of an application.</summary>
internal static class RepairClocks
{
    public const string Accept = "credit.repair_accept", Feedback = "credit.repair_feedback";

    public static readonly string[] All = [Accept, Feedback];
}
