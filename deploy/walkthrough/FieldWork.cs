using System.Security.Cryptography;

namespace Oversight.Walkthrough;

/// <summary>What officers do on site and in the case file, step by step: one call for each act that a person would do.</summary>
public sealed class FieldWork(Cast cast, Journal journal, TimeSpan patience)
{
    /// <summary>A public result category: no problem found, and problems that are still open.</summary>
    public const string NoProblem = "1", ProblemsOpen = "A";

    /// <summary>Plans a visit, has it approved and checks in.</summary>
    /// <param name="institution">Who is inspected.</param>
    /// <param name="kind"><c>daily</c>, <c>special</c> or <c>case</c>.</param>
    /// <param name="departments">Who goes, two officers each; the first leads.</param>
    /// <param name="operation">Joint operation that it belongs to, or null.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Id of the visit.</returns>
    public async Task<string> BeginVisitAsync(
        string institution, string kind, IReadOnlyList<Department> departments, string? operation, CancellationToken cancellation)
    {
        var leader = departments[0].Inspectors[0].Api;
        var planned = await journal.StepAsync(
            $"two officers of each department plan {(departments.Count > 1 ? "one joint visit (综合查一次)" : "a visit")}",
            () => Api.UntilTakenAsync(
                () => leader.PostAsync(
                    "api/inspection/v1/visits",
                    new
                    {
                        institutionId = institution,
                        kind,
                        departments = departments.Select(d => d.Code),
                        officerIds = departments.SelectMany(d => d.Inspectors).Select(i => i.OfficerId),
                        plannedOn = Cast.Today,
                        operationId = operation,
                    },
                    cancellation),
                ".unknown", patience, cancellation));
        var visit = Visit(planned.Id);
        await journal.StepAsync(
            "a supervisor approves it; the notice has an act code (行政行为码)",
            () => departments[0].Supervisor.Api.ActAsync(visit, "approval", new { }, cancellation));
        await journal.StepAsync(
            "check-in with time and place; certificates shown",
            () => leader.ActAsync(visit, "check-in", new { latitude = 30.17, longitude = 121.27, certificatesShown = true }, cancellation));
        return planned.Id;
    }

    /// <summary>Answers items of the checklist.</summary>
    public Task AnswerAsync(string visit, Department by, CancellationToken cancellation, params (string Item, string Result)[] answers) =>
        journal.StepAsync(
            "answers to the checklist",
            () => by.Inspectors[0].Api.ActAsync(
                HttpMethod.Put, Visit(visit), "answers", new { answers = answers.Select(a => new { item = a.Item, result = a.Result }) },
                cancellation));

    /// <summary>Records a finding with a photo.</summary>
    /// <returns>Id of the finding.</returns>
    public async Task<string> FindAsync(
        string visit, Department by, string item, string description, string? violation, CancellationToken cancellation)
    {
        var officer = by.Inspectors[0].Api;
        var photo = Picture.Png(RandomNumberGenerator.GetInt32(int.MaxValue));
        var evidence = await journal.StepAsync("photo evidence, its hash taken at capture", () => officer.PostFileAsync(
            $"{Visit(visit)}/evidence?capturedAt={TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}", photo,
            "image/png", cancellation, ("X-Content-SHA256", Convert.ToHexStringLower(SHA256.HashData(photo)))));
        var finding = await journal.StepAsync(
            "a finding with its evidence",
            () => officer.ActAsync(
                Visit(visit), "findings",
                new { item, description, evidence = new[] { evidence["sha256"] }, correctedOnSite = false, violation }, cancellation));
        return finding["findingId"];
    }

    /// <summary>Concludes a visit in a public result category.</summary>
    public Task ConcludeAsync(string visit, Department leader, string result, CancellationToken cancellation) => journal.StepAsync(
        "conclusion in the public result categories; the party signs",
        () => leader.Inspectors[0].Api.ActAsync(
            Visit(visit), "conclusion", new { results = new[] { result }, signature = new { kind = "signed" } }, cancellation),
        _ => $"{cast.Address}{Visit(visit)}");

