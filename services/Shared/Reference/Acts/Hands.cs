using System.Text.Json.Serialization;
using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>What somebody had to do with a record, so that a later act on it is not theirs.</summary>
public enum Hand
{
    /// <summary>Filed or opened it (立案、提起).</summary>
    [JsonStringEnumMemberName("filer")]
    Filer,

    /// <summary>Proposed what is to be decided or approved (提出).</summary>
    [JsonStringEnumMemberName("proposer")]
    Proposer,

    /// <summary>Handles it (承办).</summary>
    [JsonStringEnumMemberName("handler")]
    Handler,

    /// <summary>Planned it (计划).</summary>
    [JsonStringEnumMemberName("planner")]
    Planner,

    /// <summary>Asked for an extension or a leave (申请).</summary>
    [JsonStringEnumMemberName("asker")]
    Asker,

    /// <summary>Reviewed its legality (法制审核).</summary>
    [JsonStringEnumMemberName("legal_reviewer")]
    LegalReviewer,

    /// <summary>Approved it (审批).</summary>
    [JsonStringEnumMemberName("approver")]
    Approver,

    /// <summary>Decided it (决定).</summary>
    [JsonStringEnumMemberName("decider")]
    Decider,

    /// <summary>Is the person whom it concerns (本人).</summary>
    [JsonStringEnumMemberName("person_concerned")]
    PersonConcerned,
}

/// <summary>A paper that an act rests on.</summary>
public enum Paper
{
    /// <summary>The number of a document (文号).</summary>
    [JsonStringEnumMemberName("document")]
    Document,

    /// <summary>A case that was decided so and is in force (生效的处罚决定).</summary>
    [JsonStringEnumMemberName("decided_case")]
    DecidedCase,

    /// <summary>A proposal of the same act, of the record as it is (拟处理意见).</summary>
    [JsonStringEnumMemberName("proposal")]
    Proposal,

    /// <summary>A reason in the actor's words.</summary>
    [JsonStringEnumMemberName("reason")]
    Reason,
}

/// <summary>A record that names who has had a hand in it.</summary>
public interface IHands
{
    /// <summary>Whose hands, and which; one person may have several. Read after what was due has been done.</summary>
    IEnumerable<(Hand Hand, string ActorId)> Hands();

    /// <summary>The refusal of an act by a hand, where the record has a code of its own for it; null for the common one.</summary>
    /// <param name="hand">The hand that the actor had.</param>
    /// <param name="act">Key of the act.</param>
    Error? RefusalOf(Hand hand, string act) => null;
}

/// <summary>Who would act.</summary>
/// <param name="Id">Subject of the token.</param>
/// <param name="Department">Code of the department, or null.</param>
/// <param name="Division">Division of the organ, or null.</param>
public sealed record ActingOrgan(string Id, string? Department, DivisionCode? Division);

/// <summary>What would be acted upon, as far as the rule asks; what a service does not know stays null and is not asked.</summary>
public sealed record ActSubject
{
    /// <summary>Type of the institution; null for a party that is in no register.</summary>
    public string? Type { get; init; }

    /// <summary>What would be punished.</summary>
    public IReadOnlyList<string>? Violations { get; init; }

    /// <summary>Department that found, decided or issued what the act is about.</summary>
    public string? Owner { get; init; }

    /// <summary>Whose hands have been in the record.</summary>
    public IHands? Hands { get; init; }

    /// <summary>Whether the actor must avoid the party (回避).</summary>
    public bool MustAvoid { get; init; }

    /// <summary>The papers that came with the act; null where the act has not been read yet, and they are not asked for.</summary>
    public IReadOnlyCollection<Paper>? Papers { get; init; }
}
