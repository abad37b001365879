using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Oversight.Standalone;

/// <summary>The server's end of a connection in memory. Each end notices when the other goes, as on a socket.</summary>
internal sealed class InProcessConnection : DefaultConnectionContext
{
    // What stands in memory between the two ends at most, each way, before the writer waits.
    private static readonly PipeOptions Buffer = new(
        pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false);

    private static long _number;

    // Never disposed of: the client may leave after the server has gone.
    private readonly CancellationTokenSource _closed = new();
    private readonly IDuplexPipe _server, _client;

    private InProcessConnection(IDuplexPipe server, IDuplexPipe client)
        : base(string.Create(CultureInfo.InvariantCulture, $"in-process-{Interlocked.Increment(ref _number)}"), server, client)
    {
        (_server, _client) = (server, client);
        ConnectionClosed = _closed.Token;
        // The gateway is on this machine, and the modules believe what it says about whom it asks for.
        RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 0);
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0);
    }

    /// <summary>Both ends of a new connection.</summary>
    public static (ConnectionContext Server, Stream Client) Pair()
    {
        var (up, down) = (new Pipe(Buffer), new Pipe(Buffer));
        var (server, client) = (new End(up.Reader, down.Writer), new End(down.Reader, up.Writer));
        var connection = new InProcessConnection(server, client);
        return (connection, new InProcessStream(client, connection.Close));
    }

    /// <summary>Ends what the server still reads, writes or works at; then it lets go of its end, and the client notices that.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _client.Output.Complete(abortReason); // What the client writes at this moment fails or is lost.
        _server.Output.CancelPendingFlush();
        Close();
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _server.Output.CompleteAsync();
        await _server.Input.CompleteAsync();
        await base.DisposeAsync();
    }

    // On another thread: whoever leaves does not carry out what others do about it.
    private void Close() => ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>The client's end of a connection in memory.</summary>
internal sealed class InProcessStream(IDuplexPipe client, Action left) : Stream
{
    private readonly Stream _input = client.Input.AsStream(), _output = client.Output.AsStream();
    private int _left;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _input.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _input.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => _input.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _output.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _output.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _output.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => _output.FlushAsync(cancellationToken);

    public override void Flush() => _output.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _left, 1) == 0)
        {
            _output.Dispose();
            _input.Dispose();
            left();
        }

        base.Dispose(disposing);
    }
}
