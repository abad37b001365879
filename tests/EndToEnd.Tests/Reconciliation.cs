using System.Text.Json;
using Oversight.Walkthrough;

namespace Oversight.EndToEnd.Tests;

/// <summary>Compares what every service has of a loop with what was acknowledged to those who walked it.</summary>
internal static class Reconciliation
{
    /// <summary>Everything that does not fit, one sentence each; facts on their way are waited for.</summary>
    public static async Task<List<string>> DifferencesAsync(Cast cast, Traces traces, TimeSpan patience, CancellationToken cancellation)
    {
        var differences = new List<string>();
        void Expect(bool holds, string what)
        {
            if (!holds)
            {
                differences.Add($"{traces.InstitutionId}: {what}");
            }
        }

        var penaltyCase = await cast.Fire.Supervisor.Api.GetAsync($"api/enforcement/v1/cases/{traces.CaseId}", cancellation);
        Expect(penaltyCase.Body.GetProperty("case").GetProperty("state").GetString() == "annulled", "the case is not annulled");
        var cases = await cast.Fire.Supervisor.Api.GetAsync($"api/enforcement/v1/cases?institutionId={traces.InstitutionId}", cancellation);
        Expect(Count(cases.Body) == 1, $"{Count(cases.Body)} cases instead of one");

        var operation = await cast.Education.Supervisor.Api.GetAsync($"api/enforcement/v1/operations/{traces.OperationId}", cancellation);
        Expect(operation.Body.GetProperty("operation").GetProperty("status").GetString() == "closed", "the operation is not closed");
        var timeline = await cast.Education.Supervisor.Api.UntilAsync(
            $"api/enforcement/v1/operations/{traces.OperationId}/timeline?limit=200",
            body => Has(body, "kind", "inspection.concluded") && Has(body, "kind", "rectification.passed")
                && Has(body, "kind", "penalty.annulled"), "the timeline is complete", patience, cancellation);
        Expect(
            Doubled(timeline.Body, "kind", "sourceId", "sourceVersion") is not { } line || Throw(line),
            "a line of the timeline stands twice");
        Expect(Count(timeline.Body, "kind", "inspection.concluded") == 1, "the inspection is in the timeline other than once");

        var visits = await cast.Education.Supervisor.Api.GetAsync(
            $"api/inspection/v1/visits?institutionId={traces.InstitutionId}", cancellation);
        Expect(Count(visits.Body) == 1, $"{Count(visits.Body)} visits instead of one");
        var order = await cast.Fire.Supervisor.Api.GetAsync($"api/inspection/v1/rectifications/{traces.OrderId}", cancellation);
        Expect(order.Body.GetProperty("order").GetProperty("status").GetString() == "passed", "the order has not passed");

        var matter = await cast.ComplaintHandler.Api.GetAsync($"api/complaint/v1/matters/{traces.MatterId}", cancellation);
        Expect(matter.Body.ToString().Contains("\"concluded\"", StringComparison.Ordinal), "the matter is not concluded");

        var facts = await cast.CreditOfficer.Api.UntilAsync(
            $"api/creditfile/v1/institutions/{traces.InstitutionId}/facts?limit=200", body => Count(body, "sourceKind", "penalty") >= 1
                && Count(body, "sourceKind", "inspection") >= 1, "the ledger has the facts",
            patience, cancellation);
        Expect(Doubled(facts.Body, "kind", "sourceId", "sourceVersion") is null, "a credit fact stands twice");

        var record = await cast.Public.GetAsync($"api/disclosure/v1/institutions/{traces.InstitutionId}", cancellation);
        Expect(record.Body.GetProperty("inspections").GetArrayLength() == 1, "the public record has the inspection other than once");
        Expect(record.Body.GetProperty("penalties").GetArrayLength() == 0, "the annulled penalty is still public");
        return differences;
    }

    private static bool Throw(string line) => throw new InvalidOperationException(line);

    private static int Count(JsonElement list) => list.GetProperty("items").GetArrayLength();

    private static int Count(JsonElement list, string member, string value) =>
        list.GetProperty("items").EnumerateArray().Count(i => i.GetProperty(member).GetString() == value);

    private static bool Has(JsonElement list, string member, string value) => Count(list, member, value) > 0;

    private static string? Doubled(JsonElement list, params string[] members) => list.GetProperty("items").EnumerateArray()
        .Select(item => string.Join('|', members.Select(m => item.TryGetProperty(m, out var value) ? value.ToString() : "")))
        .GroupBy(key => key).FirstOrDefault(group => group.Count() > 1)?.Key;
}
