using System.Linq.Expressions;
using Oversight.Contracts.Registry.V1;
using Oversight.Persistence.Clocks;

namespace Oversight.Enforcement.Referrals;

/// <summary>A clue as lists and acts answer it; its text stands only in the detail.</summary>
/// <param name="Id">Id.</param>
/// <param name="Version">Version, as in the ETag.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="SourceId">Matter, visit or order, or null.</param>
/// <param name="Party">Whom it is about.</param>
/// <param name="Category">Category, or null.</param>
/// <param name="Violations">Codes of the violation catalogue.</param>
/// <param name="IsUrgent">Whether it is urgent.</param>
/// <param name="Status">State.</param>
/// <param name="Department">Department that has it.</param>
/// <param name="SenderDepartment">Department that sent it there, or null.</param>
/// <param name="Assignee">Officer who answers for it, or null: unassigned.</param>
/// <param name="IsOverdue">Whether the term of its state has passed.</param>
/// <param name="IsArbitrated">Whether a third department decided whose it is.</param>
/// <param name="Transfers">How often it was passed on.</param>
/// <param name="Police">How far a suspected crime has come.</param>
/// <param name="PoliceDueAt">Until when it must be with the police (UTC), or null.</param>
/// <param name="IsPoliceOverdue">Whether that was missed.</param>
/// <param name="Outcome">What became of it, or null.</param>
/// <param name="ConcludedOn">Official day of its end, or null.</param>
/// <param name="OperationId">Joint operation that took it over, or null.</param>
/// <param name="ReceivedAt">When what it rests on was received (UTC).</param>
/// <param name="CreatedAt">When it was entered here (UTC).</param>
internal sealed record ClueAnswer(
    Guid Id, long Version, ClueSource Source, Guid? SourceId, Party Party, string? Category, IReadOnlyList<string> Violations,
    bool IsUrgent, ClueState Status,
    string Department, string? SenderDepartment, string? Assignee, bool IsOverdue, bool IsArbitrated, int Transfers, PoliceStage Police,
    DateTime? PoliceDueAt,
    bool IsPoliceOverdue, ClueOutcome? Outcome, DateOnly? ConcludedOn, Guid? OperationId, DateTime ReceivedAt, DateTime CreatedAt)
{
    private static readonly Func<Clue, ClueAnswer> Compiled = Projection().Compile();

    public static ClueAnswer Of(Clue clue) => Compiled(clue);

    /// <summary>For queries; it needs no step.</summary>
    public static Expression<Func<Clue, ClueAnswer>> Projection() => c => new ClueAnswer(
        c.Id, c.Version, c.Source, c.SourceId, c.Party, c.Category,
        c.Violations, c.IsUrgent, c.State, c.Department, c.SenderDepartment,
        c.Assignee, c.IsOverdue, c.IsArbitrated,
        c.Transfers, c.Police, c.PoliceDueAt, c.IsPoliceOverdue, c.Outcome, c.ConcludedOn, c.OperationId, c.ReceivedAt, c.CreatedAt);
}

/// <summary>A clue in full.</summary>
/// <param name="Clue">What lists answer, too.</param>
/// <param name="Summary">The facts.</param>
/// <param name="Steps">Every act, oldest first.</param>
/// <param name="Clocks">Its clocks, oldest first.</param>
internal sealed record ClueDetail(ClueAnswer Clue, string Summary, IReadOnlyList<ClueStepAnswer> Steps, IReadOnlyList<ClockAnswer> Clocks);

/// <summary>One act in the life of a clue.</summary>
internal sealed record ClueStepAnswer(
    long Version, string Act, ClueState Status, string? Department, string? ToDepartment, string Actor, string? Reason,
    DateTime At, DateOnly On);
