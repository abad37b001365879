using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Registry.Data;
using Oversight.Registry.Licences;
using Oversight.Registry.Proposals;
using Oversight.Registry.Reference;
using Oversight.Registry.Unlicensed;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>
/// What acts that move the state of one entry share: they open it within scope and at its version, read the act by its rule, and are done
/// with the licence's deadline, fact, audit and one save.
/// </summary>
internal sealed class InstitutionActs(
    RegistryDbContext context, Commit<RegistryDbContext> commit, DueDeadlines<RegistryDbContext> due, RegisterRules rules,
    LicenceDeadlines deadlines, Permission permission)
{
    /// <summary>Day of the act, for callers that read their request against it.</summary>
    public DateOnly Today => OfficialTime.DateOf(commit.Now);

    /// <summary>Opens an institution for the act that the route names.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="expected">The If-Match header.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="document">Number of the document that the act rests on, or null.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The entry; or the refusal of scope, version or permission.</returns>
    public Task<Result<Institution>> OpenAsync(
        Guid id, ExpectedVersion expected, Actor actor, string? document, CancellationToken cancellation) =>
        OpenAsync(context.Institutions.Where(i => !i.IsLead), id, expected, actor, document, cancellation);

    /// <summary>Opens a lead to an unlicensed entity; otherwise as an institution.</summary>
    public Task<Result<Institution>> OpenLeadAsync(
        Guid id, ExpectedVersion expected, Actor actor, string? document, CancellationToken cancellation) =>
        OpenAsync(context.Institutions.Where(i => i.IsLead), id, expected, actor, document, cancellation);

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
        // After every act: a revoked licence must not run out as well.
        await deadlines.ResetAsync(entry, cancellation);
        commit.Announce(fact, entry.Id, entry.Version);
        commit.Record(
            $"{(entry.IsLead ? "unlicensed" : "institution")}.{act.Rule.Key}", "institution", entry.Id, entry.Version,
            new { entry.Status, act.EffectiveOn, rule = act.Rule.Reference, act.Document });
        return await commit.SaveAsync(Reply.Ok(InstitutionAnswer.Of(entry), entry.Version), cancellation);
    }

    // The permission comes after what was due: a proposal of an entry that a date has changed meanwhile is void.
    private async Task<Result<Institution>> OpenAsync(
        IQueryable<Institution> entries, Guid id, ExpectedVersion expected, Actor actor, string? document, CancellationToken cancellation)
    {
        var opened = await entries.Within(actor).ForChangeAsync(id, expected, InstitutionErrors.NotFound, due, cancellation);
        if (opened.IsRefused)
        {
            return opened;
        }

        var (entry, act) = (opened.Value, permission.Act);
        // A proposal counts for the version that its author read; ux_proposals_institution_act allows one per version and act.
        var proposer = await context.Proposals.AsNoTracking()
            .Where(p => p.InstitutionId == id && p.InstitutionVersion == entry.Version && p.Act == act)
            .Select(p => p.ProposedBy).FirstOrDefaultAsync(cancellation);
        List<Paper> papers = [];
        if (!string.IsNullOrWhiteSpace(document))
        {
            papers.Add(Paper.Document);
        }

        if (proposer is not null)
        {
            papers.Add(Paper.Proposal);
        }

        var subject = new ActSubject
        {
            Type = entry.Type, Violations = entry.IsLead ? [UnlicensedViolations.Of(entry)] : null, Hands = new ProposedHands(proposer),
            Papers = papers,
        };
        return permission.Check(actor, subject) is { IsRefused: true } refused ? refused.Error : opened;
    }
}
