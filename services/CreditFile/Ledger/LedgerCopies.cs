using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile.Data;
using Oversight.Messaging;

namespace Oversight.CreditFile.Ledger;

/// <summary>
/// Facts of one source in the ledger against those that their publisher has. One of an earlier epoch that it does not have was lost there
/// by a restore: it goes, and the file is rated without it. What this service decided itself (repair, objection, correction) is no copy.
/// </summary>
internal sealed class LedgerCopies(CreditFileDbContext context, CreditLedger ledger, string publisher, string kind, SourceKind source)
    : ICopySet<CreditFileDbContext>
{
    private static readonly FactEvent[] Own = [FactEvent.Repaired, FactEvent.Disputed, FactEvent.DisputeEnded, FactEvent.Corrected];

    public string Publisher => publisher;

    public string Kind => kind;

    public async Task ReconcileAsync(CopyRange range, CancellationToken cancellation)
    {
        var rows = range.Within(
            context.CreditFacts.Where(row => row.SourceKind == source && !Own.Contains(row.Event)), row => row.SourceId,
            row => row.InstitutionId);
        var there = range.Facts.SelectMany(StatedBy).Select(fact => (fact.SourceId, fact.Event, fact.SourceVersion)).ToHashSet();
        // Of the present epoch nothing is removed: what the page lacks may have been told after the page was made (ADR 8).
        var earlier = (await rows.ToListAsync(cancellation)).Where(row => range.IsEarlier(row.SourceEpoch));
        List<CreditFact> extra = [.. earlier.Where(row => !there.Contains((row.SourceId, row.Event, row.SourceVersion)))];
        context.CreditFacts.RemoveRange(extra);
        foreach (var file in extra.Where(row => row.InstitutionId is not null).GroupBy(row => row.InstitutionId!.Value))
        {
            await ledger.RateWithoutAsync(file.Key, [.. file], cancellation);
        }

        if (source == SourceKind.Register)
        {
            await ForgetAsync(range, cancellation);
        }
    }

    // An entry that the register does not have: its file rates nobody and is not shown.
    private async Task ForgetAsync(CopyRange range, CancellationToken cancellation)
    {
        var files = range.Within(context.InstitutionFiles.Where(file => file.SourceVersion > 0), file => file.Id, file => file.Id);
        foreach (var file in (await files.ToListAsync(cancellation)).Where(file => range.Lacks(file, file.Id)))
        {
            file.Forget();
        }
    }

    private static IEnumerable<StatedFact> StatedBy(object fact) => fact switch
    {
        // An order alone judges nothing; it counts once it is overdue or fails.
        RectificationOrdered => [],
        InstitutionAnnounced or UnlicensedEntityRecorded => FactReader.ReadRegister(fact).Facts,
        _ => FactReader.Read(fact) is { } stated ? [stated] : [],
    };
}
