
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

/// <summary>Gives a message to the inbox as the bus would.</summary>
internal static class Inboxes
{
    /// <summary>Returns when the message has taken its effect or was deferred.</summary>
    public static Task HandleAsync(this IServiceProvider process, Guid id, object fact, Guid? epoch = null) => fact switch
    {
        AmountPosted posted => process.TakeAsync<LedgerDbContext, AmountPosted>(typeof(AmountPostedConsumer), posted, id, epoch),
        AccountRenamed renamed => process.TakeAsync<LedgerDbContext, AccountRenamed>(typeof(AccountCopiedConsumer), renamed, id, epoch),
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };
}
