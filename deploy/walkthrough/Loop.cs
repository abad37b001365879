using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Oversight.Walkthrough;

/// <summary>What a loop left behind, as it was acknowledged: a reconciliation compares the ledgers with it.</summary>
/// <param name="InstitutionId">The institution.</param>
/// <param name="TrackingCode">The parent's code.</param>
/// <param name="MatterId">Matter in Complaint.</param>
/// <param name="ClueId">Clue in Enforcement.</param>
/// <param name="OperationId">Joint operation in Enforcement.</param>
/// <param name="VisitId">Visit in Inspection.</param>
/// <param name="OrderId">Rectification order in Inspection.</param>
/// <param name="CaseId">Case in Enforcement.</param>
/// <param name="DecisionNumber">Number of the decision.</param>
/// <param name="Annulled">Whether the penalty was annulled in the end.</param>
public sealed record Traces(
    string InstitutionId, string TrackingCode, string MatterId, string ClueId, string OperationId, string VisitId, string OrderId,
    string CaseId, string DecisionNumber, bool Annulled);

/// <summary>
/// One closed loop on a real deployment: a parent complains about a fire hazard on an unlicensed site and early recruitment; education,
/// fire and market regulation act together; what they find is put right and punished; the rating falls, the public page shows
/// it; then the penalty is annulled on review, and page and rating follow.
/// </summary>
public sealed class Loop(Cast cast, Journal journal, TimeSpan patience)
{
    private static readonly string[] Departments = ["education", "fire", "market"];
    private readonly FieldWork _work = new(cast, journal, patience);

    /// <summary>Runs the loop on one institution of the cast's division.</summary>
    /// <exception cref="RefusedException">The platform refused a step.</exception>
    /// <exception cref="TimeoutException">A fact did not arrive.</exception>
    public async Task<Traces> RunAsync(string institution, CancellationToken cancellation)
    {
        var before = await cast.Public.GetAsync(PageOf(institution), cancellation);

        var (code, matter) = await ComplainAsync(institution, cancellation);
        var clue = await TriageAsync(matter, cancellation);
        var (operation, tasks) = await OpenOperationAsync(clue, cancellation);
        var (visit, order) = await VisitAsync(institution, operation, cancellation);
        await _work.RectifyAsync(order, cast.Fire, "F05", cancellation);
        var (penaltyCase, decision) = await _work.FineAsync(institution, operation, [matter], cancellation);
        await ReportTasksAsync(tasks, cancellation);
        await CloseOperationAsync(operation, cancellation);
        await AnswerParentAsync(matter, code, cancellation);
        await SeePublicAsync(institution, before, decision, cancellation);
        await AnnulAsync(institution, penaltyCase, decision, cancellation);
        return new Traces(institution, code, matter, clue, operation, visit, order, penaltyCase, decision, Annulled: true);
    }

