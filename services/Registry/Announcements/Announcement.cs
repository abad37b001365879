using Oversight.Persistence;

namespace Oversight.Registry.Announcements;

/// <summary>Where an announcement stands.</summary>
internal enum AnnouncementState
{
    /// <summary>Entries are still to be announced.</summary>
    Running,

    /// <summary>Every entry was announced.</summary>
    Done,
}

/// <summary>
/// The register told anew, entry by entry in the order of ids, for a service that joined after the facts had gone. It is saved
/// together with each portion of facts, so a kill neither loses nor repeats a portion.
/// </summary>
internal sealed class Announcement : IVersioned, IWithinDivision
{
    public required Guid Id { get; init; }

    public long Version { get; private set; } = 1;

    /// <summary>Entries of this division are announced: two, four or six digits.</summary>
    public required string Division { get; init; }

    public required string RequestedBy { get; init; }

    /// <summary>Department of the officer at the time.</summary>
    public string? Department { get; init; }

    public required DateTime RequestedAt { get; init; }

    public AnnouncementState State { get; private set; }

    /// <summary>The last entry announced, or null before the first.</summary>
    public Guid? LastEntryId { get; private set; }

    /// <summary>Institutions announced so far.</summary>
    public int Institutions { get; private set; }

    /// <summary>Leads announced so far.</summary>
    public int Leads { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    /// <summary>Who works on it, and until when nobody else does; not part of what the version guards.</summary>
    public string? LeaseOwner { get; private set; }

    public DateTime? LeaseUntil { get; private set; }

    /// <summary>Notes a portion.</summary>
    /// <param name="lastEntryId">Its last entry.</param>
    /// <param name="institutions">Institutions in it.</param>
    /// <param name="leads">Leads in it.</param>
    public void Advance(Guid lastEntryId, int institutions, int leads) =>
        (LastEntryId, Institutions, Leads, Version) = (lastEntryId, Institutions + institutions, Leads + leads, Version + 1);

    /// <summary>Notes that no entry is left.</summary>
    public void Finish(DateTime now) => (State, FinishedAt, Version) = (AnnouncementState.Done, now, Version + 1);
}
