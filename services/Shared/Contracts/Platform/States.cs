namespace Oversight.Contracts.Platform.V1;

/// <summary>
/// A service asks a publisher for what it has: to build a copy from nothing, to compare or mend one, or to hear again what it lost by
/// a restore. Addressed to the publisher alone.
/// </summary>
/// <param name="RequestId">Id of the request.</param>
/// <param name="Publisher">The service that is asked, e.g. <c>registry</c>.</param>
/// <param name="Consumer">The service that asks, e.g. <c>disclosure</c>.</param>
/// <param name="Purpose"><c>rebuild</c>, <c>verify</c>, <c>mend</c> or <c>replay</c>.</param>
/// <param name="SubjectId">Only what concerns this institution, or this record alone; null for everything.</param>
/// <param name="Since">For <c>replay</c>: facts that were published from this instant on (UTC); otherwise null.</param>
/// <param name="OccurredAt">When it was asked (UTC).</param>
public sealed record StateRequested(
    Guid RequestId, string Publisher, string Consumer, string Purpose, Guid? SubjectId, DateTime? Since, DateTime OccurredAt);

/// <summary>A page of a publisher's present state, or of facts that it published before. Addressed to the service that asked.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Publisher">The publisher.</param>
/// <param name="Purpose">As in the request.</param>
/// <param name="Kind">What the page is of, e.g. <c>institution</c>.</param>
/// <param name="Page">Number of the page within its kind, from 1.</param>
/// <param name="After">Ids of records in the page are greater than this one; null for the first page.</param>
/// <param name="Through">They are not greater than this one; null for the last page.</param>
/// <param name="SubjectId">As in the request.</param>
/// <param name="Records">The records, in the order of ids.</param>
public sealed record StateAnnounced(
    Guid RequestId, string Publisher, string Purpose, string Kind, int Page, Guid? After, Guid? Through, Guid? SubjectId,
    IReadOnlyList<AnnouncedRecord> Records);

/// <summary>A record with the facts that tell its state.</summary>
/// <param name="Id">Id of the record.</param>
/// <param name="Facts">The facts, in the order of versions.</param>
public sealed record AnnouncedRecord(Guid Id, IReadOnlyList<AnnouncedFact> Facts);

/// <summary>A fact inside a page.</summary>
/// <param name="Contract">Wire name of its contract.</param>
/// <param name="Payload">The fact as JSON.</param>
/// <param name="Digest">Digest of the state that it carries, or null.</param>
/// <param name="MessageId">Id of the message by which it was published, where it is told again as a message; null where it tells a
/// state.</param>
/// <param name="Epoch">Epoch in which it was published, where it is told again; null where it is the publisher's present one.</param>
public sealed record AnnouncedFact(string Contract, string Payload, string? Digest, Guid? MessageId, Guid? Epoch);

/// <summary>Every page of a request was sent. Addressed to the service that asked.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Publisher">The publisher.</param>
/// <param name="Pages">How many pages there were.</param>
/// <param name="Records">How many records.</param>
/// <param name="OccurredAt">When the last page was committed (UTC).</param>
public sealed record StateAnnouncementEnded(Guid RequestId, string Publisher, int Pages, int Records, DateTime OccurredAt);

/// <summary>A publisher was restored to an earlier point and began another epoch: copies of it are to be mended.</summary>
/// <param name="Publisher">The publisher, e.g. <c>registry</c>.</param>
/// <param name="Epoch">Its new epoch.</param>
/// <param name="OccurredAt">When it began (UTC).</param>
public sealed record EpochStarted(string Publisher, Guid Epoch, DateTime OccurredAt);
