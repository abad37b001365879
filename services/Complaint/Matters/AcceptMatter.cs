using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>Nothing needs to be said with an acceptance.</summary>
internal sealed record AcceptMatterRequest;

/// <summary>Accepts a matter (受理): the clock of acceptance stops, the clock of mediation or of the petition starts.</summary>
internal static class AcceptMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/acceptance", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor).Idempotent<ComplaintDbContext>()
        .WithName("AcceptMatter").WithSummary("Accept a matter").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, AcceptMatterRequest request, ExpectedVersion expected, Actor actor, MatterActHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DoAsync(
            id, expected, actor, null, (matter, deed) => matter.Accept(deed),
            async matter =>
            {
                if (MatterClocks.StoppedByAcceptance(matter) is { } stopped)
                {
                    await handler.Clocks.StopAsync(id, stopped, cancellation);
                }

                return MatterClocks.OnAcceptance(matter) is { } started
                    && handler.Clocks
                        .Start(started, id, OfficialTime.DateOf(handler.Now),
                            DivisionCode.FromStored(matter.Division)) is { IsRefused: true } refused
                    ? refused.Error
                    : Result.Done;
            },
            cancellation)).ToOk(http);
}
