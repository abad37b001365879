using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.CreditFile.Ratings;
using Oversight.Persistence;

namespace Oversight.CreditFile.Ledger;

/// <summary>
/// Enters facts in the ledger, each once, and rates the file anew. It changes entities only; the caller's one save commits ledger,
/// file, deadline and announcements together. Rating a file costs one query of its facts.
/// </summary>
internal sealed class CreditLedger(CreditFileDbContext context, Commit<CreditFileDbContext> commit, FileRating rating)
{
    /// <summary>Enters a fact of another service; one that stands in the ledger already changes nothing.</summary>
    /// <remarks>
    /// A fact without institution is held: it stands in the ledger and rates nobody. Of two deliveries at the same moment one save
    /// fails, on the version of the file or the key of the fact, and comes again.
    /// </remarks>
    public async Task EnterAsync(StatedFact fact, CancellationToken cancellation)
    {
        if (fact.InstitutionId is not { } id)
        {
            var once = CreditFact.HappensOnce(fact.Event);
            if (!await context.CreditFacts.AnyAsync(
                row => row.SourceKind == fact.SourceKind && row.SourceId == fact.SourceId && row.Event == fact.Event && (once || row.SourceVersion == fact.SourceVersion),
                cancellation))
            {
                context.CreditFacts.Add(CreditFact.Of(fact, commit.NewId(), commit.Now));
            }

            return;
        }

        await AddAsync(await FileAsync(id, cancellation), fact, fileChanged: false, cancellation);
    }

    /// <summary>Takes over what the register says of an entry.</summary>
    public async Task TakeRegisterAsync(RegisterNotice notice, CancellationToken cancellation)
    {
        var file = await FileAsync(notice.InstitutionId, cancellation);
        await AddAsync(file, notice.Fact, file.TakeRegister(notice), cancellation);
    }

    /// <summary>Enters a fact of this service (repair, dispute, correction) in a file that is loaded already.</summary>
    public Task EnterOwnAsync(InstitutionFile file, StatedFact fact, CancellationToken cancellation) => AddAsync(file, fact, fileChanged: false, cancellation);

    private async Task AddAsync(InstitutionFile file, StatedFact? fact, bool fileChanged, CancellationToken cancellation)
    {
        var facts = await context.CreditFacts.AsNoTracking().Where(row => row.InstitutionId == file.Id).ToListAsync(cancellation);
        var isNew = fact is not null && !facts.Exists(row => row.Is(fact));
        if (isNew)
        {
            var row = CreditFact.Of(fact!, commit.NewId(), commit.Now);
            context.CreditFacts.Add(row);
            facts.Add(row);
        }

        if (facts.Count > 0 && file.IsRatable && (isNew || fileChanged))
        {
            await rating.RateAsync(file, facts, cancellation);
        }
        else if (isNew)
        {
            file.Hold();
        }
    }

    private async Task<InstitutionFile> FileAsync(Guid id, CancellationToken cancellation)
    {
        if (await context.InstitutionFiles.SingleOrDefaultAsync(file => file.Id == id, cancellation) is { } known)
        {
            return known;
        }

        return context.InstitutionFiles.Add(InstitutionFile.Open(id)).Entity;
    }
}
