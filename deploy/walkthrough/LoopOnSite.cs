using System.Security.Cryptography;

namespace Oversight.Walkthrough;

/// <content>The part of the loop on site and in the case file.</content>
public sealed partial class Loop
{
    private async Task<(string Visit, string Order)> VisitAsync(string institution, string operation, CancellationToken cancellation)
    {
        var (education, fire, market) = (cast.Education, cast.Fire, cast.Market);
        var leader = education.Inspectors[0].Api;
        var planned = await journal.StepAsync(
            "two officers of each department plan one joint visit (综合查一次)",
            () => Api.UntilTakenAsync(
                () => leader.PostAsync(
                    "api/inspection/v1/visits",
                    new
                    {
                        institutionId = institution,
                        kind = "case",
                        departments = Departments,
                        officerIds = new[] { education, fire, market }.SelectMany(d => d.Inspectors).Select(i => i.OfficerId),
                        plannedOn = Cast.Today,
                        operationId = operation,
                    },
                    cancellation),
                "inspection.operation.unknown", patience, cancellation));
        var visit = $"api/inspection/v1/visits/{planned.Id}";
        await journal.StepAsync("a supervisor approves it; the notice has an act code (行政行为码)", () => education.Supervisor.Api.ActAsync(visit, "approval", new { }, cancellation));
        await journal.StepAsync("check-in with time and place; certificates shown", () => leader.ActAsync(visit, "check-in", new { latitude = 30.17, longitude = 121.27, certificatesShown = true }, cancellation));
        var photo = Picture.Png(RandomNumberGenerator.GetInt32(int.MaxValue));
        var evidence = await journal.StepAsync("photo evidence, its hash taken at capture", () => leader.PostFileAsync(
            $"{visit}/evidence?capturedAt={TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}", photo, "image/png", cancellation,
            ("X-Content-SHA256", Convert.ToHexStringLower(SHA256.HashData(photo)))));
        var finding = await journal.StepAsync("answers and findings", async () =>
        {
            await leader.ActAsync(HttpMethod.Put, visit, "answers", new { answers = new[] { new { item = "F05", result = "fail" }, new { item = "E01", result = "pass" } } }, cancellation);
            return await leader.ActAsync(
                visit, "findings", new { item = "F05", description = "二楼安全出口被货架堵塞。", evidence = new[] { evidence["sha256"] }, correctedOnSite = false, violation = "V37" }, cancellation);
        });
        await journal.StepAsync(
            "conclusion in the public result categories; the party signs",
            () => leader.ActAsync(visit, "conclusion", new { results = new[] { "A" }, signature = new { kind = "signed" } }, cancellation));
        var order = await journal.StepAsync(
            "fire orders rectification (责令限期改正)",
            () => fire.Inspectors[0].Api.ActAsync(visit, "orders", new { department = "fire", findingIds = new[] { finding["findingId"] } }, cancellation));
        return (planned.Id, order.Id);
    }

    private async Task RectifyAsync(string visit, string order, CancellationToken cancellation)
    {
        var record = $"api/inspection/v1/rectifications/{order}";
        var inspectors = cast.Fire.Inspectors;
        await journal.StepAsync(
            "the institution reports itself that it is put right", () => inspectors[0].Api.ActAsync(record, "self-report", new { text = "货架已清除，出口畅通。", evidence = Array.Empty<string>() }, cancellation));
        await journal.StepAsync(
            "two officers check again; everything is put right (销号)",
            () => inspectors[1].Api.ActAsync(
                record, "rechecks", new { officerIds = inspectors.Select(i => i.OfficerId), results = new[] { new { item = "F05", passed = true } } }, cancellation),
            _ => $"{cast.Address}api/inspection/v1/visits/{visit}");
    }

    private async Task<(string Case, string Decision)> PunishAsync(string institution, string operation, string matter, CancellationToken cancellation)
    {
        var fire = cast.Fire;
        var handler = fire.Inspectors[0].Api;
        var filed = await journal.StepAsync(
            "fire files the case (立案), two handlers",
            () => Api.UntilTakenAsync(() => handler.PostAsync(
                "api/enforcement/v1/cases",
                new
                {
                    operationId = operation,
                    institutionId = institution,
                    partyKind = "organisation",
                    acts = new[] { new { violation = "V37", actOn = Cast.Today } },
                    handlers = new[] { new { certificateNumber = fire.Inspectors[0].Certificate, role = "lead" }, new { certificateNumber = fire.Inspectors[1].Certificate, role = "assist" } },
                    matterIds = new[] { matter },
                },
                cancellation), "handler_unknown", patience, cancellation),
            answer => $"{cast.Address}api/enforcement/v1/cases/{answer.Id}");
        var record = $"api/enforcement/v1/cases/{filed.Id}";
        Task<Answer> Officer(string step, string act, object body) => journal.StepAsync(step, () => handler.ActAsync(record, act, body, cancellation));
        await Officer("investigation ends", "investigation-report", new { facts = "二楼安全出口堵塞，有现场照片为证。" });
        await Officer("prior notice: 30,000 yuan (事先告知)", "prior-notice", new { kinds = new[] { "fine" }, fineFen = 3_000_000, confiscatedFen = 0, facts = "堵塞安全出口。" });
        await Officer("the party waives its statement in writing", "statement-waiver", new { document = "放弃陈述申辩声明" });
        await Officer("decision proposed", "decision-proposal", new { kinds = new[] { "fine" }, fineFen = 3_000_000, confiscatedFen = 0 });
        var decided = await journal.StepAsync("a supervisor decides (处罚决定)", () => fire.Supervisor.Api.ActAsync(record, "decision", new { }, cancellation));
        await Officer("decision and repair notice served together (两书同达)", "service", new { method = "in_person" });
        await Officer("the fine is paid", "performance", new { });
        return (filed.Id, decided["decisionNumber"]);
    }
}
