using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Messaging;
using Oversight.Registry.Data;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Institutions;

/// <summary>The register as it is now, entry by entry: institutions with their legal events, and leads.</summary>
internal sealed class InstitutionStates(RegistryDbContext context) : IStateSource
{
    /// <inheritdoc />
    public string Kind => "institution";

    /// <inheritdoc />
    public async Task<IReadOnlyList<StateRecord>> PageAsync(Guid? after, int size, Guid? subject, CancellationToken cancellation)
    {
        var from = after ?? Guid.Empty;
        var within = context.Institutions.AsNoTracking().Where(i => i.Id.CompareTo(from) > 0);
        if (subject is { } only)
        {
            within = within.Where(i => i.Id == only);
        }

        var entries = await within.OrderBy(i => i.Id).Take(size).ToListAsync(cancellation);
        var ids = entries.ConvertAll(entry => entry.Id);
        // One query for the page: a rebuild would otherwise query once for each entry of the register.
        var events =
            (await context.LegalEvents.AsNoTracking().Where(e => ids.Contains(e.InstitutionId)).OrderBy(e => e.Version)
                .ToListAsync(cancellation))
                .ToLookup(e => e.InstitutionId);
        return entries.ConvertAll(entry => new StateRecord(entry.Id, [StateOf(entry, [.. events[entry.Id]])]));
    }

    private static object StateOf(Institution entry, IReadOnlyList<LegalEvent> events) => entry.IsLead
        ? entry.Lead(entry.ChangedAt)
        : new InstitutionAnnounced(entry.Published(), [.. events.Select(Told)]);

    private static InstitutionEvent Told(LegalEvent e) =>
        new(e.Version, KindOf(e.Act), e.Status, e.At, e.EffectiveOn, new Ground(e.Law, e.Article));

    // After the fact that the act was announced by.
    private static string KindOf(string act) => act switch
    {
        LegalActs.Register => "registered",
        LegalActs.Change => "changed",
        LegalActs.Suspend or LegalActs.StopEnrolment => "suspended",
        LegalActs.Restore => "restored",
        LegalActs.Expire => "licence_expired",
        LegalActs.Renew or LegalActs.RenewExpired => "licence_renewed",
        LegalActs.Revoke or LegalActs.Withdraw => "licence_revoked",
        LegalActs.Deregister => "deregistered",
        // Leads are told by their state alone, and an act that a place adds has no endpoint: no event of either gets here.
        _ => throw new NotSupportedException($"No fact tells of the act {act}."),
    };
}
