using Oversight.Enforcement.Penalties;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>Where a case stands.</summary>
internal enum CaseState
{
    /// <summary>Filed (立案).</summary>
    Filed,

    /// <summary>Investigated: the report is there (调查终结).</summary>
    Investigated,

    /// <summary>The party was told beforehand (事先告知).</summary>
    Noticed,

    /// <summary>The party spoke, or waived it in writing (陈述、申辩).</summary>
    Stated,

    /// <summary>The party asked for a hearing (听证申请).</summary>
    HearingRequested,

    /// <summary>The day of the hearing was made known (听证通知).</summary>
    HearingNoticed,

    /// <summary>The hearing was held (听证).</summary>
    Heard,

    /// <summary>The legal review found no fault (法制审核).</summary>
    Reviewed,

    /// <summary>A handler proposed the decision (处罚审批).</summary>
    Proposed,

    /// <summary>Decided (决定).</summary>
    Decided,

    /// <summary>Served (送达).</summary>
    Served,

    /// <summary>Performed by the party (履行).</summary>
    Performed,

    /// <summary>Closed (结案).</summary>
    Closed,

    /// <summary>Ended without penalty (不予处罚).</summary>
    Dismissed,

    /// <summary>The decision was annulled (撤销).</summary>
    Annulled,
}

/// <summary>What can be done to a case.</summary>
internal enum CaseStep
{
    File,
    Investigate,
    Notice,
    State,
    Waive,
    RequestHearing,
    NoticeHearing,
    Hear,
    PassReview,
    FailReview,
    Propose,
    Decide,
    Serve,
    Perform,
    Close,
    Dismiss,
    Annul,
    ExtendTerm,
    TermPassed,

    /// <summary>The last day of a term became known, or another one, because a calendar was loaded.</summary>
    TermSet,
}

/// <summary>Which step is possible from which state, and where it leads. What is not in the table is refused.</summary>
internal static class CaseSteps
{
    private static readonly CaseState[] Open =
    [
        CaseState.Filed, CaseState.Investigated, CaseState.Noticed, CaseState.Stated, CaseState.HearingRequested, CaseState.HearingNoticed,
        CaseState.Heard, CaseState.Reviewed, CaseState.Proposed,
    ];

    private static readonly CaseState[] BeforeDecision =
    [
        CaseState.Noticed, CaseState.Stated, CaseState.Heard, CaseState.Reviewed, CaseState.Proposed,
    ];

    private static readonly CaseState[] Spoken = [CaseState.Noticed, CaseState.Stated, CaseState.Heard];

    /// <summary>The table.</summary>
    public static Transitions<CaseState, CaseStep> Rows { get; } = new(
        "enforcement.case", [CaseState.Closed, CaseState.Dismissed, CaseState.Annulled],
        Row(CaseStep.Investigate, [CaseState.Filed], CaseState.Investigated, "ReportInvestigation"),

        // A new notice is possible until the decision is proposed: whoever wants to go beyond the old one must tell the party anew.
        Row(CaseStep.Notice, [CaseState.Investigated, .. BeforeDecision], CaseState.Noticed, "GivePriorNotice"),
        Row(CaseStep.State, [CaseState.Noticed, CaseState.Stated], CaseState.Stated, "RecordStatement"),
        // A statement meanwhile is recorded and leaves the state: leading to Stated, it would undo the request for a hearing.
        Row(CaseStep.State, [CaseState.HearingRequested, CaseState.HearingNoticed], null, "RecordStatement"),
        Row(
            CaseStep.Waive, [CaseState.Noticed, CaseState.Stated, CaseState.HearingRequested, CaseState.HearingNoticed], CaseState.Stated,
            "RecordWaiver"),
        Row(CaseStep.RequestHearing, [CaseState.Noticed, CaseState.Stated], CaseState.HearingRequested, "RequestHearing"),
        // Also from HearingNoticed: a hearing that is put off is announced again, with its seven working days.
        Row(CaseStep.NoticeHearing, [CaseState.HearingRequested, CaseState.HearingNoticed], CaseState.HearingNoticed, "NoticeHearing"),
        Row(CaseStep.Hear, [CaseState.HearingNoticed], CaseState.Heard, "RecordHearing"),
        Row(CaseStep.PassReview, Spoken, CaseState.Reviewed, "ReviewLegality"),
        // Back to Investigated, from where only a new notice leads on: statement and hearing begin anew.
        Row(CaseStep.FailReview, Spoken, CaseState.Investigated, "ReviewLegality"),
        // Also from Proposed: there is no act of its own for sending a proposal back, a new one replaces it.
        Row(CaseStep.Propose, BeforeDecision, CaseState.Proposed, "ProposeDecision"),
        Row(CaseStep.Decide, [CaseState.Proposed], CaseState.Decided, "DecideCase"),
        Row(CaseStep.Serve, [CaseState.Decided], CaseState.Served, "ServeDecision"),
        Row(CaseStep.Perform, [CaseState.Served], CaseState.Performed, "PerformPenalty"),
        Row(CaseStep.Close, [CaseState.Performed], CaseState.Closed, "CloseCase"),
        // Not after the decision: what was decided ends by annulment, which tells whoever was told of the penalty.
        Row(CaseStep.Dismiss, Open, CaseState.Dismissed, "DismissCase"),
        Row(CaseStep.ExtendTerm, Open, null, "ExtendDecisionTerm"),
        Row(
            CaseStep.Annul, [CaseState.Decided, CaseState.Served, CaseState.Performed, CaseState.Closed], CaseState.Annulled,
            "AnnulPenalty"));

    /// <summary>The article that a step rests on.</summary>
    public static LegalBasis Basis(CaseStep step) => PenaltyErrors.Art(step switch
    {
        CaseStep.File or CaseStep.Investigate => "第五十四条",
        CaseStep.Notice => "第四十四条",
        CaseStep.State or CaseStep.Waive => "第四十五条",
        CaseStep.RequestHearing => "第六十三条",
        CaseStep.NoticeHearing or CaseStep.Hear => "第六十四条",
        CaseStep.PassReview or CaseStep.FailReview => "第五十八条",
        CaseStep.Propose or CaseStep.Decide => "第五十七条",
        CaseStep.Serve => "第六十一条",
        CaseStep.Perform => "第六十六条",
        CaseStep.Close => "第四十七条",
        CaseStep.Dismiss => "第三十三条",
        CaseStep.Annul => "第七十五条",
        _ => "第六十条",
    });

    private static Transition<CaseState, CaseStep> Row(CaseStep step, CaseState[] from, CaseState? to, string operation) =>
        new(step, from, to, Via.Route(operation), Basis(step));
}
