using Oversight.Kernel;

namespace Oversight.Enforcement.Referrals;

/// <summary>Where a clue stands between the departments (移送).</summary>
internal enum ClueState
{
    /// <summary>Sent to a department that has not answered yet (已移送).</summary>
    Sent,

    /// <summary>The department looks into it (受理).</summary>
    Accepted,

    /// <summary>The department holds that it is not its duty; whoever sent it passes it on or objects (退回).</summary>
    Returned,

    /// <summary>The departments do not agree whose duty it is; a third one decides (异议, 待裁决).</summary>
    Objected,

    /// <summary>It has come to its end; final (办结).</summary>
    Concluded,
}

/// <summary>What can be done with a clue.</summary>
internal enum ClueAct
{
    /// <summary>The department takes it.</summary>
    Accept,

    /// <summary>The department gives it back with reasons.</summary>
    Return,

    /// <summary>One of the two departments objects with reasons.</summary>
    Object,

    /// <summary>A third department decides whose it is.</summary>
    Arbitrate,

    /// <summary>It is passed on to another department.</summary>
    Transfer,

    /// <summary>An officer is named for it.</summary>
    Assign,

    /// <summary>The department ends it.</summary>
    Conclude,

    /// <summary>It goes into a joint operation and so ends.</summary>
    Join,

    /// <summary>An officer suspects a crime.</summary>
    Suspect,

    /// <summary>The head approves that it goes to the police.</summary>
    ApprovePolice,

    /// <summary>The file was handed to the police.</summary>
    HandToPolice,

    /// <summary>Its source tells of the same thing once more.</summary>
    Repeat,

    /// <summary>The term of its state has passed.</summary>
    Expire,

    /// <summary>The hours for the police have passed.</summary>
    MissPolice,
}

/// <summary>
/// Which act is possible in which state, and where it leads. One table, so that it can be read and tested as one.
/// </summary>
/// <remarks>Source: 浙江省综合行政执法条例 第十一、十八条.</remarks>
internal static class ClueTable
{
    private static readonly LegalBasis Transfers = new("浙江省综合行政执法条例", "第十八条", "2022-01-01");
    private static readonly ClueState[] Open = [ClueState.Sent, ClueState.Accepted, ClueState.Returned, ClueState.Objected];

    /// <summary>The table.</summary>
    public static Transitions<ClueState, ClueAct> Rows { get; } = new(
        "enforcement.clue", [ClueState.Concluded],
        Row(ClueAct.Accept, [ClueState.Sent], ClueState.Accepted, Via.Route("AcceptClue")),
        Row(ClueAct.Return, [ClueState.Sent], ClueState.Returned, Via.Route("ReturnClue")),
        Row(ClueAct.Object, [ClueState.Sent, ClueState.Returned], ClueState.Objected, Via.Route("ObjectToClue")),
        // To Accepted and not to Sent: the decision is final, so there is nothing left to answer (行政处罚法 第二十五条).
        Row(ClueAct.Arbitrate, [ClueState.Objected], ClueState.Accepted, Via.Route("ArbitrateClue")),
        Row(ClueAct.Transfer, [ClueState.Sent, ClueState.Accepted, ClueState.Returned], ClueState.Sent, Via.Route("TransferClue")),
        Row(ClueAct.Assign, [ClueState.Sent, ClueState.Accepted, ClueState.Returned], null, Via.Route("AssignClue")),
        Row(ClueAct.Conclude, [ClueState.Accepted], ClueState.Concluded, Via.Route("ConcludeClue")),
        Row(ClueAct.Join, [ClueState.Sent, ClueState.Accepted], ClueState.Concluded, Via.Route("OpenOperation")),
        // 行政处罚法 第二十七条. The three steps leave the state alone: the department goes on with its own part of the clue.
        Row(ClueAct.Suspect, [ClueState.Accepted], null, Via.Route("SuspectCrime")),
        Row(ClueAct.ApprovePolice, [ClueState.Accepted], null, Via.Route("ApprovePolice")),
        Row(ClueAct.HandToPolice, [ClueState.Accepted], null, Via.Route("HandToPolice")),
        Row(ClueAct.Repeat, Open, null, Via.Fact("MatterReferred")),
        Row(ClueAct.Expire, Open, null, Via.Date("clue.accept")),
        Row(ClueAct.MissPolice, Open, null, Via.Date("clue.police_due")));

    private static Transition<ClueState, ClueAct> Row(ClueAct act, ClueState[] from, ClueState? to, Via via) =>
        new(act, from, to, via, Transfers);
}
