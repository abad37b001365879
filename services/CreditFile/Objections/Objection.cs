using Oversight.CreditFile.Ledger;
using Oversight.Kernel;
using Oversight.Persistence;

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

/// <summary>
/// An objection (异议) of an institution against a fact in its credit file. The fact is marked at once; within five working days, at
/// most twenty, it is decided (浙江省公共信用信息管理条例 第三十、三十一条), by another officer than the one who filed it.
/// </summary>
internal sealed class Objection : IVersioned, IWithinDivision
{
    private Objection()
    {
    }

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
        Guid id, (SourceKind Kind, Guid Id) source, (Guid Id, string Division) institution, string reason, string officer,
        DateTime at) => new()
    {
        Id = id, Version = 1, SourceKind = source.Kind, SourceId = source.Id, InstitutionId = institution.Id,
        Division = institution.Division, State = ObjectionState.Open, Reason = reason, FiledBy = officer, FiledAt = at,
    };

    /// <summary>Upholds it: the fact is corrected.</summary>
    public Result Uphold(string officer, string decision, DateTime at) => Close(ObjectionState.Upheld, officer, decision, at);

    /// <summary>Dismisses it: the fact stays.</summary>
    public Result Dismiss(string officer, string decision, DateTime at) => Close(ObjectionState.Dismissed, officer, decision, at);

    /// <summary>Notes that its term was lengthened.</summary>
    public Result Extend()
    {
        if (State != ObjectionState.Open)
        {
            return ObjectionErrors.AlreadyDecided;
        }

        Version++;
        return Result.Done;
    }

    private Result Close(ObjectionState state, string officer, string decision, DateTime at)
    {
        if (State != ObjectionState.Open)
        {
            return ObjectionErrors.AlreadyDecided;
        }

        if (officer == FiledBy)
        {
            return ObjectionErrors.SameOfficer;
        }

        (State, DecidedBy, Decision, ClosedAt, Version) = (state, officer, decision, at, Version + 1);
        return Result.Done;
    }
}
