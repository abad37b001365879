namespace Oversight.Testing;

/// <summary>How to start a child process.</summary>
internal sealed record ChildSpecification
{
    /// <summary>Full path of the program.</summary>
    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables to set; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>False for a server that must not see this process's variables (only PATH and the language are given).</summary>
    public bool InheritsEnvironment { get; init; } = true;

    /// <summary>The file to which standard output and error are appended.</summary>
    public required string LogPath { get; init; }

    public string? WorkingFolder { get; init; }

    /// <summary>The user to run as when this process is root; otherwise the child runs as the caller.</summary>
    public string? User { get; init; }

    /// <summary>How far the child stands back behind others that want the processor: 0 (not at all) to 19.</summary>
    public int Niceness { get; init; }
}
