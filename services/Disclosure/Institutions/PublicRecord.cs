using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Reference;
using Oversight.Kernel;
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
/// key, leaves nothing, and the fact is redelivered.
/// </remarks>
internal sealed class PublicRecord(
    DisclosureDbContext database, ReferenceData reference, PublishedRecords records, IncomingFact incoming, Arrivals arrivals,
    StateRequests<DisclosureDbContext> requests)
{
    /// <summary>Changes the entities of the context; the inbox saves.</summary>
    /// <exception cref="InvalidOperationException">No rule says whether the status or type is public: the fact is parked until one
    /// does.</exception>
    public async Task TakeAsync(
        InstitutionState state, PublicEventKind kind, DateTime at, DateOnly effectiveOn, Ground ground, CancellationToken cancellation) =>
        await TakeAsync(
        state, at, [Event(state.InstitutionId, state.Version, kind, state.Status, at, effectiveOn, ground)], isWhole: false,
        await ReadAsync([state.InstitutionId], cancellation), cancellation);

    /// <summary>Takes over what the registry has of an institution: its state and every event.</summary>
    public Task TakeAsync(InstitutionAnnounced fact, KnownRecords known, CancellationToken cancellation) => TakeAsync(
        fact.Institution, fact.History[^1].OccurredAt,
        [
            .. fact.History.Select(
                e => Event(fact.Institution.InstitutionId, e.Version, KindOf(e.Kind), e.Status, e.OccurredAt, e.EffectiveOn, e.Ground))],
        isWhole: true, known, cancellation);

    /// <summary>What is published of institutions, or was: the same queries for one and for a page of them.</summary>
    public async Task<KnownRecords> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellation) => new(
        await database.Institutions.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancellation),
        await database.Withdrawals.Where(w => ids.Contains(w.InstitutionId)).ToDictionaryAsync(w => w.InstitutionId, cancellation),
        (await database.Events.Where(e => ids.Contains(e.InstitutionId)).ToListAsync(cancellation)).ToLookup(e => e.InstitutionId),
        (incoming.IsForced ? await database.NameGrams.Where(g => ids.Contains(g.InstitutionId)).ToListAsync(cancellation) : [])
            .ToLookup(g => g.InstitutionId));

    /// <summary>Removes an institution with everything about it.</summary>
    public async Task RemoveAsync(PublishedInstitution institution, CancellationToken cancellation)
    {
        // The index is made of the name alone, so its rows are deleted by key without being read.
        database.NameGrams.RemoveRange(Grams(institution.NameKey, institution.Id));
        database.Events.RemoveRange(await database.Events.Where(e => e.InstitutionId == institution.Id).ToListAsync(cancellation));
        database.Institutions.Remove(institution);
        await records.RemoveAllOfAsync(institution.Id, cancellation);
    }

    private async Task TakeAsync(
        InstitutionState state, DateTime at, IReadOnlyList<PublicEvent> events, bool isWhole, KnownRecords known,
        CancellationToken cancellation)
    {
        var institution = known.Institutions.GetValueOrDefault(state.InstitutionId);
        var withdrawal = known.Withdrawals.GetValueOrDefault(state.InstitutionId);
        // Where the institution is not stored, its withdrawal carries the version: an older state that comes late does not bring it back.
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

        // The event is kept whether or not the state is newer: of facts out of order the earlier event would be missing in the history.
        Note(known.Events[state.InstitutionId], events, isWhole && replaces);
        if (institution is null)
        {
            Publish(state, at, withdrawal, known);
        }
        else if (replaces)
        {
            var before = institution.NameKey;
            institution.Take(state, at);
            institution.Stamp(incoming.Stamp(state.Version));
            Reindex(institution, before, known);
        }
    }

    private void Publish(InstitutionState state, DateTime at, Withdrawal? withdrawal, KnownRecords known)
    {
        var institution = PublishedInstitution.From(state, at);
        institution.Stamp(incoming.Stamp(state.Version));
        database.Institutions.Add(institution);
        Reindex(institution, string.Empty, known);
        if (withdrawal is not null)
        {
            // What was decided about it in the meantime was not stored; its publishers have it.
            database.Withdrawals.Remove(withdrawal);
            foreach (var publisher in requests.Publishers)
            {
                requests.Ask(publisher, StatePurposes.Rebuild, institution.Id);
            }
        }

        // Facts that came before the registry told of it wait in a table and are tried again once this is committed.
        arrivals.Add(PublishedRecords.Awaits(institution.Id));
    }

    private async Task WithdrawAsync(
        InstitutionState state, PublishedInstitution? institution, Withdrawal? withdrawal, CancellationToken cancellation)
    {
        withdrawal ??= database.Withdrawals.Add(new Withdrawal { InstitutionId = state.InstitutionId, WasPublished = false }).Entity;
        withdrawal.WasPublished |= institution is not null;
        withdrawal.Stamp(incoming.Stamp(state.Version));
        // What waits for it is tried again too: it finds the withdrawal, is not stored and waits no longer.
        arrivals.Add(PublishedRecords.Awaits(state.InstitutionId));
        if (institution is not null)
        {
            await RemoveAsync(institution, cancellation);
        }
    }

    // Events of one institution are its versions. What a restored registry does not have any more goes when the whole is told.
    private void Note(IEnumerable<PublicEvent> known, IReadOnlyList<PublicEvent> events, bool isWhole)
    {
        if (isWhole && incoming.IsForced)
        {
            database.Reconcile(known, events, e => e.Version);
            return;
        }

        database.Events.AddRange(events.Where(e => !known.Any(k => k.Version == e.Version)));
    }

    private void Reindex(PublishedInstitution institution, string before, KnownRecords known)
    {
        if (incoming.IsForced)
        {
            database.Reconcile(known.Grams[institution.Id], Grams(institution.NameKey, institution.Id), g => g.Gram);
        }
        else if (before != institution.NameKey)
        {
            var old = NameKey.GramsOfName(before).ToHashSet();
            var current = NameKey.GramsOfName(institution.NameKey).ToHashSet();
            database.NameGrams.RemoveRange(
                old.Except(current).Select(gram => new NameGram { Gram = gram, InstitutionId = institution.Id }));
            database.NameGrams.AddRange(current.Except(old).Select(gram => new NameGram { Gram = gram, InstitutionId = institution.Id }));
        }
    }

    private static PublicEvent Event(
        Guid institution, long version, PublicEventKind kind, string status, DateTime at, DateOnly effectiveOn, Ground ground) => new()
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

    private static PublicEventKind KindOf(string word) =>
        WireWord.Find<PublicEventKind>(word) ?? throw new InvalidOperationException($"No event is called {word}.");

    private static IEnumerable<NameGram> Grams(string nameKey, Guid institution) =>
        NameKey.GramsOfName(nameKey).Select(gram => new NameGram { Gram = gram, InstitutionId = institution });
}

/// <summary>What the public record has of some institutions, tracked.</summary>
/// <param name="Institutions">Those that are published.</param>
/// <param name="Withdrawals">Those that are known and not published.</param>
/// <param name="Events">Events by institution.</param>
/// <param name="Grams">Entries of the name index by institution; read only where a copy is compared or mended.</param>
internal sealed record KnownRecords(
    IReadOnlyDictionary<Guid, PublishedInstitution> Institutions, IReadOnlyDictionary<Guid, Withdrawal> Withdrawals,
    ILookup<Guid, PublicEvent> Events, ILookup<Guid, NameGram> Grams);
