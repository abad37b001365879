using Oversight.Kernel;

namespace Oversight.Complaint.Matters;

/// <summary>Where a matter stands.</summary>
public enum MatterState
{
    /// <summary>Received; whether it is accepted is not decided (待受理).</summary>
    Received,

    /// <summary>Accepted by a handler (受理).</summary>
    Accepted,

    /// <summary>Not accepted; final (不予受理).</summary>
    Refused,

    /// <summary>A report that another department looks into as a clue (移送线索).</summary>
    Referred,

    /// <summary>A complaint that both sides let mediate (调解).</summary>
    Mediating,

    /// <summary>Ended with an outcome and an answer; final (办结).</summary>
    Concluded,

    /// <summary>Taken back by the person; final (撤回).</summary>
    Withdrawn,
}

/// <summary>What can be done to a matter.</summary>
internal enum MatterAct
{
    Accept,
    Refuse,
    Transfer,
    Refer,
    Mediate,
    Reply,
    Conclude,
    Withdraw,
    Extend,
    Join,
}

/// <summary>
/// Which act is possible in which state of a matter, and where it leads; for which kind it is; and how a matter may end in which state.
/// </summary>
/// <remarks>
/// Source: 消费者权益保护法实施条例 第四十六条 (a refusal tells its reason and other ways; mediation where both sides agree). It does not speak
/// of the other acts.
/// </remarks>
internal static class MatterTable
{
    private static readonly LegalBasis Disputes = new("消费者权益保护法实施条例", "第四十六条", "2024-07-01");

    private static readonly MatterState[] Open = [MatterState.Received, MatterState.Accepted, MatterState.Referred, MatterState.Mediating];
    private static readonly MatterState[] InHand = [MatterState.Accepted, MatterState.Referred, MatterState.Mediating];

    // A report that was referred goes on whether or not its reporter still wants it.
    private static readonly MatterState[] TakenBack = [MatterState.Received, MatterState.Accepted, MatterState.Mediating];

    /// <summary>The table.</summary>
    public static Transitions<MatterState, MatterAct> Rows { get; } = new(
        "complaint.matter", [MatterState.Refused, MatterState.Concluded, MatterState.Withdrawn],
        new(MatterAct.Accept, [MatterState.Received], MatterState.Accepted, Via.Route("AcceptMatter")),
        new(MatterAct.Refuse, [MatterState.Received], MatterState.Refused, Via.Route("RefuseMatter"), Disputes),
        new(MatterAct.Transfer, Open, null, Via.Route("TransferMatter")),
        // Once: a matter that is referred already is not referred again, so one report is one clue.
        new(MatterAct.Refer, [MatterState.Accepted], MatterState.Referred, Via.Route("ReferMatter")),
        new(MatterAct.Mediate, [MatterState.Accepted], MatterState.Mediating, Via.Route("MediateMatter"), Disputes),
        new(MatterAct.Reply, [.. InHand, MatterState.Concluded], null, Via.Route("ReplyToMatter")),
        new(MatterAct.Conclude, InHand, MatterState.Concluded, Via.Route("ConcludeMatter")),
        new(MatterAct.Withdraw, TakenBack, MatterState.Withdrawn, Via.Route("WithdrawMatter")),
        new(MatterAct.Extend, Open, null, Via.Route("ExtendMatter")),
        new(MatterAct.Join, Open, null, Via.Route("JoinMatter")));

    /// <summary>The only kind that an act is for; null if it is for both.</summary>
    public static MatterKind? KindOf(MatterAct act) => act switch
    {
        // 市场监督管理投诉举报处理办法: the kinds are handled apart. A clue asks for punishment, mediation for an own dispute.
        MatterAct.Refer => MatterKind.Report,
        MatterAct.Mediate => MatterKind.Complaint,
        _ => null,
    };

    /// <summary>Whether a matter that can be concluded in a state can have an outcome there.</summary>
    public static bool AllowsOutcome(MatterState state, MatterOutcome outcome) => outcome switch
    {
        MatterOutcome.Substantiated or MatterOutcome.Unsubstantiated => state is MatterState.Accepted or MatterState.Referred,
        MatterOutcome.Mediated or MatterOutcome.MediationEnded => state is MatterState.Mediating,
        MatterOutcome.Transferred => true,

        // The person's own act leads to it, never a conclusion.
        _ => false,
    };
}
