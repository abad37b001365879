using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Complaint.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>How mediation starts.</summary>
internal sealed record MediateMatterRequest
{
    /// <summary>Whether the complainant agreed that the other side learns who complained; without it the name stays here.</summary>
    public required bool ConsentsToNaming { get; init; }

    [MultiLine, StringLength(1000)]
    public string? Note { get; init; }
}

/// <summary>Starts mediation of a complaint (调解). Both sides must agree; the note is for colleagues.</summary>
internal static class MediateMatterEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/matters/{id:guid}/mediation", HandleAsync)
        .Does("complaint.matter.mediate").Idempotent<ComplaintDbContext>()
        .WithName("MediateMatter").WithSummary("Start mediation of a complaint").WithTags("Matters");

    private static async Task<Results<Ok<MatterAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, MediateMatterRequest request, ExpectedVersion expected, Actor actor, MediateMatterHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class MediateMatterHandler(MatterActs acts)
{
    public async Task<Result<Reply<MatterAnswer>>> HandleAsync(
        Guid id, MediateMatterRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var note = TextInput.Optional(request.Note, 1000, TextForm.MultiLine);
        if (note.IsRefused)
        {
            return note.Error.At("note");
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var (matter, by) = opened.Value;
        var mediating = matter.Mediate(request.ConsentsToNaming, acts.Entry(matter, note.Value), by);
        return mediating.IsRefused ? mediating.Error : await acts.DoneAsync(matter, mediating.Value, cancellation);
    }
}
