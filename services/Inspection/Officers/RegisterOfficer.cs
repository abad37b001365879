using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

internal sealed record RegisterOfficerRequest : StatedOfficerRequest;

internal static class RegisterOfficerEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/officers", HandleAsync)
        .Does("inspection.officer.register").Idempotent<InspectionDbContext>()
        .WithName("RegisterOfficer").WithSummary("Enter an officer with a law-enforcement certificate (执法证)").WithTags("Officers");

    private static async Task<Results<Created<OfficerAnswer>, ProblemHttpResult>> HandleAsync(
        RegisterOfficerRequest request, Actor actor, RegisterOfficerHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class RegisterOfficerHandler(InspectionDbContext context, Commit<InspectionDbContext> commit, OfficerReader reader)
{
    public async Task<Result<Reply<OfficerAnswer>>> HandleAsync(RegisterOfficerRequest request, Actor actor, CancellationToken cancellation)
    {
        var statement = reader.Read(request, actor, OfficialTime.DateOf(commit.Now));
        if (statement.IsRefused)
        {
            return statement.Error;
        }

        var (officer, fact) = Officer.Register(commit.NewId(), statement.Value, commit.Now);
        context.Officers.Add(officer);
        commit.Announce(fact, officer.Id, officer.Version);
        commit.Record(
            "officer.register", "officer", officer.Id, officer.Version,
            new { officer.CertificateNumber, officer.Department, officer.Division, officer.ValidTo });
        return await commit.SaveAsync(
            Reply.Created(OfficerAnswer.Of(officer), $"/api/inspection/v1/officers/{officer.Id}", officer.Version), cancellation);
    }
}
