using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Testcontainers.RabbitMq;
using Xunit;

namespace Oversight.Testing;

/// <summary>A queue of the broker.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Messages">Messages in it: ready plus delivered but not acknowledged.</param>
/// <param name="Consumers">Consumers that are attached now.</param>
public sealed record QueueDepth(string Name, long Messages, long Consumers);

/// <summary>
/// A real RabbitMQ of this test process alone: the installed one, else a container. Use it as a fixture and give each
/// test its own virtual host (<see cref="CreateVirtualHostAsync"/>); tests that kill the broker have one of their own.
/// </summary>
/// <remarks>
/// Where no RabbitMQ can be had, <see cref="MissingReason"/> says what to install and the tests skip by <see cref="SkipIfMissing"/>.
/// </remarks>
public sealed class RabbitMqBroker : IAsyncLifetime
{
    private static readonly Lazy<RabbitMqBroker> SharedBroker = new(() => new RabbitMqBroker());
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly int _port = Ports.Free();
    private readonly bool _inContainer;
    private IServerHost? _host;
    private int _nextVirtualHost;

    /// <summary>A broker that is not started yet.</summary>
    public RabbitMqBroker()
        : this(inContainer: false)
    {
    }

    private RabbitMqBroker(bool inContainer) => _inContainer = inContainer;

    /// <summary>The broker that all tests of this process share. Start it before use; it ends with the process.</summary>
    public static RabbitMqBroker Shared => SharedBroker.Value;

    /// <summary>Null where RabbitMQ can be had; otherwise what to install.</summary>
    public static string? MissingReason { get; } =
        RabbitMqHost.IsInstalled || DockerEngine.IsReachable
            ? null
            : "RabbitMQ is not installed and no Docker engine answers: apt-get install rabbitmq-server (tests/run.sh does it), or start "
                + "Docker.";

    /// <summary>A broker in a container, also where RabbitMQ is installed. It is not started yet; dispose of it.</summary>
    /// <remarks>Where no engine answers, starting it skips the test with the reason.</remarks>
    public static RabbitMqBroker InContainer() => new(inContainer: true);

    /// <summary>Address of the default virtual host: <c>amqp://user:password@host:port/</c>.</summary>
    public string Address => AddressOf("");

    /// <summary>The broker's process, where it runs on this machine itself; otherwise null.</summary>
    public int? ProcessId => _host is RabbitMqHost { IsRunning: true } host ? host.ProcessId : null;

    /// <summary>Skips the running test, with the reason, where no RabbitMQ can be had.</summary>
    public static void SkipIfMissing() => Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");

    /// <summary>Starts the broker as a fixture; where it is missing, nothing happens and the tests skip.</summary>
    public async ValueTask InitializeAsync()
    {
        if (MissingReason is null)
        {
            await StartAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Starts the broker, or starts it again after a stop or a kill: same data, same address. Nothing happens if it runs.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_inContainer)
        {
            DockerEngine.SkipIfMissing();
        }

        SkipIfMissing();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _host ??= RabbitMqHost.IsInstalled && !_inContainer
                ? new RabbitMqHost(_port)
                : new ContainerHost(new RabbitMqBuilder(DockerEngine.RabbitMqImage)
                    .WithUsername("guest")
                    .WithPassword("guest")
                    .WithHostname("oversight")
                    .WithPortBinding(_port, 5672)
                    .Build());
            await ServerStart.UntilReadyAsync(_host, "RabbitMQ", ProbeAsync, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What the broker said last, for a failure message.</summary>
    public string Diagnosis() => _host?.Diagnosis() ?? "The broker was never started.";

    /// <summary>SIGKILL to the broker.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default) => Running.KillAsync(cancellationToken);

    /// <summary>Ends the broker in order.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => Running.StopAsync(cancellationToken);

    /// <summary>
    /// Makes a virtual host of its own for a test and returns its AMQP address: queues and exchanges of two tests never
    /// meet. Starts the broker if it does not run yet. Takes a second or two.
    /// </summary>
    public async Task<string> CreateVirtualHostAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        var name = $"t{Interlocked.Increment(ref _nextVirtualHost)}";
        // One evaluation instead of two commands: each start of the command-line tool costs more than its work.
        await ControlAsync(
            [
                "eval",
                $"rabbit_vhost:add(<<\"{name}\">>, <<\"tests\">>), rabbit_auth_backend_internal:set_permissions("
                    + $"<<\"guest\">>, <<\"{name}\">>, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"tests\">>).",
            ],
            cancellationToken);
        return AddressOf(name);
    }

    /// <summary>
    /// Writes what the broker knows about its quorum queues to its files now. Call it between the declaration of a quorum
    /// queue and a kill: RabbitMQ 3 holds the directory of these queues back for up to three seconds, and a SIGKILL within
    /// that window loses a new queue's messages, confirmed ones too (seen with 3.10.8; queues that are older lose nothing).
    /// </summary>
    public Task SettleNewQueuesAsync(CancellationToken cancellationToken = default) =>
        ControlAsync(["eval", "[ok = dets:sync(Table) || Table <- dets:all()]."], cancellationToken);

    /// <summary>
    /// All queues of the virtual host that <paramref name="address"/> names (null: the default one). Takes a second or two.
    /// </summary>
    /// <remarks>
    /// The broker counts a quorum queue only every five seconds, so await a depth, or ask <see cref="ReadyMessagesAsync"/>.
    /// </remarks>
    public async Task<IReadOnlyList<QueueDepth>> QueuesAsync(string? address = null, CancellationToken cancellationToken = default)
    {
        var json = await ControlAsync(
            ["list_queues", "--vhost", VirtualHostOf(address ?? Address), "--formatter", "json", "name", "messages", "consumers"],
            cancellationToken);
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(static queue => new QueueDepth(
            queue.GetProperty("name").GetString()!, Count(queue, "messages"), Count(queue, "consumers")))];

        // A queue that is just recovering shows an empty string.
        static long Count(JsonElement queue, string name) =>
            queue.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;
    }

