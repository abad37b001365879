using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Messaging;

namespace Oversight.Disclosure.Institutions;

/// <summary>Published institutions that the registry lost: they go, with everything about them.</summary>
internal sealed class PublishedInstitutions(DisclosureDbContext database, PublicRecord record) : ICopySet<DisclosureDbContext>
{
    public string Publisher => "registry";

    public string Kind => "institution";

    public async Task ReconcileAsync(CopyRange range, CancellationToken cancellation)
    {
        var within = range.Within(database.Institutions, institution => institution.Id, institution => institution.Id);
        foreach (var institution in (await within.ToListAsync(cancellation)).Where(i => range.Lacks(i, i.Id)))
        {
            await record.RemoveAsync(institution, cancellation);
        }
    }
}
