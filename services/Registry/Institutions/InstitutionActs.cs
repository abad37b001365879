using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Registry.Data;
using Oversight.Registry.Licences;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>
/// What acts that move the state of one entry share: they open it within scope and at its version, read the act by its rule, and are done
/// with the licence's deadline, fact, audit and one save.
/// </summary>
internal sealed class InstitutionActs(
    RegistryDbContext context, Commit<RegistryDbContext> commit, DueDeadlines<RegistryDbContext> due, RegisterRules rules,
    LicenceDeadlines deadlines)
{
    /// <summary>Day of the act, for callers that read their request against it.</summary>
    public DateOnly Today => OfficialTime.DateOf(commit.Now);

    /// <summary>Opens an institution.</summary>
    public Task<Result<Institution>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation) =>
        context.Institutions.Where(i => !i.IsLead).Within(actor)
            .ForChangeAsync(id, expected, InstitutionErrors.NotFound, due, cancellation);

    /// <summary>Opens a lead to an unlicensed entity.</summary>
    public Task<Result<Institution>> OpenLeadAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation) =>
        context.Institutions.Where(i => i.IsLead).Within(actor)
            .ForChangeAsync(id, expected, InstitutionErrors.NotFound, due, cancellation);

    /// <summary>Reads an act: its rule of today, its day, document and reason.</summary>
    /// <param name="name">One of <see cref="LegalActs"/>.</param>
    /// <param name="request">Day, document and reason.</param>
    public Result<LegalAct> Read(string name, LegalActRequest request) =>
        LegalAct.On(rules, name, commit.Now, request.EffectiveOn, request.Document, request.Reason);

    /// <summary>Commits what was done.</summary>
    /// <param name="entry">The entry after the act.</param>
    /// <param name="act">The act.</param>
    /// <param name="fact">What others are told.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Result<Reply<InstitutionAnswer>>> DoneAsync(
        Institution entry, LegalAct act, object fact, CancellationToken cancellation)
    {
        await deadlines.ResetAsync(entry, cancellation);
        commit.Announce(fact, entry.Id, entry.Version);
        commit.Record(
            $"{(entry.IsLead ? "unlicensed" : "institution")}.{act.Rule.Key}", "institution", entry.Id, entry.Version,
            new { entry.Status, act.EffectiveOn, rule = act.Rule.Reference, act.Document });
        return await commit.SaveAsync(Reply.Ok(InstitutionAnswer.Of(entry), entry.Version), cancellation);
    }
}
