using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Enforcement.Referrals;

/// <summary>Where a clue came from.</summary>
internal enum ClueSource
{
    Complaint,
    Inspection,
    Department,
}

/// <summary>What became of a clue, as <see cref="ClueConcluded.Outcome"/> has it.</summary>
internal enum ClueOutcome
{
    CaseFiled,
    JointOperation,
    NoViolation,
    Rectified,
    Duplicate,
    Outside,
}

/// <summary>How far a suspected crime has come on its way to the police.</summary>
internal enum PoliceStage
{
    None,
    Suspected,
    Approved,
    HandedOver,
}

/// <summary>
/// A clue to a violation (线索) on its way between departments. Whose move it is follows from the state: the addressee's while
/// it is sent or accepted, the sender's once it was returned, a third department's while both object. Every act raises the
/// version by one and leaves one step; which act is possible when is <see cref="ClueTable"/>.
/// </summary>
/// <remarks>Source: 浙江省综合行政执法条例 第十一、十八条; 行政处罚法 第二十六、二十七条.</remarks>
internal sealed class Clue : IVersioned, IWithinDivision, IHands
{
    private readonly List<ClueStep> _steps = [];

    private Clue()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public ClueSource Source { get; private init; }

    public Guid? SourceId { get; private init; }

    /// <summary>Version of the source's fact that made it, so that the same fact under another message id makes no second clue.</summary>
    public long? SourceVersion { get; private init; }

    public Guid? InstitutionId { get; private init; }

    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? CreditCode { get; private init; }

    public string Division { get; private init; } = "";

    public string? Address { get; private init; }

    public string? Category { get; private init; }

    /// <summary>Codes of the violation catalogue, joined by commas; empty if none.</summary>
    public IReadOnlyList<string> Violations { get; private init; } = [];

    public string Summary { get; private init; } = "";

    public bool IsUrgent { get; private init; }

    public DateTime ReceivedAt { get; private init; }

    public DateTime CreatedAt { get; private init; }

    /// <summary>Department that it was first sent to; with the source it tells one open clue from another.</summary>
    public string FirstDepartment { get; private init; } = "";

    /// <summary>Department that has it, or had it last.</summary>
    public string Department { get; private set; } = "";

    /// <summary>Department that sent it there; null if a complaint's handler did, who belongs to no department.</summary>
    public string? SenderDepartment { get; private set; }

    public ClueState State { get; private set; }

    /// <summary>Account of the officer who answers for it now; null while nobody is named.</summary>
    public string? Assignee { get; private set; }

    /// <summary>Whether the term of its present state has passed.</summary>
    public bool IsOverdue { get; private set; }

    public bool IsArbitrated { get; private set; }

    public int Transfers { get; private set; }

    public PoliceStage Police { get; private set; }

    public string? SuspectedBy { get; private set; }

    /// <summary>Until when it must be with the police (UTC), once approved.</summary>
    public DateTime? PoliceDueAt { get; private set; }

    public bool IsPoliceOverdue { get; private set; }

    public ClueOutcome? Outcome { get; private set; }

    public DateOnly? ConcludedOn { get; private set; }

    public Guid? OperationId { get; private set; }

    public IReadOnlyList<ClueStep> Steps => _steps;

    public Party Party => new(InstitutionId, PartyName, CreditCode, Division, Address, PartyEntry);

    /// <summary>
    /// Department whose move it is; null while a third one must decide, or where a complaint's handler sent it and any supervisor may pass
    /// it on.
    /// </summary>
    public string? Responsible => State switch
    {
        ClueState.Sent or ClueState.Accepted => Department,
        ClueState.Returned => SenderDepartment,
        _ => null,
    };

    /// <summary>Sends a new clue to a department.</summary>
    public static Clue Send(Guid id, ClueOrigin origin, ClueMatter matter, string department, ActContext by)
    {
        var clue = new Clue
        {
            Id = id, Source = origin.Source, SourceId = origin.SourceId, SourceVersion = origin.SourceVersion,
            ReceivedAt = origin.ReceivedAt, CreatedAt = by.At,
            InstitutionId = matter.Party.InstitutionId, PartyName = matter.Party.Name, PartyEntry = matter.Party.Entry,
            CreditCode = matter.Party.CreditCode, Division = matter.Party.Division,
            Address = matter.Party.Address, Category = matter.Category, Violations = matter.Violations,
            Summary = matter.Summary,
            IsUrgent = matter.IsUrgent, FirstDepartment = department, Department = department, SenderDepartment = origin.Department,
            State = ClueState.Sent,
        };
        clue.Note("Send", department, by);
        return clue;
    }

