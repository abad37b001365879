using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

internal sealed record RecordFindingRequest
{
    [StringLength(Limits.Item, MinimumLength = 1)]
    public required string Item { get; init; }

    /// <summary>What was found; not public.</summary>
    [StringLength(1000, MinimumLength = 1), MultiLine]
    public required string Description { get; init; }

    /// <summary>SHA-256 of photos of this visit.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string>? Evidence { get; init; }

    /// <summary>Whether it was put right while the officers were there.</summary>
    public required bool CorrectedOnSite { get; init; }

    /// <summary>Code of the violation catalogue; null takes the one that the checklist suggests, if any.</summary>
    [StringLength(ViolationCode.MaxLength)]
    public string? Violation { get; init; }
}

/// <summary>The visit after a finding, and the finding's id.</summary>
internal sealed record FindingAnswer(
    Guid FindingId, string Item, string Department, string Severity, string? Violation, bool CorrectedOnSite, VisitAnswer Visit);

internal static class RecordFindingEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/visits/{id:guid}/findings", HandleAsync)
        .Does("inspection.visit.find").Idempotent<InspectionDbContext>()
        .WithName("RecordFinding").WithSummary("Record what was found on one item, with its photos").WithTags("Visits");

    private static async Task<Results<Ok<FindingAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, RecordFindingRequest request, ExpectedVersion expected, Actor actor, RecordFindingHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.HandleAsync(id, request, expected, actor, cancellation)).ToOk(http);
}

internal sealed class RecordFindingHandler(
    InspectionDbContext context, VisitActs acts, Commit<InspectionDbContext> commit, InspectionRules rules, Confidential confidential)
{
    public async Task<Result<Reply<FindingAnswer>>> HandleAsync(
        Guid id, RecordFindingRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var description = TextInput.Required(request.Description, 1000, TextForm.MultiLine);
        if (description.IsRefused)
        {
            return description.Error.At("description");
        }

        var violation = rules.Violations.Read(request.Violation is { } named ? [named] : []);
        if (violation.IsRefused)
        {
            return VisitErrors.ViolationMalformed;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var visit = opened.Value;
        var item = VisitItems.Of(rules, visit, request.Item, commit.Now);
        if (item.IsRefused)
        {
            return item.Error;
        }

        var evidence = await EvidenceReader.OwnAsync(context, id, request.Evidence, cancellation);
        if (evidence.IsRefused)
        {
            return evidence.Error;
        }

        var rule = item.Value;
        var finding = new VisitFinding
        {
            Id = commit.NewId(), VisitId = id, Item = rule.Key, Department = rule.Values.Department, Severity = rule.Values.Severity,
            Law = rule.Basis.Law, Article = rule.Basis.Article,
            Rule = rule.Reference, DescriptionCipher = confidential.Protect(Confidential.Finding, description.Value)!,
            CorrectedOnSite = request.CorrectedOnSite,
            // The suggestion of the checklist holds unless the officer names another one; an item without one may stay without.
            Violation = violation.Value.FirstOrDefault() ?? rule.Values.Violation, Evidence = evidence.Value,
            RecordedBy = actor.Id, RecordedAt = commit.Now,
        };
        if (visit.Find(finding) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        commit.Record(
            "visit.record_finding", "visit", visit.Id, visit.Version,
            new { finding.Id, finding.Item, finding.Violation, finding.CorrectedOnSite, evidence = evidence.Value });
        var answer = new FindingAnswer(
            finding.Id, finding.Item, finding.Department, finding.Severity, finding.Violation, finding.CorrectedOnSite,
            VisitAnswer.Of(visit));
        return await commit.SaveAsync(Reply.Ok(answer, visit.Version), cancellation);
    }
}

/// <summary>Reads which photos of a visit are meant.</summary>
internal static class EvidenceReader
{
    /// <summary>The named hashes, lower-case; refused if one is named twice or is not of this visit.</summary>
    public static async Task<Result<IReadOnlyList<string>>> OwnAsync(
        InspectionDbContext context, Guid visitId, IReadOnlyList<string>? named, CancellationToken cancellation)
    {
        List<string> hashes = [.. (named ?? []).Select(h => h.ToLowerInvariant())];
        if (hashes.Count == 0)
        {
            return hashes;
        }

        // A hash is on a visit once (unique index), so the number found tells whether every named one is there.
        var own = await context.Evidence.CountAsync(e => e.VisitId == visitId && hashes.Contains(e.Sha256), cancellation);
        return hashes.Distinct().Count() != hashes.Count || own != hashes.Count ? VisitErrors.EvidenceUnknown : hashes;
    }
}
