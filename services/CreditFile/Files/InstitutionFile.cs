using Oversight.Contracts.CreditFile.V1;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Copies;

namespace Oversight.CreditFile.Files;

/// <summary>
/// The credit file (信用档案) of one institution: where it stands and how it was last rated. Every fact of the institution raises its
/// version, so of two facts at once one save fails and is retried: none is rated without the other. It is opened by whichever comes
/// first, the register's entry or a fact; until the register has told of the institution it is neither shown nor rated.
/// </summary>
internal sealed class InstitutionFile : StateCopyRow, IWithinDivision
{
    private InstitutionFile()
    {
    }

    /// <summary>Id of the institution in the register.</summary>
    public Guid Id { get; private init; }

    /// <summary>Registered name, for answers only; null until the register has told of it.</summary>
    public string? Name { get; private set; }

    /// <summary>Division of the site; empty until the register has told of it, so that it is in nobody's scope.</summary>
    public string Division { get; private set; } = "";

    /// <summary>A lead on an unlicensed entity: never rated, never shown.</summary>
    public bool IsLead { get; private set; }

    public string? Grade { get; private set; }

    public int? Points { get; private set; }

    public int? MaxPoints { get; private set; }

    /// <summary>The scoring version of the last rating, or null before the first.</summary>
    public string? Rule { get; private set; }

    /// <summary>Digest of the lines of the last rating, or null before the first.</summary>
    public string? Digest { get; private set; }

    /// <summary>Version of this file under which the present rating was announced; 0 while none was.</summary>
    public long ToldVersion { get; private set; }

    /// <summary>Version of the scoring pack that was announced. A newer one that changed nothing is not announced.</summary>
    public string? ToldRule { get; private set; }

    /// <summary>Official day of the announced rating.</summary>
    public DateOnly? ToldOn { get; private set; }

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
    public bool IsRatable => SourceVersion > 0 && !IsLead;

    /// <summary>A file that holds nothing yet.</summary>
    public static InstitutionFile Open(Guid id) => new() { Id = id };

    /// <summary>
    /// Takes over what the register says the institution is called and where it is; the caller has compared the versions and stamps the
    /// file.
    /// </summary>
    /// <returns>Whether the rating may change.</returns>
    public bool TakeRegister(RegisterNotice notice)
    {
        // The first notice rates the facts that came before the registration.
        var changed = SourceVersion == 0 || (Division, IsLead) != (notice.Division, notice.IsLead);
        (Name, Division, IsLead) = (notice.Name, notice.Division, notice.IsLead);
        return changed;
    }

    /// <summary>The register does not have the entry.</summary>
    public void Forget() => Stamp(default);

    /// <summary>Takes a rating over.</summary>
    /// <returns>The fact to announce, or null if neither grade nor points nor lines changed.</returns>
    public RatingChanged? Rate(Rating rating, DateTime at)
    {
        var (grade, points, digest) = (Grade, Points, rating.Digest());
        var changed = grade != rating.Grade || points != rating.Points || Digest != digest;
        (Grade, Points, MaxPoints, Rule, Digest) = (rating.Grade, rating.Points, rating.MaxPoints, rating.Rule, digest);
        (RatedOn, RatedAt, NextChangeOn) = (rating.AsOf, at, rating.NextChangeOn);
        // Also where nothing is announced: of two facts at once, one save must fail on the version and be retried.
        Touch();
        var worst = ScoringRules.GradeOrder[^1];
        if (rating.Grade != worst)
        {
            NeedsConfirmation = false;
        }
        else if (grade != worst && rating.IsHeldByHardStop)
        {
            // Only the drop itself: a file that stays at the worst grade keeps the confirmation that it has.
            (NeedsConfirmation, ConfirmedBy, ConfirmedAt) = (true, null, null);
        }

        if (!changed)
        {
            return null;
        }

        // Version and rule go on without an announcement. A copy that is built anew must get the version that the others have.
        (ToldVersion, ToldRule, ToldOn) = (Version, rating.Rule, rating.AsOf);
        return new RatingChanged(
            Id, Version, rating.Grade, rating.Points, rating.MaxPoints, grade, points, rating.Rule, rating.AsOf, rating.Entries(), at);
    }

    /// <summary>The present rating as it was announced last.</summary>
    /// <param name="rating">The rating that the file has.</param>
    public RatingChanged Told(Rating rating) =>
        new(
            Id, ToldVersion, rating.Grade, rating.Points, rating.MaxPoints, null, null, ToldRule!, ToldOn!.Value, rating.Entries(),
            RatedAt!.Value);

    /// <summary>An officer confirms a drop to the worst grade.</summary>
    /// <returns>Done, or <c>creditfile.file.nothing_to_confirm</c>.</returns>
    public Result Confirm(ActContext by)
    {
        if (!NeedsConfirmation)
        {
            return FileErrors.NothingToConfirm;
        }

        (NeedsConfirmation, ConfirmedBy, ConfirmedAt) = (false, by.ActorId, by.At);
        Touch();
        return Result.Done;
    }
}
