using System.Net;
using System.Net.Sockets;

namespace Oversight.Persistence.Tests.Bus;

/// <summary>
/// A way to a server that is shut at first: it takes connections, holds them and says nothing, as a machine that hangs. Once it is
/// open, further connections lead to the server; those that it holds stay as they are.
/// </summary>
internal sealed class Doorway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Free());
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _held = [];
    private readonly Task _work;
    private volatile bool _isOpen;

    public Doorway(int server)
    {
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
            await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or IOException)
        {
            // The way ends with either side, or with the doorway.
        }
    }
}
