using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Inspection.Visits;

/// <summary>
/// A visit (检查) of one party by one department or several at once: planned, approved by another person, carried out by two
/// certified officers per department, concluded. Nothing is added to a concluded visit but photos for its rectification.
/// </summary>
internal sealed class Visit : IVersioned, IWithinDivision
{
    private readonly List<VisitDepartment> _departments = [];
    private readonly List<VisitOfficer> _officers = [];
    private readonly List<VisitAnswerRow> _answers = [];
    private readonly List<VisitFinding> _findings = [];

    private Visit()
    {
    }

    /// <summary>
    /// Which act is possible in which state, and where it leads. That an urgent visit begins before its approval, and that only such a one
    /// is approved while it is under way, are guards of the acts.
    /// </summary>
    public static Transitions<VisitStatus, VisitAct> Rows { get; } = new(
        "inspection.visit", [VisitStatus.Concluded, VisitStatus.Cancelled, VisitStatus.Withdrawn],
        new(VisitAct.Approve, [VisitStatus.Planned], VisitStatus.Approved, Via.Route("ApproveVisit")),
        new(VisitAct.Approve, [VisitStatus.UnderWay], null, Via.Route("ApproveVisit")),
        new(VisitAct.CheckIn, [VisitStatus.Planned, VisitStatus.Approved], VisitStatus.UnderWay, Via.Route("CheckIn"), VisitErrors.OnSite),
        new(VisitAct.Cancel, [VisitStatus.Planned, VisitStatus.Approved], VisitStatus.Cancelled, Via.Route("CancelVisit")),
        new(VisitAct.Answer, [VisitStatus.UnderWay], null, Via.Route("AnswerItems")),
        new(VisitAct.RecordFinding, [VisitStatus.UnderWay], null, Via.Route("RecordFinding")),
        new(VisitAct.AddEvidence, [VisitStatus.UnderWay, VisitStatus.Concluded], null, Via.Route("AddEvidence")),
        new(VisitAct.Conclude, [VisitStatus.UnderWay], VisitStatus.Concluded, Via.Route("ConcludeVisit")),
        new(VisitAct.OrderRectification, [VisitStatus.Concluded], null, Via.Route("OrderRectification")),
        new(VisitAct.Withdraw, [VisitStatus.Concluded], VisitStatus.Withdrawn, Via.Route("WithdrawVisit")),
        new(VisitAct.MissApproval, [VisitStatus.UnderWay], null, Via.Date("visit.approval")));

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public VisitStatus Status { get; private set; }

    public VisitKind Kind { get; private init; }

    public Guid? InstitutionId { get; private init; }

    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? PartyCreditCode { get; private init; }

    public string Division { get; private init; } = "";

    public string? PartyAddress { get; private init; }

    /// <summary>Type that the checklist is chosen by; <c>X2</c> for a party that the register lacks.</summary>
    public string PartyType { get; private init; } = "";

    public DateOnly PlannedOn { get; private init; }

    public string PlannedBy { get; private init; } = "";

    public DateTime PlannedAt { get; private init; }

    public Guid? OperationId { get; private init; }

    public string? CapReason { get; private init; }

    public string? UrgentReason { get; private init; }

    public bool IsUrgent => UrgentReason is not null;

    /// <summary>
    /// Code by which the party checks who visits it (行政行为码); random, so that nobody guesses one. Null before the approval.
    /// </summary>
    public string? ActCode { get; private set; }

    public string? ApprovedBy { get; private set; }

    public DateTime? ApprovedAt { get; private set; }

    /// <summary>Until when an urgent visit that has begun is to be approved; null for others.</summary>
    public DateTime? ApprovalDueAt { get; private set; }

    /// <summary>When the approval of an urgent visit had been due, once it was noted as late; null unless it was.</summary>
    public DateTime? ApprovalOverdueAt { get; private set; }

    public DateTime? CheckedInAt { get; private set; }

    public DateOnly? VisitedOn { get; private set; }

    public double? Latitude { get; private set; }

    public double? Longitude { get; private set; }

    /// <summary>Version of the checklist pack at check-in.</summary>
    public string? ChecklistVersion { get; private set; }

    public IReadOnlyList<string> Results { get; private set; } = [];

    public SignatureKind? Signature { get; private set; }

    public string? SignatureNoteCipher { get; private set; }

    public string? ConcludedBy { get; private set; }

    public DateOnly? ConcludedOn { get; private set; }

