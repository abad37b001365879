namespace Oversight.Enforcement.Cases;

/// <summary>
/// What a step is called where it is told: in the audit, in the timeline of a joint operation and in the departments' feeds.
/// </summary>
/// <param name="Subject">What the step is about: <c>case</c>, <c>hearing</c>, <c>decision</c>, <c>penalty</c>, <c>term</c>.</param>
/// <param name="Done">What was done, in the past tense.</param>
internal readonly record struct CaseStepName(string Subject, string Done)
{
    /// <summary>In timelines and feeds, e.g. <c>penalty.served</c>. Departments' systems read it: it never changes.</summary>
    public string Noted => $"{Subject}.{Done}";

    /// <summary>In the audit, e.g. <c>case.penalty_served</c>.</summary>
    public string Audited => $"case.{Subject}_{Done}";

    /// <summary>The name of a step that somebody does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A step of the clock or the calendar, which has an audit entry of its own.</exception>
    public static CaseStepName Of(CaseStep step) => step switch
    {
        CaseStep.File => new("case", "filed"),
        CaseStep.Investigate => new("case", "investigated"),
        CaseStep.Notice => new("case", "noticed"),
        CaseStep.State => new("case", "stated"),
        CaseStep.Waive => new("case", "waived"),
        CaseStep.RequestHearing => new("hearing", "requested"),
        CaseStep.NoticeHearing => new("hearing", "noticed"),
        CaseStep.Hear => new("hearing", "held"),
        CaseStep.PassReview => new("case", "reviewed"),
        CaseStep.FailReview => new("case", "sent_back"),
        CaseStep.Propose => new("decision", "proposed"),
        CaseStep.Decide => new("penalty", "decided"),
        CaseStep.Serve => new("penalty", "served"),
        CaseStep.Perform => new("penalty", "performed"),
        CaseStep.Close => new("case", "closed"),
        CaseStep.Dismiss => new("case", "dismissed"),
        CaseStep.Annul => new("penalty", "annulled"),
        CaseStep.ExtendTerm => new("term", "extended"),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Nobody does this step."),
    };
}
