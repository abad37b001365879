using System.Globalization;
using System.Text;
using Oversight.Enforcement.Cases;
using Oversight.Kernel;

namespace Oversight.Enforcement.Penalties;

/// <summary>What the decision document needs beside the case.</summary>
/// <param name="PartyName">The party by its real name.</param>
/// <param name="PartyAddress">Its address, or null.</param>
/// <param name="Facts">Facts and evidence in clear.</param>
/// <param name="PayDueOn">Last day of payment; null before the service or while its calendar is missing.</param>
/// <param name="Term">The statutory term of a key on the day of the decision, or null where none is loaded.</param>
internal sealed record DocumentParts(
    string PartyName, string? PartyAddress, string Facts, DateOnly? PayDueOn, Func<string, LegalTerm?> Term);

/// <summary>
/// The decision (行政处罚决定书) with everything that Article 59 demands, and the notice of credit repair that goes with it
/// (两书同达). Markdown in the language of the law; the seal is put on the printed copy.
/// </summary>
internal static class DecisionDocument
{
    /// <summary>Writes the document of a decided case.</summary>
    public static string Write(Case file, DocumentParts parts, PenaltyRules rules)
    {
        // Names, terms and rules are those of the day of the decision: a newer version of a pack does not change what is printed again.
        var (day, place) = (file.DecidedOn!.Value, DivisionCode.FromStored(file.Division));
        var authority = rules.Authority(file.Department, day, place);
        var measure = file.Proposal!;
        var text = new StringBuilder();
        Line(text, $"# {authority.Zh}{(file.Simplified ? "当场行政处罚决定书" : "行政处罚决定书")}");
        Line(text, file.DecisionNumber!);
        if (authority.IsProposed)
        {
            Line(text, "> 机关名称和行政复议机关按行政区划拟用，尚未经本机关确认。在规则包 authorities 中填写本地名称后，本提示不再出现。");
        }

        Line(text, "## 一、当事人");
        Line(text, $"名称（姓名）：{parts.PartyName}");
        Line(text, $"统一社会信用代码：{file.CreditCode ?? "无"}");
        Line(text, $"地址：{parts.PartyAddress ?? "—"}");
        Line(text, "## 二、违反法律、法规、规章的事实和证据");
        Line(text, parts.Facts);
        foreach (var act in file.Acts.OrderBy(a => a.Ordinal))
        {
            Line(
                text,
                $"- {act.Violation} {Title(act, rules)}，行为日期 {Day(act.ActOn)}{(act.Place is null ? "" : $"，地点 {act.Place}")}；违反 "
                    + $"{Duty(act, rules)}。");
        }

        Line(text, "## 三、行政处罚的种类和依据");
        Line(text, $"依据：{string.Join("；", file.Acts.Select(a => $"《{a.Law}》{a.Article}").Distinct())}。");
        if (file.Acts.Any(a => a.IsMilder))
        {
            Line(
                text,
                $"依照《{PenaltyErrors.Law}》第三十七条（从旧兼从轻），适用处罚较轻的新规定："
                    + $"{string.Join("；", file.Acts.Where(a => a.IsMilder).Select(a => a.AppliedRule))}。");
        }

        Line(text, $"决定给予：{string.Join("、", measure.Kinds.Select(k => Imposed(k, measure, rules, day)))}。");
        Line(text, "## 四、履行方式和期限");
        Line(text, Performance(file, measure, parts, rules));
        Line(text, "## 五、申请行政复议、提起行政诉讼的途径和期限");
        Line(text, Remedies(file, authority, parts));
        Line(text, "## 六、作出决定的行政机关");
        Line(text, $"{authority.Zh}（{file.Division}）　　{Day(day)}　　（印章）");
        Line(text, "---");
        Repair(text, file, parts);
        return text.ToString();
    }

    private static string Imposed(string kind, Measure measure, PenaltyRules rules, DateOnly day) => kind switch
    {
        Measure.Fine => $"罚款 {new Money(measure.FineFen).ToYuanText()} 元",
        Measure.Confiscation => $"没收违法所得 {new Money(measure.ConfiscatedFen).ToYuanText()} 元",
        _ => rules.KindZh(kind, day),
    };

