using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.CreditFile.Objections;

/// <summary>Where an objection stands.</summary>
internal enum ObjectionState
{
    /// <summary>Filed; the fact is marked as disputed.</summary>
    Open,

    /// <summary>Upheld: the fact counts no longer; final.</summary>
    Upheld,

    /// <summary>Dismissed: the mark is taken away; final.</summary>
    Dismissed,
}

/// <summary>What can be done with an objection.</summary>
internal enum ObjectionAct
{
    /// <summary>The institution is right.</summary>
    Uphold,

    /// <summary>The fact is right.</summary>
    Dismiss,

    /// <summary>Its term is lengthened.</summary>
    Extend,
}

/// <summary>
/// An objection (异议) of an institution against a fact in its credit file. The fact is marked at once; within five working days, at
/// most twenty, it is decided (浙江省公共信用信息管理条例 第三十、三十一条), by another officer than the one who filed it.
/// </summary>
internal sealed class Objection : IReviewed
{
    private static readonly LegalBasis Term = new("浙江省公共信用信息管理条例", "第三十一条", "2018-01-01");

    private Objection()
    {
    }

    /// <summary>Which act is possible in which state, and where it leads.</summary>
    public static Transitions<ObjectionState, ObjectionAct> Rows { get; } = new(
        "creditfile.objection", [ObjectionState.Upheld, ObjectionState.Dismissed],
        new(ObjectionAct.Uphold, [ObjectionState.Open], ObjectionState.Upheld, Via.Route("DecideObjection"), Term),
        new(ObjectionAct.Dismiss, [ObjectionState.Open], ObjectionState.Dismissed, Via.Route("DecideObjection"), Term),
        new(ObjectionAct.Extend, [ObjectionState.Open], null, Via.Route("ExtendObjection"), Term));

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public SourceKind SourceKind { get; private init; }

    public Guid SourceId { get; private init; }

    public Guid InstitutionId { get; private init; }

    public string Division { get; private init; } = "";

    public ObjectionState State { get; private set; }

    /// <summary>What the institution objects to, in the officer's words and without personal data.</summary>
    public string Reason { get; private init; } = "";

    public string FiledBy { get; private init; } = "";

    public DateTime FiledAt { get; private init; }

    public string? DecidedBy { get; private set; }

    /// <summary>Why it was decided so; null while it is open.</summary>
    public string? Decision { get; private set; }

    /// <summary>When it was decided; null while it is open. One fact has one open objection.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>Files an objection.</summary>
    public static Objection File(
        Guid id, (SourceKind Kind, Guid Id) source, (Guid Id, string Division) institution, string reason, ActContext by) => new()
    {
        Id = id, Version = 1, SourceKind = source.Kind, SourceId = source.Id, InstitutionId = institution.Id,
        Division = institution.Division, State = ObjectionState.Open, Reason = reason, FiledBy = by.ActorId, FiledAt = by.At,
    };

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => [(Hand.Filer, FiledBy)];

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => act == "creditfile.objection.decide" ? ObjectionErrors.SameOfficer : null;

    /// <summary>Upholds it for the reason of the act: the fact is corrected.</summary>
    public Result Uphold(ActContext by) => Close(ObjectionAct.Uphold, by);

    /// <summary>Dismisses it for the reason of the act: the fact stays.</summary>
    public Result Dismiss(ActContext by) => Close(ObjectionAct.Dismiss, by);

    /// <summary>Notes that its term was lengthened.</summary>
    public Result Extend()
    {
        var next = Rows.Next(State, ObjectionAct.Extend);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // The clock holds the term. The version is raised all the same, so that extension and decision at once collide.
        Version++;
        return Result.Done;
    }

    private Result Close(ObjectionAct act, ActContext by)
    {
        var next = Rows.Next(State, act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (State, DecidedBy, Decision, ClosedAt, Version) = (next.Value, by.ActorId, by.Reason, by.At, Version + 1);
        return Result.Done;
    }
}
