using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Rectifications;

internal sealed record ExtendRectificationRequest
{
    /// <summary>Natural days more.</summary>
    public required int Days { get; init; }

    [StringLength(Limits.Reason, MinimumLength = 1)]
    public required string Reason { get; init; }
}

internal static class ExtendRectificationEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/rectifications/{id:guid}/extension", HandleAsync)
        .Does("inspection.rectification.extend").Idempotent<InspectionDbContext>()
        .WithName("ExtendRectification").WithSummary("Ask for a longer term (inspector), or grant one (supervisor, who did not ask for it)")
        .WithTags("Rectifications");

    private static async Task<Results<Ok<RectificationAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExtendRectificationRequest request, ExpectedVersion expected, Actor actor, ExtendRectificationHandler handler,
        HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ExtendRectificationHandler(
    Commit<InspectionDbContext> commit, RectificationActs acts, InspectionRules rules, TermReader terms, RectificationClock clock)
{
    public async Task<Result<Reply<RectificationAnswer>>> HandleAsync(
        Guid id, ExtendRectificationRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, Limits.Reason);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (order, today) = (opened.Value, OfficialTime.DateOf(commit.Now));
        // Counted from the last day of the present term and not from today, or an early request would cost the party days.
        var term = terms.Read(request.Days, reason.Value, needsReason: true, order.DueOn, today, "days");
        if (term.IsRefused)
        {
            return term.Error;
        }

        var allowed = rules.Amount("rectification.extensions", today);
        // The acts pack opens the route to both roles; the role says whether the act is a request or the grant.
        if (!actor.Has(Roles.Supervisor))
        {
            return order.AskExtension(request.Days, reason.Value, allowed, actor.Acts(commit.Now)) is { IsRefused: true } refused
                ? refused.Error
                : await acts.DoneAsync(order, "ask_extension", null, new { request.Days }, cancellation);
        }

        if (order.Extend(request.Days, term.Value.DueOn, reason.Value, allowed, actor.Acts(commit.Now)) is { IsRefused: true } notGranted)
        {
            return notGranted.Error;
        }

        // The order is changed in memory only: a refusal of the clock returns without a save, and neither is lengthened.
        return await clock.ExtendAsync(order, request.Days, reason.Value, actor.Acts(commit.Now), cancellation) is { IsRefused: true } bound
            ? bound.Error
            : await acts.DoneAsync(order, "extend", null, new { request.Days, order.DueOn }, cancellation);
    }
}
