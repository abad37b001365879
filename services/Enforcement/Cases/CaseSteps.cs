using System.Collections.Frozen;
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

    private static readonly FrozenDictionary<(CaseState, CaseStep), CaseState> Table = Rows()
        .ToFrozenDictionary(r => (r.From, r.Step), r => r.To);

    /// <summary>Where a step leads from a state, or null if it is not possible there.</summary>
    public static CaseState? Next(CaseState from, CaseStep step) => Table.TryGetValue((from, step), out var to) ? to : null;

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

    private static IEnumerable<(CaseState From, CaseStep Step, CaseState To)> Rows()
    {
        yield return (CaseState.Filed, CaseStep.Investigate, CaseState.Investigated);

        // A new notice is possible until the decision is proposed: whoever wants to go beyond the old one must tell the party anew.
        foreach (var from in new[]
        {
            CaseState.Investigated, CaseState.Noticed, CaseState.Stated, CaseState.Heard, CaseState.Reviewed, CaseState.Proposed
        })
        {
            yield return (from, CaseStep.Notice, CaseState.Noticed);
        }

        yield return (CaseState.Noticed, CaseStep.State, CaseState.Stated);
        yield return (CaseState.Stated, CaseStep.State, CaseState.Stated);
        yield return (CaseState.HearingRequested, CaseStep.State, CaseState.HearingRequested);
        yield return (CaseState.HearingNoticed, CaseStep.State, CaseState.HearingNoticed);
        foreach (var from in new[] { CaseState.Noticed, CaseState.Stated, CaseState.HearingRequested, CaseState.HearingNoticed })
        {
            yield return (from, CaseStep.Waive, CaseState.Stated);
        }

        yield return (CaseState.Noticed, CaseStep.RequestHearing, CaseState.HearingRequested);
        yield return (CaseState.Stated, CaseStep.RequestHearing, CaseState.HearingRequested);
        yield return (CaseState.HearingRequested, CaseStep.NoticeHearing, CaseState.HearingNoticed);
        yield return (CaseState.HearingNoticed, CaseStep.NoticeHearing, CaseState.HearingNoticed);
        yield return (CaseState.HearingNoticed, CaseStep.Hear, CaseState.Heard);
        foreach (var from in new[] { CaseState.Noticed, CaseState.Stated, CaseState.Heard })
        {
            yield return (from, CaseStep.PassReview, CaseState.Reviewed);
            yield return (from, CaseStep.FailReview, CaseState.Investigated);
        }

        foreach (var from in new[] { CaseState.Noticed, CaseState.Stated, CaseState.Heard, CaseState.Reviewed, CaseState.Proposed })
        {
            yield return (from, CaseStep.Propose, CaseState.Proposed);
        }

        yield return (CaseState.Proposed, CaseStep.Decide, CaseState.Decided);
        yield return (CaseState.Decided, CaseStep.Serve, CaseState.Served);
        yield return (CaseState.Served, CaseStep.Perform, CaseState.Performed);
        yield return (CaseState.Performed, CaseStep.Close, CaseState.Closed);
        foreach (var from in Open)
        {
            yield return (from, CaseStep.Dismiss, CaseState.Dismissed);
            yield return (from, CaseStep.ExtendTerm, from);
        }

        foreach (var from in new[] { CaseState.Decided, CaseState.Served, CaseState.Performed, CaseState.Closed })
        {
            yield return (from, CaseStep.Annul, CaseState.Annulled);
        }
    }
}
