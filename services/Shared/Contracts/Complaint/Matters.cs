using Oversight.Contracts.Registry.V1;

namespace Oversight.Contracts.Complaint.V1;

/// <summary>
/// A handler refers a report (举报) to the department whose law may be broken. The text is the handler's own, without anything
/// that could tell who reported (市场监督管理投诉举报处理办法; 信访工作条例 第三十条).
/// </summary>
/// <param name="MatterId">Id of the matter.</param>
/// <param name="Version">Version of the matter that the referral made.</param>
/// <param name="Party">Whom it is about.</param>
/// <param name="Category">Category of the rule pack <c>complaint-categories</c>, e.g. <c>fire_hazard</c>.</param>
/// <param name="Violations">Codes of the violation catalogue that come into question, e.g. <c>V37</c>; may be empty.</param>
/// <param name="Department">Department that is to look into it, e.g. <c>fire</c>.</param>
/// <param name="Summary">The facts in the handler's words, at most 2,000 characters, without personal data.</param>
/// <param name="IsUrgent">Whether it must be looked into at once.</param>
/// <param name="ReceivedAt">When the report was received (UTC); clocks of the law start here.</param>
/// <param name="OccurredAt">When it was referred (UTC).</param>
public sealed record ClueReferred(
    Guid MatterId, long Version, Party Party, string Category, IReadOnlyList<string> Violations, string Department, string Summary,
    bool IsUrgent, DateTime ReceivedAt, DateTime OccurredAt);

/// <summary>A matter ended: the answer is given. It says nothing about who complained.</summary>
/// <param name="MatterId">Id of the matter.</param>
/// <param name="Version">Version of the matter that its end made.</param>
/// <param name="Kind"><c>complaint</c> (投诉) or <c>report</c> (举报).</param>
/// <param name="Category">Category of the rule pack <c>complaint-categories</c>.</param>
/// <param name="Party">Whom it was about.</param>
/// <param name="Department">Department that handled it.</param>
/// <param name="Outcome"><c>substantiated</c>, <c>unsubstantiated</c>, <c>mediated</c>, <c>mediation_ended</c>, <c>transferred</c> or
/// <c>withdrawn</c>.</param>
/// <param name="ConcludedOn">Official day of the conclusion.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("matter")]
public sealed record MatterConcluded(
    Guid MatterId, long Version, string Kind, string Category, Party Party, string Department, string Outcome, DateOnly ConcludedOn,
    DateTime OccurredAt);
