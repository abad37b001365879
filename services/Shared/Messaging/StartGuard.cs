using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Oversight.Messaging;

/// <summary>
/// Ends the start of a receive endpoint whose channel was closed meanwhile, so that the transport retries it on another channel.
/// </summary>
/// <remarks>
/// RabbitMQ.Client up to 7.2 disposes the semaphore on which a channel's operations wait for their turn; those that wait at that moment
/// never complete, neither by their token nor by a time-out (rabbitmq-dotnet-client 1976). MassTransit declares exchanges and queues
/// side by side on one channel: an endpoint whose connection broke in between stood still without a line in the log until the process
/// was restarted. Once the endpoint is ready the guard does nothing: what is being consumed may take as long as its database needs.
/// </remarks>
internal sealed class StartGuard : IFilter<ChannelContext>, IReceiveEndpointObserver
{
    // What was under way when the channel closed fails within milliseconds, unless it waits for ever.
    private static readonly TimeSpan TimeToFail = TimeSpan.FromSeconds(5);

    private TaskCompletionSource _ready = New();

    /// <inheritdoc />
    /// <exception cref="ConnectionException">The channel was closed and the start did not notice.</exception>
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        var (closed, ready) = (New(), New());
        Volatile.Write(ref _ready, ready);
        var connection = context.ConnectionContext.Connection;
        context.Channel.ChannelShutdownAsync += OnClosed;
        connection.ConnectionShutdownAsync += OnClosed;
        try
        {
            if (context.Channel.IsClosed || !connection.IsOpen)
            {
                closed.TrySetResult();
            }

            var work = next.Send(context);
            if (await Task.WhenAny(work, ready.Task, closed.Task) == closed.Task
                && await Task.WhenAny(work, ready.Task, Task.Delay(TimeToFail)) is { } first && first != work && first != ready.Task)
            {
                _ = work.ContinueWith(
                    late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                // Transient: of any other MassTransit would give the first start of the whole bus up.
                throw new ConnectionException("The channel was closed while the endpoint started.", isTransient: true);
            }

            await work;
        }
        finally
        {
            context.Channel.ChannelShutdownAsync -= OnClosed;
            Release(connection, OnClosed);
        }

        Task OnClosed(object sender, ShutdownEventArgs reason)
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc />
    public Task Ready(ReceiveEndpointReady ready)
    {
        Volatile.Read(ref _ready).TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    /// <inheritdoc />
    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    /// <inheritdoc />
    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    /// <inheritdoc />
    public void Probe(ProbeContext context) => context.CreateFilterScope("startGuard");

    private static void Release(IConnection connection, AsyncEventHandler<ShutdownEventArgs> handler)
    {
        try
        {
            connection.ConnectionShutdownAsync -= handler;
        }
        catch (ObjectDisposedException)
        {
            // A disposed connection has no handlers any more; its refusal must not hide why the start ended.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
