using Oversight.Inspection.Officers;
using Oversight.Kernel;

namespace Oversight.Inspection.Visits;

/// <summary>State of a visit.</summary>
internal enum VisitStatus
{
    /// <summary>Planned, not yet approved (检查审批).</summary>
    Planned,

    /// <summary>Approved: a notice exists (检查通知书).</summary>
    Approved,

    /// <summary>The officers have checked in (现场检查).</summary>
    UnderWay,

    /// <summary>Concluded: the result may be published.</summary>
    Concluded,

    /// <summary>Called off before it began.</summary>
    Cancelled,

    /// <summary>Concluded and then declared void (撤回).</summary>
    Withdrawn,
}

/// <summary>What can be done with a visit.</summary>
internal enum VisitAct
{
    Approve,
    CheckIn,
    Cancel,
    Answer,
    RecordFinding,
    AddEvidence,
    Conclude,
    OrderRectification,
    Withdraw,

    /// <summary>The time for approving an urgent visit has passed.</summary>
    MissApproval,
}

/// <summary>Kind of a visit (检查类别).</summary>
internal enum VisitKind
{
    /// <summary>日常检查.</summary>
    Daily,

    /// <summary>专项检查.</summary>
    Special,

    /// <summary>个案检查, upon a complaint, a transfer or a warning.</summary>
    Case,
}

/// <summary>What an item of the checklist came to.</summary>
internal enum AnswerResult
{
    /// <summary>In order.</summary>
    Pass,

    /// <summary>Not in order; the conclusion asks for a finding.</summary>
    Fail,

    /// <summary>It does not concern this party.</summary>
    NotApplicable,
}

/// <summary>How the party took the record (笔录).</summary>
internal enum SignatureKind
{
    /// <summary>The party signed.</summary>
    Signed,

    /// <summary>The party refused; a note says so (行政处罚法 第五十五条).</summary>
    Refused,
}

/// <summary>A department that takes part; position 0 leads.</summary>
internal sealed class VisitDepartment
{
    public required Guid VisitId { get; init; }

    public required string Department { get; init; }

    public required int Position { get; init; }

    /// <summary>Whether the visit counts towards the yearly cap of this department.</summary>
    public required bool CountsForCap { get; init; }
}

/// <summary>An officer who takes part, with the certificate that was checked.</summary>
internal sealed class VisitOfficer
{
    public required Guid VisitId { get; init; }

    public required Guid OfficerId { get; init; }

    public required string Department { get; init; }

    // A snapshot of the plan: the act code shows it, and a renewed certificate may have another number.
    public required string CertificateNumber { get; init; }

    public required int Position { get; init; }
}

/// <summary>The answer to one item of the checklist.</summary>
internal sealed class VisitAnswerRow
{
    public required Guid VisitId { get; init; }

    public required string Item { get; init; }

    public required string Department { get; init; }

    public AnswerResult Result { get; private set; }

    /// <summary>Note, encrypted; null without one.</summary>
    public string? NoteCipher { get; private set; }

    public string AnsweredBy { get; private set; } = "";

    public DateTime AnsweredAt { get; private set; }

    internal VisitAnswerRow Take(StatedAnswer answer, string by, DateTime now)
    {
        (Result, NoteCipher, AnsweredBy, AnsweredAt) = (answer.Result, answer.NoteCipher, by, now);
        return this;
    }
}

/// <summary>
/// A photo that belongs to a visit; the bytes are in the content store under their hash. It is added once and never changed.
/// </summary>
internal sealed class VisitEvidence
{
    public required Guid Id { get; init; }

    public required Guid VisitId { get; init; }

    /// <summary>SHA-256 of the clear bytes as at capture, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required long Length { get; init; }

    public required string MediaType { get; init; }

    public required DateTime CapturedAt { get; init; }

    public string? Item { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTime RecordedAt { get; init; }
}

/// <summary>Something that was found. One per item and visit; what it says is not public.</summary>
internal sealed class VisitFinding
{
    public required Guid Id { get; init; }

    public required Guid VisitId { get; init; }

    public required string Item { get; init; }

    public required string Department { get; init; }

    public required string Severity { get; init; }

    // Law and article are those of the rule on the day of the visit; a new version of the checklist leaves them alone.
    public required string Law { get; init; }

    public required string Article { get; init; }

    /// <summary>The rule version of the item.</summary>
    public required string Rule { get; init; }

    /// <summary>Description, encrypted.</summary>
    public required string DescriptionCipher { get; init; }

    public required bool CorrectedOnSite { get; init; }

    public string? Violation { get; init; }

    public required IReadOnlyList<string> Evidence { get; init; }

    public required string RecordedBy { get; init; }

    public required DateTime RecordedAt { get; init; }

    /// <summary>The rectification order that covers it, or null.</summary>
    public Guid? OrderId { get; internal set; }
}

/// <summary>An answer as it was given, its note already encrypted.</summary>
internal sealed record StatedAnswer(string Item, string Department, AnswerResult Result, string? NoteCipher);

/// <summary>The visited party as the plan has it.</summary>
/// <param name="InstitutionId">Id in the register, or null.</param>
/// <param name="Name">Name.</param>
/// <param name="CreditCode">Credit code, or null.</param>
/// <param name="Division">Six digits.</param>
/// <param name="Address">Address.</param>
/// <param name="Type">Type that the checklist is chosen by.</param>
/// <param name="Entry">What the register has it as, of <see cref="Contracts.Registry.V1.PartyEntries"/>.</param>
internal sealed record VisitParty(
    Guid? InstitutionId, string Name, string? CreditCode, string Division, string? Address, string Type, string Entry);

/// <summary>What a plan says.</summary>
/// <param name="Party">Whom.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Departments">Departments, the first leads, with whether the visit counts towards each one's cap.</param>
/// <param name="Team">Officers, already found fit by <see cref="Team.Check"/>.</param>
/// <param name="PlannedOn">Official day.</param>
/// <param name="OperationId">Joint operation, or null.</param>
/// <param name="CapReason">Why the cap is exceeded, or null.</param>
/// <param name="UrgentReason">Why it cannot wait for an approval, or null for a visit that can.</param>
internal sealed record VisitPlan(
    VisitParty Party, VisitKind Kind, IReadOnlyList<(string Department, bool CountsForCap)> Departments, IReadOnlyList<Officer> Team,
    DateOnly PlannedOn, Guid? OperationId, string? CapReason, string? UrgentReason);

/// <summary>How a visit ended.</summary>
/// <param name="Results">Codes of result categories, already checked by <see cref="ResultRules"/>.</param>
/// <param name="Signature">How the party took the record.</param>
/// <param name="SignatureNoteCipher">Note on it, encrypted, or null.</param>
/// <param name="On">Official day.</param>
/// <param name="PublishDueOn">Last official day for the publication, or null.</param>
internal sealed record VisitConclusion(
    IReadOnlyList<string> Results, SignatureKind Signature, string? SignatureNoteCipher, DateOnly On, DateOnly? PublishDueOn);
