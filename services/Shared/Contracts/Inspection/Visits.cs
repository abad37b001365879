using Oversight.Contracts.Registry.V1;

namespace Oversight.Contracts.Inspection.V1;

/// <summary>Something that an inspection found. It carries no free text, so that nothing unpublishable can travel with it.</summary>
/// <param name="FindingId">Id of the finding.</param>
/// <param name="Item">Checklist item, e.g. <c>F03</c>.</param>
/// <param name="Department">Department whose law the item belongs to, e.g. <c>fire</c>.</param>
/// <param name="Severity"><c>high</c>, <c>medium</c> or <c>low</c>, as the checklist had it.</param>
/// <param name="Ground">The article that the item rests on.</param>
/// <param name="CorrectedOnSite">Whether it was put right while the officers were there.</param>
/// <param name="Violation">Code of the violation catalogue that it may be, or null.</param>
/// <param name="Evidence">SHA-256 of each piece of evidence, 64 lower-case hexadecimal digits.</param>
public sealed record InspectionFinding(
    Guid FindingId, string Item, string Department, string Severity, Ground Ground, bool CorrectedOnSite, string? Violation,
    IReadOnlyList<string> Evidence);

/// <summary>A visit was concluded and its result may be published (国发〔2019〕5号: within 20 working days).</summary>
/// <param name="VisitId">Id of the visit.</param>
/// <param name="Version">Version of the visit that the conclusion made.</param>
/// <param name="Party">Who was inspected.</param>
/// <param name="Kind"><c>daily</c> (日常检查), <c>special</c> (专项检查) or <c>case</c> (个案检查).</param>
/// <param name="Departments">Departments that took part; the first one led.</param>
/// <param name="VisitedOn">Official day of the visit.</param>
/// <param name="ConcludedOn">Official day of the conclusion.</param>
/// <param name="Results">Codes of the public result categories, one or more.</param>
/// <param name="Findings">What was found; empty if nothing.</param>
/// <param name="OperationId">Joint operation that it belongs to, or null.</param>
/// <param name="Rule">The checklist version that was used.</param>
/// <param name="PublishDueOn">Last official day for its publication, or null while that day cannot be worked out.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("result")]
public sealed record InspectionConcluded(
    Guid VisitId, long Version, Party Party, string Kind, IReadOnlyList<string> Departments, DateOnly VisitedOn, DateOnly ConcludedOn,
    IReadOnlyList<string> Results, IReadOnlyList<InspectionFinding> Findings, Guid? OperationId, string Rule, DateOnly? PublishDueOn,
    DateTime OccurredAt);

/// <summary>A concluded inspection is void: it must be published no longer and counts no longer (行政处罚法 第四十八条 by analogy).</summary>
/// <param name="VisitId">Id of the visit.</param>
/// <param name="Version">Version of the visit that the withdrawal made.</param>
/// <param name="Party">Who was inspected.</param>
/// <param name="WithdrawnOn">Official day of the withdrawal.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("result")]
public sealed record InspectionWithdrawn(Guid VisitId, long Version, Party Party, DateOnly WithdrawnOn, DateTime OccurredAt);

/// <summary>
/// An inspecting officer and the certificate (执法证) as they now are, for services in which officers act. State copy by version.
/// </summary>
/// <param name="OfficerId">Id of the officer.</param>
/// <param name="Version">Version of the officer's record.</param>
/// <param name="AccountId">Subject of the officer's tokens, or null.</param>
/// <param name="CertificateNumber">Number of the certificate.</param>
/// <param name="Department">Department, e.g. <c>education</c>.</param>
/// <param name="Division">Division in which the officer acts, six digits.</param>
/// <param name="ValidFrom">First day of the certificate's validity.</param>
/// <param name="ValidTo">Last day of its validity.</param>
/// <param name="IsActive">False once the officer no longer acts.</param>
/// <param name="Avoids">Institutions that the officer must keep away from (回避), at most <see cref="MostAvoids"/>.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[StateCopy(Except = [nameof(OccurredAt)])]
public sealed record OfficerRecorded(
    Guid OfficerId, long Version, string? AccountId, string CertificateNumber, string Department, string Division, DateOnly ValidFrom,
    DateOnly ValidTo, bool IsActive, IReadOnlyList<Guid> Avoids, DateTime OccurredAt)
{
    /// <summary>Most institutions that one officer keeps away from.</summary>
    public const int MostAvoids = 100;
}
