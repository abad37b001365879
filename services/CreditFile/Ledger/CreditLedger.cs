using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.CreditFile.Ratings;
using Oversight.Messaging;
using Oversight.Persistence;

namespace Oversight.CreditFile.Ledger;

/// <summary>
/// Enters facts in the ledger, each once, and rates the file anew. It changes entities only; the caller's one save commits ledger,
/// file, deadline and announcements together. Rating a file costs one query of its facts.
/// </summary>
internal sealed class CreditLedger(
    CreditFileDbContext context, Commit<CreditFileDbContext> commit, FileRating rating, IncomingFact incoming)
{
    /// <summary>
    /// Enters a fact of another service; one that stands in the ledger already changes nothing, unless it is to be mended.
    /// </summary>
    /// <remarks>
    /// A fact without institution is held: it stands in the ledger and rates nobody. Of two deliveries at the same moment one save
    /// fails, on the version of the file or the key of the fact, and is retried.
    /// </remarks>
    public async Task EnterAsync(StatedFact fact, CancellationToken cancellation)
    {
        if (fact.InstitutionId is { } id)
        {
            await AddAsync(await FileAsync(id, cancellation), [fact], fileChanged: false, cancellation);
            return;
        }

        // No file guards a held fact; the unique index of the ledger is what refuses a second delivery at once.
        Enter(fact, await StandingAsync(fact, cancellation));
    }

    /// <summary>Takes over what the register says of an entry.</summary>
    public async Task TakeRegisterAsync(RegisterNotice notice, CancellationToken cancellation)
    {
        var file = await FileAsync(notice.InstitutionId, cancellation);
        var changed = false;
        // A file that a fact has opened carries no state of the register, so that any notice is newer.
        if (incoming.Replaces(file.SourceVersion == 0 ? null : file, notice.Version))
        {
            changed = file.TakeRegister(notice);
            file.Stamp(incoming.Stamp(notice.Version));
        }

        // Also of a notice that is older than the copy: name and place are not taken back, but its state belongs in the ledger.
        await AddAsync(file, notice.Facts, changed, cancellation);
    }

    /// <summary>Enters a fact of this service (repair, dispute, correction) in a file that is loaded already.</summary>
    public Task EnterOwnAsync(InstitutionFile file, StatedFact fact, CancellationToken cancellation) =>
        AddAsync(file, [fact], fileChanged: false, cancellation);

    /// <summary>Rates a file out of whose ledger facts were removed in this save.</summary>
    public async Task RateWithoutAsync(Guid id, IReadOnlyCollection<CreditFact> removed, CancellationToken cancellation)
    {
        var file = await FileAsync(id, cancellation);
        if (file.IsRatable)
        {
            // The removal is not saved yet, so the query still returns the rows.
            var gone = removed.Select(row => row.Id).ToHashSet();
            var facts = await context.CreditFacts.AsNoTracking().Where(row => row.InstitutionId == id).ToListAsync(cancellation);
            await rating.RateAsync(file, facts.FindAll(row => !gone.Contains(row.Id)), cancellation);
        }
        else
        {
            file.Touch(); // A fact came or went; the file cannot be rated.
        }
    }

    private async Task AddAsync(InstitutionFile file, IReadOnlyList<StatedFact> stated, bool fileChanged, CancellationToken cancellation)
    {
        var rows = context.CreditFacts.Where(row => row.InstitutionId == file.Id);
        // Rows are never changed but by mending a copy (ADR 8), which alone needs them tracked.
        var facts = await (incoming.IsForced ? rows : rows.AsNoTracking()).ToListAsync(cancellation);
        var changed = false;
        foreach (var fact in stated)
        {
            // What is mended may stand in the ledger of another institution.
            var known = facts.Find(row => row.Is(fact)) ?? (incoming.IsForced ? await StandingAsync(fact, cancellation) : null);
            var (entered, isChanged) = Enter(fact, known);
            if (!facts.Contains(entered))
            {
                facts.Add(entered);
            }

            changed |= isChanged;
        }

        // Without facts an institution has all points by the pack: nothing is stored or told of that.
        if (facts.Count > 0 && file.IsRatable && (changed || fileChanged))
        {
            await rating.RateAsync(file, facts, cancellation);
        }
        else if (changed)
        {
            file.Touch(); // A fact came or went; the file cannot be rated.
        }
    }

    private (CreditFact Row, bool IsChanged) Enter(StatedFact fact, CreditFact? known)
    {
        if (known is null)
        {
            return (context.CreditFacts.Add(CreditFact.Of(fact, commit.NewId(), commit.Now, incoming.Epoch)).Entity, true);
        }

        if (!incoming.IsForced)
        {
            return (known, false);
        }

        var entry = context.Entry(known);
        // Mending keeps what the publisher does not tell again, the version under which the row is unique, and RecordedAt: past
        // ratings count what was recorded by their day.
        var stated = fact with { Document = fact.Document ?? known.Document, SourceVersion = known.SourceVersion };
        entry.CurrentValues.SetValues(CreditFact.Of(stated, known.Id, known.RecordedAt, incoming.Epoch));
        // A new epoch alone changes no rating.
        return (known, entry.Properties.Any(p => p.IsModified && p.Metadata.Name != nameof(CreditFact.SourceEpoch)));
    }

    // The query of CreditFact.Is.
    private Task<CreditFact?> StandingAsync(StatedFact fact, CancellationToken cancellation)
    {
        var (source, once) =
            (context.CreditFacts.Where(row => row.SourceKind == fact.SourceKind && row.SourceId == fact.SourceId),
                CreditFact.HappensOnce(fact.Event));
        return source.SingleOrDefaultAsync(
            row => row.Event == fact.Event && (once || row.SourceVersion == fact.SourceVersion), cancellation);
    }

    private async Task<InstitutionFile> FileAsync(Guid id, CancellationToken cancellation)
    {
        if (await context.InstitutionFiles.SingleOrDefaultAsync(file => file.Id == id, cancellation) is { } known)
        {
            return known;
        }

        // Registration and first fact at once both open the file: the primary key refuses one, which is retried and finds the other.
        return context.InstitutionFiles.Add(InstitutionFile.Open(id)).Entity;
    }
}
