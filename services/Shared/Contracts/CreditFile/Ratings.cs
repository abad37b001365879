namespace Oversight.Contracts.CreditFile.V1;

/// <summary>One line of the explanation of a rating: which fact took or barred how much, and until when.</summary>
/// <param name="Indicator">Indicator of the scoring pack, e.g. <c>penalty.general</c>.</param>
/// <param name="Points">Points taken, zero or negative.</param>
/// <param name="HardStop">Whether the fact alone bars the higher grades.</param>
/// <param name="SourceKind"><c>penalty</c>, <c>inspection</c>, <c>rectification</c>, <c>complaint</c> or <c>register</c>.</param>
/// <param name="SourceId">Id of the source fact in its service.</param>
/// <param name="OccurredOn">Official day of the fact.</param>
/// <param name="ExpiresOn">Last official day on which it counts; null if it counts while its cause lasts.</param>
/// <param name="Disputed">Whether an objection is under way.</param>
public sealed record RatingEntry(
    string Indicator, int Points, bool HardStop, string SourceKind, Guid SourceId, DateOnly OccurredOn, DateOnly? ExpiresOn, bool Disputed);

/// <summary>The rating of an institution after a change; the whole explanation travels with it.</summary>
/// <param name="InstitutionId">Id in the register.</param>
/// <param name="Version">Version of the credit file; a lower one that comes later is dropped.</param>
/// <param name="Grade"><c>A</c>, <c>B</c>, <c>C</c> or <c>D</c>.</param>
/// <param name="Points">Points, 0 to <paramref name="MaxPoints"/>.</param>
/// <param name="MaxPoints">Points of a file without any entry.</param>
/// <param name="PreviousGrade">Grade before, or null for the first rating.</param>
/// <param name="PreviousPoints">Points before, or null for the first rating.</param>
/// <param name="Rule">Version of the scoring pack.</param>
/// <param name="AsOf">Official day as of which it was worked out.</param>
/// <param name="Entries">Every line that counts on that day.</param>
/// <param name="OccurredAt">When it was worked out (UTC).</param>
[StateCopy(Except = [nameof(PreviousGrade), nameof(PreviousPoints), nameof(OccurredAt)])]
public sealed record RatingChanged(
    Guid InstitutionId, long Version, string Grade, int Points, int MaxPoints, string? PreviousGrade, int? PreviousPoints, string Rule,
    DateOnly AsOf, IReadOnlyList<RatingEntry> Entries, DateTime OccurredAt);

/// <summary>A penalty was repaired (信用修复): it is published, shared and counted no longer.</summary>
/// <param name="PenaltyId">Id of the penalty.</param>
/// <param name="Version">Version of the credit file that this made.</param>
/// <param name="InstitutionId">Id of the institution in the register.</param>
/// <param name="RepairedOn">Official day of the decision.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("mark")]
public sealed record PenaltyRepaired(Guid PenaltyId, long Version, Guid InstitutionId, DateOnly RepairedOn, DateTime OccurredAt);

/// <summary>An objection marked a fact as disputed, or its end took the mark away (浙江省公共信用信息管理条例 第三十、三十一条).</summary>
/// <param name="SourceKind">As in <see cref="RatingEntry.SourceKind"/>.</param>
/// <param name="SourceId">Id of the source fact.</param>
/// <param name="Version">Version of the credit file that this made.</param>
/// <param name="InstitutionId">Id of the institution in the register.</param>
/// <param name="IsDisputed">True while the objection is under way.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("mark")]
public sealed record CreditFactDisputed(
    string SourceKind, Guid SourceId, long Version, Guid InstitutionId, bool IsDisputed, DateTime OccurredAt);
