using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record FileCaseRequest : FilingRequest
{
    [Required, MaxLength(20)]
    public required IReadOnlyList<ActRequest> Acts { get; init; }
}

internal static class FileCaseEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases", HandleAsync)
        .Does("enforcement.case.file").Idempotent<EnforcementDbContext>()
        .WithName("FileCase").WithSummary("File a case (立案); the first department to file an act has it").WithTags("Cases");

    private static async Task<Results<Created<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        FileCaseRequest request, Actor actor, FileCaseHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class FileCaseHandler(CaseActs acts, FilingReader reader)
{
    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(FileCaseRequest request, Actor actor, CancellationToken cancellation)
    {
        var stated = await reader.ReadAsync(request, request.Acts, simplified: false, actor, acts.Today, cancellation);
        if (stated.IsRefused)
        {
            return stated.Error;
        }

        var (commit, file) = (acts.Commit, Case.File(acts.Commit.NewId(), stated.Value, actor.Acts(acts.Commit.Now)));
        acts.Context.Add(file);
        // 第六十条: the term of decision counts from the filing and is saved with it, whether or not anybody watches the case.
        if (acts.Start(file, CaseActs.DecideClock, acts.Today) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        commit.Announce(file.Filed(commit.Now), file.Id, file.Version);
        await acts.TellAsync(file, CaseStep.File, cancellation);
        return await commit.SaveAsync(
            Reply.Created(CaseAnswer.Of(file), $"/api/enforcement/v1/cases/{file.Id}", file.Version), cancellation);
    }
}
