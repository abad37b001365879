using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Leasing;

namespace Oversight.CreditFile.Recomputations;

/// <summary>Where a recomputation stands.</summary>
internal enum RecomputationState
{
    /// <summary>Asked for; no worker has begun.</summary>
    Waiting,

    /// <summary>Files are rated, batch by batch.</summary>
    Running,

    /// <summary>Every file is rated; the report is complete.</summary>
    Done,

    /// <summary>Stopped by an officer; the report holds what was rated until then.</summary>
    Stopped,
}

/// <summary>What happens to a recomputation.</summary>
internal enum RecomputationAct
{
    /// <summary>A batch of files is rated.</summary>
    Advance,

    /// <summary>The last batch is rated.</summary>
    Finish,

    /// <summary>An officer stops it; so does the worker if the scoring version is no longer there.</summary>
    Stop,
}

/// <summary>
/// A full recomputation under a scoring version that is still to come, beside the live ratings, which it never touches. It goes on from
/// where its last committed batch ended, whatever was killed; of two workers on one batch its version lets one commit.
/// </summary>
internal sealed class Recomputation : IVersioned, IWithinDivision, ILeased
{
    private static readonly RecomputationState[] Open = [RecomputationState.Waiting, RecomputationState.Running];

    private Recomputation()
    {
    }

    /// <summary>Which act is possible in which state, and where it leads.</summary>
    public static Transitions<RecomputationState, RecomputationAct> Rows { get; } = new(
        "creditfile.recomputation", [RecomputationState.Done, RecomputationState.Stopped],
        new(RecomputationAct.Advance, Open, RecomputationState.Running, Via.Worker(nameof(RecomputationWorker))),
        new(RecomputationAct.Finish, Open, RecomputationState.Done, Via.Worker(nameof(RecomputationWorker))),
        new(RecomputationAct.Stop, Open, RecomputationState.Stopped, Via.Route("StopRecomputation")));

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    /// <summary>Scope of the officer who asked: files outside it are not rated.</summary>
    public string Division { get; private init; } = "";

    public string RequestedBy { get; private init; } = "";

    public DateTime RequestedAt { get; private init; }

    public string PackVersion { get; private init; } = "";

    /// <summary>Official day as of which both ratings are worked out: that of the request.</summary>
    public DateOnly AsOf { get; private init; }

    /// <summary>Files that were to be rated when it was asked for.</summary>
    public int Total { get; private init; }

    public RecomputationState State { get; private set; }

    public int Rated { get; private set; }

    public int Changed { get; private set; }

    /// <summary>The last file that was rated, or null before the first batch.</summary>
    public Guid? After { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    /// <summary>Who works on it, and until when nobody else does; not part of what the version guards.</summary>
    public string? LeaseOwner { get; private set; }

    public DateTime? LeaseUntil { get; private set; }

    /// <summary>Whether nothing will change it any more.</summary>
    public bool IsFinished => Rows.Final.Contains(State);

    /// <summary>Asks for one, as of the day of the act.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="packVersion">The scoring version to come.</param>
    /// <param name="total">Files that are to be rated.</param>
    /// <param name="division">Scope of the officer.</param>
    /// <param name="by">Who asks, and when.</param>
    public static Recomputation Ask(Guid id, string packVersion, int total, string division, ActContext by) => new()
    {
        // One day for all batches: a run over midnight would else compare files as of different days.
        Id = id, Version = 1, PackVersion = packVersion, AsOf = by.On, Total = total, Division = division, RequestedBy = by.ActorId,
        RequestedAt = by.At, State = RecomputationState.Waiting,
    };

    /// <summary>Notes a batch.</summary>
    /// <param name="rated">Files rated in it.</param>
    /// <param name="changed">Those whose rating would differ.</param>
    /// <param name="after">The last file of it, or null if there was none left.</param>
    public Result Advance(int rated, int changed, Guid? after)
    {
        var next = Rows.Next(State, RecomputationAct.Advance);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // An empty batch keeps the position: it comes where the number of files is a multiple of the batch size.
        (State, Rated, Changed, After, Version) = (next.Value, Rated + rated, Changed + changed, after ?? After, Version + 1);
        return Result.Done;
    }

    /// <summary>Every file is rated.</summary>
    public Result Finish(ActContext by) => End(RecomputationAct.Finish, by);

    /// <summary>Stops it before its end.</summary>
    public Result Stop(ActContext by) => End(RecomputationAct.Stop, by);

    private Result End(RecomputationAct act, ActContext by)
    {
        var next = Rows.Next(State, act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (State, FinishedAt, Version) = (next.Value, by.At, Version + 1);
        return Result.Done;
    }
}

/// <summary>A file whose rating would change, and why.</summary>
internal sealed class RecomputationChange
{
    /// <summary>Lines beyond this many are counted, not listed.</summary>
    public const int MaxLines = 40;

    public required Guid RecomputationId { get; init; }

    public required Guid InstitutionId { get; init; }

    public required string OldGrade { get; init; }

    public required int OldPoints { get; init; }

    public required string NewGrade { get; init; }

    public required int NewPoints { get; init; }

    /// <summary>The lines that differ, as JSON; at most <see cref="MaxLines"/>.</summary>
    public required string Lines { get; init; }

    /// <summary>How many lines differ in all.</summary>
    public required int DifferingLines { get; init; }
}
