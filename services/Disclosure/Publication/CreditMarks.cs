using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Messaging;

namespace Oversight.Disclosure.Publication;

/// <summary>
/// Repairs and objections against those that the credit file has. What it has was applied before and carries its present epoch; what is
/// left with an earlier one was lost by a restore. A mark of the present epoch that is in no page was made after the page.
/// </summary>
internal sealed class CreditMarks(DisclosureDbContext database, StateRequests<DisclosureDbContext> requests) : ICopySet<DisclosureDbContext>
{
    public string Publisher => "creditfile";

    public string Kind => "mark";

    public async Task ReconcileAsync(CopyRange range, CancellationToken cancellation)
    {
        if (range.Institution is not null)
        {
            return; // A mark holds nothing about the record, so nobody can tell whose it is.
        }

        // A mark that only says that a publication ended is the publisher's or the term's, and no matter of the credit file.
        var told = database.Marks.Where(mark => mark.RepairedEpoch != null || mark.SourceVersion > 0 || mark.IsDisputed);
        foreach (var mark in await range.Within(told, mark => mark.RecordId, null).ToListAsync(cancellation))
        {
            if (mark.RepairedEpoch is { } repaired && range.IsEarlier(repaired))
            {
                mark.Unrepair();
                // The penalty is to be shown again, and nothing of it is here.
                requests.Ask("enforcement", StatePurposes.Rebuild, mark.RecordId);
            }

            if ((mark.SourceVersion > 0 || mark.IsDisputed) && range.IsEarlier(mark.SourceEpoch))
            {
                mark.ForgetDispute();
            }
        }
    }
}
