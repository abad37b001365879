namespace Oversight.Contracts.Registry.V1;

/// <summary>
/// An institution as it is now, with the legal events that made it so. It is told to one service that asked for the register and is no
/// event itself: nothing has happened.
/// </summary>
/// <param name="Institution">Its state.</param>
/// <param name="History">Its legal events in the order of versions; the last one made the present state.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionAnnounced(InstitutionState Institution, IReadOnlyList<InstitutionEvent> History);

/// <summary>One legal event of an institution.</summary>
/// <param name="Version">Version of the institution that it made.</param>
/// <param name="Kind">
/// What happened, after the fact that told of it: <c>registered</c>, <c>changed</c>, <c>suspended</c>, <c>restored</c>,
/// <c>licence_expired</c>, <c>licence_renewed</c>, <c>licence_revoked</c> or <c>deregistered</c>.
/// </param>
/// <param name="Status">Status after it.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
public sealed record InstitutionEvent(long Version, string Kind, string Status, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground);
