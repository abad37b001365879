using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

internal sealed record ChangeOfficerRequest : StatedOfficerRequest;

internal sealed record DeactivateOfficerRequest
{
    [StringLength(Limits.Reason)]
    public string? Reason { get; init; }
}

internal sealed record RecordAvoidanceRequest
{
    public required Guid InstitutionId { get; init; }

    [StringLength(Limits.Reason, MinimumLength = 1)]
    public required string Reason { get; init; }
}

internal static class ChangeOfficerEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/officers/{id:guid}", async Task<Results<Ok<OfficerAnswer>, ProblemHttpResult>> (
                Guid id, ChangeOfficerRequest request, ExpectedVersion expected, Actor actor, ChangeOfficerHandler handler,
                HttpContext http, CancellationToken cancellation) =>
                (await handler.ChangeAsync(id, request, expected, actor, cancellation)).ToOk(http))
            .Does("inspection.officer.change")
            .WithName("ChangeOfficer").WithSummary("Change what is stated of an officer, e.g. a renewed certificate").WithTags("Officers");
        api.MapPost("/officers/{id:guid}/deactivation", async Task<Results<Ok<OfficerAnswer>, ProblemHttpResult>> (
                Guid id, DeactivateOfficerRequest request, ExpectedVersion expected, Actor actor, ChangeOfficerHandler handler,
                HttpContext http, CancellationToken cancellation) =>
                (await handler.DeactivateAsync(id, expected, actor, cancellation)).ToOk(http))
            .Does("inspection.officer.deactivate").Idempotent<InspectionDbContext>()
            .WithName("DeactivateOfficer").WithSummary("Note that an officer no longer acts; final").WithTags("Officers");
        api.MapPost("/officers/{id:guid}/avoidances", async Task<Results<Ok<OfficerAnswer>, ProblemHttpResult>> (
                Guid id, RecordAvoidanceRequest request, ExpectedVersion expected, Actor actor, ChangeOfficerHandler handler,
                HttpContext http, CancellationToken cancellation) =>
                (await handler.AvoidAsync(id, request, expected, actor, cancellation)).ToOk(http))
            .Does("inspection.officer.avoid").Idempotent<InspectionDbContext>()
            .WithName("RecordAvoidance").WithSummary("Note that an officer keeps away from an institution (回避); an officer may ask for it")
            .WithTags("Officers");
    }
}

internal sealed class ChangeOfficerHandler(
    InspectionDbContext context, Commit<InspectionDbContext> commit, OfficerActs acts, OfficerReader reader)
{
    public async Task<Result<Reply<OfficerAnswer>>> ChangeAsync(
        Guid id, ChangeOfficerRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var statement = reader.Read(request, actor, OfficialTime.DateOf(commit.Now));
        if (statement.IsRefused)
        {
            return statement.Error;
        }

        var fact = opened.Value.Change(statement.Value, commit.Now);
        return fact.IsRefused ? fact.Error : await DoneAsync(opened.Value, "officer.change", fact.Value, null, cancellation);
    }

    public async Task<Result<Reply<OfficerAnswer>>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var fact = opened.Value.Deactivate(commit.Now);
        return fact.IsRefused ? fact.Error : await DoneAsync(opened.Value, "officer.deactivate", fact.Value, null, cancellation);
    }

    public async Task<Result<Reply<OfficerAnswer>>> AvoidAsync(
        Guid id, RecordAvoidanceRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, Limits.Reason);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        // The institution need not be in the caller's own division: an officer of the city avoids one in any county.
        if (!await context.Institutions.AnyAsync(i => i.Id == request.InstitutionId, cancellation))
        {
            return OfficerErrors.InstitutionUnknown;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var fact = opened.Value.Avoid(request.InstitutionId, reason.Value, actor.Id, commit.Now);
        return fact.IsRefused
            ? fact.Error : await DoneAsync(opened.Value, "officer.avoid", fact.Value, request.InstitutionId, cancellation);
    }

    private Task<Result<Reply<OfficerAnswer>>> DoneAsync(
        Officer officer, string act, OfficerRecorded fact, Guid? institutionId, CancellationToken cancellation) => acts.DoneAsync(
        officer, act, fact, new { officer.CertificateNumber, officer.AccountId, officer.ValidTo, officer.IsActive, institutionId },
        cancellation);
}
