using System.Diagnostics;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile;
using Oversight.Persistence;
using Oversight.Testing;
using RabbitMQ.Client;

namespace Oversight.Benchmarks;

/// <summary>
/// Facts per second through the inbox of the real credit file: each goes into the ledger and rates its institution again.
/// </summary>
internal static class LedgerBenchmark
{
    private const int Institutions = 500;
    private static readonly Ground Law = new("民办教育促进法", "第六十二条");
    private static readonly DateTime At = new(2026, 11, 1, 2, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Day = new(2026, 11, 1);

    public static async Task<double> RunAsync(string address, DatabaseLocation from, DatabaseLocation to, int facts)
    {
        Report.Say($"credit ledger, {to.Provider} …");
        var ids = Enumerable.Range(0, Institutions).Select(_ => Guid.CreateVersion7()).ToList();
        var sender = Boxes.NewHost(address, from, host => host.AddMeter(takes: false));
        await Boxes.CreateAsync(sender, from);
        await HearAsync(address, "Oversight.Contracts.CreditFile.V1:RatingChanged");
        await Boxes.MigrateAsync(address, to, host => host.AddCreditFile());
        var first = Boxes.NewHost(address, to, host => host.AddCreditFile());
        await Boxes.ListenAsync(first);
        await Boxes.FillAsync(sender, ids.Select(id => (Registered(id), id, 1L)));
        await sender.StartAsync();
        await Boxes.UntilTakenAsync(to, 2 * Institutions, Stopwatch.GetTimestamp()); // The register's copy and the ledger.
        await first.StopAsync();

        await Boxes.FillAsync(
            sender, Enumerable.Range(0, facts).Select(i => (Concluded(ids[i % Institutions]), Guid.CreateVersion7(), 1L)));
        await Boxes.UntilSentAsync(from, Institutions + facts, Stopwatch.GetTimestamp());
        await sender.StopAsync();

        var ledger = Boxes.NewHost(address, to, host => host.AddCreditFile());
        var begun = Stopwatch.GetTimestamp();
        await ledger.StartAsync();
        var took = await Boxes.UntilTakenAsync(to, (2 * Institutions) + facts, begun);
        await ledger.StopAsync();
        return facts / took.TotalSeconds;
    }

    // A fact that no queue hears is held back and tried again; elsewhere the public record hears this one.
    private static async Task HearAsync(string address, string exchange)
    {
        await using var connection = await RabbitMqBroker.ConnectAsync(address);
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, "fanout", durable: true);
        await channel.QueueDeclareAsync(
            "heard", durable: true, exclusive: false, autoDelete: false,
            arguments: new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync("heard", exchange, "");
    }

    private static InstitutionRegistered Registered(Guid id) => new(
        new InstitutionState(
            id, 1, "慈溪市试验幼儿园", null, "K1", "non_profit", "ACTIVE", "330282", "慈溪市试验路 1 号", "教民133028260000018号", "慈溪市教育局", null, null,
            null), At, Day, Law, "registrar");

    private static InspectionConcluded Concluded(Guid institution) => new(
        Guid.CreateVersion7(), 4, new Party(institution, "慈溪市试验幼儿园", null, "330282", null, PartyEntries.Institution), "daily",
        ["education", "fire"], Day, Day, ["problems_found"],
        [new InspectionFinding(Guid.CreateVersion7(), "F03", "fire", "medium", Law, CorrectedOnSite: false, null, [])], null,
        "fire@2026", null, At);
}
