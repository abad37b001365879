using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>Why a matter is not accepted, and where else the person can go.</summary>
internal sealed record RefuseMatterRequest
{
    [Required, MultiLine, StringLength(1000)]
    public required string Reason { get; init; }

    /// <summary>Other ways (其他解决途径), told together with the reason.</summary>
    [Required, MultiLine, StringLength(1000)]
    public required string OtherWays { get; init; }
}

/// <summary>Does not accept a matter (不予受理): reason and other ways go to the person with it (消费者权益保护法实施条例 第四十六条).</summary>
internal static class RefuseMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/refusal", HandleAsync)
        .Does("complaint.matter.refuse").Idempotent<ComplaintDbContext>()
        .WithName("RefuseMatter").WithSummary("Do not accept a matter, with reason and other ways").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RefuseMatterRequest request, ExpectedVersion expected, Actor actor, RefuseMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class RefuseMatterHandler(MatterActs acts, ComplaintDbContext context)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, RefuseMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = MatterActs.Text(request.Reason, "reason", 1000);
        var ways = MatterActs.Text(request.OtherWays, "otherWays", 1000);
        if ((reason.Error ?? ways.Error) is { } malformed)
        {
            return malformed;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var told = matter.Refuse(acts.Entry(matter, reason.Value), by);
        if (told.IsRefused)
        {
            return told.Error;
        }

        // A line of its own: the person is shown both texts, and InOrder puts the reason before the other ways.
        context.Entries.Add(MatterEntry.Of(matter, acts.Entry(matter, ways.Value), by, EntryCodes.OtherWays));
        return await acts.DoneAsync(matter, told.Value, cancellation);
    }
}