    /// <summary>Orders that something be put right.</summary>
    /// <returns>Id of the order.</returns>
    public async Task<string> OrderAsync(string visit, Department by, string finding, CancellationToken cancellation) =>
        (await journal.StepAsync(
            $"{by.Code} orders rectification (责令限期改正)",
            () => by.Inspectors[0].Api.ActAsync(
                Visit(visit), "orders", new { department = by.Code, findingIds = new[] { finding } }, cancellation))).Id;

    /// <summary>The institution reports that it is put right; two officers check again and find it so.</summary>
    public async Task RectifyAsync(string order, Department by, string item, CancellationToken cancellation)
    {
        var record = $"api/inspection/v1/rectifications/{order}";
        await journal.StepAsync(
            "the institution reports that it is put right",
            () => by.Inspectors[0].Api.ActAsync(
                record, "self-report", new { text = "已整改完毕，请复查。", evidence = Array.Empty<string>() }, cancellation));
        await journal.StepAsync(
            "two officers check again; everything is put right (销号)",
            () => by.Inspectors[1].Api.ActAsync(
                record, "rechecks",
                new { officerIds = by.Inspectors.Select(i => i.OfficerId), results = new[] { new { item, passed = true } } },
                cancellation));
    }

    /// <summary>A case from filing to payment: a fine of 30,000 yuan for blocked exits (消防法 第六十条).</summary>
    /// <returns>Id of the case and number of the decision.</returns>
    public async Task<(string Case, string Decision)> FineAsync(
        string institution, string? operation, IReadOnlyList<string> matters, CancellationToken cancellation)
    {
        const int FineFen = 3_000_000;
        var fire = cast.Fire;
        var handler = fire.Inspectors[0].Api;
        var filed = await journal.StepAsync(
            "fire files the case (立案), two handlers",
            () => Api.UntilTakenAsync(
                () => handler.PostAsync(
                    "api/enforcement/v1/cases",
                    new
                    {
                        operationId = operation,
                        institutionId = institution,
                        partyKind = "organisation",
                        acts = new[] { new { violation = "V37", actOn = Cast.Today } },
                        handlers = new[]
                        {
                            new { certificateNumber = fire.Inspectors[0].Certificate, role = "lead" },
                            new { certificateNumber = fire.Inspectors[1].Certificate, role = "assist" }
                        },
                        matterIds = matters,
                    },
                    cancellation),
                "_unknown", patience, cancellation),
            answer => $"{cast.Address}api/enforcement/v1/cases/{answer.Id}");
        var record = $"api/enforcement/v1/cases/{filed.Id}";
        Task<Answer> StepAsync(string step, string act, object body) =>
            journal.StepAsync(step, () => handler.ActAsync(record, act, body, cancellation));
        await StepAsync("investigation ends", "investigation-report", new { facts = "二楼安全出口堵塞，有现场照片为证。" });
        await StepAsync(
            "prior notice: 30,000 yuan (事先告知)", "prior-notice",
            new { kinds = new[] { "fine" }, fineFen = FineFen, confiscatedFen = 0, facts = "堵塞安全出口。" });
        await StepAsync("the party waives its statement in writing", "statement-waiver", new { document = "放弃陈述申辩声明" });
        await StepAsync("decision proposed", "decision-proposal", new { kinds = new[] { "fine" }, fineFen = FineFen, confiscatedFen = 0 });
        var decided = await journal.StepAsync(
            "a supervisor decides (处罚决定)", () => fire.Supervisor.Api.ActAsync(record, "decision", new { }, cancellation));
        await StepAsync("decision and repair notice served together (两书同达)", "service", new { method = "in_person" });
        await StepAsync("the fine is paid", "performance", new { });
        return (filed.Id, decided["decisionNumber"]);
    }

    private static string Visit(string id) => $"api/inspection/v1/visits/{id}";
}
