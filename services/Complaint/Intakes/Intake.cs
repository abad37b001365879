using Oversight.Complaint.Matters;
using Oversight.Contracts.Registry.V1;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Complaint.Intakes;

/// <summary>
/// One message from outside (来件), as it came: it is never changed. A message that wants a dispute settled and a violation punished
/// makes two matters (市场监督管理投诉举报处理办法: handled separately).
/// </summary>
internal sealed class Intake : IWithinDivision
{
    public required Guid Id { get; init; }

    /// <summary>Division of the party, six digits.</summary>
    public required string Division { get; init; }

    /// <summary>How it came, a code of <see cref="IntakeChannels"/>.</summary>
    public required string Channel { get; init; }

    /// <summary>Number that it has in the other system, or null.</summary>
    public string? ExternalNumber { get; init; }

    /// <summary>When it was received (UTC): the clocks start here.</summary>
    public required DateTime ReceivedAt { get; init; }

    /// <summary>When it was entered here (UTC).</summary>
    public required DateTime EnteredAt { get; init; }

    /// <summary>What was said, encrypted.</summary>
    public required byte[] TextCipher { get; init; }

    /// <summary>True if nobody said who they are.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>Keyed hash of the tracking code.</summary>
    public required string CodeHash { get; init; }
}

/// <summary>Who complained: apart from the matters, encrypted, read only for a stated purpose that is recorded first.</summary>
internal sealed class Complainant
{
    public required Guid IntakeId { get; init; }

    public required byte[] NameCipher { get; init; }

    public required byte[] PhoneCipher { get; init; }
}

/// <summary>How the person found the handling (回访): three marks from 1 to 5.</summary>
internal sealed class Satisfaction
{
    public required Guid MatterId { get; init; }

    public required int Response { get; init; }

    public required int Solved { get; init; }

    public required int Satisfied { get; init; }

    /// <summary>Encrypted, or null.</summary>
    public byte[]? CommentCipher { get; init; }

    public required DateTime GivenAt { get; init; }
}

/// <summary>Channels by which messages come (05 §5.2).</summary>
internal static class IntakeChannels
{
    public const string Web = "web";

    /// <summary>Channels that a handler may enter.</summary>
    public static readonly IReadOnlyList<string> ByStaff = [
        "12345", "12315", "12391", "parents_app", "petition", "phone", "mailbox", "visit", "government_message", "media", "opinion",
        "department"];
}

/// <summary>A message that was read and found sound.</summary>
/// <param name="Wants">What is wanted.</param>
/// <param name="Category">The category's rule of the day of receipt.</param>
/// <param name="Party">About whom.</param>
/// <param name="Type">Type of the institution; null for a party that is not in the register.</param>
/// <param name="Text">The words.</param>
/// <param name="Person">Who wrote, or null.</param>
internal sealed record ReadIntake(
    IReadOnlyList<MatterKind> Wants, RuleVersion<Reference.CategoryRule> Category, Party Party, string? Type, string Text,
    (string Name, string Phone)? Person);
