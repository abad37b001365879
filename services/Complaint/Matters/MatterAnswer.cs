using System.Linq.Expressions;
using Oversight.Persistence.Clocks;

namespace Oversight.Complaint.Matters;

/// <summary>A matter as lists and acts answer it: nothing of what was said, nothing of who said it.</summary>
/// <param name="Id">Id of the matter.</param>
/// <param name="IntakeId">The message that it came in.</param>
/// <param name="Kind"><c>complaint</c> or <c>report</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Category">Category.</param>
/// <param name="Channel">How it is worked on.</param>
/// <param name="Department">Department that has it.</param>
/// <param name="Division">Division, six digits.</param>
/// <param name="InstitutionId">Institution of the register, or null.</param>
/// <param name="PartyName">Whom it is about.</param>
/// <param name="IsUrgent">Whether it must be looked into at once.</param>
/// <param name="IsNamed">Whether somebody gave a name.</param>
/// <param name="IsOverdue">Whether a term has passed and what it asked for is not done.</param>
/// <param name="ReceivedAt">When it was received (UTC).</param>
/// <param name="HandlerId">Who accepted it, or null.</param>
/// <param name="ParentId">The matter that it was joined to, or null.</param>
/// <param name="JoinedCount">How many were joined to it.</param>
/// <param name="Outcome">What came of it, or null.</param>
/// <param name="ConcludedOn">Official day of its end, or null.</param>
/// <param name="Version">Version, the ETag.</param>
internal sealed record MatterAnswer(
    Guid Id, Guid IntakeId, MatterKind Kind, MatterState State, string Category, string Channel, string Department, string Division,
    Guid? InstitutionId, string PartyName,
    bool IsUrgent, bool IsNamed, bool IsOverdue, DateTime ReceivedAt, string? HandlerId, Guid? ParentId, int JoinedCount,
    MatterOutcome? Outcome, DateOnly? ConcludedOn, long Version)
{
    public static readonly Expression<Func<Matter, MatterAnswer>> Projection = m => new MatterAnswer(
        m.Id, m.IntakeId, m.Kind, m.State, m.Category, m.Channel, m.Department, m.Division, m.InstitutionId, m.PartyName, m.IsUrgent,
        m.IsNamed, m.IsOverdue, m.ReceivedAt, m.HandlerId, m.ParentId, m.JoinedCount, m.Outcome, m.ConcludedOn, m.Version);

    private static readonly Func<Matter, MatterAnswer> Made = Projection.Compile();

    public static MatterAnswer Of(Matter matter) => Made(matter);
}

/// <summary>One matter in full.</summary>
/// <param name="Matter">What lists answer, too.</param>
/// <param name="Intake">How the message came.</param>
/// <param name="Text">What was said; null for a reader of another department.</param>
/// <param name="MayNameComplainant">Whether the complainant agreed that the other side learns who complained.</param>
/// <param name="Address">Where the party is, or null.</param>
/// <param name="Clocks">Its clocks, oldest first.</param>
/// <param name="Progress">What happened, oldest first.</param>
/// <param name="Joined">Matters that were joined to it; at most 200.</param>
/// <param name="Satisfaction">How the person found the handling, or null.</param>
internal sealed record MatterDetail(
    MatterAnswer Matter, IntakeNote Intake, string? Text, bool MayNameComplainant, string? Address, IReadOnlyList<ClockAnswer> Clocks,
    IReadOnlyList<ProgressNote> Progress, IReadOnlyList<Guid> Joined, SatisfactionNote? Satisfaction);

/// <summary>How a message came.</summary>
internal sealed record IntakeNote(string Channel, string? ExternalNumber, DateTime ReceivedAt, DateTime EnteredAt, bool IsAnonymous);

/// <summary>A line of progress for the staff.</summary>
internal sealed record ProgressNote(
    DateOnly On, DateTime At, string Code, IReadOnlyList<string> Departments, string? Number, string? Detail, string? Text,
    string? ActorId);

/// <summary>Marks from 1 to 5, and what else the person said.</summary>
internal sealed record SatisfactionNote(int Response, int Solved, int Satisfied, string? Comment, DateTime GivenAt);
