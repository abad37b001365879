using System.Diagnostics;
using MassTransit;
using Oversight.Persistence.Outbox;

namespace Oversight.Persistence.Inbox;

/// <summary>
/// The inbox around a consumer: every message takes effect once. The first to commit the inbox row wins; a repeat, even at
/// the same moment on another replica, finds the row or violates its key, leaves nothing, and is acknowledged.
/// </summary>
public sealed class InboxConsumer<TContext, TConsumer, TFact>(InboxGroups<TContext> groups, Intake<TConsumer, TFact> intake, IDelivery delivery) : IConsumer<TFact>
    where TContext : ServiceDbContext
    where TFact : class
{
    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The message has no id.</exception>
    public async Task Consume(ConsumeContext<TFact> context)
    {
        var id = context.MessageId ?? throw new InvalidOperationException("A fact without message id cannot be told from its repeat.");
        var attempt = context.GetRetryAttempt();
        try
        {
            await TakeAsync(id, context.Message, alone: attempt > 0, context.CancellationToken);
        }
        catch (Exception e)
        {
            // Asking again at once does not help a fact that is ahead of another.
            if ((e is FactAheadException || attempt >= InboxRetries.InProcess) && delivery.Settle(id, intake.Name, e))
            {
                Activity.Current?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
                return; // Whoever sent it knows, and sends it again: nothing is left for the transport to do or to say.
            }

            throw;
        }

        delivery.Settle(id, intake.Name, null);
    }

    /// <summary>Lets the message take its effect, unless it already has.</summary>
    internal Task TakeAsync(Guid id, TFact fact, bool alone, CancellationToken cancellation) => groups.TakeAsync(intake.Entry(id, fact, cancellation), alone);
}

/// <summary>How often a consumer is called again at once before its failure counts.</summary>
public static class InboxRetries
{
    /// <summary>In one process; further repeats are the outbox's.</summary>
    public const int InProcess = 3;
}
