using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Oversight.Persistence.Tests.Bus;

/// <summary>
/// A way to a server that is shut at first: it takes connections, holds them and says nothing, as a machine that hangs. Once it is
/// open, further connections lead to the server; those that it holds stay as they are.
/// </summary>
/// <remarks>
/// With connections to cut, it leads to the server from the beginning, and ends so many of them in the middle of
/// the declarations: when the broker (AMQP 0-9-1) says that the first exchange or queue is there.
/// </remarks>
internal sealed class Doorway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Free());
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _held = [];
    private readonly Task _work;
    private volatile bool _isOpen;
    private int _cuts;

    public Doorway(int server, int cuts = 0)
    {
        (_cuts, _isOpen) = (cuts, cuts > 0);
        _listener.Start();
        _work = RunAsync(server);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections wait for a word.</summary>
    public int Held
    {
        get
        {
            lock (_held)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>How many connections are still to be cut.</summary>
    public int CutsLeft => Volatile.Read(ref _cuts);

    public void Open() => _isOpen = true;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _work;
        _held.ForEach(socket => socket.Dispose());
        _end.Dispose();
    }

    private async Task RunAsync(int server)
    {
        var ways = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                if (_isOpen)
                {
                    ways.Add(LeadAsync(client, server));
                }
                else
                {
                    lock (_held)
                    {
                        _held.Add(client);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(ways);
        }
    }

    private async Task LeadAsync(Socket client, int server)
    {
        using var there = new TcpClient();
        await using var near = new NetworkStream(client, ownsSocket: true);
        try
        {
            await there.ConnectAsync(IPAddress.Loopback, server, _end.Token);
            await using var far = there.GetStream();
            await Task.WhenAny(near.CopyToAsync(far, _end.Token), AnswerAsync(far, near));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or IOException)
        {
            // The way ends with either side, or with the doorway.
        }
    }

    // Frame by frame: type (1 byte), channel (2), size (4), payload, end (1). A method's payload begins with its class and number.
    private async Task AnswerAsync(NetworkStream far, NetworkStream near)
    {
        var frame = new byte[1 << 20];
        while (CutsLeft > 0)
        {
            await far.ReadExactlyAsync(frame.AsMemory(0, 7), _end.Token);
            var size = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(3)) + 1;
            await far.ReadExactlyAsync(frame.AsMemory(7, size), _end.Token);
            var (kind, method) = (BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(7)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(9)));
            if (frame[0] == 1 && kind is 40 or 50 && method == 11 && Interlocked.Decrement(ref _cuts) >= 0)
            {
                return;
            }

            await near.WriteAsync(frame.AsMemory(0, 7 + size), _end.Token);
        }

        await far.CopyToAsync(near, _end.Token);
    }
}
