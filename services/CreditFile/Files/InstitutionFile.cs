using Oversight.Contracts.CreditFile.V1;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.CreditFile.Files;

/// <summary>
/// The credit file (信用档案) of one institution: where it stands and how it was last rated. Every fact of the institution raises its
/// version, so of two facts at once one save fails and comes again: none is rated without the other. It is opened by whichever comes
/// first, the register's entry or a fact; until the register has told of the institution it is neither shown nor rated.
/// </summary>
internal sealed class InstitutionFile : IVersioned, IWithinDivision
{
    private InstitutionFile()
    {
    }

    /// <summary>Id of the institution in the register.</summary>
    public Guid Id { get; private init; }

    public long Version { get; private set; }

    /// <summary>Division of the site; empty until the register has told of it, so that it is in nobody's scope.</summary>
    public string Division { get; private set; } = "";

    /// <summary>The register's version that the division is from; 0 until it has told.</summary>
    public long RegisterVersion { get; private set; }

    /// <summary>A lead on an unlicensed entity: never rated, never shown.</summary>
    public bool IsLead { get; private set; }

    public string? Grade { get; private set; }

    public int? Points { get; private set; }

    public int? MaxPoints { get; private set; }

    /// <summary>The scoring version of the last rating, or null before the first.</summary>
    public string? Rule { get; private set; }

    /// <summary>Digest of the lines of the last rating, or null before the first.</summary>
    public string? Digest { get; private set; }

    public DateOnly? RatedOn { get; private set; }

    public DateTime? RatedAt { get; private set; }

    /// <summary>Day on which the rating changes by itself; a deadline stands for it.</summary>
    public DateOnly? NextChangeOn { get; private set; }

    /// <summary>
    /// Whether a drop to the worst grade that a hard stop caused waits for an officer's confirmation. The rating holds meanwhile; the
    /// mark is there so that nobody acts on a machine's word alone (our choice after 个人信息保护法 第二十四条).
    /// </summary>
    public bool NeedsConfirmation { get; private set; }

    public string? ConfirmedBy { get; private set; }

    public DateTime? ConfirmedAt { get; private set; }

    /// <summary>Whether the register has told of it and it is an institution.</summary>
    public bool IsRatable => RegisterVersion > 0 && !IsLead;

    /// <summary>A file that holds nothing yet.</summary>
    public static InstitutionFile Open(Guid id) => new() { Id = id };

    /// <summary>Takes over where the register says the institution is; an older word, or the same again, changes nothing.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool TakeRegister(RegisterNotice notice)
    {
        if (notice.Version <= RegisterVersion)
        {
            return false;
        }

        (RegisterVersion, Division, IsLead, Version) = (notice.Version, notice.Division, notice.IsLead, Version + 1);
        return true;
    }

    /// <summary>Notes that a fact was kept while the file cannot be rated.</summary>
    public void Hold() => Version++;

    /// <summary>Takes a rating over.</summary>
    /// <returns>The fact to announce, or null if neither grade nor points nor lines changed.</returns>
    public RatingChanged? Rate(Rating rating, DateTime at)
    {
        var (grade, points, digest) = (Grade, Points, rating.Digest());
        var changed = grade != rating.Grade || points != rating.Points || Digest != digest;
        (Grade, Points, MaxPoints, Rule, Digest) = (rating.Grade, rating.Points, rating.MaxPoints, rating.Rule, digest);
        (RatedOn, RatedAt, NextChangeOn, Version) = (rating.AsOf, at, rating.NextChangeOn, Version + 1);
        var worst = ScoringRules.GradeOrder[^1];
        if (rating.Grade != worst)
        {
            NeedsConfirmation = false;
        }
        else if (grade != worst && rating.IsHeldByHardStop)
        {
            (NeedsConfirmation, ConfirmedBy, ConfirmedAt) = (true, null, null);
        }

        return changed
            ? new RatingChanged(Id, Version, rating.Grade, rating.Points, rating.MaxPoints, grade, points, rating.Rule, rating.AsOf, rating.Entries(), at)
            : null;
    }

    /// <summary>An officer confirms a drop to the worst grade.</summary>
    /// <returns>Done, or <c>creditfile.file.nothing_to_confirm</c>.</returns>
    public Result Confirm(string officer, DateTime at)
    {
        if (!NeedsConfirmation)
        {
            return FileErrors.NothingToConfirm;
        }

        (NeedsConfirmation, ConfirmedBy, ConfirmedAt, Version) = (false, officer, at, Version + 1);
        return Result.Done;
    }
}
