using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Messaging;

namespace Oversight.Disclosure.Institutions;

/// <summary>Published institutions that the registry does not have: they go, with everything about them.</summary>
internal sealed class PublishedInstitutions(DisclosureDbContext database, PublicRecord record) : ICopySet<DisclosureDbContext>
{
    public string Publisher => "registry";

    public string Kind => "institution";

    public async Task ReconcileAsync(CopyRange range, CancellationToken cancellation)
    {
        var after = range.After ?? Guid.Empty;
        var within = database.Institutions.Where(i => i.Id.CompareTo(after) > 0);
        if (range.Through is { } last)
        {
            within = within.Where(i => i.Id.CompareTo(last) <= 0);
        }

        if (range.Institution is { } about)
        {
            within = within.Where(i => i.Id == about);
        }

        foreach (var institution in (await within.ToListAsync(cancellation)).Where(i => !range.Ids.Contains(i.Id)))
        {
            await record.RemoveAsync(institution, cancellation);
        }
    }
}
