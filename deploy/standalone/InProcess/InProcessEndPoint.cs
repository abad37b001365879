using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Oversight.Standalone;

/// <summary>
/// Where the modules listen for the gateway when both are one process: connections of bytes in memory, with HTTP/1.1 over them as
/// between two machines. No port is open, so nobody else on the machine reaches the modules past the gateway.
/// </summary>
public sealed class InProcessEndPoint : EndPoint, IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateBounded<ConnectionContext>(MostWaiting);
    private int _bound;

    // What a listening socket calls its backlog.
    private const int MostWaiting = 512;

    /// <summary>Address of the modules for the gateway's configuration. Its name is resolved by nobody.</summary>
    public static Uri Address { get; } = new("http://modules.in-process/");

    /// <inheritdoc />
    public override AddressFamily AddressFamily => AddressFamily.Unspecified;

    /// <summary>Makes a client connect here, whatever host it asks for.</summary>
    public void Reach(SocketsHttpHandler client)
    {
        client.UseProxy = false;
        client.ConnectCallback = async (_, cancellation) => await ConnectAsync(cancellation);
    }

    /// <inheritdoc />
    public bool CanBind(EndPoint endpoint) => ReferenceEquals(endpoint, this);

    /// <inheritdoc />
    /// <exception cref="AddressInUseException">It is listened at already, or was.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _bound, 1) == 0
            ? ValueTask.FromResult<IConnectionListener>(new Listener(this))
            : throw new AddressInUseException("The modules listen already.");

    /// <inheritdoc />
    public override string ToString() => Address.Host;

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var (server, client) = InProcessConnection.Pair();
        try
        {
            await _waiting.Writer.WriteAsync(server, cancellation);
            return client;
        }
        catch (ChannelClosedException)
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    private sealed class Listener(InProcessEndPoint endPoint) : IConnectionListener
    {
        public EndPoint EndPoint => endPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                return await endPoint._waiting.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException)
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            endPoint._waiting.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
