using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
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
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("RefuseMatter").WithSummary("Do not accept a matter, with reason and other ways").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RefuseMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        var (reason, ways) =
            (MatterActHandler.Text(request.Reason, "reason", 1000), MatterActHandler.Text(request.OtherWays, "otherWays", 1000));
        if (reason.IsRefused || ways.IsRefused)
        {
            return (reason.Error ?? ways.Error)!.ToProblem();
        }

        return (await handler.DoAsync(
            id, expected, actor, reason.Value, (matter, deed) => matter.Refuse(deed),
            matter =>
            {
                handler.Add(matter, actor, EntryCodes.OtherWays, ways.Value);
                return Task.FromResult(Result.Done);
            },
            cancellation)).ToOk(http);
    }
}
