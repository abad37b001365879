using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Reference;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// Brings a fact of the registry into the public record. Facts may come twice, late and in any order: each event is kept
/// once, and the state is the newest one. What the rules do not publish is not stored, and is removed if it was.
/// </summary>
/// <remarks>
/// Two replicas that take two facts of one institution at the same moment: the second save fails on the version or on the
/// key, leaves nothing, and the fact comes again.
/// </remarks>
internal sealed class PublicRecord(
    DisclosureDbContext database, ReferenceData reference, PublishedRecords records, IncomingFact incoming, Arrivals arrivals, StateRequests<DisclosureDbContext> requests)
{
    /// <summary>Changes the entities of the context; the inbox saves.</summary>
    /// <exception cref="InvalidOperationException">No rule says whether the status or type is public: the fact is parked until one does.</exception>
    public Task TakeAsync(InstitutionState state, PublicEventKind kind, DateTime at, DateOnly effectiveOn, Ground ground, CancellationToken cancellation) =>
        TakeAsync(state, at, [Event(state.InstitutionId, state.Version, kind, state.Status, at, effectiveOn, ground)], isWhole: false, cancellation);

    /// <summary>Takes over what the registry has of an institution: its state and every event.</summary>
    public Task TakeAsync(InstitutionAnnounced fact, CancellationToken cancellation) => TakeAsync(
        fact.Institution, fact.History[^1].OccurredAt,
        [.. fact.History.Select(e => Event(fact.Institution.InstitutionId, e.Version, KindOf(e.Kind), e.Status, e.OccurredAt, e.EffectiveOn, e.Ground))],
        isWhole: true, cancellation);

    /// <summary>Removes an institution with everything about it.</summary>
    public async Task RemoveAsync(PublishedInstitution institution, CancellationToken cancellation)
    {
        database.NameGrams.RemoveRange(Grams(institution.NameKey, institution.Id));
        database.Events.RemoveRange(await database.Events.Where(e => e.InstitutionId == institution.Id).ToListAsync(cancellation));
        database.Institutions.Remove(institution);
        await records.RemoveAllOfAsync(institution.Id, cancellation);
    }

    private async Task TakeAsync(InstitutionState state, DateTime at, IReadOnlyList<PublicEvent> events, bool isWhole, CancellationToken cancellation)
    {
        var institution = await database.Institutions.SingleOrDefaultAsync(i => i.Id == state.InstitutionId, cancellation);
        var withdrawal = await database.Withdrawals.SingleOrDefaultAsync(w => w.InstitutionId == state.InstitutionId, cancellation);
        var replaces = incoming.Replaces((IStateCopy?)institution ?? withdrawal, state.Version);
        if (!reference.IsPublic(state))
        {
            if (replaces)
            {
                await WithdrawAsync(state, institution, withdrawal, cancellation);
            }

            return;
        }

        if (institution is null && !replaces)
        {
            return; // Withdrawn by a newer state.
        }

        await NoteAsync(state.InstitutionId, events, isWhole, cancellation);
        if (institution is null)
        {
            await PublishAsync(state, at, withdrawal, cancellation);
        }
        else if (replaces)
        {
            var before = institution.NameKey;
            institution.Take(state, at);
            institution.Stamp(incoming.Stamp(state.Version));
            await ReindexAsync(institution, before, cancellation);
        }
    }

    private async Task PublishAsync(InstitutionState state, DateTime at, Withdrawal? withdrawal, CancellationToken cancellation)
    {
        var institution = PublishedInstitution.From(state, at);
        institution.Stamp(incoming.Stamp(state.Version));
        database.Institutions.Add(institution);
        await ReindexAsync(institution, string.Empty, cancellation);
        if (withdrawal is not null)
        {
            // What was decided about it in the meantime was not stored; its publishers have it.
            database.Withdrawals.Remove(withdrawal);
            foreach (var publisher in requests.Publishers)
            {
                requests.Ask(publisher, StatePurposes.Rebuild, institution.Id);
            }
        }

        arrivals.Add(PublishedRecords.Awaits(institution.Id));
    }

    private async Task WithdrawAsync(InstitutionState state, PublishedInstitution? institution, Withdrawal? withdrawal, CancellationToken cancellation)
    {
        withdrawal ??= database.Withdrawals.Add(new Withdrawal { InstitutionId = state.InstitutionId, WasPublished = false }).Entity;
        withdrawal.WasPublished |= institution is not null;
        withdrawal.Stamp(incoming.Stamp(state.Version));
        arrivals.Add(PublishedRecords.Awaits(state.InstitutionId));
        if (institution is not null)
        {
            await RemoveAsync(institution, cancellation);
        }
    }

    // Events of one institution are its versions. What a restored registry does not have any more goes when the whole is told.
    private async Task NoteAsync(Guid institution, IReadOnlyList<PublicEvent> events, bool isWhole, CancellationToken cancellation)
    {
        var versions = events.Select(e => e.Version).ToList();
        var known = await database.Events.Where(e => e.InstitutionId == institution && (isWhole || versions.Contains(e.Version))).ToListAsync(cancellation);
        if (isWhole && incoming.IsForced)
        {
            database.Reconcile(known, events, e => e.Version);
            return;
        }

        database.Events.AddRange(events.Where(e => !known.Exists(k => k.Version == e.Version)));
    }

    private async Task ReindexAsync(PublishedInstitution institution, string before, CancellationToken cancellation)
    {
        if (incoming.IsForced)
        {
            database.Reconcile(
                await database.NameGrams.Where(g => g.InstitutionId == institution.Id).ToListAsync(cancellation), Grams(institution.NameKey, institution.Id), g => g.Gram);
        }
        else if (before != institution.NameKey)
        {
            var old = NameKey.GramsOfName(before).ToHashSet();
            var current = NameKey.GramsOfName(institution.NameKey).ToHashSet();
            database.NameGrams.RemoveRange(old.Except(current).Select(gram => new NameGram { Gram = gram, InstitutionId = institution.Id }));
            database.NameGrams.AddRange(current.Except(old).Select(gram => new NameGram { Gram = gram, InstitutionId = institution.Id }));
        }
    }

    private static PublicEvent Event(Guid institution, long version, PublicEventKind kind, string status, DateTime at, DateOnly effectiveOn, Ground ground) => new()
    {
        InstitutionId = institution,
        Version = version,
        Kind = kind,
        Status = status,
        OccurredAt = at,
        EffectiveOn = effectiveOn,
        Law = ground.Law,
        Article = ground.Article,
    };

    private static PublicEventKind KindOf(string word) => WireWord.Find<PublicEventKind>(word) ?? throw new InvalidOperationException($"No event is called {word}.");

    private static IEnumerable<NameGram> Grams(string nameKey, Guid institution) =>
        NameKey.GramsOfName(nameKey).Select(gram => new NameGram { Gram = gram, InstitutionId = institution });
}
