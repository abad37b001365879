using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>Nothing needs to be said with an acceptance.</summary>
internal sealed record AcceptMatterRequest;

/// <summary>Accepts a matter (受理): the clock of acceptance stops, the clock of mediation or of the petition starts.</summary>
internal static class AcceptMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/acceptance", HandleAsync)
        .Does("complaint.matter.accept").Idempotent<ComplaintDbContext>()
        .WithName("AcceptMatter").WithSummary("Accept a matter").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, AcceptMatterRequest request, ExpectedVersion expected, Actor actor, AcceptMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class AcceptMatterHandler(MatterActs acts, RecordClocks<ComplaintDbContext> clocks, MatterTerms terms)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var accepted = matter.Accept(acts.Entry(matter), by);
        if (accepted.IsRefused)
        {
            return accepted.Error;
        }

        if (MatterClocks.StoppedByAcceptance(matter) is { } stopped)
        {
            await clocks.StopAsync(id, stopped, cancellation);
        }

        // A refused clock refuses the acceptance as a whole; nothing is saved yet.
        if (MatterClocks.OnAcceptance(matter) is { } started
            && terms.Start(started, matter, by.On) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        return await acts.DoneAsync(matter, accepted.Value, cancellation);
    }
}
