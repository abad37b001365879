using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Data;
using Oversight.Web;

namespace Oversight.Registry.Announcements;

/// <summary>How far an announcement is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Division">Whose entries are announced.</param>
/// <param name="Institutions">Institutions announced so far.</param>
/// <param name="Leads">Leads announced so far.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="FinishedAt">When the last entry was announced, or null.</param>
/// <param name="Version">Its version.</param>
internal sealed record AnnouncementAnswer(
    Guid Id, AnnouncementState State, string Division, int Institutions, int Leads, DateTime RequestedAt, DateTime? FinishedAt, long Version)
{
    public static AnnouncementAnswer Of(Announcement a) => new(a.Id, a.State, a.Division, a.Institutions, a.Leads, a.RequestedAt, a.FinishedAt, a.Version);
}

internal static class GetAnnouncementEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/announcements/{id:guid}", HandleAsync)
        .For(Roles.Supervisor, Roles.Administrator, Roles.Auditor)
        .WithName("GetAnnouncement").WithSummary("How far an announcement of the register is").WithTags("Announcements");

    private static async Task<Results<Ok<AnnouncementAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, RegistryDbContext context, HttpContext http, CancellationToken cancellation)
    {
        var announcement = await context.Announcements.AsNoTracking().Within(actor).FirstOrDefaultAsync(a => a.Id == id, cancellation);
        if (announcement is null)
        {
            return AnnouncementErrors.NotFound.ToProblem();
        }

        http.Response.SetVersion(announcement.Version);
        return TypedResults.Ok(AnnouncementAnswer.Of(announcement));
    }
}
