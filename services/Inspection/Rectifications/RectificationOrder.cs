using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Inspection.Rectifications;

/// <summary>State of an order.</summary>
internal enum RectificationStatus
{
    /// <summary>Issued; items are to be put right.</summary>
    Open,

    /// <summary>The party says that it is done (自查报告); a re-check follows.</summary>
    Reported,

    /// <summary>Everything was found put right (销号).</summary>
    Passed,

    /// <summary>It fell with its visit.</summary>
    Voided,
}

/// <summary>What can be done with an order.</summary>
internal enum RectificationAct
{
    Report,

    /// <summary>A re-check finds everything put right.</summary>
    Pass,

    /// <summary>A re-check finds something still open; a new term begins.</summary>
    Fail,
    AskExtension,
    Extend,

    /// <summary>Its visit is declared void.</summary>
    Void,

    /// <summary>Its term has passed.</summary>
    RunOut,
}

/// <summary>
/// An order to put something right within a term (责令限期改正). It is no penalty (行政处罚法 第二十八条). It ends when two certified
/// officers found every item put right; a re-check carries on only what failed. Its term passes whether or not anybody is assigned.
/// </summary>
internal sealed class RectificationOrder : IVersioned, IWithinDivision
{
    private readonly List<RectificationItem> _items = [];
    private readonly List<Recheck> _rechecks = [];

    private RectificationOrder()
    {
    }

    /// <summary>Which act is possible in which state, and where it leads.</summary>
    public static Transitions<RectificationStatus, RectificationAct> Rows { get; } = new(
        "inspection.rectification", [RectificationStatus.Passed, RectificationStatus.Voided],
        Row(RectificationAct.Report, RectificationStatus.Reported, Via.Route("ReportRectification")),
        Row(RectificationAct.Pass, RectificationStatus.Passed, Via.Route("RecheckRectification")),
        Row(RectificationAct.Fail, RectificationStatus.Open, Via.Route("RecheckRectification")),
        Row(RectificationAct.AskExtension, null, Via.Route("ExtendRectification")),
        Row(RectificationAct.Extend, null, Via.Route("ExtendRectification")),
        Row(RectificationAct.Void, RectificationStatus.Voided, Via.Route("WithdrawVisit")),
        Row(RectificationAct.RunOut, null, Via.Date("rectification.due")));

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public RectificationStatus Status { get; private set; }

    public Guid VisitId { get; private init; }

    public Guid? InstitutionId { get; private init; }

    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? PartyCreditCode { get; private init; }

    public string Division { get; private init; } = "";

    public string? PartyAddress { get; private init; }

    public string Department { get; private init; } = "";

    public Guid? OperationId { get; private init; }

    public DateOnly IssuedOn { get; private init; }

    public string IssuedBy { get; private init; } = "";

    /// <summary>Length of the present term in natural days.</summary>
    public int Days { get; private set; }

    /// <summary>Why the length is not the usual one, or null.</summary>
    public string? DaysReason { get; private init; }

    /// <summary>The rule version that the length was checked by.</summary>
    public string Rule { get; private init; } = "";

    /// <summary>Last official day of the present term.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>The first instant after the present term (UTC), whenever its passing was noted; null unless it has passed.</summary>
    public DateTime? OverdueAt { get; private set; }

    public string? SelfReportCipher { get; private set; }

    public IReadOnlyList<string> SelfReportEvidence { get; private set; } = [];

    public DateTime? ReportedAt { get; private set; }

    public string? ReportedBy { get; private set; }

    public string? ExtensionAskedBy { get; private set; }

    public int? ExtensionAskedDays { get; private set; }

    public string? ExtensionReason { get; private set; }

    public string? ExtendedBy { get; private set; }

    public int Extensions { get; private set; }

    public IReadOnlyList<RectificationItem> Items => _items;

    public IReadOnlyList<Recheck> Rechecks => _rechecks;

    public bool IsOpen => Status is RectificationStatus.Open or RectificationStatus.Reported;

