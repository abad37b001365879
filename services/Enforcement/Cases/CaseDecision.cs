using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.RegisterCopy.Officers;

namespace Oversight.Enforcement.Cases;

/// <summary>From the proposal to the end of a case.</summary>
internal sealed partial class Case
{
    public IReadOnlyList<string>? ProposedKinds { get; private set; }

    public long ProposedFineFen { get; private set; }

    public long ProposedConfiscatedFen { get; private set; }

    public string? ProposedBy { get; private set; }

    public string? DecisionSeries { get; private set; }

    public int? DecisionSerial { get; private set; }

    /// <summary>Number of the decision (文号), unique within the platform.</summary>
    public string? DecisionNumber { get; private set; }

    public DateOnly? DecidedOn { get; private set; }

    public string? DecidedBy { get; private set; }

    public string? CreditClass { get; private set; }

    /// <summary>The penalty, from its service on.</summary>
    public Guid? PenaltyId { get; private set; }

    public string? ServiceMethod { get; private set; }

    public DateOnly? ServedOn { get; private set; }

    public DateOnly? PerformedOn { get; private set; }

    /// <summary>Day on which the case ended: closed, dismissed or annulled.</summary>
    public DateOnly? EndedOn { get; private set; }

    /// <summary>Ground of a dismissal, a code of the pack <c>no-penalty-grounds</c>.</summary>
    public string? DismissalGround { get; private set; }

    /// <summary>What is proposed, or decided once it is; null before.</summary>
    public Measure? Proposal => ProposedKinds is null
        ? null : new Measure(ProposedKinds, ProposedFineFen, ProposedConfiscatedFen);

    /// <summary>
    /// A handler proposes the decision. The party must have had its say: it spoke or waived it, or its term has passed; a hearing
    /// that it may ask for was held or waived, or the term to ask has passed; the legal review, where needed, is done; and
    /// nothing is heavier than what the party was told (第四十四、四十五、五十八、六十三条).
    /// </summary>
    /// <param name="measure">What is proposed; checked against the law of the acts.</param>
    /// <param name="number">Number of the decision.</param>
    /// <param name="hearingDueOn">Last day to ask for a hearing, or null while it cannot be worked out: then it has not passed.</param>
    /// <param name="by">When and who.</param>
    public Result Propose(Measure measure, DecisionNumber number, DateOnly? hearingDueOn, ActContext by)
    {
        if (Allowed(CaseStep.Propose) is { IsRefused: true } refused)
        {
            return refused;
        }

        if (!Handles(by.ActorId))
        {
            return CaseErrors.ProposerHandlesNot;
        }

        // 第四十五条. Written as !(a > b): a comparison with null is false, so a last day that is not known yet has not passed.
        if (!HasSpoken && !(by.On > StatementDueOn))
        {
            return CaseErrors.StatementTermRuns;
        }

        // 第六十三条: a statement does not use up the right to a hearing; only the hearing, a waiver or the end of the term does.
        if (HearingOffered && HeardOn is null && !HearingWaived && !(by.On > hearingDueOn))
        {
            return CaseErrors.HearingTermRuns;
        }

        // 第五十八条: asked at the proposal, so that a case which needs the review does not reach the person who decides without it.
        if (NeedsReview && ReviewedOn is null)
        {
            return CaseErrors.ReviewMissing;
        }

        // 第四十五条: the party must not be worse off for having spoken. A heavier measure needs a new notice.
        if (measure.IsHeavierThan(Notice!))
        {
            return CaseErrors.HeavierThanNoticed;
        }

        (ProposedKinds, ProposedFineFen, ProposedConfiscatedFen) =
            (measure.Kinds, measure.FineFen, measure.ConfiscatedFen);
        (ProposedBy, DecisionSeries, DecisionSerial, DecisionNumber) = (by.ActorId, number.Series, number.Serial, number.Text);
        return Do(CaseStep.Propose, by);
    }

    /// <summary>
    /// Decides (第五十七条) within the term of decision (第六十条); the acts pack asks for another person than proposed, reviewed or handles
    /// it. A fine takes the lock of each act; a unique index refuses the second (第二十九条).
    /// </summary>
    /// <param name="laws">The law that applies to each act, in their order.</param>
    /// <param name="creditClass">Class of the breach of trust.</param>
    /// <param name="term">The clock of the decision.</param>
    /// <param name="by">When and who.</param>
    public Result Decide(IReadOnlyList<MeasuredAct> laws, string creditClass, DecisionTerm term, ActContext by)
    {
        if (Allowed(CaseStep.Decide) is { IsRefused: true } refused)
        {
            return refused;
        }

        // 第六十条. A clock that stands still has no last day: the comparison with null is false, and the decision is in time.
        if (term.HasRunOut || by.On > term.DueOn)
        {
            return CaseErrors.DecisionTooLate;
        }

        Take(laws, creditClass, by);
        return Do(CaseStep.Decide, by, DecisionNumber);
    }

    /// <summary>
    /// Decides on the spot and serves at once (第五十一、五十二条): two officers, one of whom acts; no notice in writing, no second
    /// person. The limit is checked before.
    /// </summary>
    public Result<Penalty> DecideOnTheSpot(
        Measure measure, DecisionNumber number, IReadOnlyList<MeasuredAct> laws, string creditClass, Guid penaltyId, ActContext by)
    {
        // Not by the table: only this procedure leads from Filed to Decided, and as a row it would be open to every case.
        if (!Simplified || State != CaseState.Filed)
        {
            return CaseSteps.Rows.Refusal(State, CaseStep.Decide);
        }

        if (!Handles(by.ActorId))
        {
            return CaseErrors.ProposerHandlesNot;
        }

        (ProposedKinds, ProposedFineFen, ProposedConfiscatedFen) =
            (measure.Kinds, measure.FineFen, measure.ConfiscatedFen);
        (ProposedBy, DecisionSeries, DecisionSerial, DecisionNumber) = (by.ActorId, number.Series, number.Serial, number.Text);
        Take(laws, creditClass, by);
        Note(CaseStep.Decide, CaseState.Decided, by, DecisionNumber, PenaltyErrors.Art("第五十一条"));
        return Serve(penaltyId, "on_the_spot", by.On, by);
    }

