using Oversight.Complaint.Reference;

namespace Oversight.Complaint.Matters;

/// <summary>Which clocks of the shared table run for which matter; their lengths are the table's.</summary>
internal static class MatterClocks
{
    // By the general rows of the table: 消费者权益保护法 第四十六条 (accept) and its 实施条例 第四十六条 (mediate), 行政处罚法 第五十四条 (verify, tell),
    // 信访工作条例 第二十三条 (tell receipt) and 第三十四条 (finish).
    public const string AcceptComplaint = "complaint.accept", Mediate = "complaint.mediate", VerifyReport = "report.verify",
        TellFiling = "report.tell_filing",
        TellReceipt = "petition.tell_receipt", FinishPetition = "petition.finish";

    /// <summary>Every clock that a matter can have.</summary>
    public static readonly IReadOnlyList<string> All = [AcceptComplaint, Mediate, VerifyReport, TellFiling, TellReceipt, FinishPetition];

    /// <summary>The clock that starts on the day of receipt.</summary>
    public static string OnReceipt(MatterKind kind, string channel) =>
        channel == Channels.Petition ? TellReceipt : kind == MatterKind.Complaint ? AcceptComplaint : VerifyReport;

    /// <summary>The clock that starts on the day of acceptance, or null.</summary>
    public static string? OnAcceptance(Matter matter) =>
        matter.Channel == Channels.Petition ? FinishPetition : matter.Kind == MatterKind.Complaint ? Mediate : null;

    /// <summary>The clock that acceptance stops, or null: the verification of a report runs until it is decided whether to file.</summary>
    public static string? StoppedByAcceptance(Matter matter) => OnReceipt(matter.Kind, matter.Channel) is var key
        && key == VerifyReport ? null : key;
}
