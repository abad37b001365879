using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>By how much a term is lengthened, and why; the person is told.</summary>
internal sealed record ExtendMatterRequest
{
    /// <summary>In the clock's own unit: working days for the verification of a report, natural days for a petition.</summary>
    [Range(1, 366)]
    public required int Days { get; init; }

    [Required, MultiLine, StringLength(ActContext.MaxReason)]
    public required string Reason { get; init; }
}

/// <summary>Lengthens the running term as its rule allows (延期), by a supervisor who does not handle the matter.</summary>
internal static class ExtendMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/extension", HandleAsync)
        .Does("complaint.matter.extend").Idempotent<ComplaintDbContext>()
        .WithName("ExtendMatter").WithSummary("Lengthen the term of a matter").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExtendMatterRequest request, ExpectedVersion expected, Actor actor, ExtendMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ExtendMatterHandler(MatterActs acts, RecordClocks<ComplaintDbContext> clocks)
{
    // The only terms of a matter that the table lets grow; for the petition by 信访工作条例 第三十四条.
    private static readonly string[] Extensible = [MatterClocks.VerifyReport, MatterClocks.FinishPetition];

    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, ExtendMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = MatterActs.Text(request.Reason, "reason", ActContext.MaxReason);
        if (reason.IsRefused)
        {
            return reason.Error;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var extended = matter.Extend(acts.Entry(matter, reason.Value), by);
        if (extended.IsRefused)
        {
            return extended.Error;
        }

        // Until DoneAsync the act is in memory only: a clock that may not be lengthened leaves nothing of it.
        var running = await clocks.OfAsync(id, cancellation);
        if (running.Find(c => c.StoppedAt is null && Extensible.Contains(c.Key)) is not { } clock)
        {
            return MatterErrors.NoClockToExtend;
        }

        // The person reads the reason as it was written; the clock keeps it on one line.
        var line = TextInput.Required(reason.Value, ActContext.MaxReason).Value;
        return await clocks.ExtendAsync(clock, request.Days, by.On, line, cancellation) is { IsRefused: true } notAllowed
            ? notAllowed.Error : await acts.DoneAsync(matter, extended.Value, cancellation);
    }
}
