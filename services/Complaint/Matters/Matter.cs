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

/// <summary>
/// One complaint (投诉) or report (举报) about one party. It holds nothing about who complained. Every act raises the version by one and
/// leaves one line of progress; from which state an act is possible is <see cref="MatterTable"/>.
/// </summary>
internal sealed class Matter : IVersioned, IWithinDivision, IHands
{
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
    public bool HasEnded => MatterTable.Rows.Final.Contains(State);

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => HandlerId is { } handler ? [(Hand.Handler, handler)] : [];

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => act == "complaint.matter.extend" ? MatterErrors.OwnExtension : null;

    /// <summary>A matter as it is received; version 1.</summary>
    public static Matter Receive(
        Guid id, Guid intakeId, MatterKind kind, RuleVersion<CategoryRule> category, string department, Party party, bool isNamed,
        DateTime receivedAt, DateTime enteredAt) => new()
    {
        Id = id,
        IntakeId = intakeId,
        Version = 1,
        Kind = kind,
        Category = category.Key,
        CategoryRule = category.Reference,
        Channel = category.Values.Channel,
        Department = department,
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

    /// <summary>The first line of progress; it has no actor, since the person wrote.</summary>
    public MatterEntry Opening(Guid entryId) =>
        MatterEntry.Of(this, new NewEntry(entryId), ActContext.OfSystem(EnteredAt), EntryCodes.Received) with
        {
            // The clocks run from the day of receipt, which may lie before the day of entry.
            On = OfficialTime.DateOf(ReceivedAt), Departments = [Department], ActorId = "",
        };

    /// <summary>Accepts (受理); whoever does has it from now on.</summary>
    public Result<MatterEntry> Accept(NewEntry entry, ActContext by)
    {
        var next = Next(MatterAct.Accept);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // 消费者权益保护法 第四十六条. Whoever is noted here is the hand that separation bars from extending and substantiating.
        HandlerId = by.ActorId;
        return Enter(next.Value, entry, by, EntryCodes.Accepted);
    }

    /// <summary>Does not accept (不予受理); the entry's text is the reason.</summary>
    public Result<MatterEntry> Refuse(NewEntry entry, ActContext by)
    {
        var next = Next(MatterAct.Refuse);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // 消费者权益保护法实施条例 第四十六条. Outcome stays null: a refusal is no finding, and no MatterConcluded is announced.
        ConcludedOn = by.On;
        return Enter(next.Value, entry, by, EntryCodes.Refused);
    }

    /// <summary>Hands it to another department; state and clocks go on.</summary>
    public Result<MatterEntry> Transfer(string department, NewEntry entry, ActContext by)
    {
        // It would do nothing but clear the handler, and with the handler the bar on extending the own matter.
        if (department == Department)
        {
            return MatterErrors.SameDepartment;
        }

        var next = Next(MatterAct.Transfer);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // The old handler can no longer act on it (MatterActs), so the new department finds it among the unassigned.
        (Department, HandlerId) = (department, null);
        return Enter(next.Value, entry, by, EntryCodes.Transferred) with { Departments = [department] };
    }

    /// <summary>Refers a report as a clue (移送线索) to the department whose law may be broken.</summary>
    public Result<MatterEntry> Refer(string department, NewEntry entry, ActContext by)
    {
        // Conduct of persons goes to their school or department, a petition by 信访工作条例: neither is a case against the body.
        if (Channel is Channels.Discipline or Channels.Petition)
        {
            return MatterErrors.NotAClue;
        }

        // Only the parent is referred: otherwise one event becomes two clues.
        if (ParentId is not null)
        {
            return MatterErrors.JoinedAlready;
        }

        var next = Next(MatterAct.Refer);
        return next.IsRefused
            ? next.Error : Enter(next.Value, entry, by, EntryCodes.Referred) with { Departments = [department] };
    }

    /// <summary>Starts mediation (调解).</summary>
    public Result<MatterEntry> Mediate(bool mayNameComplainant, NewEntry entry, ActContext by)
    {
        var next = Next(MatterAct.Mediate);
        if (next.IsRefused)
        {
            return next.Error;
        }

        MayNameComplainant = mayNameComplainant;
        return Enter(next.Value, entry, by, EntryCodes.Mediating);
    }

    /// <summary>Tells the person something.</summary>
    public Result<MatterEntry> Reply(NewEntry entry, ActContext by)
    {
        var next = Next(MatterAct.Reply);
        return next.IsRefused ? next.Error : Enter(next.Value, entry, by, EntryCodes.Reply);
    }

    /// <summary>Ends it with an outcome and an answer (办结).</summary>
    public Result<MatterEntry> Conclude(MatterOutcome outcome, NewEntry entry, ActContext by)
    {
        var next = Next(MatterAct.Conclude);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // State is still the one before the act, which decides what may come of it.
        if (!MatterTable.AllowsOutcome(State, outcome))
        {
            return MatterErrors.OutcomeNotPossible(outcome, State);
        }

        (Outcome, ConcludedOn) = (outcome, by.On);
        return Enter(next.Value, entry, by, EntryCodes.Concluded) with { Detail = WireWord.Of(outcome) };
    }

    /// <summary>Ends it because the person takes it back (撤回).</summary>
    public Result<MatterEntry> Withdraw(NewEntry entry, ActContext by)
    {
        var next = Next(MatterAct.Withdraw);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Outcome, ConcludedOn) = (MatterOutcome.Withdrawn, by.On);
        return Enter(next.Value, entry, by, EntryCodes.Withdrawn);
    }

