using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.CreditFile.Repairs;

internal sealed record WithdrawRepairRequest
{
    [Required]
    [StringLength(500)]
    public required string Reason { get; init; }
}

internal static class WithdrawRepairEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/repairs/{id:guid}/withdrawal", HandleAsync)
        .Does("creditfile.repair.withdraw").Idempotent<CreditFileDbContext>()
        .WithName("WithdrawRepair").WithSummary("Withdraw an application for repair at the institution's wish").WithTags("Repair");

    private static async Task<Results<Ok<RepairAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, WithdrawRepairRequest request, ExpectedVersion expected, Actor actor, WithdrawRepairHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class WithdrawRepairHandler(
    ReviewActs acts, Commit<CreditFileDbContext> commit, RecordClocks<CreditFileDbContext> clocks)
{
    public async Task<Result<Reply<RepairAnswer>>> HandleAsync(
        Guid id, WithdrawRepairRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await acts.OpenAsync<Repair>(id, expected, RepairErrors.NotFound, actor, cancellation);
        var reason = TextInput.Required(request.Reason, 500);
        if (found.IsRefused || reason.IsRefused)
        {
            return (found.Error ?? reason.Error?.At("reason"))!;
        }

        if (found.Value.Withdraw(actor.Acts(commit.Now) with { Reason = reason.Value }) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await clocks.StopAllAsync(id, cancellation);
        commit.Record("repair.withdraw", "repair", id, found.Value.Version);
        return await commit.SaveAsync(Reply.Ok(RepairAnswer.Of(found.Value), found.Value.Version), cancellation);
    }
}