    /// <summary>Why it was cancelled or withdrawn, or null.</summary>
    public string? EndReason { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public IReadOnlyList<VisitDepartment> Departments => _departments;

    public IReadOnlyList<VisitOfficer> Officers => _officers;

    public IReadOnlyList<VisitAnswerRow> Answers => _answers;

    public IReadOnlyList<VisitFinding> Findings => _findings;

    /// <summary>Codes of the departments, the leading one first.</summary>
    public IReadOnlyList<string> DepartmentCodes => [.. _departments.OrderBy(d => d.Position).Select(d => d.Department)];

    public Party Party => new(InstitutionId, PartyName, PartyCreditCode, Division, PartyAddress, PartyEntry);

    /// <summary>Plans a visit.</summary>
    public static Visit Plan(Guid id, VisitPlan plan, ActContext by)
    {
        var (party, visit) = (plan.Party, new Visit
        {
            Id = id,
            Version = 1,
            Kind = plan.Kind,
            InstitutionId = plan.Party.InstitutionId,
            PartyName = plan.Party.Name,
            PartyEntry = plan.Party.Entry,
            PartyCreditCode = plan.Party.CreditCode,
            Division = plan.Party.Division,
            PartyAddress = plan.Party.Address,
            PartyType = plan.Party.Type,
            PlannedOn = plan.PlannedOn,
            PlannedBy = by.ActorId,
            PlannedAt = by.At,
            OperationId = plan.OperationId,
            CapReason = plan.CapReason,
            UrgentReason = plan.UrgentReason,
        });
        visit._departments.AddRange(plan.Departments.Select((d, i) => new VisitDepartment
        {
            VisitId = id, Department = d.Department, Position = i, CountsForCap = d.CountsForCap && party.InstitutionId is not null,
        }));
        visit._officers.AddRange(
            plan.Team.Select(
                (o, i) => new VisitOfficer
                {
                    VisitId = id, OfficerId = o.Id, Department = o.Department, CertificateNumber = o.CertificateNumber, Position = i
                }));
        return visit;
    }

    /// <summary>Approves the visit (审批); from here on it has its act code. An urgent one may be approved while it is under way.</summary>
    /// <param name="actCode">A fresh random code; kept only if the visit has none yet.</param>
    /// <param name="by">The supervisor, who did not plan it.</param>
    public Result Approve(string actCode, ActContext by)
    {
        var next = Rows.Next(Status, VisitAct.Approve);
        if (next.IsRefused || (Status == VisitStatus.UnderWay && !IsUrgent))
        {
            return Rows.Refusal(Status, VisitAct.Approve);
        }

        if (ApprovedAt is not null)
        {
            return VisitErrors.ApprovedAlready;
        }

        // 国办发〔2024〕54号: a check needs an approval (检查审批), which nobody gives to the own plan.
        if (by.ActorId == PlannedBy)
        {
            return VisitErrors.ApproverPlanned;
        }

        // An urgent visit has shown its code at check-in already; a new one would invalidate what the party scanned.
        (Status, ApprovedBy, ApprovedAt, ActCode, Version) = (next.Value, by.ActorId, by.At, ActCode ?? actCode, Version + 1);
        return Result.Done;
    }

    /// <summary>The officers are there and show their certificates (亮证).</summary>
    /// <param name="place">Where, or null.</param>
    /// <param name="checklistVersion">The checklist of the day.</param>
    /// <param name="actCode">A fresh random code, for an urgent visit that has none yet.</param>
    /// <param name="approvalWithin">Within which time an urgent visit is to be approved.</param>
    /// <param name="by">The officer.</param>
    public Result CheckIn(
        (double Latitude, double Longitude)? place, string checklistVersion, string actCode, TimeSpan approvalWithin, ActContext by)
    {
        if (Status == VisitStatus.Planned && !IsUrgent)
        {
            return VisitErrors.ApprovalMissing;
        }

        var next = Rows.Next(Status, VisitAct.CheckIn);
        if (next.IsRefused)
        {
            return next.Error;
        }

        if (by.On < PlannedOn)
        {
            return VisitErrors.TooEarly;
        }

        ApprovalDueAt = Status == VisitStatus.Planned ? by.At + approvalWithin : null;
        (Status, CheckedInAt, VisitedOn, ChecklistVersion, ActCode) =
            (next.Value, by.At, by.On, checklistVersion, ActCode ?? actCode);
        (Latitude, Longitude) = (place?.Latitude, place?.Longitude);
        Version++;
        return Result.Done;
    }

    /// <summary>Takes the approval's deadline as passed, once.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool LetApprovalLapse(DateTime now)
    {
        if (!Rows.Allows(Status, VisitAct.MissApproval) || ApprovedAt is not null || ApprovalOverdueAt is not null
            || ApprovalDueAt is not { } due || due > now)
        {
            return false;
        }

        (ApprovalOverdueAt, Version) = (due, Version + 1);
        return true;
    }

    /// <summary>Calls a visit off that has not begun.</summary>
    public Result Cancel(string reason, ActContext by)
    {
        var next = Rows.Next(Status, VisitAct.Cancel);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Status, EndReason, EndedOn) = (next.Value, reason, by.On);
        Version++;
        return Result.Done;
    }

