using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Enforcement.Operations;

/// <summary>Whether a joint operation runs.</summary>
internal enum OperationState
{
    Open,
    Closed,
}

/// <summary>What a joint operation came to, as <see cref="JointOperationClosed.Outcome"/> has it.</summary>
internal enum OperationOutcome
{
    Rectified,
    Penalised,
    NoViolation,
    Referred,
}

/// <summary>
/// Several departments act together on one party under a lead (联合执法). Its tasks are records of their own, so that two
/// departments never wait for one another's version; its own version moves when its set of tasks or its state does.
/// </summary>
/// <remarks>Source: 浙江省综合行政执法条例 第十三条 (two bodies or more), 第十四条 (who initiates makes the plan and divides the work).</remarks>
internal sealed class JointOperation : IVersioned, IWithinDivision, IHands
{
    /// <summary>Fewest departments of a joint operation.</summary>
    public const int FewestDepartments = 2;

    private JointOperation()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    /// <summary><c>2026-330282-0001</c>; unique.</summary>
    public string Number { get; private init; } = "";

    public int Year { get; private init; }

    public int Serial { get; private init; }

    public Guid? InstitutionId { get; private init; }

    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? CreditCode { get; private init; }

    public string Division { get; private init; } = "";

    public string? Address { get; private init; }

    public string Title { get; private init; } = "";

    public string LeadDepartment { get; private init; } = "";

    public OperationState State { get; private set; }

    public string OpenedBy { get; private init; } = "";

    public DateOnly OpenedOn { get; private init; }

    public DateTime OpenedAt { get; private init; }

    public OperationOutcome? Outcome { get; private set; }

    public string? ClosingReason { get; private set; }

    public string? ClosedBy { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public Party Party => new(InstitutionId, PartyName, CreditCode, Division, Address, PartyEntry);

    /// <summary>Opens an operation.</summary>
    /// <param name="id">Id.</param>
    /// <param name="serial">Its number within year and division, from 1.</param>
    /// <param name="party">Whom it is about.</param>
    /// <param name="title">Title.</param>
    /// <param name="lead">Department that leads.</param>
    /// <param name="departments">Departments of its tasks.</param>
    /// <param name="by">By whom.</param>
    public static Result<JointOperation> Open(
        Guid id, int serial, Party party, string title, string lead, IEnumerable<string> departments, ActContext by)
    {
        if (by.Department != lead)
        {
            return OperationErrors.NotLead;
        }

        // 第十三条. The lead counts as one of the two, also where it gives itself no task.
        if (departments.Append(lead).Distinct(StringComparer.Ordinal).Count() < FewestDepartments)
        {
            return OperationErrors.TooFewDepartments;
        }

        return new JointOperation
        {
            Id = id, Version = 1, Number = FormattableString.Invariant($"{by.On.Year}-{party.Division}-{serial:0000}"),
            Year = by.On.Year, Serial = serial,
            InstitutionId = party.InstitutionId, PartyName = party.Name, PartyEntry = party.Entry, CreditCode = party.CreditCode,
            Division = party.Division, Address = party.Address, Title = title,
            LeadDepartment = lead, State = OperationState.Open, OpenedBy = by.ActorId, OpenedOn = by.On, OpenedAt = by.At,
        };
    }

    /// <summary>Notes that the lead changes the set of tasks: adds one, gives one to another department, or withdraws one.</summary>
    public Result Amend(ActContext by)
    {
        if (State != OperationState.Open)
        {
            return OperationErrors.Closed;
        }

        if (by.Department != LeadDepartment)
        {
            return OperationErrors.NotLead;
        }

        Version++;
        return Result.Done;
    }

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => [(Hand.Filer, OpenedBy)];

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => act == "enforcement.operation.close" ? OperationErrors.OwnOperation : null;

    /// <summary>Closes it, once every task has ended; the acts pack bars the person who opened it.</summary>
    /// <param name="outcome">What it came to.</param>
    /// <param name="openTasks">How many tasks have not ended.</param>
    /// <param name="matterIds">Complaint matters that it came from.</param>
    /// <param name="by">By whom and why.</param>
    public Result<JointOperationClosed> Close(OperationOutcome outcome, int openTasks, IReadOnlyList<Guid> matterIds, ActContext by)
    {
        if (State != OperationState.Open)
        {
            return OperationErrors.Closed;
        }

        if (by.Department != LeadDepartment)
        {
            return OperationErrors.NotLead;
        }

        // 第十四条: what was divided must have come back. The lead withdraws what nobody does; a task never closes by itself.
        if (openTasks > 0)
        {
            return OperationErrors.TasksOpen;
        }

        (State, Outcome, ClosingReason, ClosedBy, ClosedOn) = (OperationState.Closed, outcome, by.Reason, by.ActorId, by.On);
        Version++;
        return new JointOperationClosed(Id, Version, Party, WireWord.Of(outcome), matterIds, by.On, by.At);
    }

    /// <summary>The operation as consumers copy it; the highest version stays.</summary>
    public JointOperationOpened Opened(IEnumerable<OperationTask> tasks, IReadOnlyList<Guid> matterIds, DateTime at) =>
        new(Id, Version, Number, Party, LeadDepartment, [.. tasks.OrderBy(t => t.TaskId)], matterIds, OpenedOn, at);
}
