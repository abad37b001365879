using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence.Audit;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Idempotency;
using Oversight.Persistence.Outbox;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence;

/// <summary>
/// The one save of an act. Business rows, the audit row, outgoing facts and the stored answer of an idempotent command are
/// committed together or not at all.
/// </summary>
/// <remarks>
/// Under a race: two changes of one record, the second is refused as <c>request.version.stale</c>; two commands with one
/// Idempotency-Key, one takes effect and the other is refused as <c>request.key.raced</c>, which the web layer answers with
/// the stored answer of the first; a violated unique index becomes the refusal that the service's context names for it. What has no
/// such name, as the key of a row of a record's history, is <c>request.version.stale</c> too if the record was changed meanwhile, and
/// otherwise thrown: then no race explains it.
/// </remarks>
public sealed class Commit<TContext>(
    TContext context,
    ActScope act,
    TimeProvider clock,
    TimeOrderedIds ids,
    EpochSource<TContext> epochs,
    OutboxSignal<TContext> signal,
    CommitSignal<TContext> commits,
    PersonalDataKeys<TContext>? keys = null)
    where TContext : ServiceDbContext
{
    // A deadlock or a serialisation conflict is settled in milliseconds; whoever still loses after these is answered with 503.
    private const int MostDeadlocks = 4;

    private readonly List<OutboxMessage> _announced = [];

    private PersonalDataKeys Keys =>
        keys ?? throw new InvalidOperationException($"The service {context.Service} was given no keys, so it can store no answer.");

    /// <summary>The instant of this act (UTC, whole microseconds); the same for every row that it writes.</summary>
    public DateTime Now { get; } = UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime);

    /// <summary>A new id, greater than every id that this process made for this database before.</summary>
    public Guid NewId() => ids.Next(new DateTimeOffset(Now));

    /// <summary>Adds a fact that will go to the bus once the save is committed.</summary>
    /// <param name="fact">A contract record.</param>
    /// <param name="partition">Id of the record that the fact is about.</param>
    /// <param name="ordinal">Version of that record which the fact made: facts of one partition leave in this order.</param>
    /// <param name="destination">The one service that it is for; null for everybody who consumes the contract.</param>
    public void Announce<TFact>(TFact fact, Guid partition, long ordinal, string? destination = null)
        where TFact : class
    {
        var kind = FactTraits.KindOf(fact.GetType());
        var message = new OutboxMessage
        {
            Id = NewId(),
            Partition = partition,
            Ordinal = ordinal,
            Bucket = OutboxBucket.Of(partition),
            Contract = WireName.Of(fact.GetType()),
            Payload = JsonSerializer.Serialize(fact, fact.GetType(), WireJson.Options),
            Digest = StateDigest.Of(fact),
            Kind = kind,
            SubjectId = kind is null ? null : FactTraits.SubjectOf(fact),
            Destination = destination,
            TraceParent = Activity.Current?.Id,
            CreatedAt = Now,
        };
        context.Outbox.Add(message);
        _announced.Add(message);
    }

    /// <summary>Adds the audit row of the act.</summary>
    /// <param name="name">The act, e.g. <c>licence.suspend</c>.</param>
    /// <param name="subject">Kind of record, e.g. <c>institution</c>.</param>
    /// <param name="subjectId">Its id.</param>
    /// <param name="version">Its version after the act, or null for a read.</param>
    /// <param name="details">What changed, without personal data; serialised as JSON. Null if the name says it all.</param>
    public void Record(string name, string subject, Guid subjectId, long? version, object? details = null) =>
        context.AuditEntries.Add(new AuditEntry
        {
            Id = NewId(),
            At = Now,
            ActorId = act.ActorId,
            Department = act.Department,
            Division = act.Division,
            Act = name,
            Subject = subject,
            SubjectId = subjectId,
            SubjectVersion = version,
            Purpose = act.Purpose,
            Details = details is null ? null : JsonSerializer.Serialize(details, WireJson.Options),
            TraceId = Activity.Current?.TraceId.ToHexString(),
        });

    /// <summary>Commits everything that the scope's context holds, and answers <paramref name="reply"/>.</summary>
    public async Task<Result<Reply<T>>> SaveAsync<T>(Reply<T> reply, CancellationToken cancellation)
    {
        if (act.Idempotency is { } key)
        {
            context.IdempotentAnswers.Add(
                IdempotentAnswer.Of(
                    Keys, key, reply.Status, reply.Location, reply.Version, JsonSerializer.Serialize(reply.Body, WireJson.Options), Now));
        }

        var saved = await SaveAsync(cancellation);
        return saved.IsRefused ? saved.Error : reply;
    }

    /// <summary>Commits everything that the scope's context holds.</summary>
    /// <remarks>
    /// A victim of a deadlock is saved again, a bounded number of times: the database undid all of it, and what it rests on is still
    /// guarded by versions and unique indexes.
    /// </remarks>
    public async Task<Result> SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await WasRacedAsync(cancellation) ? CommitErrors.KeyRaced : CommitErrors.Stale;
        }
        catch (DbUpdateException e) when (DatabaseErrors.ViolatedUniqueIndex(e, context.Database) is { } index)
        {
            if (index == IdempotentAnswer.PrimaryKey || await WasRacedAsync(cancellation))
            {
                return CommitErrors.KeyRaced;
            }

            if (index == LoadedCalendar.YearIndex)
            {
                return CommitErrors.Stale;
            }

            if (context.ExplainUniqueViolation(index) is { } refusal)
            {
                return refusal;
            }

            if (await IsStaleAsync(cancellation))
            {
                return CommitErrors.Stale;
            }

            throw;
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            return CommitErrors.Unavailable;
        }

        Saved();

        return Result.Done;
    }

    /// <summary>
    /// Puts the present epoch on the facts that were announced since the last save; whoever saves by itself calls it first.
    /// </summary>
    internal async ValueTask StampAsync(CancellationToken cancellation)
    {
        if (_announced.Count > 0)
        {
            var epoch = (await epochs.PresentAsync(context, cancellation)).Id;
            _announced.ForEach(message => message.Epoch = epoch);
        }
    }

    /// <summary>
    /// Something is committed: workers that look for it, and the relay of what was announced, need not wait for their next poll.
    /// </summary>
    internal void Saved()
    {
        commits.Set();
        if (_announced.Count > 0)
        {
            _announced.Clear();
            signal.Set();
        }
    }

    private async Task SaveChangesAsync(CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await StampAsync(cancellation);
                await context.SaveChangesAsync(cancellation);
                return;
            }
            catch (Exception e) when (tries <= MostDeadlocks && DatabaseErrors.IsDeadlock(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 50 * tries)), cancellation);
            }
        }
    }

    // Rows of a record's history and of its parts are keyed by its version or number within it, and the database may be given them
    // before the record itself: of two changes at once the second then violates their key before its version is compared.
    private async Task<bool> IsStaleAsync(CancellationToken cancellation)
    {
        foreach (var record in context.ChangeTracker.Entries<IVersioned>().Where(entry => entry.State == EntityState.Modified).ToList())
        {
            var stored = await record.GetDatabaseValuesAsync(cancellation);
            if (stored?.GetValue<long>(nameof(IVersioned.Version)) != record.Property(r => r.Version).OriginalValue)
            {
                return true;
            }
        }

        return false;
    }

    // The twin of a command violates whatever the database looks at first: its stored answer, a unique index of the record
    // itself, or its version. Whichever it was, the twin has been committed by then.
    private async Task<bool> WasRacedAsync(CancellationToken cancellation) =>
        act.Idempotency is { } key && await IdempotentAnswer.FindAsync(context, Keys, key.Caller, key.Key, cancellation) is not null;
}

/// <summary>Refusals that a save can meet in every service.</summary>
public static class CommitErrors
{
    /// <summary>Somebody changed the record since the caller read it.</summary>
    public static readonly Error Stale = new(
        ErrorKind.Stale, "request.version.stale", "The record was changed by somebody else. Read it again and decide anew.");

    /// <summary>Another request with the same key was committed first; its stored answer is the answer.</summary>
    public static readonly Error KeyRaced = new(
        ErrorKind.Conflict, "request.key.raced", "Another request with this Idempotency-Key was carried out first.");

    /// <summary>
    /// The database is away or busy. It is unknown whether a commit that was under way arrived: repeat with the same Idempotency-Key.
    /// </summary>
    public static readonly Error Unavailable = new(
        ErrorKind.Unavailable, "service.database.unavailable",
        "The database does not answer for the moment. Send the same request again, with the same Idempotency-Key.");
}
