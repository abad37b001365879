using System.Collections.Frozen;
using Oversight.Complaint.Reference;
using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Complaint.Matters;

/// <summary>What is wanted: 投诉 has an own dispute settled, 举报 has a violation punished. The two are handled apart.</summary>
public enum MatterKind
{
    Complaint,
    Report,
}

/// <summary>Where a matter stands.</summary>
public enum MatterState
{
    Received,
    Accepted,
    Refused,
    Referred,
    Mediating,
    Concluded,
    Withdrawn,
}

/// <summary>What can be done to a matter.</summary>
internal enum MatterAct
{
    Accept,
    Refuse,
    Transfer,
    Refer,
    Mediate,
    Reply,
    Conclude,
    Withdraw,
    Extend,
    Join,
}

/// <summary>What came of a matter.</summary>
public enum MatterOutcome
{
    Substantiated,
    Unsubstantiated,
    Mediated,
    MediationEnded,
    Transferred,
    Withdrawn,
}

/// <summary>An act as it is entered.</summary>
/// <param name="EntryId">Id of the progress line that it leaves.</param>
/// <param name="At">When (UTC).</param>
/// <param name="ActorId">Who.</param>
/// <param name="Text">What is said with it, encrypted; null if nothing is.</param>
internal sealed record Deed(Guid EntryId, DateTime At, string ActorId, byte[]? Text = null)
{
    public DateOnly On => OfficialTime.DateOf(At);
}

/// <summary>
/// One complaint (投诉) or report (举报) about one party. It holds nothing about who complained. Every act raises the version by one and
/// leaves one line of progress; from which state an act is possible is the table below.
/// </summary>
internal sealed class Matter : IVersioned, IWithinDivision
{
    private static readonly MatterState[] Open = [MatterState.Received, MatterState.Accepted, MatterState.Referred, MatterState.Mediating];