    public Result Accept(ActContext by) => By(Department, ClueAct.Accept, by);

    /// <summary>Gives it back to the sender (退回): not this department's duty.</summary>
    public Result Return(ActContext by) => SenderDepartment == Department ? ClueErrors.OwnClue
        : IsArbitrated ? ClueErrors.Arbitrated
        : By(Department, ClueAct.Return, by, SenderDepartment);

    /// <summary>Objects (异议): the addressee against being sent it, or the sender against its return.</summary>
    /// <param name="by">By whom and why.</param>
    /// <param name="isLate">Whether the addressee's term for it has passed.</param>
    public Result Object(ActContext by, bool isLate)
    {
        if (IsArbitrated)
        {
            return ClueErrors.Arbitrated;
        }

        // 信访工作条例 第二十三条, by analogy. The sender's objection to a return is bounded by clue.redirect, which only marks.
        if (State == ClueState.Sent && isLate)
        {
            return ClueErrors.ObjectionLate;
        }

        return By(Responsible ?? Department, ClueAct.Object, by);
    }

    /// <summary>Decides whose it is (裁决). Final: it can be neither returned nor passed on after that.</summary>
    public Result Arbitrate(string department, ActContext by)
    {
        // 行政处罚法 第二十五条 (disputes of jurisdiction): whoever decides is no party to the dispute.
        if (by.Department is null || by.Department == Department || by.Department == SenderDepartment)
        {
            return ClueErrors.NotNeutral;
        }

        if (Allowed(ClueAct.Arbitrate) is { IsRefused: true } refused)
        {
            return refused;
        }

        Give(department, SenderDepartment);
        IsArbitrated = true;
        return Do(ClueAct.Arbitrate, by, department);
    }

    /// <summary>Passes it on to another department (移送).</summary>
    public Result Transfer(string department, ActContext by)
    {
        if (Allowed(ClueAct.Transfer) is { IsRefused: true } refused)
        {
            return refused;
        }

        if (Responsible is { } responsible && responsible != by.Department)
        {
            return ClueErrors.NotYours;
        }

        if (IsArbitrated)
        {
            return ClueErrors.Arbitrated;
        }

        if (department == Department)
        {
            return ClueErrors.SameDepartment;
        }

        Give(department, by.Department);
        Transfers++;
        return Do(ClueAct.Transfer, by, department);
    }

    /// <summary>Names the officer who answers for it.</summary>
    public Result Assign(string officer, ActContext by)
    {
        var assigned = By(Responsible, ClueAct.Assign, by);
        Assignee = assigned.IsRefused ? Assignee : officer;
        return assigned;
    }

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => SuspectedBy is { } officer ? [(Hand.Proposer, officer)] : [];

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => act == "enforcement.clue.approve_police" ? ClueErrors.OwnSuspicion : null;

    /// <summary>An officer suspects a crime; the head of the department decides whether it goes to the police.</summary>
    public Result Suspect(ActContext by)
    {
        if (Police != PoliceStage.None)
        {
            return ClueErrors.PoliceStageWrong;
        }

        var done = By(Department, ClueAct.Suspect, by);
        (Police, SuspectedBy) = done.IsRefused ? (Police, SuspectedBy) : (PoliceStage.Suspected, by.ActorId);
        return done;
    }

    /// <summary>The head approves that it goes to the police; the acts pack bars the officer who suspected.</summary>
    /// <param name="by">By whom.</param>
    /// <param name="hours">Hours within which it must be there.</param>
    public Result ApprovePolice(ActContext by, int hours)
    {
        if (Police != PoliceStage.Suspected)
        {
            return ClueErrors.PoliceStageWrong;
        }

        var done = By(Department, ClueAct.ApprovePolice, by);
        (Police, PoliceDueAt) = done.IsRefused ? (Police, PoliceDueAt) : (PoliceStage.Approved, by.At.AddHours(hours));
        return done;
    }

