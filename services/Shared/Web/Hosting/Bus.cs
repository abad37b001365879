using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Oversight.Persistence;
using Oversight.Persistence.Inbox;
using Oversight.Persistence.Outbox;

namespace Oversight.Web;

/// <summary>
/// The bus of the process: in memory (<c>Oversight:Bus:Transport</c> = InMemory, the default) or RabbitMQ with quorum queues
/// and publisher confirms (<c>RabbitMq</c>, with <c>Oversight:Bus:Address</c>).
/// </summary>
internal static class Bus
{
    // While a database is away a message waits in its queue, as long as it takes, instead of going to the error queue.
    private static readonly TimeSpan WhileDatabaseAway = TimeSpan.FromSeconds(1);

    private const int DeliveryLimit = 1_000_000;

    public static void AddOversightBus(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<ModuleBuilder> modules)
    {
        var facts = new FactCatalog();
        var consumers = new ConsumerCatalog();
        foreach (var module in modules)
        {
            foreach (var assembly in module.Contracts)
            {
                facts.Add(assembly);
            }

            foreach (var consumer in module.Consumers)
            {
                consumers.Add(consumer.Fact, consumer.Queue);
            }
        }

        services.AddSingleton(facts);
        services.AddSingleton(consumers);
        services.Configure<MassTransitHostOptions>(options =>
        {
            // A service starts, answers reads and takes writes while the broker is away: the outbox keeps the facts.
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(10);
        });

        var registrations = modules.SelectMany(m => m.Consumers).ToList();
        var transport = configuration["Oversight:Bus:Transport"] ?? "InMemory";
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(health =>
            {
                health.MinimalFailureStatus = HealthStatus.Degraded;
                health.Tags.Add("ready");
            });
            foreach (var registration in registrations)
            {
                registration.Register(bus);
            }

            if (string.Equals(transport, "RabbitMq", StringComparison.OrdinalIgnoreCase))
            {
                UseRabbitMq(bus, configuration, registrations);
            }
            else if (string.Equals(transport, "InMemory", StringComparison.OrdinalIgnoreCase))
            {
                bus.UsingInMemory((context, config) =>
                {
                    config.ConfigureJsonSerializerOptions(ApplyWireJson);
                    foreach (var registration in registrations)
                    {
                        config.ReceiveEndpoint(registration.Queue, endpoint =>
                        {
                            endpoint.ConcurrentMessageLimit = 32;
                            // Repeats are the outbox's: it knows, and survives a kill. An error queue would only fill the memory.
                            endpoint.DiscardFaultedMessages();
                            endpoint.UseMessageRetry(retry => retry.Immediate(InboxRetries.InProcess));
                            registration.Attach(endpoint, context);
                        });
                    }
                });
            }
            else
            {
                throw new InvalidOperationException("Oversight:Bus:Transport must be InMemory or RabbitMq.");
            }
        });
        if (string.Equals(transport, "RabbitMq", StringComparison.OrdinalIgnoreCase))
        {
            services.AddSingleton<IDelivery, BrokerDelivery>();
        }
        else
        {
            services.AddSingleton<IDelivery, InProcessDelivery>();
        }
    }

    private static void UseRabbitMq(IBusRegistrationConfigurator bus, IConfiguration configuration, List<ConsumerRegistration> registrations)
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
            foreach (var registration in registrations)
            {
                config.ReceiveEndpoint(registration.Queue, endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    // A redelivery after a lost connection is no fault of the message: RabbitMQ 4 would drop it after 20.
                    endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
                    endpoint.PrefetchCount = 64;
                    endpoint.ConcurrentMessageLimit = 32; // They wait for their turn at the database and take effect together (InboxGroups).
                    endpoint.UseMessageRetry(retry =>
                    {
                        retry.Handle<Exception>(DatabaseErrors.IsTransient);
                        // Not Interval: that one keeps an array of all its waits.
                        retry.Incremental(int.MaxValue, WhileDatabaseAway, TimeSpan.Zero);
                    });
                    endpoint.UseMessageRetry(retry =>
                    {
                        retry.Ignore<Exception>(DatabaseErrors.IsTransient);
                        retry.Exponential(6, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100));
                    });
                    registration.Attach(endpoint, context);
                });
            }
        });
    }

    private static System.Text.Json.JsonSerializerOptions ApplyWireJson(System.Text.Json.JsonSerializerOptions options)
    {
        // The envelope is MassTransit's; a newer sender may add members, so reading is tolerant here.
        options.Encoder = WireJson.Options.Encoder;
        options.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