    /// <summary>
    /// Messages of a queue that wait for a consumer, or null if there is no such queue. Quick; delivered ones do not count.
    /// </summary>
    public async Task<long?> ReadyMessagesAsync(string queue, string? address = null, CancellationToken cancellationToken = default) =>
        (await DeclaredAsync(queue, address, cancellationToken))?.MessageCount;

    /// <summary>
    /// Returns when a queue is consumed. It is bound by then, which a queue that is only there need not be: what is published before
    /// reaches nobody, and the broker confirms it all the same.
    /// </summary>
    public Task ConsumedAsync(string queue, string? address = null, CancellationToken cancellationToken = default) =>
        Eventually.BecomesTrueAsync(
            async () => (await DeclaredAsync(queue, address, cancellationToken))?.ConsumerCount > 0, TimeSpan.FromSeconds(120),
            $"{queue} is consumed");

    /// <summary>
    /// Puts a message into a queue, by the broker's word for it. A quorum queue that was declared a moment ago may refuse what comes
    /// first; whoever does not wait for the confirmation never hears of it, and the message is gone (seen with 3.10.8, one time in two).
    /// </summary>
    public static async Task PublishAsync(
        string address, string queue, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        await using var connection = await ConnectAsync(address, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    await channel.BasicPublishAsync("", queue, mandatory: true, properties, body, cancellationToken);
                    return true;
                }
                catch (PublishException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(60),
            $"{queue} takes a message");
    }

    /// <summary>A plain connection of the broker's own client, without recovery.</summary>
    public static Task<IConnection> ConnectAsync(string address, CancellationToken cancellationToken = default) =>
        new ConnectionFactory
        {
            Uri = new Uri(address),
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        }.CreateConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _turn.Dispose();
    }

    private IServerHost Running => _host ?? throw new InvalidOperationException("The broker was never started.");

    private static string VirtualHostOf(string address) =>
        new Uri(address).AbsolutePath.Trim('/') is { Length: > 0 } name ? Uri.UnescapeDataString(name) : "/";

    private static async Task<string> ControlInContainerAsync(
        ContainerHost host, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await host.Container.ExecAsync(["rabbitmqctl", "--quiet", .. arguments], cancellationToken);
        return result.ExitCode == 0 ? result.Stdout : throw new InvalidOperationException($"rabbitmqctl: {result.Stdout}{result.Stderr}");
    }

    private string AddressOf(string virtualHost) => $"amqp://guest:guest@127.0.0.1:{_port}/{virtualHost}";

    private Task<string> ControlAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => Running switch
    {
        RabbitMqHost installed => installed.ControlAsync(arguments, cancellationToken),
        ContainerHost container => ControlInContainerAsync(container, arguments, cancellationToken),
        _ => throw new InvalidOperationException("An unknown kind of host."),
    };

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(Address, cancellationToken);
    }

    private async Task<QueueDeclareOk?> DeclaredAsync(string queue, string? address, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(address ?? Address, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException failure) when (failure.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }
}
