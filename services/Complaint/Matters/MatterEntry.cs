using Oversight.Kernel;

namespace Oversight.Complaint.Matters;

/// <summary>What an act brings for the line of progress that it leaves.</summary>
/// <param name="Id">Id of the line.</param>
/// <param name="TextCipher">What is said with the act, encrypted; null if nothing is.</param>
internal sealed record NewEntry(Guid Id, byte[]? TextCipher = null);

/// <summary>
/// One line of the progress of a matter: an act of its handlers, or something that happened in another service. It has no foreign key: a
/// fact about a matter that is not here yet is kept and shows once the matter is.
/// </summary>
internal sealed record MatterEntry
{
    public required Guid Id { get; init; }

    public required Guid MatterId { get; init; }

    /// <summary>Version of the matter that it made; 0 for a fact about a matter that was not here.</summary>
    public required long MatterVersion { get; init; }

    /// <summary>When it was entered (UTC).</summary>
    public required DateTime At { get; init; }

    /// <summary>Official day on which it happened.</summary>
    public required DateOnly On { get; init; }

    /// <summary>A code of <see cref="EntryCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Departments concerned; may be none.</summary>
    public IReadOnlyList<string> Departments { get; set; } = [];

    /// <summary>Number of the operation, case or decision, or null.</summary>
    public string? Number { get; init; }

    /// <summary>Outcome, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Clue, operation, case or penalty that it is about, or null.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>Version of that record.</summary>
    public long? SourceVersion { get; set; }

    /// <summary>What was said, encrypted, or null.</summary>
    public byte[]? TextCipher { get; init; }

    /// <summary>Who did it; empty for the person, null for another service.</summary>
    public string? ActorId { get; init; }

    /// <summary>Lines as they happened; those of one act in the order in which they are read.</summary>
    public static List<MatterEntry> InOrder(IEnumerable<MatterEntry> lines) =>
        [.. lines.OrderBy(e => e.On).ThenBy(e => e.At).ThenBy(e => e.MatterVersion).ThenBy(e => e.Code == EntryCodes.OtherWays)];

    /// <summary>The line of an act.</summary>
    public static MatterEntry Of(Matter matter, NewEntry entry, ActContext by, string code) => new()
    {
        Id = entry.Id,
        MatterId = matter.Id,
        MatterVersion = matter.Version,
        At = by.At,
        On = by.On,
        Code = code,
        TextCipher = entry.TextCipher,
        ActorId = by.ActorId,
    };
}

/// <summary>What a line of progress says; the public wording of each is a text of the pages.</summary>
internal static class EntryCodes
{
    public const string Received = "received", Accepted = "accepted", Refused = "refused", OtherWays = "other_ways",
        Transferred = "transferred", Referred = "referred",
        Mediating = "mediating", Reply = "reply", Concluded = "concluded", Withdrawn = "withdrawn", Extended = "extended",
        Joined = "joined", Overdue = "overdue",
        ClueConcluded = "clue_concluded", OperationOpened = "operation_opened", OperationClosed = "operation_closed",
        CaseFiled = "case_filed", PenaltyDecided = "penalty_decided", PenaltyAnnulled = "penalty_annulled";

    /// <summary>Lines that the person does not see.</summary>
    public static readonly IReadOnlyList<string> Internal = [Joined, Overdue];

    /// <summary>Lines whose text was written for the person; the text of others is for colleagues.</summary>
    public static readonly IReadOnlyList<string> WrittenForThePerson = [Refused, OtherWays, Reply, Concluded, Extended];

    /// <summary>Facts of other services: what the people of joined matters see of the one that goes on.</summary>
    public static readonly IReadOnlyList<string> Facts = [
        ClueConcluded, OperationOpened, OperationClosed, CaseFiled, PenaltyDecided, PenaltyAnnulled];
}
