namespace Oversight.Persistence;

/// <summary>What a command answers once it is committed.</summary>
/// <param name="Status">HTTP status, 200 to 299.</param>
/// <param name="Body">The body.</param>
/// <param name="Location">Address of a new record, or null.</param>
/// <param name="Version">Version of the record after the command, or null.</param>
public sealed record Reply<T>(int Status, T Body, string? Location = null, long? Version = null);

/// <summary>Makes replies.</summary>
public static class Reply
{
    /// <summary>200 with the record as it now is.</summary>
    public static Reply<T> Ok<T>(T body, long? version = null) => new(200, body, null, version);

    /// <summary>201 with the new record and where it is.</summary>
    public static Reply<T> Created<T>(T body, string location, long? version = null) => new(201, body, location, version);

    /// <summary>202: the work goes on behind; <paramref name="location"/> tells how far it is.</summary>
    public static Reply<T> Accepted<T>(T body, string location, long? version = null) => new(202, body, location, version);
}