    /// <summary>Lengthens its term (延期), by a supervisor who does not handle it.</summary>
    public Result<MatterEntry> Extend(NewEntry entry, ActContext by)
    {
        // 信访工作条例 第三十四条: a head lengthens the term, so not the person whose work it measures.
        if (by.ActorId == HandlerId)
        {
            return MatterErrors.OwnExtension;
        }

        var next = Next(MatterAct.Extend);
        return next.IsRefused ? next.Error : Enter(next.Value, entry, by, EntryCodes.Extended);
    }

    /// <summary>Joins it to another about the same thing (并案). It stays, and its person keeps the right to an answer.</summary>
    public Result<MatterEntry> Join(Matter parent, NewEntry entry, ActContext by)
    {
        // One level only: progress and the filing decision are looked up through one ParentId, which a chain would defeat.
        if (parent.Id == Id || parent.ParentId is not null || JoinedCount > 0 || ParentId is not null)
        {
            return MatterErrors.CannotJoin;
        }

        if (!IsAboutTheSameAs(parent) || parent.HasEnded)
        {
            return MatterErrors.NotTheSame;
        }

        var next = Next(MatterAct.Join);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // Both versions rise: of two opposite joins at once the second save is stale, so that no ring is made.
        (ParentId, parent.JoinedCount, parent.Version) = (parent.Id, parent.JoinedCount + 1, parent.Version + 1);
        return Enter(next.Value, entry, by, EntryCodes.Joined);
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
    public void MarkOverdue(bool isOverdue) => IsOverdue = isOverdue;

    /// <summary>The fact of its end.</summary>
    /// <param name="at">When it is told (UTC).</param>
    public MatterConcluded Concluded(DateTime at) =>
        new(Id, Version, WireWord.Of(Kind), Category, Party, Department, WireWord.Of(Outcome!.Value), ConcludedOn!.Value, at);

    // The kind comes first: an act that is never for this matter is not a question of its state.
    private Result<MatterState> Next(MatterAct act) => MatterTable.KindOf(act) is { } kind && kind != Kind
        ? MatterErrors.WrongKind(act, kind) : MatterTable.Rows.Next(State, act);

    private MatterEntry Enter(MatterState state, NewEntry entry, ActContext by, string code)
    {
        (State, Version) = (state, Version + 1);
        return MatterEntry.Of(this, entry, by, code);
    }
}
