using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Complaint.Tracking;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Intakes;

/// <summary>A complaint (投诉), a report (举报), or both in one message.</summary>
internal record SubmitComplaintRequest
{
    /// <summary><c>complaint</c>: my own dispute is to be settled; <c>report</c>: a violation is to be punished; or both.</summary>
    [Length(1, 2)]
    public required IReadOnlyList<string> Wants { get; init; }

    [Required, StringLength(40)]
    public required string Category { get; init; }

    /// <summary>Institution of the register; null if the party is described instead.</summary>
    public Guid? InstitutionId { get; init; }

    [StringLength(IntakeReader.MaxPartyName)]
    public string? PartyName { get; init; }

    [StringLength(12)]
    public string? Division { get; init; }

    [StringLength(IntakeReader.MaxAddress)]
    public string? Address { get; init; }

    /// <summary>What happened, 10 to 20,000 characters; kept encrypted.</summary>
    [Required, MultiLine, StringLength(IntakeReader.MaxText)]
    public required string Text { get; init; }

    /// <summary>Whether the person stays unknown; only a report may.</summary>
    public required bool Anonymous { get; init; }

    [StringLength(IntakeReader.MaxName)]
    public string? Name { get; init; }

    [StringLength(40)]
    public string? Phone { get; init; }

    public StatedIntake Stated() => new(Wants, Category, InstitutionId, PartyName, Division, Address, Text, Anonymous, Name, Phone);
}

internal static class SubmitComplaintEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/public/complaints", HandleAsync)
        .AllowAnonymous().Idempotent<ComplaintDbContext>()
        .WithName("SubmitComplaint").WithSummary("Complain or report; answers the tracking code").WithTags("Public");

    private static async Task<Results<Created<IntakeAnswer>, ProblemHttpResult>> HandleAsync(
        SubmitComplaintRequest request, IntakeReader reader, ReceiveIntakeHandler handler, HttpContext http, CancellationToken cancellation)
    {
        // The answer holds the tracking code, which opens the matter to whoever has it.
        http.Response.Headers.CacheControl = "no-store";
        var (read, faults) = await reader.ReadAsync(request.Stated(), OfficialTime.DateOf(handler.Now), mayNameLeads: false, cancellation);
        return read is null
            ? faults.ToProblem()
            : (await handler.HandleAsync(read, new IntakeOrigin(IntakeChannels.Web, null, null), cancellation)).ToCreated(http);
    }
}
