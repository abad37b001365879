using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>What the person is told.</summary>
internal sealed record ReplyToMatterRequest
{
    [Required, MultiLine, StringLength(4000)]
    public required string Text { get; init; }
}

/// <summary>Tells the person something (答复); it is shown under the tracking code, and what was owed to be told is told.</summary>
internal static class ReplyToMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/replies", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("ReplyToMatter").WithSummary("Tell the person something").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReplyToMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        var text = MatterActHandler.Text(request.Text, "text", 4000);
        return text.IsRefused
            ? text.Error.ToProblem()
            : (await handler.DoAsync(
                id, expected, actor, text.Value, (matter, deed) => matter.Reply(deed),
                async _ =>
                {
                    await handler.Clocks.StopAsync(id, MatterClocks.TellFiling, cancellation);
                    return Result.Done;
                },
                cancellation)).ToOk(http);
    }
}
