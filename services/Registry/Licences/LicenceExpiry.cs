using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Licences;

/// <summary>Sets and calls off the deadline that follows the last day of a licence (official time).</summary>
internal sealed class LicenceDeadlines(RegistryDbContext context, Commit<RegistryDbContext> commit, RegisterRules rules)
{
    public const string Kind = "licence.expires";

    /// <summary>Sets the deadline of a new entry, if its licence has an end and the state can expire.</summary>
    public void Set(Institution institution)
    {
        var rule = rules.Act(LegalActs.Expire, OfficialTime.DateOf(commit.Now));
        if (institution.LicenceValidTo is { } last && rule.Values.From.Contains(institution.Status))
        {
            context.Deadlines.Add(new Deadline
            {
                Id = commit.NewId(),
                Kind = Kind,
                SubjectId = institution.Id,
                DueAt = OfficialTime.EndOf(last),
                Rule = rule.Reference,
                CreatedAt = commit.Now,
            });
        }
    }

    /// <summary>Calls open deadlines of a changed entry off and sets the one that now holds.</summary>
    public async Task ResetAsync(Institution institution, CancellationToken cancellation)
    {
        var open = await context.Deadlines
            .Where(d => d.SubjectId == institution.Id && d.Kind == Kind && d.FiredAt == null && d.CancelledAt == null).ToListAsync(cancellation);
        Reset(institution, open);
    }

    /// <summary>The same with the open deadlines already loaded.</summary>
    public void Reset(Institution institution, IReadOnlyList<Deadline> open)
    {
        var ends = institution.LicenceValidTo is { } last && rules.Act(LegalActs.Expire, OfficialTime.DateOf(commit.Now)).Values.From.Contains(institution.Status)
            ? OfficialTime.EndOf(last)
            : (DateTime?)null;
        if (open.Count == 1 && open[0].DueAt == ends)
        {
            return;
        }

        foreach (var deadline in open)
        {
            deadline.Cancel(commit.Now);
        }

        Set(institution);
    }
}

/// <summary>Notes that a licence ran out. A deadline that a renewal or another act has overtaken has no effect.</summary>
internal sealed class LicenceExpiry(RegistryDbContext context, Commit<RegistryDbContext> commit, RegisterRules rules) : IDeadlineHandler
{
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        var institution = await context.Institutions.FirstOrDefaultAsync(i => i.Id == deadline.SubjectId, cancellation);
        if (institution?.LicenceValidTo is not { } last || OfficialTime.EndOf(last) != deadline.DueAt)
        {
            return;
        }

        // An act that was entered later but counts from a later day has been done meanwhile; the expiry cannot go before it.
        var day = last.AddDays(1) > institution.LastEffectiveOn ? last.AddDays(1) : institution.LastEffectiveOn;
        var act = new LegalAct(rules.Act(LegalActs.Expire, day), commit.Now, day);
        if (institution.Undergo(act).IsRefused)
        {
            return;
        }

        commit.Announce(new InstitutionLicenceExpired(institution.Published(), commit.Now, day, act.Ground), institution.Id, institution.Version);
        commit.Record("institution.expire", "institution", institution.Id, institution.Version, new { institution.Status, effectiveOn = day, rule = act.Rule.Reference });
    }
}
