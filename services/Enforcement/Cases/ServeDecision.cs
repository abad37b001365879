using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>How a decision reaches the party (民事诉讼法 on service; 行政处罚法 第六十一条).</summary>
internal enum ServiceMethod
{
    /// <summary>当场交付、直接送达.</summary>
    InPerson,

    /// <summary>留置送达.</summary>
    LeftAtPlace,

    /// <summary>邮寄送达.</summary>
    ByPost,

    /// <summary>传真、电子邮件, where the party signed a consent.</summary>
    Electronic,

    /// <summary>公告送达.</summary>
    ByAnnouncement,
}

internal sealed record ServeDecisionRequest
{
    public required ServiceMethod Method { get; init; }

    /// <summary>Official day; null is today.</summary>
    public DateOnly? ServedOn { get; init; }

    /// <summary>Whether the party signed a consent to electronic service; needed for that method.</summary>
    public bool ConsentSigned { get; init; }
}

internal static class ServeDecisionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/service", HandleAsync)
        .Does("enforcement.case.serve").Idempotent<EnforcementDbContext>()
        .WithName("ServeDecision").WithSummary("Serve the decision (送达); from here on the penalty is told to everybody").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ServeDecisionRequest request, ExpectedVersion expected, Actor actor, ServeDecisionHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ServeDecisionHandler(CaseActs acts, PenaltyService service)
{
    private static readonly Error ConsentMissing = new(
        ErrorKind.Conflict, "enforcement.case.consent_missing", "Electronic service needs the party's signed consent.", "consentSigned",
        Penalties.PenaltyErrors.Art("第六十一条"));

    public async Task<Result<Reply<CaseAnswer>>> HandleAsync(
        Guid id, ServeDecisionRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (file, by) = opened.Value;
        if (request.Method == ServiceMethod.Electronic && !request.ConsentSigned)
        {
            return ConsentMissing;
        }

        var served = file.Serve(acts.Commit.NewId(), WireWord.Of(request.Method), request.ServedOn ?? by.On, by);
        if (served.IsRefused)
        {
            return served.Error;
        }

        await acts.Clocks.StopAsync(id, CaseActs.ServeClock, cancellation);
        return service.Served(file, served.Value) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(file, CaseStep.Serve, cancellation);
    }
}
