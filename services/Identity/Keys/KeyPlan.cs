namespace Oversight.Identity.Keys;

/// <summary>Which keys of one purpose are used at an instant.</summary>
/// <param name="Usable">The key in use first, then those announced and those retired whose tokens may still live.</param>
/// <param name="NextFrom">When the next generation has to become active, if it must be made now; otherwise null.</param>
internal sealed record KeyPlan(IReadOnlyList<ServerKey> Usable, DateTime? NextFrom)
{
    /// <summary>
    /// The plan at <paramref name="now"/>. The first key of all is active at once; every other one is announced for
    /// <see cref="IdentitySettings.KeySettings.Announcement"/> before it signs, and stays for <paramref name="afterlife"/> after its
    /// successor took over.
    /// </summary>
    public static KeyPlan At(DateTime now, IReadOnlyList<ServerKey> keys, IdentitySettings.KeySettings settings, TimeSpan afterlife)
    {
        var ordered = keys.OrderBy(k => k.Generation).ToList();
        var active = ordered.FindLastIndex(k => k.ActiveFrom <= now);
        if (active < 0)
        {
            // With keys that are all of a later instant, this clock is behind the one that made them. Another key would only add to them.
            return new KeyPlan(ordered, ordered.Count == 0 ? now : null);
        }

        var usable = new List<ServerKey> { ordered[active] };
        usable.AddRange(ordered.Skip(active + 1));
        usable.AddRange(ordered.Take(active).Where((_, i) => ordered[i + 1].ActiveFrom + afterlife > now).Reverse());

        var due = ordered[active].ActiveFrom + settings.Rotation;
        var announce = active == ordered.Count - 1 && now >= due - settings.Announcement;
        // After a standstill the rotation is overdue. Services keep the key list, so even then a key is published for the whole
        // announcement before it signs.
        var earliest = now + settings.Announcement;
        return new KeyPlan(usable, announce ? (due > earliest ? due : earliest) : null);
    }
}
