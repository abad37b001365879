namespace Oversight.Persistence.Copies;

/// <summary>A row that copies one record of another service.</summary>
public abstract class StateCopyRow : IVersioned, IStateCopy
{
    /// <inheritdoc />
    public long Version { get; private set; }

    /// <inheritdoc />
    public Guid SourceEpoch { get; private set; }

    /// <inheritdoc />
    public long SourceVersion { get; private set; }

    /// <inheritdoc />
    public string? SourceDigest { get; private set; }

    /// <inheritdoc />
    public void Stamp(SourceStamp source) =>
        (SourceEpoch, SourceVersion, SourceDigest, Version) = (source.Epoch, source.Version, source.Digest, Version + 1);

    /// <summary>Something else about it changes in this save: another change at the same moment fails and is retried.</summary>
    public void Touch() => Version++;
}
