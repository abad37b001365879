using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>By how much a term is lengthened, and why; the person is told.</summary>
internal sealed record ExtendMatterRequest
{
    /// <summary>In the clock's own unit: working days for the verification of a report, natural days for a petition.</summary>
    [Range(1, 366)]
    public required int Days { get; init; }

    [Required, MultiLine, StringLength(500)]
    public required string Reason { get; init; }
}

/// <summary>Lengthens the running term as its rule allows (延期), by a supervisor who does not handle the matter.</summary>
internal static class ExtendMatterEndpoint
{
    private static readonly string[] Extensible = [MatterClocks.VerifyReport, MatterClocks.FinishPetition];

    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/extension", HandleAsync)
        .For(Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("ExtendMatter").WithSummary("Lengthen the term of a matter").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExtendMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        var reason = MatterActHandler.Text(request.Reason, "reason", 500);
        return reason.IsRefused
            ? reason.Error.ToProblem()
            : (await handler.DoAsync(
                id, expected, actor, reason.Value, (matter, deed) => matter.Extend(deed),
                async _ => (await handler.Clocks.OfAsync(id, cancellation))
                    .Find(c => c.StoppedAt is null && Extensible.Contains(c.Key)) is { } clock
                    ? await handler.Clocks.ExtendAsync(
                        clock, request.Days, OfficialTime.DateOf(handler.Now), TextInput.Required(reason.Value, 500).Value, cancellation)
                    : MatterErrors.NoClockToExtend,
                cancellation)).ToOk(http);
    }
}