    /// <summary>Serves the decision (第六十一条): from here on the penalty exists for everybody else.</summary>
    public Result<Penalty> Serve(Guid penaltyId, string method, DateOnly servedOn, ActContext by)
    {
        if (Allowed(CaseStep.Serve) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        // The term of payment begins with this day (第六十七条); one in the future would lengthen it.
        if (servedOn > by.On || servedOn < DecidedOn)
        {
            return CaseErrors.DayImpossible("servedOn");
        }

        (PenaltyId, ServiceMethod, ServedOn) = (penaltyId, method, servedOn);
        Note(CaseStep.Serve, CaseState.Served, by, method);
        return Penalty.Of(this);
    }

    /// <summary>The acts as contracts name them; from the decision on.</summary>
    public IReadOnlyList<PenalisedAct> PenalisedActs =>
        [.. _acts.Select(a => new PenalisedAct(a.Violation, a.AppliedRule ?? a.Rule, new Ground(a.Law, a.Article), a.ActOn))];

    /// <summary>The party has done all that the decision demands.</summary>
    public Result Perform(DateOnly performedOn, ActContext by)
    {
        if (Allowed(CaseStep.Perform) is { IsRefused: true } refused)
        {
            return refused;
        }

        if (performedOn > by.On || performedOn < ServedOn)
        {
            return CaseErrors.DayImpossible("performedOn");
        }

        PerformedOn = performedOn;
        return Do(CaseStep.Perform, by);
    }

    /// <summary>Closes the case (结案).</summary>
    public Result Close(ActContext by)
    {
        if (Allowed(CaseStep.Close) is { IsRefused: true } refused)
        {
            return refused;
        }

        // The fine lock stays: 第二十九条 holds for a penalty that was performed, too. Only the filing is free (第二十五条).
        EndedOn = by.On;
        _acts.ForEach(a => a.ReleaseFiling());
        return Do(CaseStep.Close, by);
    }

    /// <summary>Ends the case without penalty (不予处罚). Others may file the act now.</summary>
    public Result Dismiss(string ground, LegalBasis basis, ActContext by)
    {
        if (Allowed(CaseStep.Dismiss) is { IsRefused: true } refused)
        {
            return refused;
        }

        // The table has no dismissal after the decision, so no act of this case carries a fine lock that would have to be released.
        (DismissalGround, EndedOn) = (ground, by.On);
        _acts.ForEach(a => a.ReleaseFiling());
        return Do(CaseStep.Dismiss, by, ground, basis);
    }

    /// <summary>
    /// Annuls the decision on review, lawsuit or own correction. The locks of its acts are free again.
    /// </summary>
    public Result Annul(LegalBasis ground, DateOnly annulledOn, ActContext by)
    {
        if (Allowed(CaseStep.Annul) is { IsRefused: true } refused)
        {
            return refused;
        }

        if (annulledOn > by.On || annulledOn < DecidedOn)
        {
            return CaseErrors.DayImpossible("annulledOn");
        }

        EndedOn = annulledOn;
        _acts.ForEach(a => a.ReleaseFiling());
        // 第二十九条: a fine that is annulled is no fine. Another department may impose its own once this is saved.
        _acts.ForEach(a => a.ReleaseFine());
        return Do(CaseStep.Annul, by, null, ground);
    }

    private void Take(IReadOnlyList<MeasuredAct> laws, string creditClass, ActContext by)
    {
        (DecidedOn, DecidedBy, CreditClass) = (by.On, by.ActorId, creditClass);
        foreach (var (act, law) in _acts.Zip(laws))
        {
            act.Apply(law.Rule.Reference, law.Rule.Basis);
        }

        if (ProposedFineFen > 0)
        {
            // Two norms that one act breaks are one lock: the first row of the act carries it.
            foreach (var act in _acts.DistinctBy(a => a.ActKey))
            {
                act.MarkFined();
            }
        }
    }

    private void Withdraw() => (ProposedKinds, ProposedFineFen, ProposedConfiscatedFen, ProposedBy) = (null, 0, 0, null);
}

/// <summary>The number of a decision: series (prefix and year) and serial.</summary>
internal sealed record DecisionNumber(string Series, int Serial)
{
    /// <summary>As it is printed.</summary>
    public string Text => $"{Series}{Serial}号";
}

/// <summary>How the clock of the decision stands.</summary>
/// <param name="DueOn">Last day, or null while it stands still or cannot be worked out.</param>
/// <param name="HasRunOut">Whether it was noted that it has passed.</param>
internal sealed record DecisionTerm(DateOnly? DueOn, bool HasRunOut);

/// <summary>What is needed to file a case, checked.</summary>
internal sealed record CaseStatement(
    string Series, int Serial, string Department, Party Party, PartyKind PartyKind, string PartyKey, string? PersonCipher, Guid? ClueId,
    Guid? OperationId,
    IReadOnlyList<Guid> MatterIds, IReadOnlyList<ActStatement> Acts, IReadOnlyList<(KnownOfficer Officer, HandlerRole Role)> Handlers,
    bool Simplified);
