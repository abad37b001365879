using Oversight.Contracts.Registry.V1;

namespace Oversight.Contracts.Enforcement.V1;

/// <summary>A clue came to its end: what became of it goes back to where it came from.</summary>
/// <param name="ClueId">Id of the clue.</param>
/// <param name="Version">Version of the clue that its end made.</param>
/// <param name="Source"><c>complaint</c>, <c>inspection</c> or <c>department</c>.</param>
/// <param name="SourceId">Id of the matter, the visit or the order it came from; null for a department's own.</param>
/// <param name="Party">Whom it was about.</param>
/// <param name="Department">Department that ended it.</param>
/// <param name="Outcome"><c>case_filed</c>, <c>joint_operation</c>, <c>no_violation</c>, <c>rectified</c>, <c>duplicate</c> or
/// <c>outside</c>.</param>
/// <param name="ConcludedOn">Official day of the end.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
public sealed record ClueConcluded(
    Guid ClueId, long Version, string Source, Guid? SourceId, Party Party, string Department, string Outcome, DateOnly ConcludedOn,
    DateTime OccurredAt);

/// <summary>The task of one department in a joint operation.</summary>
/// <param name="TaskId">Id of the task.</param>
/// <param name="Department">Department, e.g. <c>fire</c>.</param>
/// <param name="Subject">What it is to do, at most 500 characters, without personal data.</param>
/// <param name="DueOn">Last official day.</param>
public sealed record OperationTask(Guid TaskId, string Department, string Subject, DateOnly DueOn);

/// <summary>Several departments act together on one party (联合执法; 浙江省综合行政执法条例 第十三、十四条).</summary>
/// <param name="OperationId">Id of the operation.</param>
/// <param name="Version">Version of the operation that this made.</param>
/// <param name="Number">Its number, unique within the platform.</param>
/// <param name="Party">Whom it is about.</param>
/// <param name="LeadDepartment">Department that leads.</param>
/// <param name="Tasks">One task or more per department.</param>
/// <param name="MatterIds">Complaint matters that it came from; may be empty.</param>
/// <param name="OpenedOn">Official day.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("operation")]
[StateCopy(Except = [nameof(OccurredAt)])]
public sealed record JointOperationOpened(
    Guid OperationId, long Version, string Number, Party Party, string LeadDepartment, IReadOnlyList<OperationTask> Tasks,
    IReadOnlyList<Guid> MatterIds, DateOnly OpenedOn, DateTime OccurredAt);

/// <summary>A joint operation was closed: every task has ended.</summary>
/// <param name="OperationId">Id of the operation.</param>
/// <param name="Version">Version of the operation that this made.</param>
/// <param name="Party">Whom it was about.</param>
/// <param name="Outcome"><c>rectified</c>, <c>penalised</c>, <c>no_violation</c> or <c>referred</c>.</param>
/// <param name="MatterIds">Complaint matters that it came from; may be empty.</param>
/// <param name="ClosedOn">Official day.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("operation")]
[StateCopy(Except = [nameof(OccurredAt)])]
public sealed record JointOperationClosed(
    Guid OperationId, long Version, Party Party, string Outcome, IReadOnlyList<Guid> MatterIds, DateOnly ClosedOn, DateTime OccurredAt);
