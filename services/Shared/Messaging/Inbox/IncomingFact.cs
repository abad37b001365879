using System.Collections.Frozen;
using Oversight.Persistence.Copies;

namespace Oversight.Messaging;

/// <summary>What the message says of the fact that is applied in this scope, beside the fact itself.</summary>
public sealed class IncomingFact
{
    /// <summary>Epoch of the publisher; empty where the message carried none.</summary>
    public Guid Epoch { get; private set; }

    /// <summary>Digest of the state that the fact carries, or null.</summary>
    public string? Digest { get; private set; }

    /// <summary>Whether it replaces the copy whatever the copy is.</summary>
    public bool IsForced { get; private set; }

    private IReadOnlySet<string> _told = FrozenSet<string>.Empty;

    /// <summary>Which state the fact carries.</summary>
    /// <param name="version">Version of the record in the fact.</param>
    public SourceStamp Stamp(long version) => new(Epoch, version, Digest);

    /// <summary>Whether the state that the fact carries is to replace the copy.</summary>
    /// <param name="copy">The copy, or null where there is none yet.</param>
    /// <param name="version">Version of the record in the fact.</param>
    /// <returns>By force, whether or not it is newer, unless a fact that was published after the page has come already.</returns>
    /// <exception cref="StateConflictException">The copy is of the same version of the same epoch and has another content.</exception>
    public bool Replaces(IStateCopy? copy, long version) =>
        IsForced ? !copy.IsPast(Stamp(version), _told) : copy.Order(Stamp(version)) switch
        {
            CopyOrder.Newer => true,
            CopyOrder.Conflict => throw Conflict(version),
            _ => false,
        };

    internal void Set(IncomingMessage message) =>
        (Epoch, Digest, IsForced, _told) = (message.Epoch ?? Guid.Empty, message.Digest, message.IsForced, message.Told);

    private StateConflictException Conflict(long version)
    {
        MessagingTelemetry.Conflicts.Add(1);
        return new StateConflictException(
            $"Version {version} of epoch {Epoch} came with another content than the copy has. Was the publisher restored without a new "
                + "epoch?");
    }
}

/// <summary>A message as the transport delivered it, or a row that was deferred.</summary>
internal sealed record IncomingMessage(Guid Id, object Fact, Type Contract, Guid? Epoch, string? Digest, CancellationToken Cancellation)
{
    public bool IsForced { get; init; }

    /// <summary>Digests of every fact that the same page tells of the same record.</summary>
    public IReadOnlySet<string> Told { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Row of the fact where it was deferred before, or null.</summary>
    public Guid? DeferredId { get; init; }
}

/// <summary>
/// What the facts that are applied in this scope made known. Whatever waited for it is tried again once that is committed.
/// </summary>
public sealed class Arrivals
{
    private readonly HashSet<string> _names = [];

    /// <summary>Something is known from now on, e.g. <c>institution/0198…</c>.</summary>
    public void Add(string name) => _names.Add(name);

    internal IReadOnlyCollection<string> Names => _names;
}