    private static string Performance(Case file, Measure measure, DocumentParts parts, PenaltyRules rules)
    {
        if (measure.FineFen + measure.ConfiscatedFen == 0)
        {
            return "自收到本决定书之日起执行。";
        }

        var term = parts.Term("penalty.pay");
        var pay = $"自收到本决定书之日起{(term is null ? "法定期限" : Length(term))}内{(parts.PayDueOn is { } due ? $"（至 {Day(due)}）" : "")}";
        var late = rules.LateFine(file.DecidedOn!.Value) is { } rule
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"到期不缴纳罚款的，每日按罚款数额的百分之{rule.Values.PercentPerDay}加处罚款，加处罚款的数额不超出罚款的数额（《{rule.Basis.Law}》{rule.Basis.Article}）。")
            : "";
        return $"{pay}到指定的银行或者通过电子支付系统缴纳（《{PenaltyErrors.Law}》第六十七条）。确有经济困难的，可以申请延期或者分期缴纳（第六十六条）。{late}";
    }

    private static string Remedies(Case file, Authority authority, DocumentParts parts)
    {
        var review = parts.Term("review.apply") is { } r
            ? $"自知道本决定之日起{Length(r)}内向{authority.ReviewBody}申请行政复议（《{r.Basis.Law}》{r.Basis.Article}）" : $"向{authority.ReviewBody}申请行政复议";
        var suit = parts.Term("suit.direct") is { } s
            ? $"自知道本决定之日起{Length(s)}内向人民法院提起行政诉讼（《{s.Basis.Law}》{s.Basis.Article}）" : "向人民法院提起行政诉讼";
        // 行政复议法 第二十三条: a decision on the spot goes to review before it can go to court; any other may go to either.
        return file.Simplified
            ? $"不服本决定的，应当先{review}；对行政复议决定不服的，可以依法向人民法院提起行政诉讼（《行政复议法》第二十三条）。"
            : $"不服本决定的，可以{review}，也可以{suit}。";
    }

    // 两书同达: the notice of credit repair goes out with the decision.
    private static void Repair(StringBuilder text, Case file, DocumentParts parts)
    {
        Line(text, "# 行政处罚信息信用修复告知书");
        Line(text, $"本决定（{file.DecisionNumber}）所涉失信行为的类别为：{file.CreditClass switch { "serious" => "严重", "general" => "一般", _ => "轻微" }}。");
        var (least, most) = (Until(parts, $"credit.{file.CreditClass}_min"), Until(parts, $"credit.{file.CreditClass}_max"));
        Line(text, file.CreditClass == "minor"
            ? $"原则上不公示；确需公示的，不超过{most}。法定义务履行完毕即可申请信用修复。"
            : $"公示期最短{least}，最长{most}；满最短公示期，纠正失信行为、履行义务并作出信用承诺的，可以申请信用修复。");
        Line(text, "申请途径：通过“信用中国”网站或者政务服务大厅窗口申请，不收取费用（《信用修复管理办法》，国家发展改革委令第36号）。");
    }

    private static string Title(CaseAct act, PenaltyRules rules) => rules.Recorded(act.AppliedRule ?? act.Rule)?.Values.Zh ?? "";

    // By the recorded rule and not the applied one: a milder law (第三十七条) replaces the penalty norm, not the duty that was broken.
    private static string Duty(CaseAct act, PenaltyRules rules) => rules.Recorded(act.Rule) is { } rule
        ? $"《{rule.Values.Duty.Law}》{rule.Values.Duty.Article}" : act.Rule;

    private static string Until(DocumentParts parts, string key) => parts.Term(key) is { } term ? Length(term) : "规定的期限";

    private static string Length(LegalTerm term) => string.Create(
        CultureInfo.InvariantCulture,
        $"{term.Amount}{term.Unit switch { TermUnit.WorkingDay => "个工作日", TermUnit.Month => "个月", TermUnit.Year => "年", _ => "日" }}");

    private static string Day(DateOnly day) => day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\n\n");
}