    /// <summary>Items that are still to be put right.</summary>
    public IReadOnlyList<string> OpenItems => [.. _items.Where(i => i.IsOpen).Select(i => i.Item).Order(StringComparer.Ordinal)];

    /// <summary>Issues an order.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ground">Visit, party, department and findings.</param>
    /// <param name="term">Term that the officer set.</param>
    /// <param name="by">The officer.</param>
    public static (RectificationOrder Order, RectificationOrdered Fact) Issue(
        Guid id, OrderGround ground, OrderTerm term, ActContext by)
    {
        var order = new RectificationOrder
        {
            Id = id, Version = 1, VisitId = ground.VisitId, InstitutionId = ground.Party.InstitutionId, PartyName = ground.Party.Name,
            PartyEntry = ground.Party.Entry, PartyCreditCode = ground.Party.CreditCode,
            Division = ground.Party.Division, PartyAddress = ground.Party.Address, Department = ground.Department,
            OperationId = ground.OperationId,
            IssuedOn = term.From, IssuedBy = by.ActorId, Days = term.Days, DaysReason = term.Reason, Rule = term.Rule, DueOn = term.DueOn,
        };
        order._items.AddRange(ground.Findings.Select(f => new RectificationItem { OrderId = id, Item = f.Item, FindingId = f.FindingId }));
        return (order, new RectificationOrdered(order.State(), by.At));
    }

