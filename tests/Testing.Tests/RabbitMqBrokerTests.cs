using RabbitMQ.Client;
using Xunit;

namespace Oversight.Testing.Tests;

public sealed class RabbitMqBrokerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_RabbitMq_comes_back_with_the_confirmed_messages_of_a_quorum_queue(bool inContainer)
    {
        await using var broker = inContainer ? RabbitMqBroker.InContainer() : new RabbitMqBroker();
        var address = await broker.CreateVirtualHostAsync(Cancellation);
        await DeclareAsync(address, "facts");
        await broker.SettleNewQueuesAsync(Cancellation);
        await PublishAsync(address, "facts");

        await broker.KillAsync(Cancellation);

        await Assert.ThrowsAnyAsync<Exception>(() => RabbitMqBroker.ConnectAsync(address, Cancellation));
        await broker.StartAsync(Cancellation);
        await Eventually.BecomesTrueAsync(
            async () => await broker.ReadyMessagesAsync("facts", address, Cancellation) == 1, TimeSpan.FromSeconds(30),
            "the message is back");
        await Eventually.HoldsAsync(
            async () => Assert.Equal([new QueueDepth("facts", 1, 0)], await broker.QueuesAsync(address, Cancellation)),
            TimeSpan.FromSeconds(60),
            "the list shows the message");
        Assert.Empty(await broker.QueuesAsync(cancellationToken: Cancellation));
        Assert.Null(await broker.ReadyMessagesAsync("no-such-queue", address, Cancellation));
    }

    private static async Task DeclareAsync(string address, string queue)
    {
        await using var connection = await RabbitMqBroker.ConnectAsync(address, Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" },
            cancellationToken: Cancellation);
    }

    private static async Task PublishAsync(string address, string queue)
    {
        await using var connection = await RabbitMqBroker.ConnectAsync(address, Cancellation);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Cancellation);
        await channel.BasicPublishAsync(
            "", queue, mandatory: true, new BasicProperties { Persistent = true }, "a fact"u8.ToArray(), Cancellation);
    }
}
