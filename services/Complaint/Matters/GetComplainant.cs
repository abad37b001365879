using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>Who complained.</summary>
internal sealed record ComplainantAnswer(string Name, string Phone);

/// <summary>
/// Reads who complained, for a stated purpose. The read is an act: it is recorded before it is answered, and if it cannot be recorded it is
/// not answered (个人信息保护法 第十三条、第五十一条).
/// </summary>
internal static class GetComplainantEndpoint
{
    private static readonly Error PurposeRequired = new(
        ErrorKind.Invalid, "complaint.complainant.purpose_required", "State the purpose of reading who complained.", "purpose");

    public static void Map(RouteGroupBuilder api) => api.MapGet("/matters/{id:guid}/complainant", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor)
        .WithName("GetComplainant").WithSummary("Read who complained, for a stated purpose that is recorded").WithTags("Matters");

    private static async Task<Results<Ok<ComplainantAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromQuery] string? purpose, Actor actor, MatterActHandler handler, ActScope acting, HttpContext http,
        CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        var stated = TextInput.Required(purpose, 200);
        if (stated.IsRefused)
        {
            return (string.IsNullOrWhiteSpace(purpose) ? PurposeRequired : stated.Error.At("purpose")).ToProblem();
        }

        var department = actor.Department;
        var matter = await handler.Context.Matters.AsNoTracking().Visible(actor)
            .FirstOrDefaultAsync(m => m.Id == id && m.Department == department, cancellation);
        if (matter is null)
        {
            return MatterErrors.NotFound.ToProblem();
        }

        if (!matter.IsNamed)
        {
            return MatterErrors.Anonymous.ToProblem();
        }

        acting.Purpose = stated.Value;
        handler.Commit.Record("complainant.read", "matter", id, null);
        var recorded = await handler.Commit.SaveAsync(cancellation);
        if (recorded.IsRefused)
        {
            return recorded.Error.ToProblem();
        }

        return await handler.PersonAsync(matter.IntakeId, cancellation) is { } person
            ? TypedResults.Ok(new ComplainantAnswer(person.Name, person.Phone))
            : MatterErrors.Anonymous.ToProblem();
    }
}
