using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>
/// The bus of the process: in memory (<c>Oversight:Bus:Transport</c> = InMemory, the default) or RabbitMQ with quorum queues
/// and publisher confirms (<c>RabbitMq</c>, with <c>Oversight:Bus:Address</c>).
/// </summary>
public static class Bus
{
    // A redelivery after a lost connection is no fault of the message: RabbitMQ 4 would drop it after 20.
    private const int DeliveryLimit = 1_000_000;

    // Messages that wait for the database together; the inbox batches them.
    private const int Concurrency = 32;

    /// <summary>Adds the bus with all consumers of the process.</summary>
    /// <param name="services">Services of the process.</param>
    /// <param name="configuration">Configuration of the process.</param>
    /// <param name="contracts">Assemblies of contracts that its modules send or consume.</param>
    /// <param name="consumers">Consumers of all modules.</param>
    /// <exception cref="InvalidOperationException">The transport is unknown, or its address is not set.</exception>
    public static void AddOversightBus(
        this IServiceCollection services, IConfiguration configuration, IEnumerable<System.Reflection.Assembly> contracts,
        IReadOnlyList<ConsumerRegistration> consumers)
    {
        var (facts, catalog) = (new FactCatalog(), new ConsumerCatalog());
        foreach (var assembly in contracts)
        {
            facts.Add(assembly);
        }

        foreach (var consumer in consumers)
        {
            catalog.Add(consumer.Fact, consumer.Name);
        }

        services.AddSingleton(facts);
        services.AddSingleton(catalog);
        services.Configure<MassTransitHostOptions>(options =>
        {
            // A service starts, answers reads and takes writes while the broker is away: the outbox keeps the facts.
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(10);
        });
        var transport = configuration["Oversight:Bus:Transport"] ?? "InMemory";
        var isBroker = string.Equals(transport, "RabbitMq", StringComparison.OrdinalIgnoreCase);
        if (!isBroker && !string.Equals(transport, "InMemory", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("Oversight:Bus:Transport must be InMemory or RabbitMq.");
        }

        services.PostConfigure<InboxOptions>(inbox => inbox.WaitsForInfrastructure = isBroker);
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(health =>
            {
                health.MinimalFailureStatus = HealthStatus.Degraded;
                health.Tags.Add("bus");
            });
            foreach (var consumer in consumers)
            {
                consumer.Register(bus);
            }

            if (isBroker)
            {
                UseRabbitMq(bus, configuration, consumers);
            }
            else
            {
                UseInMemory(bus, consumers);
            }
        });
        if (isBroker)
        {
            services.AddSingleton<IDelivery, BrokerDelivery>();
        }
        else
        {
            services.AddSingleton<IDelivery, InProcessDelivery>();
        }
    }

    private static void UseInMemory(IBusRegistrationConfigurator bus, IReadOnlyList<ConsumerRegistration> consumers) =>
        bus.UsingInMemory((context, config) =>
        {
            config.ConfigureJsonSerializerOptions(ApplyWireJson);
            foreach (var consumer in consumers)
            {
                config.ReceiveEndpoint(consumer.Name, endpoint =>
                {
                    endpoint.ConcurrentMessageLimit = Concurrency;
                    endpoint.PublishFaults = false;
                    endpoint.DiscardFaultedMessages(); // Redelivery is the outbox's: it knows, and survives a kill.
                    consumer.Attach(endpoint, context);
                });
            }
        });

    private static void UseRabbitMq(
        IBusRegistrationConfigurator bus, IConfiguration configuration, IReadOnlyList<ConsumerRegistration> consumers)
    {
        var address = configuration["Oversight:Bus:Address"] ?? throw new InvalidOperationException("Oversight:Bus:Address is not set.");
        bus.UsingRabbitMq((context, config) =>
        {
            config.Host(new Uri(address), host =>
            {
                host.PublisherConfirmation = true;
                host.Heartbeat(TimeSpan.FromSeconds(10));
                host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
                host.OnRefreshConnectionFactory = factory =>
                {
                    factory.SocketFactory = BrokerSocket.Create;
                    return Task.CompletedTask;
                };
            });
            config.ConfigureJsonSerializerOptions(ApplyWireJson);
            foreach (var consumer in consumers)
            {
                config.ReceiveEndpoint(consumer.Name, endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
                    endpoint.PrefetchCount = 2 * Concurrency;
                    endpoint.ConcurrentMessageLimit = Concurrency;
                    endpoint.PublishFaults = false;
                    var guard = new StartGuard();
                    endpoint.ConfigureChannel(channel => channel.UseFilter(guard));
                    endpoint.ConnectReceiveEndpointObserver(guard);
                    UnreadableMessages.KeepInTable(endpoint, consumer, context);
                    consumer.Attach(endpoint, context);
                });
            }
        });
    }

    private static JsonSerializerOptions ApplyWireJson(JsonSerializerOptions options)
    {
        // The envelope is MassTransit's; a newer sender may add members, so reading is tolerant here.
        options.Encoder = WireJson.Options.Encoder;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
