using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

internal sealed record HandlerAnswer(Guid OfficerId, string CertificateNumber, HandlerRole Role);

internal sealed record CaseEventAnswer(
    long Version, CaseStep Step, CaseState State, DateTime At, DateOnly EffectiveOn, string ActorId, string Law, string Article,
    string? Details);

/// <summary>A text of the file; in clear only for a stated purpose.</summary>
internal sealed record CaseTextAnswer(CaseTextKind Kind, DateTime At, string? Text);

/// <summary>Additional fine for late payment as of a day.</summary>
internal sealed record LateFineAnswer(DateOnly AsOf, int DaysLate, long AmountFen, string Rule, LegalBasis Basis);

/// <summary>One case in full.</summary>
/// <param name="Case">What commands and lists answer, too.</param>
/// <param name="Person">The natural person who is the party; only for a stated purpose.</param>
/// <param name="Handlers">Who handles it, with their certificates.</param>
/// <param name="Clocks">Its statutory clocks, oldest first.</param>
/// <param name="Texts">What the file holds; in clear only for a stated purpose.</param>
/// <param name="Documents">Documents that can be made of it.</param>
/// <param name="LateFine">Additional fine, or null while there is none.</param>
/// <param name="History">Its steps, oldest first.</param>
internal sealed record CaseDetail(
    CaseAnswer Case, PersonParty? Person, IReadOnlyList<HandlerAnswer> Handlers, IReadOnlyList<ClockAnswer> Clocks,
    IReadOnlyList<CaseTextAnswer> Texts, IReadOnlyList<string> Documents, LateFineAnswer? LateFine, IReadOnlyList<CaseEventAnswer> History);

/// <summary>
/// Reads one case. Texts and people are shown for a stated purpose only; such a reading is recorded before it is answered.
/// </summary>
internal static class GetCaseEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/cases/{id:guid}", HandleAsync)
        .For(CaseScope.Readers)
        .WithName("GetCase").WithSummary("Read one case; texts and people in clear only for a stated purpose, which is recorded")
        .WithTags("Cases");

    private static async Task<Results<Ok<CaseDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromQuery] string? purpose, Actor actor, GetCaseHandler handler, HttpContext http, CancellationToken cancellation)
    {
        var found = await handler.HandleAsync(id, purpose, actor, cancellation);
        if (found.IsRefused)
        {
            return found.Error.ToProblem();
        }

        http.Response.SetVersion(found.Value.Case.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(found.Value);
    }
}

internal sealed class GetCaseHandler(CaseActs acts, CaseScope scope, CaseSecrets secrets, PenaltyRules rules, ActScope acting)
{
    private static readonly Error Forbidden = new(
        ErrorKind.Forbidden, "enforcement.case.unmask_forbidden", "Only who works on the case reads it in clear.", "purpose");

    public async Task<Result<CaseDetail>> HandleAsync(Guid id, string? purpose, Actor actor, CancellationToken cancellation)
    {
        var cases = acts.Context.Set<Case>().AsNoTracking().AsSplitQuery()
            .Include(c => c.Acts).Include(c => c.Handlers).Include(c => c.Events).Include(c => c.Texts);
        var file = await scope.Readable(cases, actor).FirstOrDefaultAsync(c => c.Id == id, cancellation);
        if (file is null)
        {
            return CaseErrors.NotFound;
        }

        if (purpose is not null)
        {
            var stated = TextInput.Required(purpose, 200);
            if (stated.IsRefused)
            {
                return stated.Error.At("purpose");
            }

            if (!actor.Has(Roles.CaseOfficer) && !actor.Has(Roles.Supervisor))
            {
                return Forbidden;
            }

            // Saved before anything is decrypted: a reading that cannot be recorded shows nothing.
            acting.Purpose = stated.Value;
            acts.Commit.Record("case.unmask", "case", file.Id, null);
            var recorded = await acts.Commit.SaveAsync(cancellation);
            if (recorded.IsRefused)
            {
                return recorded.Error;
            }
        }

        var clocks = await acts.Clocks.OfAsync(file.Id, cancellation);
        return Detail(file, clocks, unmasked: purpose is not null);
    }

    private CaseDetail Detail(Case file, List<StoredClock> clocks, bool unmasked) => new(
        CaseAnswer.Of(file),
        unmasked ? secrets.Reveal(file.PersonCipher) : null,
        [.. file.Handlers.OrderBy(h => h.Ordinal).Select(h => new HandlerAnswer(h.OfficerId, h.CertificateNumber, h.Role))],
        clocks.ConvertAll(c => c.ToAnswer()),
        [
            .. file.Texts.OrderBy(t => t.At).ThenBy(t => t.Id).Select(
                t => new CaseTextAnswer(t.Kind, t.At, unmasked ? secrets.Reveal(t) : null))],
        file.DecidedOn is null ? [] : [$"/api/enforcement/v1/cases/{file.Id}/decision-document"],
        LateFine(file, clocks.LastOrDefault(c => c.Key == CaseActs.PayClock)),
        [
            .. file.Events.OrderBy(e => e.Version).Select(
                e => new CaseEventAnswer(e.Version, e.Step, e.State, e.At, e.EffectiveOn, e.ActorId, e.Law, e.Article, e.Details))]);

    private LateFineAnswer? LateFine(Case file, StoredClock? pay)
    {
        // 第七十二条: on the fine alone, not on what is confiscated. While the last day waits for its calendar there is nothing to count from.
        var until = file.PerformedOn ?? acts.Today;
        if (file.State == CaseState.Annulled || file.ProposedFineFen == 0 || pay?.DueOn is not { } due || until <= due
            || rules.LateFine(file.DecidedOn!.Value) is not { } rule)
        {
            return null;
        }

        var days = until.DayNumber - due.DayNumber;
        return new LateFineAnswer(until, days, rule.Values.After(days, file.ProposedFineFen), rule.Reference, rule.Basis);
    }
}
