using Oversight.Disclosure.Institutions;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Publication;

/// <summary>
/// Something about a published institution that the public may see until a day: a penalty, an inspection, an order to put
/// right, an exposure. It ends by itself: every query asks for the day, and a deadline removes the row.
/// </summary>
internal abstract class PublishedItem : IVersioned, ISourced
{
    /// <summary>Id of the record in the service that owns it.</summary>
    public Guid Id { get; init; }

    public Guid InstitutionId { get; init; }

    /// <inheritdoc />
    public Guid SourceEpoch { get; protected set; }

    /// <summary>Version of this row.</summary>
    public long Version { get; protected set; } = 1;

    /// <summary>First two digits of the division of the site, as the fact has it.</summary>
    public string Province { get; init; } = string.Empty;

    /// <summary>First four digits.</summary>
    public string City { get; init; } = string.Empty;

    /// <summary>All six digits.</summary>
    public string County { get; init; } = string.Empty;

    /// <summary>
    /// Official day of the decision, the conclusion, the order or the release: lists are in this order, terms start here.
    /// </summary>
    public DateOnly OccurredOn { get; protected set; }

    /// <summary>Last official day on which it is shown.</summary>
    public DateOnly PublishedUntil { get; init; }

    /// <summary>The rule version that set this day.</summary>
    public string TermRule { get; init; } = string.Empty;

    public string TermLaw { get; init; } = string.Empty;

    public string TermArticle { get; init; } = string.Empty;

    /// <summary>The row changes in this save.</summary>
    public void Touch() => Version++;
}

/// <summary>
/// What must be known of a record whether or not it is published: that its publication has ended for good, and whether it is
/// disputed. Ids and flags, nothing about the record, so that it may be kept of what must not be shown. It is also what two
/// facts about one record that are taken at the same moment meet at: one of the two saves fails and is retried.
/// </summary>
internal sealed class PublicationMark : StateCopyRow
{
    private PublicationMark()
    {
    }

    /// <summary>One of <see cref="RecordKinds"/>, or another source of a rating.</summary>
    public string Kind { get; private set; } = string.Empty;

    public Guid RecordId { get; private set; }

    /// <summary>Why it is never published (again), of <see cref="Ends"/>; null while its publisher or its term has not ended it.</summary>
    public string? EndedBy { get; private set; }

    /// <summary>
    /// Epoch of its publisher in which it was told of the withdrawal; null where it told of none. One of an earlier epoch that the
    /// publisher does not have any more was lost there by a restore.
    /// </summary>
    public Guid? EndedEpoch { get; private set; }

    /// <summary>
    /// Epoch of the credit file in which it told of the repair (信用修复) of the penalty; null where it told of none. A repair of an earlier
    /// epoch that the credit file does not have any more was lost there by a restore.
    /// </summary>
    public Guid? RepairedEpoch { get; private set; }

    /// <summary>Whether an objection is under way, by the state of the credit file that the row is stamped with.</summary>
    public bool IsDisputed { get; private set; }

    /// <summary>Whether it is never published (again).</summary>
    public bool IsEnded => EndedBy is not null || RepairedEpoch is not null;

    public static PublicationMark Of(string kind, Guid recordId) => new() { Kind = kind, RecordId = recordId };

    /// <summary>Its term of publication is over; ending it again changes nothing.</summary>
    /// <returns>Whether this ended it.</returns>
    public bool Expire()
    {
        // A withdrawal is not turned into the end of a term: a page of the publisher may undo the first, if a restore lost it there, and
        // never the second.
        if (EndedBy is not null)
        {
            return false;
        }

        EndedBy = Ends.Term;
        Touch();
        return true;
    }

    /// <summary>Its publisher tells of its withdrawal.</summary>
    /// <returns>Whether this ended it.</returns>
    public bool Withdraw(Guid epoch)
    {
        var isNews = EndedBy is null;
        // Told again in another epoch, the act is known in that epoch, so MayReopen does not take it for lost there.
        if (isNews || (EndedBy == Ends.Withdrawn && EndedEpoch != epoch))
        {
            (EndedBy, EndedEpoch) = (Ends.Withdrawn, epoch);
            Touch();
        }

        return isNews;
    }

    /// <summary>
    /// Whether what it was withdrawn by may have been lost by its publisher: a withdrawal of this epoch is newer than any page without it.
    /// </summary>
    public bool MayReopen(Guid epoch) => EndedBy == Ends.Withdrawn && (EndedEpoch is not { } known || known.CompareTo(epoch) < 0);

    /// <summary>The credit file tells of its repair.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Repair(Guid epoch)
    {
        var isNews = RepairedEpoch is null;
        if (RepairedEpoch != epoch)
        {
            RepairedEpoch = epoch;
            Touch();
        }

        return isNews;
    }

    /// <summary>The credit file does not have the repair.</summary>
    public void Unrepair()
    {
        RepairedEpoch = null;
        Touch();
    }

    /// <summary>The credit file tells of no objection.</summary>
    public void ForgetDispute()
    {
        IsDisputed = false;
        // An empty stamp is older than any state: the next objection is taken whatever its version.
        Stamp(default);
    }

    /// <summary>Its publisher does not have the act that ended it: the act was lost there by a restore.</summary>
    public void Reopen()
    {
        (EndedBy, EndedEpoch) = (null, null);
        Touch();
    }

    /// <summary>Takes the state of an objection over. The caller has compared the versions and stamps the mark.</summary>
    public void Dispute(bool isDisputed) => IsDisputed = isDisputed;
}

/// <summary>What ends a publication for good.</summary>
internal static class Ends
{
    /// <summary>Greatest length of a value.</summary>
    public const int MaxLength = 20;

    /// <summary>Its publisher annulled or withdrew it.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Its term of publication is over.</summary>
    public const string Term = "term";
}

/// <summary>Kinds of records, as the credit file names its sources.</summary>
internal static class RecordKinds
{
    public const string Penalty = "penalty";
    public const string Inspection = "inspection";
    public const string Rectification = "rectification";
    public const string Exposure = "exposure";
}

/// <summary>
/// Where and how long: what every published item is made with. It follows from the fact and the rule pack alone, so that an item that is
/// built anew after the institution has moved stands in the same list as before.
/// </summary>
/// <param name="Institution">The published institution.</param>
/// <param name="Division">Division of the site as the fact has it, six digits.</param>
/// <param name="Term">Its term of publication.</param>
/// <param name="Epoch">Epoch of the publisher of the fact.</param>
internal sealed record Placement(PublishedInstitution Institution, string Division, PublicationEnd Term, Guid Epoch)
{
    /// <summary>First two digits of the division.</summary>
    public string Province => Division[..2];

    /// <summary>First four digits of the division.</summary>
    public string City => Division[..4];
}