    /// <summary>Answers items of the checklist; an answer to an item replaces the one before.</summary>
    public Result Answer(IReadOnlyList<StatedAnswer> answers, ActContext by)
    {
        if (!Rows.Allows(Status, VisitAct.Answer))
        {
            return Rows.Refusal(Status, VisitAct.Answer);
        }

        foreach (var answer in answers)
        {
            var row = _answers.Find(a => a.Item == answer.Item);
            if (row is null)
            {
                _answers.Add(
                    new VisitAnswerRow { VisitId = Id, Item = answer.Item, Department = answer.Department }.Take(
                        answer, by.ActorId, by.At));
            }
            else
            {
                row.Take(answer, by.ActorId, by.At);
            }
        }

        Version++;
        return Result.Done;
    }

    /// <summary>Records something that was found; one finding per item.</summary>
    public Result Find(VisitFinding finding)
    {
        if (!Rows.Allows(Status, VisitAct.RecordFinding))
        {
            return Rows.Refusal(Status, VisitAct.RecordFinding);
        }

        if (_findings.Exists(f => f.Item == finding.Item))
        {
            return VisitErrors.FindingExists;
        }

        _findings.Add(finding);
        Version++;
        return Result.Done;
    }

    /// <summary>Whether photos may be added: on site, and after the conclusion for the rectification.</summary>
    public Result MayTakeEvidence() =>
        Rows.Allows(Status, VisitAct.AddEvidence) ? Result.Done : Rows.Refusal(Status, VisitAct.AddEvidence);

    /// <summary>Concludes the visit. Every failed item has its finding, and an urgent visit has been approved by now.</summary>
    /// <returns>The fact; it carries no free text.</returns>
    public Result<InspectionConcluded> Conclude(VisitConclusion conclusion, ActContext by)
    {
        var next = Rows.Next(Status, VisitAct.Conclude);
        if (next.IsRefused)
        {
            return next.Error;
        }

        if (ApprovedAt is null)
        {
            return VisitErrors.ApprovalMissing;
        }

        if (_answers.Find(a => a.Result == AnswerResult.Fail && !_findings.Exists(f => f.Item == a.Item)) is { } bare)
        {
            return VisitErrors.FindingMissing(bare.Item);
        }

        (Status, ConcludedBy, ConcludedOn, Results) = (next.Value, by.ActorId, conclusion.On, conclusion.Results);
        (Signature, SignatureNoteCipher) = (conclusion.Signature, conclusion.SignatureNoteCipher);
        Version++;
        return Concluded(conclusion.PublishDueOn, by.At);
    }

    /// <summary>
    /// Tells others the last day for the publication of a concluded visit, which could not be worked out when it was concluded, or is
    /// another one now.
    /// </summary>
    /// <returns>The conclusion once more, with a higher version; null for a visit that was withdrawn meanwhile.</returns>
    public InspectionConcluded? SetPublishDueOn(DateOnly? publishDueOn, DateTime now)
    {
        if (Status != VisitStatus.Concluded)
        {
            return null;
        }

        Version++;
        return Concluded(publishDueOn, now);
    }

    /// <summary>Puts findings under a rectification order.</summary>
    /// <returns>Done, or the refusal of a finding that is not the department's, was corrected on site, or is ordered already.</returns>
    public Result Order(Guid orderId, string department, IReadOnlyCollection<Guid> findingIds)
    {
        if (!Rows.Allows(Status, VisitAct.OrderRectification))
        {
            return Rows.Refusal(Status, VisitAct.OrderRectification);
        }

        var findings = _findings.FindAll(f => findingIds.Contains(f.Id));
        if (findings.Count == 0 || findings.Count != findingIds.Count || findings.Exists(f => f.Department != department))
        {
            return Rectifications.RectificationErrors.FindingUnknown;
        }

        if (findings.Exists(f => f.CorrectedOnSite))
        {
            return Rectifications.RectificationErrors.FindingCorrected;
        }

        if (findings.Exists(f => f.OrderId is not null))
        {
            return Rectifications.RectificationErrors.FindingOrdered;
        }

        findings.ForEach(f => f.OrderId = orderId);
        Version++;
        return Result.Done;
    }

    /// <summary>Declares a concluded visit void.</summary>
    public Result<InspectionWithdrawn> Withdraw(string reason, ActContext by)
    {
        var next = Rows.Next(Status, VisitAct.Withdraw);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Status, EndReason, EndedOn) = (next.Value, reason, by.On);
        Version++;
        return new InspectionWithdrawn(Id, Version, Party, by.On, by.At);
    }

    private InspectionConcluded Concluded(DateOnly? publishDueOn, DateTime now) => new(
        Id, Version, Party, WireWord.Of(Kind), DepartmentCodes, VisitedOn!.Value, ConcludedOn!.Value, Results,
        [
            .. _findings.OrderBy(f => f.Item, StringComparer.Ordinal).Select(
                f => new InspectionFinding(
                    f.Id, f.Item, f.Department, f.Severity, new Ground(f.Law, f.Article), f.CorrectedOnSite, f.Violation, f.Evidence))],
        OperationId, ChecklistVersion!, publishDueOn, now);
}
