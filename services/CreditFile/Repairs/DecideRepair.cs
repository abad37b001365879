using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;
using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.CreditFile.Repairs;

internal sealed record DecideRepairRequest
{
    /// <summary>False if it is not granted.</summary>
    public required bool Grant { get; init; }

    /// <summary>Why it is not granted.</summary>
    [StringLength(500)]
    public string? Reason { get; init; }
}

internal static class DecideRepairEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/repairs/{id:guid}/decision", HandleAsync)
        .Does("creditfile.repair.decide").Idempotent<CreditFileDbContext>()
        .WithName("DecideRepair").WithSummary("Grant a repair or not; by another officer than those who entered and accepted it")
        .WithTags("Repair");

    private static async Task<Results<Ok<RepairAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DecideRepairRequest request, ExpectedVersion expected, Actor actor, DecideRepairHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

/// <summary>
/// A grant enters the repair in the ledger, rates the file anew and tells the others, in one save. What was true at the application is
/// checked again: a penalty that was annulled meanwhile is not repaired.
/// </summary>
internal sealed class DecideRepairHandler(
    CreditFileDbContext context, ReviewActs acts, Commit<CreditFileDbContext> commit, RecordClocks<CreditFileDbContext> clocks,
    CreditLedger ledger, PublicationTerms terms)
{
    public async Task<Result<Reply<RepairAnswer>>> HandleAsync(
        Guid id, DecideRepairRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await acts.OpenAsync<Repair>(id, expected, RepairErrors.NotFound, actor, cancellation);
        var reason = TextInput.Optional(request.Reason, 500);
        if (found.IsRefused || reason.IsRefused)
        {
            return (found.Error ?? reason.Error?.At("reason"))!;
        }

        var (repair, by) = (found.Value, actor.Acts(commit.Now) with { Reason = reason.Value });
        if ((request.Grant ? repair.Grant(by) : repair.Reject(by)) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // A refusal returns without a save, so the grant above stays in memory only.
        if (request.Grant && await RepairAsync(repair, by, cancellation) is { IsRefused: true } notPossible)
        {
            return notPossible.Error;
        }

        await clocks.StopAllAsync(repair.Id, cancellation);
        commit.Record(
            request.Grant ? "repair.grant" : "repair.reject", "repair", repair.Id, repair.Version, new { repair.PenaltyId, repair.State });
        return await commit.SaveAsync(Reply.Ok(RepairAnswer.Of(repair), repair.Version), cancellation);
    }

    private async Task<Result> RepairAsync(Repair repair, ActContext by, CancellationToken cancellation)
    {
        // The file first: a fact that is committed after this line fails the save on the file's version.
        var file = await context.InstitutionFiles.SingleAsync(f => f.Id == repair.InstitutionId, cancellation);
        var rows = await context.CreditFacts.AsNoTracking().Where(f => f.SourceKind == SourceKind.Penalty && f.SourceId == repair.PenaltyId)
            .ToListAsync(cancellation);
        if (Standing.Of(rows) is not { } penalty)
        {
            return RepairErrors.PenaltyUnknown;
        }

        if (RepairConditions.Check(penalty, terms, by.On) is { IsRefused: true } refused)
        {
            return refused;
        }

        await ledger.EnterOwnAsync(
            // A fixed version: the unique index of the ledger lets a penalty be repaired once.
            file, new StatedFact(
                SourceKind.Penalty, repair.PenaltyId, FactEvent.Repaired, SourceVersion: 1, file.Id, by.On, penalty.Department,
                penalty.Document, []), cancellation);
        commit.Announce(new PenaltyRepaired(repair.PenaltyId, file.Version, file.Id, by.On, by.At), repair.PenaltyId, file.Version);
        return Result.Done;
    }
}
