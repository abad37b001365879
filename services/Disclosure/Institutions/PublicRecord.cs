using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Reference;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// Brings a fact of the registry into the public record. Facts may come twice, late and in any order: each event is kept
/// once, and the state is the one with the highest version. What the rules do not publish is not stored, and is removed if
/// it was.
/// </summary>
/// <remarks>
/// Two replicas that take two facts of one institution at the same moment: the second save fails on the version or on the
/// key, leaves nothing, and the fact comes again.
/// </remarks>
internal sealed class PublicRecord(DisclosureDbContext database, ReferenceData reference, PublishedRecords records)
{
    /// <summary>Changes the entities of the context; the inbox saves.</summary>
    /// <exception cref="InvalidOperationException">No rule says whether the status or type is public: the fact waits, visibly, until one does.</exception>
    public async Task TakeAsync(InstitutionState state, PublicEventKind kind, DateTime at, DateOnly effectiveOn, Ground ground, CancellationToken cancellation)
    {
        var institution = await database.Institutions.SingleOrDefaultAsync(i => i.Id == state.InstitutionId, cancellation);
        var withdrawal = await database.Withdrawals.SingleOrDefaultAsync(w => w.InstitutionId == state.InstitutionId, cancellation);
        if (!reference.IsPublic(state))
        {
            await WithdrawAsync(state, institution, withdrawal, cancellation);
            return;
        }

        if (withdrawal is not null)
        {
            if (state.Version <= withdrawal.Version)
            {
                return;
            }

            database.Withdrawals.Remove(withdrawal);
        }

        await NoteAsync(state, kind, at, effectiveOn, ground, cancellation);
        if (institution is null)
        {
            institution = PublishedInstitution.From(state, at);
            database.Institutions.Add(institution);
            database.NameGrams.AddRange(Grams(institution.NameKey, institution.Id));
        }
        else if (state.Version > institution.StateVersion)
        {
            var before = institution.NameKey;
            institution.Take(state, at);
            Reindex(institution, before);
        }
    }

    private async Task NoteAsync(InstitutionState state, PublicEventKind kind, DateTime at, DateOnly effectiveOn, Ground ground, CancellationToken cancellation)
    {
        if (!await database.Events.AnyAsync(e => e.InstitutionId == state.InstitutionId && e.Version == state.Version, cancellation))
        {
            database.Events.Add(new PublicEvent
            {
                InstitutionId = state.InstitutionId,
                Version = state.Version,
                Kind = kind,
                Status = state.Status,
                OccurredAt = at,
                EffectiveOn = effectiveOn,
                Law = ground.Law,
                Article = ground.Article,
            });
        }
    }

    private async Task WithdrawAsync(InstitutionState state, PublishedInstitution? institution, Withdrawal? withdrawal, CancellationToken cancellation)
    {
        if (state.Version <= Math.Max(institution?.StateVersion ?? 0, withdrawal?.Version ?? 0))
        {
            return;
        }

        if (withdrawal is null)
        {
            database.Withdrawals.Add(new Withdrawal { InstitutionId = state.InstitutionId, Version = state.Version, WasPublished = institution is not null });
        }
        else
        {
            withdrawal.Version = state.Version;
            withdrawal.WasPublished |= institution is not null;
        }

        if (institution is not null)
        {
            database.NameGrams.RemoveRange(Grams(institution.NameKey, institution.Id));
            database.Events.RemoveRange(await database.Events.Where(e => e.InstitutionId == institution.Id).ToListAsync(cancellation));
            database.Institutions.Remove(institution);
            await records.RemoveAllOfAsync(institution.Id, cancellation);
        }
    }

    private void Reindex(PublishedInstitution institution, string before)
    {
        if (before != institution.NameKey)
        {
            var old = NameKey.GramsOfName(before).ToHashSet();
            var current = NameKey.GramsOfName(institution.NameKey).ToHashSet();
            database.NameGrams.RemoveRange(old.Except(current).Select(gram => new NameGram { Gram = gram, InstitutionId = institution.Id }));
            database.NameGrams.AddRange(current.Except(old).Select(gram => new NameGram { Gram = gram, InstitutionId = institution.Id }));
        }
    }

    private static IEnumerable<NameGram> Grams(string nameKey, Guid institution) =>
        NameKey.GramsOfName(nameKey).Select(gram => new NameGram { Gram = gram, InstitutionId = institution });
}
