using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.CreditFile.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.CreditFile.Files;

/// <summary>A confirmed drop.</summary>
internal sealed record ConfirmationAnswer(Guid InstitutionId, string? Grade, bool NeedsConfirmation, DateTime? ConfirmedAt, long Version);

internal static class ConfirmDowngradeEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/institutions/{id:guid}/confirmation", HandleAsync)
        .Does("creditfile.file.confirm_downgrade").Idempotent<CreditFileDbContext>()
        .WithName("ConfirmDowngrade").WithSummary("Confirm a drop to the worst grade that a hard stop caused").WithTags("Ratings");

    private static async Task<Results<Ok<ConfirmationAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, ConfirmDowngradeHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ConfirmDowngradeHandler(
    CreditFileDbContext context, Commit<CreditFileDbContext> commit, DueDeadlines<CreditFileDbContext> due,
    Permission permission, Avoidances<CreditFileDbContext> avoidances)
{
    public async Task<Result<Reply<ConfirmationAnswer>>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var file = await context.InstitutionFiles.Shown().Within(actor)
            .ForChangeAsync(id, expected, FileErrors.NotFound, due, cancellation);
        if (file.IsRefused)
        {
            return file.Error;
        }

        // Who must keep away from the institution (行政处罚法 第四十三条) does not confirm its grade either.
        var subject = new ActSubject { MustAvoid = await avoidances.BarAsync(actor, id, cancellation) };
        if (permission.Check(actor, subject) is { IsRefused: true } forbidden)
        {
            return forbidden.Error;
        }

        if (file.Value.Confirm(actor.Acts(commit.Now)) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        commit.Record("rating.confirm", "credit_file", id, file.Value.Version, new { file.Value.Grade, file.Value.Points });
        return await commit.SaveAsync(
            Reply.Ok(new ConfirmationAnswer(id, file.Value.Grade, file.Value.NeedsConfirmation, file.Value.ConfirmedAt, file.Value.Version),
                file.Value.Version), cancellation);
    }
}
