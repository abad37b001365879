using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Cases;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Enforcement.Penalties;

/// <summary>The decision with the notice of credit repair; it shows the party's real name, so each reading is recorded.</summary>
internal static class GetDecisionDocumentEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/cases/{id:guid}/decision-document", HandleAsync)
        .For(Roles.CaseOfficer, Roles.Supervisor, Roles.Auditor)
        .WithName("GetDecisionDocument")
        .WithSummary("The decision document (决定书) with the notice of credit repair, as Markdown; the reading is recorded")
        .WithTags("Cases");

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, Actor actor, GetDecisionDocumentHandler handler, HttpContext http, CancellationToken cancellation)
    {
        var document = await handler.HandleAsync(id, actor, cancellation);
        if (document.IsRefused)
        {
            return document.Error.ToProblem();
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(document.Value, "text/markdown; charset=utf-8");
    }
}

internal sealed class GetDecisionDocumentHandler(
    CaseActs acts, CaseScope scope, CaseSecrets secrets, PenaltyRules rules, StatutoryClocks clocks)
{
    public async Task<Result<string>> HandleAsync(Guid id, Actor actor, CancellationToken cancellation)
    {
        var cases = scope.Readable(
            acts.Context.Set<Case>().AsNoTracking().AsSplitQuery().Include(c => c.Acts).Include(c => c.Texts), actor);
        var file = await cases.FirstOrDefaultAsync(c => c.Id == id, cancellation);
        if (file is null)
        {
            return CaseErrors.NotFound;
        }

        if (file.DecidedOn is not { } day)
        {
            return CaseErrors.NoDecision;
        }

        var place = DivisionCode.FromStored(file.Division);
        // The facts of the newest notice, which the party could answer to; a case on the spot has only those of the investigation.
        var facts = file.Texts.Where(t => t.Kind is CaseTextKind.NoticeFacts or CaseTextKind.Facts)
            .OrderBy(t => t.Kind == CaseTextKind.NoticeFacts).ThenBy(t => t.At).LastOrDefault();
        var person = secrets.Reveal(file.PersonCipher);
        var pay = await acts.ClockAsync(file, CaseActs.PayClock, cancellation);
        var parts = new DocumentParts(
            person?.Name ?? file.PartyName, person?.Address ?? file.Address, facts is null ? "" : secrets.Reveal(facts), pay?.DueOn,
            key => Term(key, day, place));
        // Recorded before it is answered, since the document shows the real name of a natural person.
        acts.Commit.Record("case.document", "case", file.Id, null);
        var recorded = await acts.Commit.SaveAsync(cancellation);
        return recorded.IsRefused ? recorded.Error : DecisionDocument.Write(file, parts, rules);
    }

    private LegalTerm? Term(string key, DateOnly day, DivisionCode place) => clocks.OnDay(key, day, place) is { IsRefused: false } found
        ? found.Value.Term : null;
}
