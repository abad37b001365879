using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Secrecy;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>One matter in full. What was said is shown to the staff of the department that has it, and to nobody else.</summary>
internal static class GetMatterEndpoint
{
    private const int MostLines = 500, MostJoined = 200;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/matters/{id:guid}", HandleAsync)
        .For(MatterScope.Readers)
        .WithName("GetMatter").WithSummary("Read one matter with its clocks and its progress").WithTags("Matters");

    private static async Task<Results<Ok<MatterDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, ComplaintDbContext database, ComplaintKeys keys, HttpContext http, CancellationToken cancellation)
    {
        var matter = await database.Matters.AsNoTracking().Visible(actor).FirstOrDefaultAsync(m => m.Id == id, cancellation);
        if (matter is null)
        {
            return MatterErrors.NotFound.ToProblem();
        }

        var own = matter.Department == actor.Department;
        var intake = await database.Intakes.AsNoTracking().SingleAsync(i => i.Id == matter.IntakeId, cancellation);
        var clocks = await database.Clocks.AsNoTracking().Where(c => c.SubjectId == id).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .ToListAsync(cancellation);
        var lines = await database.Entries.AsNoTracking().Where(e => e.MatterId == id).OrderBy(e => e.At).ThenBy(e => e.Id).Take(MostLines)
            .ToListAsync(cancellation);
        var joined = await database.Matters.AsNoTracking().Where(m => m.ParentId == id).OrderBy(m => m.ReceivedAt).ThenBy(m => m.Id)
            .Select(m => m.Id).Take(MostJoined).ToListAsync(cancellation);
        var marks = await database.Satisfactions.AsNoTracking().FirstOrDefaultAsync(s => s.MatterId == id, cancellation);

        http.Response.SetVersion(matter.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new MatterDetail(
            MatterAnswer.Of(matter),
            new IntakeNote(intake.Channel, intake.ExternalNumber, intake.ReceivedAt, intake.EnteredAt, intake.IsAnonymous),
            own ? keys.Open(ComplaintKeys.IntakeText, intake.Id, intake.TextCipher) : null,
            matter.MayNameComplainant,
            matter.Address,
            clocks.ConvertAll(c => c.ToAnswer()),
            MatterEntry.InOrder(lines).ConvertAll(e => new ProgressNote(
                e.On, e.At, e.Code, e.Departments, e.Number, e.Detail,
                own ? keys.Open(ComplaintKeys.EntryText, id, e.TextCipher) : null, e.ActorId is "" ? null : e.ActorId)),
            joined,
            marks is null ? null : new SatisfactionNote(
                marks.Response, marks.Solved, marks.Satisfied, own ? keys.Open(ComplaintKeys.Comment, id, marks.CommentCipher) : null,
                marks.GivenAt)));
    }
}
