using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Leasing;

namespace Oversight.CreditFile.Recomputations;

/// <summary>Where a recomputation stands.</summary>
internal enum RecomputationState
{
    /// <summary>Asked for; no worker has begun.</summary>
    Waiting,

    /// <summary>Files are rated, portion by portion.</summary>
    Running,

    /// <summary>Every file is rated; the report is complete.</summary>
    Done,

    /// <summary>Stopped by an officer; the report holds what was rated until then.</summary>
    Stopped,
}

/// <summary>
/// A full recomputation under a scoring version that is still to come, beside the live ratings, which it never touches. It goes on from
/// where its last committed portion ended, whatever was killed; of two workers on one portion its version lets one commit.
/// </summary>
internal sealed class Recomputation : IVersioned, IWithinDivision, ILeased
{
    private Recomputation()
    {
    }

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

    /// <summary>The last file that was rated, or null before the first portion.</summary>
    public Guid? After { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    /// <summary>Who works on it, and until when nobody else does; not part of what the version guards.</summary>
    public string? LeaseOwner { get; private set; }

    public DateTime? LeaseUntil { get; private set; }

    /// <summary>Whether nothing will change it any more.</summary>
    public bool IsFinished => State is RecomputationState.Done or RecomputationState.Stopped;

    /// <summary>Asks for one.</summary>
    public static Recomputation Ask(Guid id, string packVersion, DateOnly asOf, int total, string division, string officer, DateTime at) => new()
    {
        Id = id, Version = 1, PackVersion = packVersion, AsOf = asOf, Total = total, Division = division, RequestedBy = officer, RequestedAt = at, State = RecomputationState.Waiting,
    };

    /// <summary>Notes a portion.</summary>
    /// <param name="rated">Files rated in it.</param>
    /// <param name="changed">Those whose rating would differ.</param>
    /// <param name="after">The last file of it, or null if there was none left.</param>
    public Result Advance(int rated, int changed, Guid? after)
    {
        if (IsFinished)
        {
            return RecomputationErrors.Finished;
        }

        (State, Rated, Changed, After, Version) = (RecomputationState.Running, Rated + rated, Changed + changed, after ?? After, Version + 1);
        return Result.Done;
    }

    /// <summary>Every file is rated.</summary>
    public Result Finish(DateTime at) => End(RecomputationState.Done, at);

    /// <summary>An officer stops it.</summary>
    public Result Stop(DateTime at) => End(RecomputationState.Stopped, at);

    private Result End(RecomputationState state, DateTime at)
    {
        if (IsFinished)
        {
            return RecomputationErrors.Finished;
        }

        (State, FinishedAt, Version) = (state, at, Version + 1);
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
