using System.Diagnostics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Oversight.Benchmarks.Contracts.V1;
using Oversight.Persistence;
using Oversight.Testing;
using Oversight.Web;

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
        var report = new Report("Outbox to inbox", "path", "messages", "per second", "share of bare MassTransit");
        var bare = await BareAsync(await broker.CreateVirtualHostAsync(), messages);
        report.Add("limit: bare MassTransit", Report.Count(messages), Report.Count(bare), Report.Ratio(bare, bare));
        foreach (var provider in new[] { DatabaseProvider.PostgreSql, DatabaseProvider.Sqlite })
        {
            async Task<DatabaseLocation> NewAsync() =>
                new(provider, provider == DatabaseProvider.Sqlite ? $"Data Source={RunFolder.PathFor("meter.db")}" : await postgres.CreateDatabaseAsync());
            var (sent, taken) = await ThroughBoxesAsync(await broker.CreateVirtualHostAsync(), await NewAsync(), await NewAsync(), messages);
            report.Add($"outbox to broker, {provider}", Report.Count(messages), Report.Count(sent), Report.Ratio(sent, bare));
            report.Add($"outbox to inbox, {provider}", Report.Count(messages), Report.Count(taken), Report.Ratio(taken, bare));
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
        await Parallel.ForEachAsync(Enumerable.Range(0, messages - 1), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, token) => await publish.Publish(Message(number), token));
        await counter.WaitForAsync(messages);
        var perSecond = (messages - 1) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await host.StopAsync();
        return perSecond;
    }

    private static async Task<(double Sent, double Taken)> ThroughBoxesAsync(string address, DatabaseLocation from, DatabaseLocation to, int messages)
    {
        Report.Say($"outbox to inbox, {from.Provider}: filling the outbox …");
        await using var sender = NewHost(address, from, takes: false);
        await using var taker = NewHost(address, to, takes: true);
        await CreateAsync(sender);
        await CreateAsync(taker);
        for (var number = 0; number < messages; number += 1_000)
        {
            await using var scope = sender.Services.CreateAsyncScope();
            var commit = scope.ServiceProvider.GetRequiredService<Commit<MeterDbContext>>();
            for (var i = number; i < Math.Min(messages, number + 1_000); i++)
            {
                commit.Announce(Message(i), Meter(i % Meters), 1 + (i / Meters));
            }

            await commit.SaveAsync(CancellationToken.None);
        }

        Report.Say("relaying …");
        await taker.StartAsync();
        await Eventually.BecomesTrueAsync(() => taker.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy, TimeSpan.FromSeconds(30), "the taker listens");
        var begun = Stopwatch.GetTimestamp();
        await sender.StartAsync();
        var sent = UntilAsync(sender, context => context.Outbox.CountAsync(m => m.PublishedAt != null), messages, begun);
        var taken = UntilAsync(taker, context => context.Inbox.CountAsync(), messages, begun);
        var result = (messages / (await sent).TotalSeconds, messages / (await taken).TotalSeconds);
        await sender.StopAsync();
        await taker.StopAsync();
        return result;
    }

    private static async Task<TimeSpan> UntilAsync(WebApplication host, Func<MeterDbContext, Task<int>> count, int wanted, long begun)
    {
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(5))
        {
            await using var scope = host.Services.CreateAsyncScope();
            if (await count(scope.ServiceProvider.GetRequiredService<MeterDbContext>()) >= wanted)
            {
                return Stopwatch.GetElapsedTime(begun);
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("Not all messages came within five minutes.");
    }

    private static async Task CreateAsync(WebApplication host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MeterDbContext>().Database;
        await database.EnsureCreatedAsync();
        if (database.ProviderName!.Contains("Sqlite", StringComparison.Ordinal))
        {
            await database.ExecuteSqlRawAsync("pragma journal_mode = wal");
        }
    }

    private static WebApplication NewHost(string address, DatabaseLocation database, bool takes)
    {
        var host = ServiceHost.Create([], configuration =>
        {
            configuration["Oversight:Database:Provider"] = database.Provider.ToString();
            configuration["Oversight:Database:ConnectionString"] = database.ConnectionString;
            configuration["Oversight:Bus:Transport"] = "RabbitMq";
            configuration["Oversight:Bus:Address"] = address;
            configuration["Logging:LogLevel:Default"] = "Error";
        });
        host.Builder.WebHost.UseTestServer();
        host.AddMeter(takes);
        return host.Build();
    }

    internal sealed class Counter(int most)
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously), _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
