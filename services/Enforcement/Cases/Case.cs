using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// A case of one department against one party (案件). Its state moves only along <see cref="CaseSteps"/>; every step raises the
/// version by one and leaves an event. Texts come in encrypted; the case itself never sees them.
/// </summary>
internal sealed partial class Case : IVersioned, IWithinDivision
{
    private readonly List<CaseAct> _acts = [];
    private readonly List<CaseHandler> _handlers = [];
    private readonly List<CaseEvent> _events = [];
    private readonly List<CaseText> _texts = [];

    private Case()
    {
    }

    public Guid Id { get; private init; }

    /// <inheritdoc />
    public long Version { get; private set; }

    public CaseState State { get; private set; }

    /// <summary>Series of the number: prefix and year.</summary>
    public string Series { get; private init; } = "";

    public int Serial { get; private init; }

    /// <summary>Case number (立案号), unique within the platform.</summary>
    public string Number { get; private init; } = "";

    public string Department { get; private init; } = "";

    /// <inheritdoc />
    public string Division { get; private init; } = "";

    public PartyKind PartyKind { get; private init; }

    public Guid? InstitutionId { get; private init; }

    /// <summary>Registered name; for a natural person a word that names nobody, the name is in <see cref="PersonCipher"/>.</summary>
    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? CreditCode { get; private init; }

    public string? Address { get; private init; }

    /// <summary>Name and address of a natural person, encrypted; null for others.</summary>
    public string? PersonCipher { get; private init; }

    /// <summary>Same party, same key, in every department's case.</summary>
    public string PartyKey { get; private init; } = "";

    public Guid? ClueId { get; private init; }

    public Guid? OperationId { get; private init; }

    /// <summary>Complaint matters that it came from.</summary>
    public IReadOnlyList<Guid> MatterIds { get; private init; } = [];

    public bool Simplified { get; private init; }

    public DateOnly FiledOn { get; private init; }

    public string FiledBy { get; private init; } = "";

    public DateOnly? NoticedOn { get; private set; }

    public IReadOnlyList<string>? NoticedKinds { get; private set; }

    public long NoticedFineFen { get; private set; }

    public long NoticedConfiscatedFen { get; private set; }

    public string? Tier { get; private set; }

    /// <summary>Whether the notice gave the right to a hearing.</summary>
    public bool HearingOffered { get; private set; }

    /// <summary>Last day for statement and defence; null while its calendar is missing.</summary>
    public DateOnly? StatementDueOn { get; private set; }

    /// <summary>Whether the party spoke or waived it.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>Whether the party waived the hearing in writing.</summary>
    public bool HearingWaived { get; private set; }

    public DateOnly? HearingOn { get; private set; }

    public DateOnly? HeardOn { get; private set; }

    public DateOnly? ReviewedOn { get; private set; }

    public string? ReviewedBy { get; private set; }

    public IReadOnlyList<CaseAct> Acts => _acts;

    public IReadOnlyList<CaseHandler> Handlers => _handlers;

    public IReadOnlyList<CaseEvent> Events => _events;

    public IReadOnlyList<CaseText> Texts => _texts;

    /// <summary>The notice, or null before it.</summary>
    public Measure? Notice => NoticedKinds is null ? null : new Measure(NoticedKinds, NoticedFineFen, NoticedConfiscatedFen);

    /// <summary>Whether the legal review must come before the decision: a hearing was held, or the case is large (第五十八条).</summary>
    public bool NeedsReview => HearingOffered || HeardOn is not null;

    /// <summary>The party as contracts name it: no natural person.</summary>
    public Party Party => new(InstitutionId, PartyName, CreditCode, Division, Address, PartyEntry);

    /// <summary>The wire word of the kind of party.</summary>
    public string PartyWord => WordOf(PartyKind);