    /// <summary>Takes the party's report that it has put things right; a later one replaces it.</summary>
    public Result Report(string textCipher, IReadOnlyList<string> evidence, ActContext by)
    {
        var next = Rows.Next(Status, RectificationAct.Report);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Status, SelfReportCipher, SelfReportEvidence, ReportedBy, ReportedAt) =
            (next.Value, textCipher, evidence, by.ActorId, by.At);
        Version++;
        return Result.Done;
    }

    /// <summary>Takes the result of a re-check; only what failed is carried on, with a new term.</summary>
    /// <param name="results">One result for every open item.</param>
    /// <param name="officers">The officers, already found fit.</param>
    /// <param name="next">New term; used only if an item failed.</param>
    /// <param name="by">Who entered it.</param>
    /// <returns>Done: the order is closed and <see cref="PassedFact"/> is to be told, or it is open again and <see cref="FailedFact"/>
    /// is.</returns>
    public Result TakeRecheck(
        IReadOnlyList<RecheckResult> results, IReadOnlyList<Guid> officers, OrderTerm next, ActContext by)
    {
        if (!Rows.Allows(Status, RectificationAct.Pass))
        {
            return Rows.Refusal(Status, RectificationAct.Pass);
        }

        // Both sides are sorted, so an item that is missing, named twice or not open at all is refused by one comparison.
        if (!results.Select(r => r.Item).Order(StringComparer.Ordinal).SequenceEqual(OpenItems))
        {
            return RectificationErrors.ItemsIncomplete;
        }

        var number = _rechecks.Count + 1;
        _rechecks.Add(new Recheck
        {
            OrderId = Id, Number = number, CheckedOn = by.On, OfficerIds = [.. officers.Select(o => o.ToString("D"))],
            Passed = [.. results.Where(r => r.Passed).Select(r => r.Item)], Failed = [.. results.Where(r => !r.Passed).Select(r => r.Item)],
            RecordedBy = by.ActorId, RecordedAt = by.At,
        });
        foreach (var result in results)
        {
            _items.Find(i => i.Item == result.Item && i.IsOpen)!.Take(result, by.On);
        }

        Version++;
        if (OpenItems.Count == 0)
        {
            Status = Rows.Next(Status, RectificationAct.Pass).Value;
            return Result.Done;
        }

        // OverdueAt is cleared, since the new term can run out too. The number of extensions is not: the rule
        // bounds it for the whole order, however many terms it gets.
        (Status, Days, DueOn, OverdueAt) = (Rows.Next(Status, RectificationAct.Fail).Value, next.Days, next.DueOn, null);
        // A request was for the term that has ended; left open, it would bar one for the new term.
        (ExtensionAskedBy, ExtensionAskedDays, ExtensionReason) = (null, null, null);
        return Result.Done;
    }

    /// <summary>That a re-check found everything put right.</summary>
    public RectificationPassed PassedFact(ActContext by) => new(State(), by.On, by.At);

    /// <summary>That a re-check found something not put right.</summary>
    public RectificationFailed FailedFact(ActContext by) => new(State(), by.On, by.At);

    /// <summary>Asks for a longer term; a supervisor decides.</summary>
    public Result AskExtension(int days, string reason, int allowed, ActContext by)
    {
        if (MayExtend(RectificationAct.AskExtension, allowed, by.On) is { IsRefused: true } refused)
        {
            return refused;
        }

        if (ExtensionAskedBy is not null)
        {
            return RectificationErrors.ExtensionAsked;
        }

        (ExtensionAskedBy, ExtensionAskedDays, ExtensionReason) = (by.ActorId, days, reason);
        Version++;
        return Result.Done;
    }

    /// <summary>Lengthens the term, asked for by somebody else or by nobody.</summary>
    /// <param name="days">How many natural days more.</param>
    /// <param name="dueOn">The day that follows.</param>
    /// <param name="reason">Why.</param>
    /// <param name="allowed">How often an order may be extended.</param>
    /// <param name="by">The supervisor.</param>
    public Result Extend(int days, DateOnly dueOn, string reason, int allowed, ActContext by)
    {
        if (MayExtend(RectificationAct.Extend, allowed, by.On) is { IsRefused: true } refused)
        {
            return refused;
        }

        // An inspector who asked may have become a supervisor since: the role alone does not separate the two persons.
        if (ExtensionAskedBy == by.ActorId)
        {
            return RectificationErrors.AskerGrants;
        }

        (Days, DueOn, ExtensionReason, ExtendedBy, Extensions) = (Days + days, dueOn, reason, by.ActorId, Extensions + 1);
        // A request that was answered no longer bars the next one.
        (ExtensionAskedBy, ExtensionAskedDays) = (null, null);
        Version++;
        return Result.Done;
    }

    /// <summary>Notes that the present term has passed with items still open; once per term.</summary>
    /// <returns>The fact, or null if there is nothing to note.</returns>
    public RectificationOverdue? LetRunOut(DateTime now)
    {
        // An act that fires what is due and the sweeper both come here; whichever is second finds the mark and tells nothing.
        if (!Rows.Allows(Status, RectificationAct.RunOut) || OverdueAt is not null || OfficialTime.EndOf(DueOn) > now)
        {
            return null;
        }

        // The end of the term and not the instant of the sweep: a late sweep leaves the same record.
        (OverdueAt, Version) = (OfficialTime.EndOf(DueOn), Version + 1);
        return new RectificationOverdue(State(), now);
    }

    /// <summary>The order falls because its visit was withdrawn.</summary>
    public Result Void()
    {
        var next = Rows.Next(Status, RectificationAct.Void);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Status, Version) = (next.Value, Version + 1);
        return Result.Done;
    }

    private Result MayExtend(RectificationAct act, int allowed, DateOnly today) =>
        !Rows.Allows(Status, act) ? Rows.Refusal(Status, act)
        : Extensions >= allowed ? RectificationErrors.ExtendedAlready
        // The last day belongs to the term. After it the order is overdue, and an extension would undo what others were told.
        : today > DueOn ? RectificationErrors.RanOut
        : Result.Done;

    private static Transition<RectificationStatus, RectificationAct> Row(RectificationAct act, RectificationStatus? to, Via via) =>
        new(act, [RectificationStatus.Open, RectificationStatus.Reported], to, via, RectificationErrors.Order);

    private RectificationState State() => new(
        Id, Version, VisitId, new Party(InstitutionId, PartyName, PartyCreditCode, Division, PartyAddress, PartyEntry), Department,
        OpenItems, IssuedOn, DueOn, OperationId);
}
