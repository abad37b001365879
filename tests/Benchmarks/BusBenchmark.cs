using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Oversight.Benchmarks.Contracts.V1;
using Oversight.Persistence;
using Oversight.Testing;

namespace Oversight.Benchmarks;

/// <summary>
/// Messages per second from rows in the outbox to effects committed with their inbox rows, beside MassTransit alone with the same
/// message on the same broker: quorum queue, publisher confirms, 64 in flight, a consumer that only counts.
/// </summary>
internal static class BusBenchmark
{
    private const int Meters = 1_000;
    private static readonly string Note = new('x', 900);

    public static async Task RunAsync(int messages)
    {
        await using var broker = new RabbitMqBroker();
        await using var postgres = PostgreSqlServer.Durable();
        await Task.WhenAll(broker.StartAsync(), postgres.StartAsync());
        var report = new Report(
            "Outbox to inbox", "path", "messages", "per second", "share of bare MassTransit",
            "limit: bare transactions of two rows per second");
        var bare = await BareAsync(await broker.CreateVirtualHostAsync(), messages);
        report.Add("limit: bare MassTransit", Report.Count(messages), Report.Count(bare), Report.Ratio(bare, bare), "");
        foreach (var provider in new[] { DatabaseProvider.PostgreSql, DatabaseProvider.Sqlite })
        {
            async Task<DatabaseLocation> NewAsync() =>
                new(
                    provider, provider == DatabaseProvider.Sqlite
                        ? $"Data Source={RunFolder.PathFor("meter.db")}" : await postgres.CreateDatabaseAsync());
            var commits = await BareCommits.RunAsync(await NewAsync(), messages);
            void Add(string path, double perSecond, bool commitsEach, int? number = null) => report.Add(
                $"{path}, {provider}", Report.Count(number ?? messages), Report.Count(perSecond), Report.Ratio(perSecond, bare),
                commitsEach ? $"{Report.Count(commits)} (share {Report.Ratio(perSecond, commits)})" : "");
            var (sent, taken, both) = await ThroughBoxesAsync(
                await broker.CreateVirtualHostAsync(), await NewAsync(), await NewAsync(), messages);
            Add("outbox to broker", sent, commitsEach: false);
            Add("broker to inbox", taken, commitsEach: true);
            Add("both at the same time", both, commitsEach: true);
            Add(
                "broker to inbox, credit ledger and rating",
                await LedgerBenchmark.RunAsync(await broker.CreateVirtualHostAsync(), await NewAsync(), await NewAsync(), messages / 5),
                commitsEach: true, messages / 5);
        }

        report.Print();
    }

    private static MeterRead Message(int number) => new(Meter(number % Meters), 1 + (number / Meters), Note);

    private static Guid Meter(int number) => new(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]);

    private static async Task<double> BareAsync(string address, int messages)
    {
        Report.Say("bare MassTransit …");
        var counter = new Counter(messages);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(counter);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<CountingConsumer>();
            bus.UsingRabbitMq((context, config) =>
            {
                config.Host(new Uri(address), host => host.PublisherConfirmation = true);
                config.ReceiveEndpoint("bare", endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    endpoint.PrefetchCount = 64;
                    endpoint.ConcurrentMessageLimit = 16;
                    endpoint.ConfigureConsumer<CountingConsumer>(context);
                });
            });
        });
        using var host = builder.Build();
        await host.StartAsync();
        var publish = host.Services.GetRequiredService<IBusControl>();
        await publish.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        await publish.Publish(Message(0));
        await counter.WaitForAsync(1);
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, messages - 1), new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (number, token) => await publish.Publish(Message(number), token));
        await counter.WaitForAsync(messages);
        var perSecond = (messages - 1) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await host.StopAsync();
        return perSecond;
    }

    private static async Task<(double Sent, double Taken, double Both)> ThroughBoxesAsync(
        string address, DatabaseLocation from, DatabaseLocation to, int messages)
    {
        Report.Say($"outbox to inbox, {from.Provider}: filling the outbox …");
        var sender = Boxes.NewHost(address, from, host => host.AddMeter(takes: false));
        await Boxes.CreateAsync(sender, from);
        await Boxes.FillAsync(sender, Facts(0, messages));
        var first = Boxes.NewHost(address, to, host => host.AddMeter(takes: true));
        await Boxes.CreateAsync(first, to);
        await Boxes.ListenAsync(first); // Its queue exists from now on.
        await first.StopAsync();

        Report.Say("sending …");
        var begun = Stopwatch.GetTimestamp();
        await sender.StartAsync();
        var sent = messages / (await Boxes.UntilSentAsync(from, messages, begun)).TotalSeconds;
        await sender.StopAsync();

        Report.Say("taking …");
        var taker = Boxes.NewHost(address, to, host => host.AddMeter(takes: true));
        begun = Stopwatch.GetTimestamp();
        await taker.StartAsync();
        var taken = messages / (await Boxes.UntilTakenAsync(to, messages, begun)).TotalSeconds;

        Report.Say("both …");
        var again = Boxes.NewHost(address, from, host => host.AddMeter(takes: false));
        await Boxes.FillAsync(again, Facts(messages, messages));
        begun = Stopwatch.GetTimestamp();
        await again.StartAsync();
        var both = messages / (await Boxes.UntilTakenAsync(to, 2 * messages, begun)).TotalSeconds;
        await again.StopAsync();
        await taker.StopAsync();
        return (sent, taken, both);
    }

    private static IEnumerable<(MeterRead Fact, Guid Partition, long Ordinal)> Facts(int from, int number) =>
        Enumerable.Range(from, number).Select(i => (Message(i), Meter(i % Meters), 1L + (i / Meters)));

    internal sealed class Counter(int most)
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously),
            _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _number;

        public void Add()
        {
            var number = Interlocked.Increment(ref _number);
            _first.TrySetResult();
            if (number == most)
            {
                _all.TrySetResult();
            }
        }

        public Task WaitForAsync(int number) => (number == 1 ? _first : _all).Task.WaitAsync(TimeSpan.FromMinutes(5));
    }

    internal sealed class CountingConsumer(Counter counter) : IConsumer<MeterRead>
    {
        public Task Consume(ConsumeContext<MeterRead> context)
        {
            counter.Add();
            return Task.CompletedTask;
        }
    }
}