    /// <summary>Files a case (立案, 第五十四条). The filing keys of its acts keep everybody else from filing the same.</summary>
    public static Case File(Guid id, CaseStatement stated, ActContext by)
    {
        var filed = new Case
        {
            Id = id,
            State = CaseState.Filed,
            Series = stated.Series,
            Serial = stated.Serial,
            Number = $"{stated.Series}{stated.Serial}号",
            Department = stated.Department,
            Division = stated.Party.Division,
            PartyKind = stated.PartyKind,
            InstitutionId = stated.Party.InstitutionId,
            PartyName = stated.Party.Name,
            PartyEntry = stated.Party.Entry,
            CreditCode = stated.Party.CreditCode,
            Address = stated.Party.Address,
            PersonCipher = stated.PersonCipher,
            PartyKey = stated.PartyKey,
            ClueId = stated.ClueId,
            OperationId = stated.OperationId,
            MatterIds = stated.MatterIds,
            Simplified = stated.Simplified,
            FiledOn = by.On,
            FiledBy = by.ActorId,
        };
        // 第二十五条: the filing keys are set with the first save, so the unique index decides between two departments that file at once.
        filed._acts.AddRange(stated.Acts.Select((act, i) => CaseAct.Of(id, i, act)));
        filed._handlers.AddRange(stated.Handlers.Select((h, i) => new CaseHandler
        {
            // 第四十二条: a snapshot. A certificate that is renewed or withdrawn afterwards does not change who handled the case.
            CaseId = id, Ordinal = i, OfficerId = h.Officer.Id, CertificateNumber = h.Officer.CertificateNumber,
            AccountId = h.Officer.AccountId, Role = h.Role,
        }));
        filed.Note(CaseStep.File, CaseState.Filed, by);
        return filed;
    }

    /// <summary>What other services are told of the filing.</summary>
    public CaseFiled Filed(DateTime at) => new(
        Id, Version, Number, Party, Department, [.. _acts.Select(a => a.Violation).Distinct()], MatterIds, OperationId, FiledOn, at);

    /// <summary>The investigation has ended.</summary>
    public Result Investigate(ActContext by) => Do(CaseStep.Investigate, by);

    /// <summary>
    /// Tells the party beforehand (第四十四条). A new notice replaces the old one and gives the party its terms anew; what was
    /// heard and reviewed before counts no longer.
    /// </summary>
    /// <param name="measure">What is intended; checked against the law of the acts.</param>
    /// <param name="tier">Tier of discretion, or null.</param>
    /// <param name="hearingOffered">Whether the law gives the right to a hearing.</param>
    /// <param name="statementDueOn">Last day for the statement, or null if its calendar is missing.</param>
    /// <param name="by">When and who.</param>
    public Result GiveNotice(Measure measure, string? tier, bool hearingOffered, DateOnly? statementDueOn, ActContext by)
    {
        if (Allowed(CaseStep.Notice) is { IsRefused: true } refused)
        {
            return refused;
        }

        (NoticedOn, NoticedKinds, NoticedFineFen, NoticedConfiscatedFen) =
            (by.On, measure.Kinds, measure.FineFen, measure.ConfiscatedFen);
        (Tier, HearingOffered, StatementDueOn) = (tier, hearingOffered, statementDueOn);
        // 第四十四、四十五条: what the party said or waived was about the old notice; a waiver must not cover a heavier one.
        (HasSpoken, HearingWaived, HearingOn, HeardOn, ReviewedOn, ReviewedBy) = (false, false, null, null, null, null);
        // The decision number stays: the next proposal uses it again, so a new notice leaves no gap in the series.
        Withdraw();
        return Do(CaseStep.Notice, by);
    }

    /// <summary>The party spoke (陈述、申辩).</summary>
    public Result TakeStatement(ActContext by)
    {
        if (Allowed(CaseStep.State) is { IsRefused: true } refused)
        {
            return refused;
        }

        HasSpoken = true;
        return Do(CaseStep.State, by);
    }

    /// <summary>The party waived statement and hearing in writing; a hearing that it asked for is thereby withdrawn.</summary>
    public Result Waive(ActContext by)
    {
        if (Allowed(CaseStep.Waive) is { IsRefused: true } refused)
        {
            return refused;
        }

        (HasSpoken, HearingWaived) = (true, true);
        return Do(CaseStep.Waive, by);
    }

    /// <summary>The party asks for a hearing, within five working days after the notice (第六十四条).</summary>
    /// <param name="dueOn">Last day of the term, or null while it cannot be worked out; then the party is in time.</param>
    /// <param name="by">When and who.</param>
    public Result RequestHearing(DateOnly? dueOn, ActContext by)
    {
        if (Allowed(CaseStep.RequestHearing) is { IsRefused: true } refused)
        {
            return refused;
        }

        // A written waiver is final for this notice; without this check the state Stated would let the party ask again.
        if (HearingWaived)
        {
            return CaseErrors.HearingIsWaived;
        }

        // A comparison with null is false: while the calendar is missing, the doubt is in favour of the party.
        return by.On > dueOn ? CaseErrors.HearingAskedTooLate : Do(CaseStep.RequestHearing, by);
    }

