using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Oversight.Testing;

/// <summary>Free TCP ports of this machine.</summary>
public static class Ports
{
    // Below the range from which systems take the ports of outgoing connections (Linux 32768, others 49152), so that a
    // killed server finds its port still free when it comes back.
    private const int First = 15_000;
    private const int Last = 30_000;
    private static readonly ConcurrentDictionary<int, byte> Given = new();

    /// <summary>A port on which nothing listens now. It is never given twice by one test process.</summary>
    public static int Free()
    {
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (Given.TryAdd(port, 0) && IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free port was found between {First} and {Last}.");
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
