using Oversight.Contracts.CreditFile.V1;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.CreditFile.Ledger;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.CreditFile.Objections;

/// <summary>Sets the mark of a disputed fact and takes it away: rows of the ledger, a new rating, and the news of it.</summary>
internal sealed class DisputeMark(Commit<CreditFileDbContext> commit, CreditLedger ledger)
{
    /// <summary>Marks the fact as disputed.</summary>
    public async Task SetAsync(InstitutionFile file, Standing standing, CancellationToken cancellation)
    {
        await EnterAsync(file, (standing.Kind, standing.SourceId), FactEvent.Disputed, cancellation);
        Announce(file, (standing.Kind, standing.SourceId), isDisputed: true);
    }

    /// <summary>Takes the mark away; upheld, the fact counts no longer.</summary>
    public async Task EndAsync(InstitutionFile file, (SourceKind Kind, Guid Id) source, bool upheld, CancellationToken cancellation)
    {
        // One row says both: a corrected fact is not disputed any more, and a rating between the two rows would be a rating that never
        // held.
        await EnterAsync(file, source, upheld ? FactEvent.Corrected : FactEvent.DisputeEnded, cancellation);
        Announce(file, source, isDisputed: false);
    }

    private Task EnterAsync(InstitutionFile file, (SourceKind Kind, Guid Id) source, FactEvent happened, CancellationToken cancellation) =>
        ledger.EnterOwnAsync(
            // The version that this save gives the file: marks of one source are ordered by it, and a second dispute is a row of its own.
            file, new StatedFact(
                source.Kind, source.Id, happened, SourceVersion: file.Version + 1, file.Id, OfficialTime.DateOf(commit.Now), null, null,
                []), cancellation);

    private void Announce(InstitutionFile file, (SourceKind Kind, Guid Id) source, bool isDisputed) =>
        commit.Announce(
            new CreditFactDisputed(source.Kind.Wire(), source.Id, file.Version, file.Id, isDisputed, commit.Now), source.Id, file.Version);
}
