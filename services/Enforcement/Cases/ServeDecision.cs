using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
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
    private static readonly Error ConsentMissing = new(
        ErrorKind.Conflict, "enforcement.case.consent_missing", "Electronic service needs the party's signed consent.", "consentSigned",
        Penalties.PenaltyErrors.Art("第六十一条"));

    public static void Map(RouteGroupBuilder api) => api.MapPost("/cases/{id:guid}/service", HandleAsync)
        .For(Roles.CaseOfficer).Idempotent<EnforcementDbContext>()
        .WithName("ServeDecision").WithSummary("Serve the decision (送达); from here on the penalty is told to everybody").WithTags("Cases");

    private static async Task<Results<Ok<CaseAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ServeDecisionRequest request, ExpectedVersion expected, Actor actor, CaseChange change, PenaltyService service,
        HttpContext http,
        CancellationToken cancellation) =>
        (await change.DoAsync(
            id, expected, actor, "penalty_served",
            async (file, moment) =>
            {
                if (request.Method == ServiceMethod.Electronic && !request.ConsentSigned)
                {
                    return ConsentMissing;
                }

                var method = WireWord.Of(request.Method);
                var served = file.Serve(change.Commit.NewId(), method, request.ServedOn ?? moment.Today, moment);
                if (served.IsRefused)
                {
                    return served.Error;
                }

                await change.Clocks.StopAsync(file.Id, CaseChange.ServeClock, cancellation);
                return service.Served(file, served.Value);
            },
            cancellation)).ToOk(http);
}
