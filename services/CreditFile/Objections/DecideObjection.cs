using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.CreditFile.Objections;

internal sealed record DecideObjectionRequest
{
    public required bool Uphold { get; init; }

    /// <summary>Why it is decided so.</summary>
    [Required]
    [StringLength(500)]
    public required string Reason { get; init; }
}

internal static class DecideObjectionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/objections/{id:guid}/decision", HandleAsync)
        .Does("creditfile.objection.decide").Idempotent<CreditFileDbContext>()
        .WithName("DecideObjection").WithSummary("Uphold or dismiss an objection; by another officer than the one who filed it")
        .WithTags("Objection");

    private static async Task<Results<Ok<ObjectionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, DecideObjectionRequest request, ExpectedVersion expected, Actor actor, DecideObjectionHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class DecideObjectionHandler(
    CreditFileDbContext context, ReviewActs acts, Commit<CreditFileDbContext> commit, RecordClocks<CreditFileDbContext> clocks,
    DisputeMark mark)
{
    public async Task<Result<Reply<ObjectionAnswer>>> HandleAsync(
        Guid id, DecideObjectionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await acts.OpenAsync<Objection>(id, expected, ObjectionErrors.NotFound, actor, cancellation);
        var reason = TextInput.Required(request.Reason, 500);
        if (found.IsRefused || reason.IsRefused)
        {
            return (found.Error ?? reason.Error?.At("reason"))!;
        }

        var (objection, by) = (found.Value, actor.Acts(commit.Now) with { Reason = reason.Value });
        if ((request.Uphold ? objection.Uphold(by) : objection.Dismiss(by)) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var file = await context.InstitutionFiles.SingleAsync(f => f.Id == objection.InstitutionId, cancellation);
        await mark.EndAsync(file, (objection.SourceKind, objection.SourceId), request.Uphold, cancellation);
        await clocks.StopAllAsync(objection.Id, cancellation);
        commit.Record(
            request.Uphold ? "objection.uphold" : "objection.dismiss", "objection", objection.Id, objection.Version,
            new { objection.SourceKind, objection.SourceId });
        return await commit.SaveAsync(Reply.Ok(ObjectionAnswer.Of(objection), objection.Version), cancellation);
    }
}
