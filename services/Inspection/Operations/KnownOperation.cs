using Oversight.Contracts.Enforcement.V1;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Inspection.Operations;

/// <summary>
/// What inspection knows of a joint operation (联合执法), from facts alone. Opening and closing may come in any order and more
/// than once: the newest opening names the departments, and a closed operation stays closed.
/// </summary>
internal sealed class KnownOperation : IVersioned
{
    private KnownOperation()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Version of this copy.</summary>
    public long Version { get; private set; }

    /// <summary>Version of the operation that the departments are from; 0 while only the closing is known.</summary>
    public long OpenedVersion { get; private set; }

    public string? Number { get; private set; }

    public Guid? InstitutionId { get; private set; }

    public string Division { get; private set; } = "";

    public IReadOnlyList<string> Departments { get; private set; } = [];

    public bool IsClosed { get; private set; }

    public static KnownOperation Of(Guid id) => new() { Id = id };

    public void Take(JointOperationOpened fact)
    {
        if (fact.Version <= OpenedVersion)
        {
            return;
        }

        (OpenedVersion, Number, InstitutionId, Division) = (fact.Version, fact.Number, fact.Party.InstitutionId, fact.Party.Division);
        Departments = [.. fact.Tasks.Select(t => t.Department).Distinct()];
        Version++;
    }

    public void Take(JointOperationClosed fact)
    {
        if (IsClosed)
        {
            return;
        }

        (IsClosed, Division, InstitutionId) = (true, Division.Length > 0 ? Division : fact.Party.Division, InstitutionId ?? fact.Party.InstitutionId);
        Version++;
    }

    /// <summary>Whether a visit may belong to it: open, the same party where both have an institution, and a task for each department.</summary>
    public Result Admits(Guid? institutionId, IReadOnlyCollection<string> departments)
    {
        if (IsClosed)
        {
            return OperationErrors.Closed;
        }

        if (InstitutionId is { } own && institutionId is { } other && own != other)
        {
            return OperationErrors.OtherParty;
        }

        return departments.All(Departments.Contains) ? Result.Done : OperationErrors.NoTask;
    }
}

/// <summary>Every refusal about a joint operation.</summary>
internal static class OperationErrors
{
    public static readonly Error Unknown = new(
        ErrorKind.NotFound, "inspection.operation.unknown", "There is no such joint operation in your scope, or it is not yet known here.", "operationId");

    public static readonly Error Closed = new(ErrorKind.Conflict, "inspection.operation.closed", "The joint operation is closed.", "operationId");

    public static readonly Error OtherParty = new(ErrorKind.Conflict, "inspection.operation.other_party", "The joint operation is about another institution.", "operationId");

    public static readonly Error NoTask = new(
        ErrorKind.Conflict, "inspection.operation.no_task", "A department that takes part has no task in the joint operation.", "departments",
        new LegalBasis("浙江省综合行政执法条例", "第十三条"));
}
