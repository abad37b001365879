namespace Oversight.Persistence;

/// <summary>
/// An entity whose every change raises <see cref="Version"/> by one. The version is the concurrency token on all three
/// databases, the strong ETag of the web API and the ordinal of the facts that the entity announces.
/// </summary>
public interface IVersioned
{
    /// <summary>1 when the entity is made, then one more per committed change.</summary>
    long Version { get; }
}
