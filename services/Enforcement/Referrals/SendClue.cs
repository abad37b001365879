using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Parties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

/// <summary>A clue that a department's officer or system sends, to another department or to its own.</summary>
internal sealed record SendClueRequest
{
    /// <summary>Institution or lead of the register; else <see cref="Party"/>.</summary>
    public Guid? InstitutionId { get; init; }

    /// <summary>A party that the register does not have; else <see cref="InstitutionId"/>.</summary>
    public StatedParty? Party { get; init; }

    /// <summary>Category of the rule pack <c>complaint-categories</c>, e.g. <c>fire_hazard</c>.</summary>
    [StringLength(60)]
    [RegularExpression("^[a-z][a-z0-9_]*$", ErrorMessage = "A category is a code such as fire_hazard.")]
    public string? Category { get; init; }

    /// <summary>Codes of the violation catalogue, e.g. <c>V37</c>.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>The facts, without personal data.</summary>
    [MultiLine]
    [StringLength(2000, MinimumLength = 1)]
    public required string Summary { get; init; }

    /// <summary>Whether it must be looked into at once.</summary>
    public bool Urgent { get; init; }

    /// <summary>Department that is to look into it.</summary>
    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }
}

internal static class SendClueEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/clues", HandleAsync)
        .Does("enforcement.clue.send")
        .Idempotent<EnforcementDbContext>()
        .WithName("SendClue").WithSummary("Send a clue to a department (线索移送)").WithTags("Clues");

    private static async Task<Results<Created<ClueAnswer>, ProblemHttpResult>> HandleAsync(
        SendClueRequest request, Actor actor, SendClueHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class SendClueHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, PartyReader parties, TransferRules rules, TransferClocks clocks,
    FeedWriter feed)
{
    public async Task<Result<Reply<ClueAnswer>>> HandleAsync(SendClueRequest request, Actor actor, CancellationToken cancellation)
    {
        if (actor.Department is not { } sender)
        {
            return ClueErrors.NoDepartment;
        }

        if (!rules.HasDepartment(request.Department, OfficialTime.DateOf(commit.Now)))
        {
            return ClueErrors.UnknownDepartment;
        }

        var violations = rules.Violations.Read(request.Violations);
        if (violations.IsRefused)
        {
            return SendClueErrors.ViolationMalformed;
        }

        var (party, summary) =
            (await parties.ReadAsync(request.InstitutionId, request.Party, PartyErrors.Refusals, actor, cancellation),
                TextInput.Required(request.Summary, 2000, TextForm.MultiLine));
        if (party.IsRefused || summary.IsRefused)
        {
            return party.Error ?? summary.Error!.At("summary");
        }

        var clue = Clue.Send(
            commit.NewId(), new ClueOrigin(ClueSource.Department, null, null, sender, commit.Now),
            new ClueMatter(party.Value, request.Category, violations.Value, summary.Value, request.Urgent), request.Department,
            new ActContext(actor.Id, sender, commit.Now));
        context.Add(clue);
        await clocks.FollowAsync(clue, cancellation);
        feed.Write(clue, null, [sender]);
        commit.Record("clue.send", "clue", clue.Id, clue.Version, new { clue.Department, clue.Category, clue.IsUrgent });
        return await commit.SaveAsync(
            Reply.Created(ClueAnswer.Of(clue), $"/api/enforcement/v1/clues/{clue.Id}", clue.Version), cancellation);
    }
}

internal static class SendClueErrors
{
    public static readonly Error ViolationMalformed = new(
        ErrorKind.Invalid, "enforcement.clue.violation_malformed", "A violation is a code of the catalogue, such as V37.", "violations");
}
