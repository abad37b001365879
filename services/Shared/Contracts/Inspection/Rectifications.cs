using Oversight.Contracts.Registry.V1;

namespace Oversight.Contracts.Inspection.V1;

/// <summary>The state of a rectification order (责令限期改正) after the fact that carries it. An order is not a penalty (行政处罚法 第二十八条).</summary>
/// <param name="OrderId">Id of the order.</param>
/// <param name="Version">Version of the order that this state is.</param>
/// <param name="VisitId">Visit that found what is to be put right.</param>
/// <param name="Party">Who is to put it right.</param>
/// <param name="Department">Department that ordered it.</param>
/// <param name="OpenItems">Checklist items that are still to be put right.</param>
/// <param name="IssuedOn">Official day of the order.</param>
/// <param name="DueOn">Last official day of its term.</param>
/// <param name="OperationId">Joint operation that it belongs to, or null.</param>
public sealed record RectificationState(
    Guid OrderId, long Version, Guid VisitId, Party Party, string Department, IReadOnlyList<string> OpenItems, DateOnly IssuedOn,
    DateOnly DueOn, Guid? OperationId);

/// <summary>An order to put something right was issued.</summary>
/// <param name="Order">The order.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("order")]
[StateCopy(Member = nameof(Order))]
public sealed record RectificationOrdered(RectificationState Order, DateTime OccurredAt);

/// <summary>Two officers found everything put right (销号).</summary>
/// <param name="Order">The order after it.</param>
/// <param name="PassedOn">Official day of the re-check.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("order")]
[StateCopy(Member = nameof(Order))]
public sealed record RectificationPassed(RectificationState Order, DateOnly PassedOn, DateTime OccurredAt);

/// <summary>A re-check found items not put right; the order's open items are those.</summary>
/// <param name="Order">The order after it.</param>
/// <param name="FailedOn">Official day of the re-check.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("order")]
[StateCopy(Member = nameof(Order))]
public sealed record RectificationFailed(RectificationState Order, DateOnly FailedOn, DateTime OccurredAt);

/// <summary>The term of an order passed with items still open, whether or not anybody was assigned to it.</summary>
/// <param name="Order">The order after it.</param>
/// <param name="OccurredAt">When the clock noted it (UTC).</param>
[KeptFact("order")]
[StateCopy(Member = nameof(Order))]
public sealed record RectificationOverdue(RectificationState Order, DateTime OccurredAt);