    // Act: the only kind it is for (null: both), from where, to where (null: stays).
    private static readonly FrozenDictionary<MatterAct, (MatterKind? Only, MatterState[] From, MatterState? To)> Acts = new Dictionary<MatterAct, (MatterKind?, MatterState[], MatterState?)>
    {
        [MatterAct.Accept] = (null, [MatterState.Received], MatterState.Accepted),
        [MatterAct.Refuse] = (null, [MatterState.Received], MatterState.Refused),
        [MatterAct.Transfer] = (null, Open, null),
        [MatterAct.Refer] = (MatterKind.Report, [MatterState.Accepted], MatterState.Referred),
        [MatterAct.Mediate] = (MatterKind.Complaint, [MatterState.Accepted], MatterState.Mediating),
        [MatterAct.Reply] = (null, [MatterState.Accepted, MatterState.Referred, MatterState.Mediating, MatterState.Concluded], null),
        [MatterAct.Conclude] = (null, [MatterState.Accepted, MatterState.Referred, MatterState.Mediating], MatterState.Concluded),
        // A report that was referred goes on whether or not its reporter still wants it.
        [MatterAct.Withdraw] = (null, [MatterState.Received, MatterState.Accepted, MatterState.Mediating], MatterState.Withdrawn),
        [MatterAct.Extend] = (null, Open, null),
        [MatterAct.Join] = (null, Open, null),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<MatterOutcome, MatterState[]> Outcomes = new Dictionary<MatterOutcome, MatterState[]>
    {
        [MatterOutcome.Substantiated] = [MatterState.Accepted, MatterState.Referred],
        [MatterOutcome.Unsubstantiated] = [MatterState.Accepted, MatterState.Referred],
        [MatterOutcome.Mediated] = [MatterState.Mediating],
        [MatterOutcome.MediationEnded] = [MatterState.Mediating],
        [MatterOutcome.Transferred] = [MatterState.Accepted, MatterState.Referred, MatterState.Mediating],
        [MatterOutcome.Withdrawn] = [],
    }.ToFrozenDictionary();

    private Matter()
    {
    }

    public Guid Id { get; private init; }

    public Guid IntakeId { get; private init; }

    public long Version { get; private set; }

    public MatterKind Kind { get; private init; }

    public MatterState State { get; private set; }

    public string Category { get; private init; } = "";

    /// <summary>The version of the category's rule that was applied.</summary>
    public string CategoryRule { get; private init; } = "";

    public string Channel { get; private init; } = "";

    public string Department { get; private set; } = "";

    /// <inheritdoc/>
    public string Division { get; private init; } = "";

    public Guid? InstitutionId { get; private init; }

    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? CreditCode { get; private init; }

    public string? Address { get; private init; }

    public bool IsUrgent { get; private init; }

    /// <summary>Whether somebody gave a name (实名): then the filing decision is told.</summary>
    public bool IsNamed { get; private init; }

    public DateTime ReceivedAt { get; private init; }

    /// <summary>When it was entered here (UTC).</summary>
    public DateTime EnteredAt { get; private init; }

    /// <summary>Who accepted it, or null while nobody has: it expires like any other.</summary>
    public string? HandlerId { get; private set; }

    /// <summary>Whether a term has passed and what it asked for is not done.</summary>
    public bool IsOverdue { get; private set; }

    /// <summary>Whether the complainant agreed that the other side learns who complained; only for mediation.</summary>
    public bool MayNameComplainant { get; private set; }

    /// <summary>The matter that it was joined to (并案), or null.</summary>
    public Guid? ParentId { get; private set; }

    /// <summary>How many matters were joined to this one.</summary>
    public int JoinedCount { get; private set; }

    public MatterOutcome? Outcome { get; private set; }

    public DateOnly? ConcludedOn { get; private set; }

    public Party Party => new(InstitutionId, PartyName, CreditCode, Division, Address, PartyEntry);

    /// <summary>Whether nothing more is to be done.</summary>
    public bool HasEnded => !Open.Contains(State);

    /// <summary>A matter as it is received; version 1.</summary>
    public static Matter Receive(Guid id, Guid intakeId, MatterKind kind, RuleVersion<CategoryRule> category, Party party, bool isNamed, DateTime receivedAt, DateTime enteredAt) => new()
    {
        Id = id,
        IntakeId = intakeId,
        Version = 1,
        Kind = kind,
        Category = category.Key,
        CategoryRule = category.Reference,
        Channel = category.Values.Channel,
        Department = category.Values.Department,
        Division = party.Division,
        InstitutionId = party.InstitutionId,
        PartyName = party.Name,
        PartyEntry = party.Entry,
        CreditCode = party.CreditCode,
        Address = party.Address,
        IsUrgent = category.Values.Urgent,
        IsNamed = isNamed,
        ReceivedAt = receivedAt,
        EnteredAt = enteredAt,
    };

    /// <summary>The first line of progress.</summary>
    public MatterEntry Opening(Guid entryId) => MatterEntry.Of(this, new Deed(entryId, EnteredAt, ""), EntryCodes.Received) with { On = OfficialTime.DateOf(ReceivedAt), Departments = Department };

    /// <summary>Accepts (受理); whoever does has it from now on.</summary>
    public Result<MatterEntry> Accept(Deed deed) => Do(MatterAct.Accept, deed, EntryCodes.Accepted, () => HandlerId = deed.ActorId);

    /// <summary>Does not accept (不予受理); the deed's text is the reason.</summary>
    public Result<MatterEntry> Refuse(Deed deed) => Do(MatterAct.Refuse, deed, EntryCodes.Refused, () => ConcludedOn = deed.On);

    /// <summary>Hands it to another department; state and clocks go on.</summary>
    public Result<MatterEntry> Transfer(Deed deed, string department) =>
        department == Department ? MatterErrors.SameDepartment : Do(MatterAct.Transfer, deed, EntryCodes.Transferred, () => (Department, HandlerId) = (department, null), department);

    /// <summary>Refers a report as a clue (移送线索) to the department whose law may be broken.</summary>
    public Result<MatterEntry> Refer(Deed deed, string department) => Channel is Channels.Discipline or Channels.Petition
        ? MatterErrors.NotAClue
        : ParentId is not null ? MatterErrors.JoinedAlready : Do(MatterAct.Refer, deed, EntryCodes.Referred, null, department);

    /// <summary>Starts mediation (调解).</summary>
    public Result<MatterEntry> Mediate(Deed deed, bool mayNameComplainant) => Do(MatterAct.Mediate, deed, EntryCodes.Mediating, () => MayNameComplainant = mayNameComplainant);

    /// <summary>Tells the person something.</summary>
    public Result<MatterEntry> Reply(Deed deed) => Do(MatterAct.Reply, deed, EntryCodes.Reply);

    /// <summary>Ends it with an outcome and an answer (办结).</summary>
    public Result<MatterEntry> Conclude(Deed deed, MatterOutcome outcome)
    {
        if (Acts[MatterAct.Conclude].From.Contains(State) && !Outcomes[outcome].Contains(State))
        {
            return MatterErrors.OutcomeNotPossible(outcome, State);
        }

        return Do(MatterAct.Conclude, deed, EntryCodes.Concluded, () => (Outcome, ConcludedOn) = (outcome, deed.On), detail: outcome.ToString());
    }

    /// <summary>Ends it because the person takes it back (撤回).</summary>
    public Result<MatterEntry> Withdraw(Deed deed) => Do(MatterAct.Withdraw, deed, EntryCodes.Withdrawn, () => (Outcome, ConcludedOn) = (MatterOutcome.Withdrawn, deed.On));

    /// <summary>Lengthens its term (延期), by a supervisor who does not handle it.</summary>
    public Result<MatterEntry> Extend(Deed deed) => deed.ActorId == HandlerId ? MatterErrors.OwnExtension : Do(MatterAct.Extend, deed, EntryCodes.Extended);

    /// <summary>Joins it to another about the same thing (并案). It stays, and its person keeps the right to an answer.</summary>
    public Result<MatterEntry> Join(Deed deed, Matter parent)
    {
        if (parent.Id == Id || parent.ParentId is not null || JoinedCount > 0 || ParentId is not null)
        {
            return MatterErrors.CannotJoin;
        }

        if (!IsAboutTheSameAs(parent) || parent.HasEnded)
        {
            return MatterErrors.NotTheSame;
        }

        return Do(MatterAct.Join, deed, EntryCodes.Joined, () => (ParentId, parent.JoinedCount, parent.Version) = (parent.Id, parent.JoinedCount + 1, parent.Version + 1));
    }

    /// <summary>Same party, category and kind; of parties outside the register the name counts.</summary>
    public bool IsAboutTheSameAs(Matter other) =>
        Kind == other.Kind && Category == other.Category && Division == other.Division
        && (InstitutionId is { } id ? other.InstitutionId == id : other.InstitutionId is null && PartyName == other.PartyName);

    /// <summary>Something happened elsewhere that it came from or that came from it; possible in every state.</summary>
    public void Note() => Version++;

    /// <summary>A term has passed. Nothing if it has ended.</summary>
    /// <returns>Whether it was marked.</returns>
    public bool MarkOverdue()
    {
        if (HasEnded)
        {
            return false;
        }

        (IsOverdue, Version) = (true, Version + 1);
        return true;
    }

    /// <summary>Takes over whether it is still overdue after an act that stopped or moved a clock.</summary>
    public void Settle(bool isOverdue) => IsOverdue = isOverdue;

    /// <summary>The fact of its end.</summary>
    public MatterConcluded Concluded(DateTime now) => new(Id, Version, WireWord.Of(Kind), Category, Party, Department, WireWord.Of(Outcome!.Value), ConcludedOn!.Value, now);

    private Result<MatterEntry> Do(MatterAct act, Deed deed, string code, Action? change = null, string? department = null, string? detail = null)
    {
        var (only, from, to) = Acts[act];
        if (only is { } kind && kind != Kind)
        {
            return MatterErrors.WrongKind(act, kind);
        }

        if (!from.Contains(State))
        {
            return MatterErrors.NotInState(act, State);
        }

        change?.Invoke();
        (State, Version) = (to ?? State, Version + 1);
        return MatterEntry.Of(this, deed, code) with
        {
            Departments = department,
            Detail = detail is null ? null : WireWord.Of(detail),
        };
    }
}
