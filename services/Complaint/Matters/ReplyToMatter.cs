using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
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
        .Does("complaint.matter.reply").Idempotent<ComplaintDbContext>()
        .WithName("ReplyToMatter").WithSummary("Tell the person something").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ReplyToMatterRequest request, ExpectedVersion expected, Actor actor, ReplyToMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ReplyToMatterHandler(MatterActs acts, RecordClocks<ComplaintDbContext> clocks)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, ReplyToMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var text = MatterActs.Text(request.Text, "text", 4000);
        if (text.IsRefused)
        {
            return text.Error;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var replied = matter.Reply(acts.Entry(matter, text.Value), by);
        if (replied.IsRefused)
        {
            return replied.Error;
        }

        // No field says what a reply is about, so each one ends the term for telling the filing decision.
        await clocks.StopAsync(id, MatterClocks.TellFiling, cancellation);
        return await acts.DoneAsync(matter, replied.Value, cancellation);
    }
}
