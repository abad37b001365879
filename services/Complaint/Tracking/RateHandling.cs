using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Intakes;
using Oversight.Complaint.Matters;
using Oversight.Complaint.Secrecy;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Tracking;

/// <summary>How the person found the handling: marks from 1 (not at all) to 5.</summary>
internal sealed record RateHandlingRequest
{
    /// <summary>The matter; may be left out where the message has one.</summary>
    public Guid? MatterId { get; init; }

    /// <summary>Whether and how soon somebody answered (响应).</summary>
    [Range(1, 5)]
    public required int Response { get; init; }

    /// <summary>Whether it was solved (解决).</summary>
    [Range(1, 5)]
    public required int Solved { get; init; }

    /// <summary>Whether the person is satisfied (满意).</summary>
    [Range(1, 5)]
    public required int Satisfied { get; init; }

    [MultiLine, StringLength(500)]
    public string? Comment { get; init; }
}

/// <summary>What was noted; without the comment.</summary>
internal sealed record RatingAnswer(int Response, int Solved, int Satisfied);

internal static class RateHandlingEndpoint
{
    // A key of Idempotency-Key counts per tracking code: two people with the same key and marks do not meet.
    public static void Map(RouteGroupBuilder api) => api.MapPost("/public/satisfaction", HandleAsync)
        .AllowAnonymous().AddEndpointFilter(AsHolderAsync).Idempotent<ComplaintDbContext>()
        .WithName("RateHandling").WithSummary("Say how a concluded matter was handled; once").WithTags("Public");

    private static async Task<Results<Ok<RatingAnswer>, ProblemHttpResult>> HandleAsync(
        RateHandlingRequest request, [FromHeader(Name = TrackingErrors.Header)] string? trackingCode, RateHandlingHandler handler,
        HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(trackingCode, request, cancellation)).ToOk(http);

    private static async ValueTask<object?> AsHolderAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var (http, services) = (invocation.HttpContext, invocation.HttpContext.RequestServices);
        if (await services.GetRequiredService<TrackingReader>()
            .FindAsync(http.Request.Headers[TrackingErrors.Header], http.RequestAborted) is { } intake)
        {
            services.GetRequiredService<ActScope>().ActorId = "anonymous:" + intake.CodeHash[..32];
        }

        return await next(invocation);
    }
}

/// <summary>Notes the marks of a concluded matter, once; of two at the same moment the key of the table lets one through.</summary>
internal sealed class RateHandlingHandler(
    ComplaintDbContext context, Commit<ComplaintDbContext> commit, TrackingReader reader, ComplaintKeys keys)
{
    public async Task<Result<Reply<RatingAnswer>>> HandleAsync(
        string? typedCode, RateHandlingRequest request, CancellationToken cancellation)
    {
        if (await reader.FindAsync(typedCode, cancellation) is not { } intake)
        {
            return TrackingErrors.Unknown;
        }

        var comment = TextInput.Optional(request.Comment, 500, TextForm.MultiLine);
        if (comment.IsRefused)
        {
            return comment.Error.At("comment");
        }

        var matters = await context.Matters.AsNoTracking().Where(m => m.IntakeId == intake.Id).ToListAsync(cancellation);
        if (request.MatterId is null && matters.Count > 1)
        {
            return TrackingErrors.MatterRequired;
        }

        var matter = request.MatterId is { } id ? matters.Find(m => m.Id == id) : matters[0];
        if (matter is null)
        {
            return MatterErrors.NotFound.At("matterId");
        }

        if (matter.State != MatterState.Concluded)
        {
            return TrackingErrors.NotConcluded;
        }

        if (await context.Satisfactions.AnyAsync(s => s.MatterId == matter.Id, cancellation))
        {
            return TrackingErrors.AlreadyGiven;
        }

        context.Satisfactions.Add(new Satisfaction
        {
            MatterId = matter.Id,
            Response = request.Response,
            Solved = request.Solved,
            Satisfied = request.Satisfied,
            CommentCipher = keys.Seal(ComplaintKeys.Comment, matter.Id, comment.Value),
            GivenAt = commit.Now,
        });
        commit.Record("matter.rate", "matter", matter.Id, null, new { request.Response, request.Solved, request.Satisfied });
        return await commit.SaveAsync(Reply.Ok(new RatingAnswer(request.Response, request.Solved, request.Satisfied)), cancellation);
    }
}
