using System.Linq.Expressions;
using System.Text.Json;
using Oversight.Contracts.Registry.V1;

namespace Oversight.Enforcement.Operations;

/// <summary>A joint operation as lists and acts answer it.</summary>
internal sealed record OperationAnswer(
    Guid Id, long Version, string Number, Party Party, string Title, string LeadDepartment, OperationState Status, string OpenedBy,
    DateOnly OpenedOn, OperationOutcome? Outcome, DateOnly? ClosedOn)
{
    private static readonly Func<JointOperation, OperationAnswer> Compiled = Projection().Compile();

    public static OperationAnswer Of(JointOperation operation) => Compiled(operation);

    /// <summary>For queries.</summary>
    public static Expression<Func<JointOperation, OperationAnswer>> Projection() => o => new OperationAnswer(
        o.Id, o.Version, o.Number, o.Party, o.Title, o.LeadDepartment, o.State, o.OpenedBy,
        o.OpenedOn, o.Outcome, o.ClosedOn);
}

/// <summary>A joint operation in full.</summary>
/// <param name="Operation">What lists answer, too.</param>
/// <param name="ClosingReason">Why it was closed so, or null.</param>
/// <param name="Departments">Departments that take part.</param>
/// <param name="Tasks">Every task, with its clocks.</param>
/// <param name="ClueIds">Clues that it took over.</param>
internal sealed record OperationDetail(
    OperationAnswer Operation, string? ClosingReason, IReadOnlyList<string> Departments, IReadOnlyList<TaskDetail> Tasks,
    IReadOnlyList<Guid> ClueIds);

/// <summary>One line of the shared timeline.</summary>
internal sealed record TimelineAnswer(
    Guid Id, string Kind, Guid SourceId, long SourceVersion, DateOnly On, DateTime At, string? Department, string Actor,
    JsonElement? Details);

/// <summary>One piece of evidence.</summary>
/// <param name="Id">Id of the entry.</param>
/// <param name="Sha256">Its address.</param>
/// <param name="Source"><c>finding</c> of an inspection, or <c>result</c> of a task.</param>
/// <param name="SourceId">Finding or task.</param>
/// <param name="Department">Department whose finding or result it is.</param>
/// <param name="At">When it became known here (UTC).</param>
internal sealed record EvidenceAnswer(Guid Id, string Sha256, string Source, Guid SourceId, string Department, DateTime At);
