using Oversight.Disclosure.Institutions;
using Oversight.Persistence;

namespace Oversight.Disclosure.Publication;

/// <summary>
/// Something about a published institution that the public may see until a day: a penalty, an inspection, an order to put
/// right, an exposure. It ends by itself: every query asks for the day, and a deadline removes the row.
/// </summary>
internal abstract class PublishedItem : IVersioned
{
    /// <summary>Id of the record in the service that owns it.</summary>
    public Guid Id { get; init; }

    public Guid InstitutionId { get; init; }

    /// <summary>Version of this row.</summary>
    public long Version { get; protected set; } = 1;

    /// <summary>First two digits of the institution's division when it was published.</summary>
    public string Province { get; init; } = string.Empty;

    /// <summary>First four digits.</summary>
    public string City { get; init; } = string.Empty;

    /// <summary>All six digits.</summary>
    public string County { get; init; } = string.Empty;

    /// <summary>Official day of the decision, the conclusion, the order or the release: lists are in this order, terms start here.</summary>
    public DateOnly OccurredOn { get; init; }

    /// <summary>Last official day on which it is shown.</summary>
    public DateOnly PublishedUntil { get; init; }

    /// <summary>The rule version that set this day.</summary>
    public string TermRule { get; init; } = string.Empty;

    public string TermLaw { get; init; } = string.Empty;

    public string TermArticle { get; init; } = string.Empty;
}

/// <summary>
/// What must be known of a record whether or not it is published: that its publication has ended for good, and whether it is
/// disputed. Ids and flags, nothing about the record, so that it may be kept of what must not be shown. It is also what two
/// facts about one record that are taken at the same moment meet at: one of the two saves fails and comes again.
/// </summary>
internal sealed class PublicationMark : IVersioned
{
    private PublicationMark()
    {
    }

    /// <summary>One of <see cref="RecordKinds"/>, or another source of a rating.</summary>
    public string Kind { get; private set; } = string.Empty;

    public Guid RecordId { get; private set; }

    /// <summary>Whether it was annulled, repaired, withdrawn or its term is over: never published (again).</summary>
    public bool HasEnded { get; private set; }

    public bool IsDisputed { get; private set; }

    /// <summary>Version of the credit file that set <see cref="IsDisputed"/>; 0 while none did.</summary>
    public long DisputeVersion { get; private set; }

    public long Version { get; private set; } = 1;

    public static PublicationMark Of(string kind, Guid recordId) => new() { Kind = kind, RecordId = recordId };

    /// <summary>Ends its publication for good; ending it again changes nothing.</summary>
    public void End() => (HasEnded, Version) = (true, HasEnded ? Version : Version + 1);

    /// <summary>Takes the state of an objection over, unless a newer one is known.</summary>
    public void Dispute(bool isDisputed, long version)
    {
        if (version > DisputeVersion)
        {
            (IsDisputed, DisputeVersion, Version) = (isDisputed, version, Version + 1);
        }
    }

    /// <summary>Something that hangs on the record is being published: a withdrawal of the record at the same moment fails and comes again.</summary>
    public void Touch() => Version++;
}

/// <summary>Kinds of records, as the credit file names its sources.</summary>
internal static class RecordKinds
{
    public const string Penalty = "penalty";
    public const string Inspection = "inspection";
    public const string Rectification = "rectification";
    public const string Exposure = "exposure";
}

/// <summary>Where and how long: what every published item is made with.</summary>
/// <param name="Institution">The published institution.</param>
/// <param name="Term">Its term of publication.</param>
internal sealed record Placement(PublishedInstitution Institution, PublicationEnd Term);
