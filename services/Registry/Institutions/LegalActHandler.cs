using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Registry.Data;
using Oversight.Registry.Licences;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>What all acts that move the state of one entry have in common: scope, version, rule, deadline, fact, audit, one save.</summary>
internal sealed class LegalActHandler(
    RegistryDbContext context, Commit<RegistryDbContext> commit, DueDeadlines<RegistryDbContext> due, RegisterRules rules,
    LicenceDeadlines deadlines)
{
    /// <summary>Day of the act, for callers that read their request against it.</summary>
    public DateOnly Today => OfficialTime.DateOf(commit.Now);

    /// <summary>Does the act.</summary>
    /// <param name="target">Id of the entry and whether it is a lead.</param>
    /// <param name="expected">The version that the officer read.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="name">Chooses the act by the state that the entry is in.</param>
    /// <param name="request">Day, document and reason.</param>
    /// <param name="transition">Does the act on the aggregate.</param>
    /// <param name="fact">The fact to announce, made after the transition.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Result<Reply<InstitutionAnswer>>> DoAsync(
        (Guid Id, bool IsLead) target,
        ExpectedVersion expected,
        Actor actor,
        Func<Institution, string> name,
        LegalActRequest request,
        Func<Institution, LegalAct, Result> transition,
        Func<Institution, LegalAct, object> fact,
        CancellationToken cancellation)
    {
        if (expected.Refusal is { } missing)
        {
            return missing;
        }

        var entry = await context.Institutions.FirstOrDefaultAsync(
            i => i.Id == target.Id && i.IsLead == target.IsLead && i.Division.StartsWith(actor.ScopePrefix), cancellation);
        if (entry is null)
        {
            return InstitutionErrors.NotFound;
        }

        if (expected.Check(entry.Version) is { IsRefused: true } stale)
        {
            return stale.Error;
        }

        await due.FireAsync(entry.Id, cancellation);
        var act = LegalAct.On(rules, name(entry), commit.Now, request.EffectiveOn, request.Document, request.Reason);
        if (act.IsRefused)
        {
            return act.Error;
        }

        if (transition(entry, act.Value) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        await deadlines.ResetAsync(entry, cancellation);
        commit.Announce(fact(entry, act.Value), entry.Id, entry.Version);
        commit.Record(
            $"{(target.IsLead ? "unlicensed" : "institution")}.{act.Value.Rule.Key}", "institution", entry.Id, entry.Version,
            new { entry.Status, act.Value.EffectiveOn, rule = act.Value.Rule.Reference, act.Value.Document });
        return await commit.SaveAsync(Reply.Ok(InstitutionAnswer.Of(entry), entry.Version), cancellation);
    }

    /// <summary>Does an act that only moves the state of an institution.</summary>
    public Task<Result<Reply<InstitutionAnswer>>> DoAsync(
        Guid id, ExpectedVersion expected, Actor actor, string act, LegalActRequest request, Func<Institution, LegalAct, object> fact,
        CancellationToken cancellation) =>
        DoAsync((id, false), expected, actor, _ => act, request, (institution, done) => institution.Undergo(done), fact, cancellation);
}
