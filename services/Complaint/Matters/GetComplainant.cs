using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Intakes;
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
    public static void Map(RouteGroupBuilder api) => api.MapGet("/matters/{id:guid}/complainant", HandleAsync)
        .For(Roles.ComplaintHandler, Roles.Supervisor)
        .WithName("GetComplainant").WithSummary("Read who complained, for a stated purpose that is recorded").WithTags("Matters");

    private static async Task<Results<Ok<ComplainantAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromQuery] string? purpose, Actor actor, GetComplainantHandler handler, HttpContext http, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        var read = await handler.HandleAsync(id, purpose, actor, cancellation);
        return read.IsRefused ? read.Error.ToProblem() : TypedResults.Ok(read.Value);
    }
}

internal sealed class GetComplainantHandler(
    ComplaintDbContext context, Commit<ComplaintDbContext> commit, ActScope acting, ComplainantReader complainants)
{
    private static readonly Error PurposeRequired = new(
        ErrorKind.Invalid, "complaint.complainant.purpose_required", "State the purpose of reading who complained.", "purpose");

    public async Task<Result<ComplainantAnswer>> HandleAsync(Guid id, string? purpose, Actor actor, CancellationToken cancellation)
    {
        var stated = TextInput.Required(purpose, 200);
        if (stated.IsRefused)
        {
            return string.IsNullOrWhiteSpace(purpose) ? PurposeRequired : stated.Error.At("purpose");
        }

        var department = actor.Department;
        var matter = await context.Matters.AsNoTracking().Visible(actor)
            .FirstOrDefaultAsync(m => m.Id == id && m.Department == department, cancellation);
        if (matter is null)
        {
            return MatterErrors.NotFound;
        }

        // Before the audit row: of an anonymous report there is nothing personal to read, hence no read to record.
        if (!matter.IsNamed)
        {
            return MatterErrors.Anonymous;
        }

        acting.Purpose = stated.Value;
        commit.Record("complainant.read", "matter", id, null);
        var recorded = await commit.SaveAsync(cancellation);
        if (recorded.IsRefused)
        {
            return recorded.Error;
        }

        return await complainants.ReadAsync(matter.IntakeId, cancellation) is { } person
            ? new ComplainantAnswer(person.Name, person.Phone) : MatterErrors.Anonymous;
    }
}
