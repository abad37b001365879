using Oversight.Contracts.Enforcement.V1;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Enforcement.Operations;

/// <summary>Where the task of one department stands.</summary>
internal enum TaskState
{
    /// <summary>Given to the department (交办).</summary>
    Assigned,

    /// <summary>The department has taken it (接收).</summary>
    Accepted,

    /// <summary>Given back to the lead with reasons (退回).</summary>
    Returned,

    /// <summary>The result is reported; ended (反馈).</summary>
    Reported,

    /// <summary>Withdrawn by the lead; ended (撤销).</summary>
    Withdrawn,
}

/// <summary>What can be done with a task.</summary>
internal enum TaskAct
{
    Accept,
    Return,
    Report,
    Withdraw,
    Reassign,

    /// <summary>The term for accepting it has passed.</summary>
    Delay,

    /// <summary>Its last day has passed.</summary>
    Miss,
}

/// <summary>What a department reports.</summary>
internal enum TaskResult
{
    ViolationFound,
    NoViolation,
    Rectified,
    NotPossible,
}

/// <summary>
/// What one department is to do in a joint operation, and what it reports back. Not done, not taken or given back, it is
/// escalated to the lead's supervisors. Which act is possible when is <see cref="Rows"/>.
/// </summary>
/// <remarks>Source: 浙江省综合行政执法条例 第十四条 (division of work), 第三十六条 (refusing to cooperate).</remarks>
internal sealed class DepartmentTask : IVersioned, IWithinDivision
{
    private static readonly TaskState[] Running = [TaskState.Assigned, TaskState.Accepted, TaskState.Returned];

    private DepartmentTask()
    {
    }

    /// <summary>Which act is possible in which state, and where it leads.</summary>
    public static Transitions<TaskState, TaskAct> Rows { get; } = new(
        "enforcement.task", [TaskState.Reported, TaskState.Withdrawn],
        Row(TaskAct.Accept, [TaskState.Assigned], TaskState.Accepted, Via.Route("AcceptTask")),
        Row(TaskAct.Return, [TaskState.Assigned], TaskState.Returned, Via.Route("ReturnTask")),
        Row(TaskAct.Report, [TaskState.Accepted], TaskState.Reported, Via.Route("ReportTask")),
        Row(TaskAct.Withdraw, Running, TaskState.Withdrawn, Via.Route("WithdrawTask")),
        Row(TaskAct.Reassign, [TaskState.Assigned, TaskState.Returned], TaskState.Assigned, Via.Route("ReassignTask")),
        Row(TaskAct.Delay, [TaskState.Assigned], null, Via.Date("task.accept")),
        Row(TaskAct.Miss, Running, null, Via.Date("task.due")));

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid OperationId { get; private init; }

    public string Division { get; private init; } = "";

    public string LeadDepartment { get; private init; } = "";

    public string Department { get; private set; } = "";

    public string Subject { get; private init; } = "";

    public DateOnly DueOn { get; private set; }

    public TaskState State { get; private set; }

    /// <summary>Why it was given back or withdrawn, or null.</summary>
    public string? Reason { get; private set; }

    public TaskResult? Result { get; private set; }

    /// <summary>What the department reports, at most 2,000 characters.</summary>
    public string? Summary { get; private set; }

    public DateTime? AcceptedAt { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    /// <summary>Whether its last day has passed before it ended.</summary>
    public bool IsOverdue { get; private set; }

    /// <summary>Whether it waits for the lead's supervisors.</summary>
    public bool IsEscalated { get; private set; }

    /// <summary>Reported or withdrawn.</summary>
    public bool HasEnded => State is TaskState.Reported or TaskState.Withdrawn;

    /// <summary>Gives a task to a department.</summary>
    public static Result<DepartmentTask> Assign(
        Guid id, JointOperation operation, string department, string subject, DateOnly dueOn, ActContext by) =>
        Unfit(dueOn, by) is { } unfit
        ? unfit
        : new DepartmentTask
        {
            Id = id, Version = 1, OperationId = operation.Id, Division = operation.Division, LeadDepartment = operation.LeadDepartment,
            Department = department, Subject = subject, DueOn = dueOn, State = TaskState.Assigned,
        };

    public Result Accept(ActContext by)
    {
        var done = By(Department, TaskAct.Accept, by);
        AcceptedAt = done.IsRefused ? AcceptedAt : by.At;
        return done;
    }

    /// <summary>Gives it back to the lead with reasons; that escalates it.</summary>
    public Result Return(ActContext by)
    {
        var done = By(Department, TaskAct.Return, by);
        (Reason, IsEscalated) = done.IsRefused ? (Reason, IsEscalated) : (by.Reason, true);
        return done;
    }

    /// <summary>Reports the result; the task ends.</summary>
    public Result Report(TaskResult result, string summary, ActContext by)
    {
        var done = By(Department, TaskAct.Report, by);
        if (!done.IsRefused)
        {
            // IsOverdue stays: that the result came late is on record. Only the call for the supervisors has lost its object.
            (Result, Summary, EndedOn, IsEscalated) = (result, summary, by.On, false);
        }

        return done;
    }

    /// <summary>The lead withdraws it; the task ends.</summary>
    public Result Withdraw(ActContext by)
    {
        var done = By(LeadDepartment, TaskAct.Withdraw, by);
        (Reason, EndedOn, IsEscalated) = done.IsRefused ? (Reason, EndedOn, IsEscalated) : (by.Reason, by.On, false);
        return done;
    }

    /// <summary>The lead gives it to another department, or to the same with another last day.</summary>
    public Result Reassign(string department, DateOnly dueOn, ActContext by)
    {
        if (Unfit(dueOn, by) is { } unfit)
        {
            return unfit;
        }

        var done = By(LeadDepartment, TaskAct.Reassign, by);
        if (!done.IsRefused)
        {
            // Both marks go: the new addressee is not late because the one before was. The timeline keeps the escalation.
            (Department, DueOn, Reason, IsOverdue, IsEscalated) = (department, dueOn, by.Reason, false, false);
        }

        return done;
    }

    /// <summary>No law bounds the term of a task; two years is what can be meant at all.</summary>
    private static Error? Unfit(DateOnly dueOn, ActContext by) => dueOn < by.On ? TaskErrors.DuePast : dueOn > by.On.AddYears(2)
        ? TaskErrors.DueTooFar : null;

    /// <summary>Marks that it was not taken in time.</summary>
    public Result Delay()
    {
        var done = Do(TaskAct.Delay);
        IsEscalated |= !done.IsRefused;
        return done;
    }

    /// <summary>Marks that its last day has passed.</summary>
    public Result Miss()
    {
        var done = Do(TaskAct.Miss);
        (IsOverdue, IsEscalated) = done.IsRefused ? (IsOverdue, IsEscalated) : (true, true);
        return done;
    }

    /// <summary>As the operation's fact carries it.</summary>
    public OperationTask ToFact() => new(Id, Department, Subject, DueOn);

    private Result By(string department, TaskAct act, ActContext by) =>
        !Rows.Allows(State, act) ? Rows.Refusal(State, act)
        : department != by.Department ? TaskErrors.NotYours
        : Do(act);

    private Result Do(TaskAct act)
    {
        var next = Rows.Next(State, act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (State, Version) = (next.Value, Version + 1);
        return Kernel.Result.Done;
    }

    private static Transition<TaskState, TaskAct> Row(TaskAct act, TaskState[] from, TaskState? to, Via via) =>
        new(act, from, to, via, TaskErrors.Division);
}
