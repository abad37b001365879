using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Announcements;

/// <summary>Which part of the register is to be told anew.</summary>
internal sealed record RequestAnnouncementRequest
{
    /// <summary>A division of the caller's, GB/T 2260; null means all of the caller's.</summary>
    [StringLength(12, MinimumLength = 1)]
    public string? Division { get; init; }
}

internal static class RequestAnnouncementEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/announcements", HandleAsync)
        .For(Roles.Supervisor, Roles.Administrator).Idempotent<RegistryDbContext>()
        .WithName("RequestAnnouncement").WithSummary("Tell the present state of every entry anew, for a service that joined later; those who know it drop it").WithTags("Announcements");

    private static async Task<Results<Accepted<AnnouncementAnswer>, ProblemHttpResult>> HandleAsync(
        RequestAnnouncementRequest request, Actor actor, RequestAnnouncementHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToAccepted(http);
}

/// <summary>Stores the wish; a worker carries it out in the background.</summary>
internal sealed class RequestAnnouncementHandler(RegistryDbContext context, Commit<RegistryDbContext> commit)
{
    public async Task<Result<Reply<AnnouncementAnswer>>> HandleAsync(RequestAnnouncementRequest request, Actor actor, CancellationToken cancellation)
    {
        if (actor.Division is not { } own)
        {
            return AnnouncementErrors.OutOfScope;
        }

        var division = request.Division is null ? own : DivisionCode.Parse(request.Division);
        if (division.IsRefused)
        {
            return division.Error.At("division");
        }

        if (!own.Covers(division.Value))
        {
            return AnnouncementErrors.OutOfScope;
        }

        var announcement = new Announcement
        {
            Id = commit.NewId(), Division = division.Value.Value, RequestedBy = actor.Id, Department = actor.Department, RequestedAt = commit.Now,
        };
        context.Announcements.Add(announcement);
        commit.Record("announcement.request", "announcement", announcement.Id, announcement.Version, new { announcement.Division });
        return await commit.SaveAsync(
            Reply.Accepted(AnnouncementAnswer.Of(announcement), $"/api/registry/v1/announcements/{announcement.Id}", announcement.Version), cancellation);
    }
}