    /// <summary>Notes that the file was handed to the police.</summary>
    public Result HandToPolice(ActContext by)
    {
        if (Police != PoliceStage.Approved)
        {
            return ClueErrors.PoliceStageWrong;
        }

        var done = By(Department, ClueAct.HandToPolice, by);
        Police = done.IsRefused ? Police : PoliceStage.HandedOver;
        return done;
    }

    /// <summary>Ends it.</summary>
    /// <returns>The fact; or the refusal, e.g. while a crime is suspected that the police do not have yet.</returns>
    public Result<ClueConcluded> Conclude(ClueOutcome outcome, ActContext by) =>
        outcome == ClueOutcome.JointOperation ? ClueErrors.JoinsByOperation : End(ClueAct.Conclude, outcome, by.Department, by);

    /// <summary>Ends it because a joint operation takes it over.</summary>
    public Result<ClueConcluded> Join(Guid operationId, ActContext by)
    {
        var ended = End(ClueAct.Join, ClueOutcome.JointOperation, Department, by);
        OperationId = ended.IsRefused ? OperationId : operationId;
        return ended;
    }

    /// <summary>Notes that its source tells of the same thing once more.</summary>
    public Result Repeat(ActContext by) => Allowed(ClueAct.Repeat) is { IsRefused: true } refused ? refused : Do(ClueAct.Repeat, by, null);

    /// <summary>Marks that the term of its state has passed; the mark goes with the next state.</summary>
    public Result Expire(ActContext by)
    {
        if (Allowed(ClueAct.Expire) is { IsRefused: true } refused)
        {
            return refused;
        }

        IsOverdue = true;
        return Do(ClueAct.Expire, by, null);
    }

    /// <summary>Marks that the hours for the police have passed.</summary>
    public Result MissPolice(ActContext by)
    {
        if (Police != PoliceStage.Approved)
        {
            return ClueErrors.PoliceStageWrong;
        }

        if (Allowed(ClueAct.MissPolice) is { IsRefused: true } refused)
        {
            return refused;
        }

        IsPoliceOverdue = true;
        return Do(ClueAct.MissPolice, by, null);
    }

    private Result<ClueConcluded> End(ClueAct act, ClueOutcome outcome, string? department, ActContext by)
    {
        // 行政处罚法 第二十七条: a case, an operation or a conclusion must not take the place of the transfer to the police.
        if (Police is PoliceStage.Suspected or PoliceStage.Approved)
        {
            return ClueErrors.PolicePending;
        }

        if (department != Department)
        {
            return ClueErrors.NotYours;
        }

        if (Allowed(act) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        (Outcome, ConcludedOn) = (outcome, by.On);
        Do(act, by, null);
        return new ClueConcluded(Id, Version, WireWord.Of(Source), SourceId, Party, Department, WireWord.Of(outcome), by.On, by.At);
    }

    private Result By(string? department, ClueAct act, ActContext by, string? to = null)
    {
        if (Allowed(act) is { IsRefused: true } refused)
        {
            return refused;
        }

        return department is null || department != by.Department ? ClueErrors.NotYours : Do(act, by, to);
    }

    private Result Allowed(ClueAct act) => ClueTable.Rows.Allows(State, act) ? Result.Done : ClueTable.Rows.Refusal(State, act);

    private Result Do(ClueAct act, ActContext by, string? to)
    {
        var before = (State, Responsible);
        State = ClueTable.Rows.Next(State, act).Value;
        // Moves is asked too: a transfer out of Sent leads to Sent, and the new addressee has a term of its own.
        if (before != (State, Responsible) || ClueTable.Rows.Moves(act))
        {
            IsOverdue = false;
            Assignee = before.Responsible == Responsible ? Assignee : null;
        }

        Note(act.ToString(), to, by);
        return Result.Done;
    }

    // Clears the assignee itself: when Do compares who is responsible, the department has been replaced already.
    private void Give(string department, string? sender) => (Department, SenderDepartment, Assignee) = (department, sender, null);

    private void Note(string act, string? to, ActContext by)
    {
        Version++;
        _steps.Add(new ClueStep
        {
            ClueId = Id, Version = Version, Act = act, State = State, Department = by.Department, ToDepartment = to,
            ActorId = by.ActorId, Reason = by.Reason, At = by.At, On = by.On,
        });
    }
}
