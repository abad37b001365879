using System.Net.Sockets;
using RabbitMQ.Client;

namespace Oversight.Messaging;

/// <summary>
/// The bus's way to its broker. It fails when nothing has come for as long as the client waits: while a connection is made, its answer
/// time, and afterwards two heartbeats.
/// </summary>
/// <remarks>
/// RabbitMQ.Client 7 sets these limits as the read timeout of its stream, which sockets apply to blocking reads only, and it reads
/// asynchronously. A peer that takes a connection and never says a word (a broker whose machine died in that moment, one that hangs, a
/// load balancer without a target) then held the bus, and every fact of the process, until the next restart.
/// </remarks>
internal sealed class BrokerSocket(Socket socket) : TcpClientAdapter(socket)
{
    /// <summary>A socket as the client makes it, with this class around it.</summary>
    public static ITcpClient Create(AddressFamily family) => new BrokerSocket(ConnectionFactoryBase.DefaultSocketFactory(family).Client);

    /// <inheritdoc />
    public override NetworkStream GetStream() => new LimitedStream(Client);

    private sealed class LimitedStream(Socket socket) : NetworkStream(socket)
    {
        // Before the client sets one, TLS is negotiated.
        private static readonly TimeSpan Initial = TimeSpan.FromSeconds(20);

        /// <summary>Milliseconds for which a read waits, or <see cref="Timeout.Infinite"/>.</summary>
        public override int ReadTimeout { get; set; } = (int)Initial.TotalMilliseconds;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ReadTimeout);
            try
            {
                return await base.ReadAsync(buffer, limit.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"Nothing has come from the broker for {ReadTimeout} ms.", e);
            }
        }
    }
}
