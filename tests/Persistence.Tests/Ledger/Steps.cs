using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Inbox;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>Drives a relay by hand, pass by pass.</summary>
internal static class Relays
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Passes until every bucket that is free is leased and a pass has nothing to do.</summary>
    public static async Task DrainAsync(this OutboxRelay<LedgerDbContext> relay, CancellationToken? cancellation = null)
    {
        // Half of the free buckets are taken at each look: five looks take all sixteen.
        for (var idle = 0; idle < 6;)
        {
            var pass = await relay.PassAsync(cancellation ?? Cancellation);
            idle = pass.Sent > 0 ? 0 : idle + 1;
        }
    }

    /// <summary>Passes until one is as wanted, at most twenty times.</summary>
    public static async Task<RelayPass> PassUntilAsync(this OutboxRelay<LedgerDbContext> relay, Func<RelayPass, bool> wanted)
    {
        RelayPass? pass = null;
        for (var i = 0; i < 20; i++)
        {
            pass = await relay.PassAsync(Cancellation);
            if (wanted(pass))
            {
                return pass;
            }
        }

        throw new InvalidOperationException($"Not within twenty passes; the last was {pass}.");
    }
}

/// <summary>Gives a message to the inbox as the bus would, in a scope of its own.</summary>
internal static class Inboxes
{
    private const int Attempts = 4;

    /// <summary>Gives it until it is taken, as the bus repeats it: a lost race on another row is a failure and comes again.</summary>
    public static async Task TakeAsync(IServiceProvider process, Guid id, object fact)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TakeOnceAsync(process, id, fact);
                return;
            }
            catch (Microsoft.EntityFrameworkCore.DbUpdateException) when (attempt < Attempts)
            {
                // Comes again.
            }
        }
    }

    public static async Task TakeOnceAsync(IServiceProvider process, Guid id, object fact, bool alone = false)
    {
        await (fact switch
        {
            AmountPosted posted => TakeAsync(new ConsumerIntake<AmountPostedConsumer, AmountPosted>(ConsumerName.Of<AmountPostedConsumer>("ledger")), process, id, posted, alone),
            AccountRenamed renamed => TakeAsync(
                new RowIntake<AccountCopiedConsumer, AccountRenamed, AccountCopy>(ConsumerName.Of<AccountCopiedConsumer>("ledger"), new AccountCopiedConsumer()), process, id, renamed, alone),
            _ => throw new ArgumentOutOfRangeException(nameof(fact)),
        });
    }

    private static Task TakeAsync<TConsumer, TFact>(Intake<TConsumer, TFact> intake, IServiceProvider services, Guid id, TFact fact, bool alone)
        where TFact : class =>
        new InboxConsumer<LedgerDbContext, TConsumer, TFact>(services.GetRequiredService<InboxGroups<LedgerDbContext>>(), intake, services.GetRequiredService<IDelivery>())
            .TakeAsync(id, fact, alone, TestContext.Current.CancellationToken);
}
