using MassTransit;
using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>
/// A consumer as the transport sees it: hands each message to the inbox and acknowledges it once the inbox has done its part.
/// </summary>
internal sealed class InboxConsumer<TContext, TConsumer, TFact>(
    Inbox<TContext> inbox, ServiceConsumers<TContext> consumers, IDelivery delivery) : IConsumer<TFact>
    where TContext : ServiceDbContext
    where TFact : class
{
    private readonly ConsumerRegistration _registration = consumers.Of(typeof(TConsumer), typeof(TFact));

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The message has no id.</exception>
    public async Task Consume(ConsumeContext<TFact> context)
    {
        var id = context.MessageId ?? throw new InvalidOperationException("A fact without message id cannot be told from its duplicate.");
        var message = new IncomingMessage(
            id, context.Message, typeof(TFact), Headers.EpochOf(context.Headers), Headers.DigestOf(context.Headers),
            context.CancellationToken);
        try
        {
            await inbox.HandleAsync(_registration.NewEntry(message));
        }
        catch (Exception e) when (delivery.Report(id, _registration.Name, e))
        {
            return; // Its sender knows and sends it again: nothing is left for the transport to do or to say.
        }

        delivery.Report(id, _registration.Name, null);
    }
}

/// <summary>What travels beside a fact.</summary>
internal static class Headers
{
    /// <summary>Epoch of the publisher's database.</summary>
    public const string Epoch = "oversight-epoch";

    /// <summary>Digest of the state that the fact carries.</summary>
    public const string Digest = "oversight-digest";

    public static Guid? EpochOf(MassTransit.Headers headers) => Guid.TryParse(headers.Get<string>(Epoch), out var epoch) ? epoch : null;

    public static string? DigestOf(MassTransit.Headers headers) =>
        headers.Get<string>(Digest) is { Length: Persistence.Copies.SourceStamp.DigestLength } digest ? digest : null;
}
