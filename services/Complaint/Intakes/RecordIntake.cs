using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Complaint.Reference;
using Oversight.Complaint.Tracking;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Complaint.Intakes;

/// <summary>A message that came by another channel, as a handler enters it.</summary>
internal sealed record RecordIntakeRequest : SubmitComplaintRequest
{
    /// <summary>
    /// 12345, 12315, 12391, parents_app, petition, phone, mailbox, visit, government_message, media, opinion or department.
    /// </summary>
    [Required, StringLength(30)]
    public required string Channel { get; init; }

    /// <summary>Number that it has in the other system.</summary>
    [StringLength(60)]
    public string? ExternalNumber { get; init; }

    /// <summary>When it was received (UTC): the clocks start here; null is now.</summary>
    public DateTime? ReceivedAt { get; init; }
}

internal static class RecordIntakeEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/intakes", HandleAsync)
        .Does("complaint.intake.record").Idempotent<ComplaintDbContext>()
        .WithName("RecordIntake").WithSummary("Enter a message that came by another channel").WithTags("Intakes");

    private static async Task<Results<Created<IntakeAnswer>, ProblemHttpResult>> HandleAsync(
        RecordIntakeRequest request, Actor actor, ComplaintRules rules, IntakeReader reader, ReceiveIntakeHandler handler, HttpContext http,
        CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        var received = request.ReceivedAt switch
        {
            null => handler.Now,
            { Kind: DateTimeKind.Unspecified } at => DateTime.SpecifyKind(at, DateTimeKind.Utc),
            { } at => at.ToUniversalTime(),
        };
        var number = TextInput.Optional(request.ExternalNumber, 60);
        if (number.IsRefused)
        {
            return number.Error.At("externalNumber").ToProblem();
        }

        if (!IntakeChannels.ByStaff.Contains(request.Channel))
        {
            return IntakeErrors.ChannelUnknown.ToProblem();
        }

        // The clocks start at the receipt: a later day would lengthen them.
        if (received > handler.Now)
        {
            return IntakeErrors.ReceivedInFuture.ToProblem();
        }

        // Otherwise the reader refuses every category of that day as unknown, which names the wrong field.
        if (rules.Categories(OfficialTime.DateOf(received)).Count == 0)
        {
            return IntakeErrors.ReceivedBeforeRules.ToProblem();
        }

        var (read, faults) = await reader.ReadAsync(request.Stated(), OfficialTime.DateOf(received), mayNameLeads: true, cancellation);
        if (read is null)
        {
            return faults.ToProblem();
        }

        if (!actor.Covers(DivisionCode.FromStored(read.Party.Division)))
        {
            // Whether an institution is outside the scope or not there at all is not told apart.
            return (read.Party.InstitutionId is null ? IntakeErrors.DivisionUnknown : IntakeErrors.InstitutionUnknown).ToProblem();
        }

        return (await handler.HandleAsync(read, new IntakeOrigin(request.Channel, number.Value, received), cancellation)).ToCreated(http);
    }
}
