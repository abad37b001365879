using System.Collections.Concurrent;

namespace Oversight.Disclosure.Publication;

/// <summary>
/// How long facts about an institution that is not known here wait for the registry's own fact about it. Ten seconds of being asked
/// again and again: well above what a fact of the registry takes, and below the point at which the outbox parks a fact, or
/// RabbitMQ lays it aside. Leads are never known here, so this is how facts about them come to rest.
/// </summary>
/// <remarks>Kept in memory: another replica, or this one after a restart, waits anew.</remarks>
internal sealed class Patience(TimeProvider clock)
{
    private const int MostRemembered = 100_000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _firstAsked = new();

    /// <summary>Whether a fact about this institution has waited long enough since the first one asked.</summary>
    public bool IsOver(Guid institution)
    {
        if (_firstAsked.Count >= MostRemembered)
        {
            _firstAsked.Clear();
        }

        var now = clock.GetUtcNow();
        return now - _firstAsked.GetOrAdd(institution, now) >= Enough;
    }
}
