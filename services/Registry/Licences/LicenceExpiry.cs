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
internal sealed class LicenceDeadlines(Deadlines<RegistryDbContext> deadlines, Commit<RegistryDbContext> commit, RegisterRules rules)
{
    public const string Kind = "licence.expires";

    /// <summary>Sets the deadline of a new entry, if its licence has an end and the state can expire.</summary>
    public void Set(Institution institution) => Reset(institution, []);

    /// <summary>Leaves a changed entry the deadline that now holds, or none.</summary>
    public Task ResetAsync(Institution institution, CancellationToken cancellation)
    {
        var (endsAt, rule) = EndOf(institution);
        return deadlines.ResetAsync(Kind, institution.Id, endsAt, rule, cancellation);
    }

    /// <summary>The same with the open deadlines already loaded.</summary>
    public void Reset(Institution institution, IEnumerable<Deadline> open)
    {
        var (endsAt, rule) = EndOf(institution);
        deadlines.Reset(Kind, institution.Id, endsAt, rule, open);
    }

    private (DateTime? At, string Rule) EndOf(Institution institution)
    {
        var rule = rules.Act(LegalActs.Expire, OfficialTime.DateOf(commit.Now));
        // A state from which nothing expires, such as REVOKED, leaves no deadline.
        var last = rule.Values.From.Contains(institution.Status) ? institution.LicenceValidTo : null;
        // 行政许可法 第五十条. The licence is valid through its last official day, so the deadline is the end of that day.
        return (last is { } day ? OfficialTime.EndOf(day) : null, rule.Reference);
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

        commit.Announce(
            new InstitutionLicenceExpired(institution.Published(), commit.Now, day, act.Ground), institution.Id, institution.Version);
        commit.Record(
            "institution.expire", "institution", institution.Id, institution.Version,
            new { institution.Status, effectiveOn = day, rule = act.Rule.Reference });
    }
}
