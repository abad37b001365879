using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.CreditFile.Objections;

internal sealed record ExtendObjectionRequest
{
    /// <summary>Working days more; the rule says how many at most in all.</summary>
    [Range(1, 60)]
    public required int WorkingDays { get; init; }

    [Required]
    [StringLength(500)]
    public required string Reason { get; init; }
}

internal static class ExtendObjectionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/objections/{id:guid}/extension", HandleAsync)
        .Does("creditfile.objection.extend").Idempotent<CreditFileDbContext>()
        .WithName("ExtendObjection").WithSummary("Lengthen the term of a complex objection, as far as the rule allows")
        .WithTags("Objection");

    private static async Task<Results<Ok<ObjectionAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExtendObjectionRequest request, ExpectedVersion expected, Actor actor, ExtendObjectionHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ExtendObjectionHandler(
    ReviewActs acts, Commit<CreditFileDbContext> commit, RecordClocks<CreditFileDbContext> clocks)
{
    public async Task<Result<Reply<ObjectionAnswer>>> HandleAsync(
        Guid id, ExtendObjectionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await acts.OpenAsync<Objection>(id, expected, ObjectionErrors.NotFound, actor, cancellation);
        if (found.IsRefused)
        {
            return found.Error;
        }

        if (found.Value.Extend() is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // Outside Zhejiang no rule sets a term, so the objection has no clock.
        if ((await clocks.OfAsync(id, cancellation)).Find(clock => clock.Key == ObjectionClocks.Decide) is not { } running)
        {
            return ObjectionErrors.NoClock;
        }

        // 浙江省公共信用信息管理条例 第三十一条: twenty working days in all; the clock takes the maximum from its rule.
        if (await clocks.ExtendAsync(
            running, request.WorkingDays, OfficialTime.DateOf(commit.Now), request.Reason, cancellation) is { IsRefused: true } notAllowed)
        {
            return notAllowed.Error;
        }

        commit.Record("objection.extend", "objection", id, found.Value.Version, new { request.WorkingDays });
        return await commit.SaveAsync(Reply.Ok(ObjectionAnswer.Of(found.Value), found.Value.Version), cancellation);
    }
}
