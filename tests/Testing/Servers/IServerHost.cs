namespace Oversight.Testing;

/// <summary>How a real server runs: installed on this machine, or in a container.</summary>
internal interface IServerHost : IAsyncDisposable
{
    /// <summary>False before the start, after a kill and when the server ended by itself.</summary>
    bool IsRunning { get; }

    /// <summary>Launches the server with the same data and port as before; it need not be ready when this returns.</summary>
    Task LaunchAsync(CancellationToken cancellationToken);

    /// <summary>Ends the server at once, as a power cut would end the process (SIGKILL).</summary>
    Task KillAsync(CancellationToken cancellationToken);

    /// <summary>Ends the server in order.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>What the server said last, for a failure message.</summary>
    string Diagnosis();
}
