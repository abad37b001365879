using Oversight.Pages;

namespace Oversight.Disclosure.Reference;

/// <summary>What an institution in a status may do.</summary>
public enum Permission
{
    /// <summary>It may.</summary>
    Yes,

    /// <summary>It may, unless a decision in the single case says otherwise.</summary>
    UnlessOrdered,

    /// <summary>Only for pupils who are enrolled already.</summary>
    ExistingPupils,

    /// <summary>Only to bring what was begun to its end.</summary>
    WindDown,

    /// <summary>It may not.</summary>
    No,
}

/// <summary>What a status means to the public.</summary>
/// <param name="Zh">Name in Chinese.</param>
/// <param name="En">Name in English.</param>
/// <param name="Published">Whether an institution in this status is public at all.</param>
/// <param name="Tone">How the status is meant.</param>
/// <param name="Recruit">Whether it may recruit.</param>
/// <param name="Teach">Whether it may teach.</param>
/// <param name="AdviceZh">One or two sentences to parents, in Chinese.</param>
/// <param name="AdviceEn">The same in English.</param>
internal sealed record StatusRule(
    string Zh, string En, bool Published, Tone Tone, Permission Recruit, Permission Teach, string AdviceZh, string AdviceEn);