    private async Task<(string Code, string Matter)> ComplainAsync(string institution, CancellationToken cancellation)
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var intake = await journal.StepAsync(
            "a parent reports a fire hazard and early recruitment (举报)",
            () => cast.Public.PostAsync(
                "api/complaint/v1/public/complaints",
                new
                {
                    wants = new[] { "report" },
                    category = "early_recruitment",
                    institutionId = institution,
                    text = $"该机构在未经许可的场所招收学生，安全出口堵塞，并且提前招生。编号 {mark}",
                    anonymous = false,
                    name = "演示家长",
                    phone = "13800000000",
                },
                cancellation),
            answer => $"{cast.Address}complaints/track with {answer["trackingCode"]}");
        var code = intake["trackingCode"];
        var matters = await cast.ComplaintHandler.Api.UntilAsync(
            $"api/complaint/v1/matters?institutionId={institution}&state=received&limit=200",
            body => body.GetProperty("items").GetArrayLength() > 0, "the handler sees the matter", patience, cancellation);
        return (code, matters.Body.GetProperty("items").EnumerateArray().Last().GetProperty("id").GetString()!);
    }

    private async Task<string> TriageAsync(string matter, CancellationToken cancellation)
    {
        var record = $"api/complaint/v1/matters/{matter}";
        await journal.StepAsync(
            "triage: the handler accepts the report (受理)",
            () => cast.ComplaintHandler.Api.ActAsync(record, "acceptance", new { }, cancellation));
        await journal.StepAsync(
            "the handler refers it as a clue, in own words (线索移送)",
            () => cast.ComplaintHandler.Api.ActAsync(
                record, "referral",
                new { summary = "群众反映该机构安全出口堵塞，在许可场所以外招生。", department = "education", violations = new[] { "V37", "V15" } }, cancellation));
        var clue = await journal.StepAsync("the clue reaches enforcement", async () =>
        {
            var clues = await cast.Education.CaseOfficer.Api.UntilAsync(
                $"api/enforcement/v1/clues?source=complaint&sourceId={matter}", body => body.GetProperty("items").GetArrayLength() > 0,
                "the clue is there", patience, cancellation);
            return clues.Body.GetProperty("items")[0].GetProperty("id").GetString()!;
        });
        await cast.Education.CaseOfficer.Api.ActAsync($"api/enforcement/v1/clues/{clue}", "acceptance", new { }, cancellation);
        return clue;
    }

    private async Task<(string Operation, Dictionary<string, string> Tasks)> OpenOperationAsync(string clue, CancellationToken cancellation)
    {
        var due = Cast.Today.AddDays(10);
        var operation = await journal.StepAsync(
            "education opens a joint operation with fire and market regulation (联合执法)",
            () => cast.Education.CaseOfficer.Api.PostAsync(
                "api/enforcement/v1/operations",
                new
                {
                    clueIds = new[] { clue },
                    title = "消防隐患和提前招生联合检查",
                    leadDepartment = "education",
                    tasks = Departments.Select(department => new { department, subject = $"{department}: 联合检查并反馈结果", dueOn = due }),
                },
                cancellation),
            answer => $"{cast.Address}api/enforcement/v1/operations/{answer.Id}");
        var opened = await cast.Education.CaseOfficer.Api.GetAsync($"api/enforcement/v1/operations/{operation.Id}", cancellation);
        var tasks = opened.Body.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("task"))
            .ToDictionary(t => t.GetProperty("department").GetString()!, t => t.GetProperty("id").GetString()!);
        await journal.StepAsync("every department accepts its task; fire by its own system", async () =>
        {
            await cast.Education.CaseOfficer.Api.ActAsync(
                $"api/enforcement/v1/tasks/{tasks["education"]}", "acceptance", new { }, cancellation);
            await cast.FireSystem.Api.ActAsync($"api/enforcement/v1/tasks/{tasks["fire"]}", "acceptance", new { }, cancellation);
            return await cast.Market.CaseOfficer.Api.ActAsync(
                $"api/enforcement/v1/tasks/{tasks["market"]}", "acceptance", new { }, cancellation);
        });
        return (operation.Id, tasks);
    }

    private async Task<(string Visit, string Order)> VisitAsync(string institution, string operation, CancellationToken cancellation)
    {
        var visit = await _work.BeginVisitAsync(institution, "case", [cast.Education, cast.Fire, cast.Market], operation, cancellation);
        await _work.AnswerAsync(visit, cast.Education, cancellation, ("F05", "fail"), ("E01", "pass"));
        var finding = await _work.FindAsync(visit, cast.Education, "F05", "二楼安全出口被货架堵塞。", "V37", cancellation);
        await _work.ConcludeAsync(visit, cast.Education, FieldWork.ProblemsOpen, cancellation);
        return (visit, await _work.OrderAsync(visit, cast.Fire, finding, cancellation));
    }

    private async Task ReportTasksAsync(Dictionary<string, string> tasks, CancellationToken cancellation) =>
        await journal.StepAsync("every department reports its result", async () =>
        {
            await cast.Education.CaseOfficer.Api.ActAsync(
                $"api/enforcement/v1/tasks/{tasks["education"]}", "result",
                new { result = "rectified", summary = "提前招生已停止。", attachments = Array.Empty<string>() }, cancellation);
            await cast.FireSystem.Api.ActAsync(
                $"api/enforcement/v1/tasks/{tasks["fire"]}", "result",
                new { result = "violation_found", summary = "已依法处罚，隐患已消除。", attachments = Array.Empty<string>() }, cancellation);
            return await cast.Market.CaseOfficer.Api.ActAsync(
                $"api/enforcement/v1/tasks/{tasks["market"]}", "result",
                new { result = "no_violation", summary = "未发现违法行为。", attachments = Array.Empty<string>() }, cancellation);
        });

    private Task CloseOperationAsync(string operation, CancellationToken cancellation) => journal.StepAsync(
        "a supervisor who did not open it closes the operation",
        () => cast.Education.Supervisor.Api.ActAsync(
            $"api/enforcement/v1/operations/{operation}", "closure", new { outcome = "penalised", reason = "各部门任务均已办结。" }, cancellation));

    private async Task AnswerParentAsync(string matter, string code, CancellationToken cancellation)
    {
        await journal.StepAsync(
            "the handler concludes the report and answers the parent",
            () => cast.ComplaintHandler.Api.ActAsync(
                $"api/complaint/v1/matters/{matter}", "conclusion", new { outcome = "substantiated", reply = "经联合检查，您反映的问题属实，已责令改正并依法处罚。" },
                cancellation));
        await journal.StepAsync("the parent follows it by the code and says how satisfied", async () =>
        {
            var tracked = await cast.Public.GetAsync("api/complaint/v1/public/tracking", cancellation, ("Tracking-Code", code));
            return tracked.Body.ToString().Contains("concluded", StringComparison.Ordinal)
                ? await cast.Public.PostAsync(
                    "api/complaint/v1/public/satisfaction", new { response = 5, solved = 5, satisfied = 4 }, cancellation,
                    ("Tracking-Code", code))
                : throw new InvalidOperationException($"The tracking does not say that it is concluded: {tracked.Body}");
        });
    }

    private async Task SeePublicAsync(string institution, Answer before, string decision, CancellationToken cancellation)
    {
        await journal.StepAsync(
            "the rating falls, and the public page shows result, penalty, rating and the end of publication",
            () => FollowsAsync(
                institution, (record, file) => Shows(record, decision) && Counts(file) && Points(record) < Points(before.Body),
                "the public record shows penalty and lower rating", cancellation),
            _ => $"{cast.Address}institutions/{institution}");
        var html = await cast.Public.PageAsync($"institutions/{institution}", cancellation);
        if (!html.Contains(decision, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The public page does not show the decision.");
        }
    }

    private async Task AnnulAsync(string institution, string penaltyCase, string decision, CancellationToken cancellation)
    {
        await journal.StepAsync(
            "the penalty is annulled on review (行政复议撤销)",
            () => cast.Fire.SecondSupervisor.Api.ActAsync(
                $"api/enforcement/v1/cases/{penaltyCase}", "annulment",
                new { ground = new { law = "行政复议法", article = "第六十四条" }, reason = "复议机关撤销原处罚决定。", annulledOn = Cast.Today }, cancellation));
        await journal.StepAsync(
            "page and rating follow",
            () => FollowsAsync(
                institution, (record, file) => !Shows(record, decision) && !Counts(file), "the penalty is gone and counts no longer",
                cancellation));
    }

    // Facts of several departments reach the credit file in any order, and each moves the points. What can be waited for is that the file
    // is as wanted and the public record says the same as the file; points of an earlier moment prove nothing.
    private async Task<Answer> FollowsAsync(
        string institution, Func<JsonElement, JsonElement, bool> wanted, string what, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var wait = 20; ; wait = Math.Min(wait * 2, 1000))
        {
            var file = await cast.CreditOfficer.Api.FindAsync($"api/creditfile/v1/institutions/{institution}/rating", cancellation);
            var record = await cast.Public.GetAsync(PageOf(institution), cancellation);
            if (file is not null && wanted(record.Body, file.Body) && Points(record.Body) == Points(file.Body))
            {
                return record;
            }

            if (Stopwatch.GetElapsedTime(begun) > patience)
            {
                throw new TimeoutException(
                    $"After {patience.TotalSeconds:0} s still not: {what}. The record says {record.Body}, the file {file?.Body}");
            }

            await Task.Delay(wait, cancellation);
        }
    }

    private static string PageOf(string institution) => $"api/disclosure/v1/institutions/{institution}";

    // Whether a penalty takes points.
    private static bool Counts(JsonElement file) =>
        file.GetProperty("rating").GetProperty("lines").EnumerateArray()
            .Any(line => line.GetProperty("sourceKind").GetString() == "penalty");

    private static bool Shows(JsonElement record, string decision) =>
        record.GetProperty("penalties").EnumerateArray().Any(p => p.GetProperty("decisionNumber").GetString() == decision);

    private static int Points(JsonElement record) => record.GetProperty("rating") is { ValueKind: JsonValueKind.Object } rating
        ? rating.GetProperty("points").GetInt32() : 1000;
}
