using System.Collections.Concurrent;
using Oversight.Persistence.Tests.Contracts.V1;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>Makes one posting per fact; posting 0 opens the account, and what waits for that is tried again.</summary>
public sealed class AmountPostedConsumer(LedgerDbContext database, ConsumerFaults faults, TimeProvider clock, Arrivals arrivals)
    : IFactConsumer<AmountPosted>
{
    public async Task ConsumeAsync(AmountPosted fact, CancellationToken cancellation)
    {
        database.Postings.Add(new Posting
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            AccountId = fact.AccountId,
            Ordinal = fact.Ordinal,
            AmountFen = fact.AmountFen,
            PostedOn = fact.PostedOn,
            At = fact.At,
        });
        await faults.MeetAsync(fact.AccountId, cancellation);
        if (fact.Ordinal == 0)
        {
            arrivals.Add($"account/{fact.AccountId}");
        }
    }
}

/// <summary>Keeps the newest name of an account.</summary>
public sealed class AccountCopiedConsumer : IRowConsumer<AccountRenamed, AccountCopy>
{
    public (Guid Key, long Version) SourceOf(AccountRenamed fact) => (fact.AccountId, fact.Version);

    public AccountCopy Apply(AccountCopy? row, AccountRenamed fact)
    {
        var copy = row ?? new AccountCopy { AccountId = fact.AccountId };
        copy.Name = fact.Name;
        copy.Version++;
        return copy;
    }
}

/// <summary>What happens inside the consumer after it has changed its entities; a test says it per account.</summary>
public sealed class ConsumerFaults
{
    private readonly ConcurrentDictionary<Guid, Func<int, CancellationToken, Task>> _faults = new();
    private readonly ConcurrentDictionary<Guid, int> _calls = new();

    /// <summary>How often the consumer was called for an account.</summary>
    public int CallsFor(Guid account) => _calls.GetValueOrDefault(account);

    /// <param name="account">The account whose facts meet it.</param>
    /// <param name="fault">Gets the number of the call, from 1.</param>
    public void For(Guid account, Func<int, CancellationToken, Task> fault) => _faults[account] = fault;

    public void Clear() => _faults.Clear();

    internal Task MeetAsync(Guid account, CancellationToken cancellation)
    {
        var call = _calls.AddOrUpdate(account, 1, static (_, calls) => calls + 1);
        return _faults.TryGetValue(account, out var fault) ? fault(call, cancellation) : Task.CompletedTask;
    }
}