    /// <summary>Makes the day of the hearing known, seven working days before it (第六十四条).</summary>
    /// <param name="heldOn">Day of the hearing.</param>
    /// <param name="latestNotice">Last day on which the notice is in time, or null while it cannot be worked out.</param>
    /// <param name="by">When and who.</param>
    public Result NoticeHearing(DateOnly heldOn, DateOnly? latestNotice, ActContext by)
    {
        if (Allowed(CaseStep.NoticeHearing) is { IsRefused: true } refused)
        {
            return refused;
        }

        // The reverse of the request: this term binds the authority, so a day that cannot be worked out is a refusal.
        if (latestNotice is not { } latest)
        {
            return CaseErrors.HearingDayUnknown;
        }

        if (by.On > latest)
        {
            return CaseErrors.HearingNoticedTooLate;
        }

        HearingOn = heldOn;
        return Do(CaseStep.NoticeHearing, by);
    }

    /// <summary>The hearing was held.</summary>
    public Result Hear(ActContext by)
    {
        if (Allowed(CaseStep.Hear) is { IsRefused: true } refused)
        {
            return refused;
        }

        if (by.On < HearingOn)
        {
            return CaseErrors.HearingNotYet;
        }

        // 第六十四条: a party that was heard in the hearing has spoken, so no separate statement is waited for.
        (HeardOn, HasSpoken) = (by.On, true);
        return Do(CaseStep.Hear, by);
    }

    /// <summary>
    /// The legal review (法制审核, 第五十八条). A failed one sends the case back to its investigation.
    /// </summary>
    public Result Review(bool passed, ActContext by)
    {
        var step = passed ? CaseStep.PassReview : CaseStep.FailReview;
        if (Allowed(step) is { IsRefused: true } refused)
        {
            return refused;
        }

        // Only a passed review is a hand in the case: it alone satisfies 第五十八条, and it alone bars its reviewer from deciding.
        (ReviewedOn, ReviewedBy) = (passed ? by.On : null, passed ? by.ActorId : null);
        return Do(step, by);
    }

    /// <summary>The term of decision was lengthened; the clock itself tells how far.</summary>
    public Result NoteExtension(string details, ActContext by) => Do(CaseStep.ExtendTerm, by, details);

    /// <summary>A statutory term of the case has passed; noted whatever state it is in, so that it is seen.</summary>
    public void NoteTermPassed(string clock, DateOnly passedOn, ActContext by) =>
        Note(CaseStep.TermPassed, State, by, clock, effectiveOn: passedOn);

    /// <summary>Whether the party may still speak, so that the last day for it matters.</summary>
    public bool AwaitsStatement => NoticedOn is not null && EndedOn is null && DecidedOn is null && !HasSpoken;

    /// <summary>
    /// The last day for the statement is known now, or another one, because a calendar was loaded; the day of the notice stays.
    /// </summary>
    public void SetStatementDueOn(DateOnly? dueOn, ActContext by)
    {
        StatementDueOn = dueOn;
        Note(
            CaseStep.TermSet, State, by, dueOn is { } day ? $"statement {day:yyyy-MM-dd}" : "statement",
            CaseSteps.Basis(CaseStep.State));
    }

    /// <summary>Adds an encrypted text; it belongs to the step that follows or goes before it in the same save.</summary>
    public void Keep(CaseText text) => _texts.Add(text);

    /// <summary>The wire word of a kind of party.</summary>
    public static string WordOf(PartyKind kind) => kind switch
    {
        PartyKind.NaturalPerson => "natural_person",
        PartyKind.SoleTrader => "sole_trader",
        _ => "organisation",
    };

    private Result Allowed(CaseStep step) => CaseSteps.Rows.Allows(State, step) ? Result.Done : CaseSteps.Rows.Refusal(State, step);

    private Result Do(CaseStep step, ActContext by, string? details = null, LegalBasis? basis = null)
    {
        var next = CaseSteps.Rows.Next(State, step);
        if (next.IsRefused)
        {
            return next.Error;
        }

        Note(step, next.Value, by, details, basis);
        return Result.Done;
    }

    private void Note(
        CaseStep step, CaseState state, ActContext by, string? details = null, LegalBasis? basis = null, DateOnly? effectiveOn = null)
    {
        (State, Version) = (state, Version + 1);
        // Dismissal, annulment and the decision on the spot bring an article of their own, which the history shows.
        var ground = basis ?? CaseSteps.Basis(step);
        _events.Add(new CaseEvent
        {
            CaseId = Id, Version = Version, Step = step, State = state, At = by.At, EffectiveOn = effectiveOn ?? by.On,
            ActorId = by.ActorId, Law = ground.Law, Article = ground.Article, Details = details,
        });
    }
}
