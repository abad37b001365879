using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Oversight.Persistence.Tests.Bus;

/// <summary>An operation that is never heard of again once its channel was disposed, as in RabbitMQ.Client 7.2.</summary>
public sealed class StartGuardTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_endpoint_that_stands_still_after_its_channel_was_closed_is_started_again()
    {
        RabbitMqBroker.SkipIfMissing();
        var address = new Uri(await RabbitMqBroker.Shared.CreateVirtualHostAsync(Cancellation));
        var (guard, stranded) = (new StartGuard(), new StrandedOnce());
        var host = new UriBuilder(address) { Scheme = "rabbitmq" }.Uri;
        var bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(config =>
        {
            config.Host(host);
            config.ReceiveEndpoint("guarded", endpoint =>
            {
                endpoint.ConfigureChannel(channel =>
                {
                    channel.UseFilter(guard);
                    channel.UseFilter(stranded);
                });
                endpoint.ConnectReceiveEndpointObserver(guard);
            });
        });

        await bus.StartAsync(Cancellation).WaitAsync(Limit, Cancellation);

        Assert.Equal(2, stranded.Attempts);
        await bus.StopAsync(Cancellation);
    }

    private sealed class StrandedOnce : IFilter<ChannelContext>
    {
        private int _attempts;

        public int Attempts => _attempts;

        public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
        {
            if (Interlocked.Increment(ref _attempts) == 1)
            {
                await context.ConnectionContext.Connection.CloseAsync(541, "the end", TimeSpan.FromSeconds(10), abort: true, Cancellation);
                await new TaskCompletionSource().Task;
            }

            await next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("stranded");
    }
}
