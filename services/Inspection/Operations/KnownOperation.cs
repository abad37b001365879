using Oversight.Contracts.Enforcement.V1;
using Oversight.Kernel;
using Oversight.Persistence.Copies;

namespace Oversight.Inspection.Operations;

/// <summary>
/// What inspection knows of a joint operation (联合执法), from facts alone. Opening and closing may come in any order and more
/// than once: the newest opening names the departments, and a closed operation stays closed.
/// </summary>
internal sealed class KnownOperation : StateCopyRow
{
    private KnownOperation()
    {
    }

    public Guid Id { get; private init; }

    public string? Number { get; private set; }

    public Guid? InstitutionId { get; private set; }

    public string Division { get; private set; } = "";

    public IReadOnlyList<string> Departments { get; private set; } = [];

    public bool IsClosed { get; private set; }

    /// <summary>A first copy, before it has taken anything over.</summary>
    public static KnownOperation Of(Guid id) => new() { Id = id };

    /// <summary>Takes its present tasks over.</summary>
    public KnownOperation Open(JointOperationOpened fact)
    {
        // Called for newer states only: an opening that arrives after its closing has the lower version and is dropped before.
        (Number, InstitutionId, Division, IsClosed) = (fact.Number, fact.Party.InstitutionId, fact.Party.Division, false);
        Departments = [.. fact.Tasks.Select(t => t.Department).Distinct()];
        return this;
    }

    /// <summary>Takes its end over, for good.</summary>
    public KnownOperation Close(JointOperationClosed fact)
    {
        // Facts come out of order: a closing may make the row. It has no departments then and admits nothing.
        (IsClosed, Division, InstitutionId) = (true, fact.Party.Division, fact.Party.InstitutionId);
        return this;
    }

    /// <summary>
    /// Whether a visit may belong to it: open, the same party where both have an institution, and a task for each department.
    /// </summary>
    public Result Admits(Guid? institutionId, IReadOnlyCollection<string> departments)
    {
        if (IsClosed)
        {
            return OperationErrors.Closed;
        }

        // A party that the register lacks has no id; where one side has none, there is nothing to compare.
        if (InstitutionId is { } own && institutionId is { } other && own != other)
        {
            return OperationErrors.OtherParty;
        }

        // 浙江省综合行政执法条例 第十三条: a department without a task takes no part in the operation.
        return departments.All(Departments.Contains) ? Result.Done : OperationErrors.NoTask;
    }
}

/// <summary>Every refusal about a joint operation.</summary>
internal static class OperationErrors
{
    public static readonly Error Unknown = new(
        ErrorKind.NotFound, "inspection.operation.unknown", "There is no such joint operation in your scope, or it is not yet known here.",
        "operationId");

    public static readonly Error Closed = new(
        ErrorKind.Conflict, "inspection.operation.closed", "The joint operation is closed.", "operationId");

    public static readonly Error OtherParty = new(
        ErrorKind.Conflict, "inspection.operation.other_party", "The joint operation is about another institution.", "operationId");

    public static readonly Error NoTask = new(
        ErrorKind.Conflict, "inspection.operation.no_task", "A department that takes part has no task in the joint operation.",
        "departments", new LegalBasis("浙江省综合行政执法条例", "第十三条"));
}
