using System.Net.Sockets;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Xunit;

namespace Oversight.Testing;

/// <summary>The Docker engine that Testcontainers would use, if there is one.</summary>
internal static class DockerEngine
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<bool> Answers = new(Probe);

    /// <summary>The image of the broker; tests/run.sh names a stand-in where no registry is in reach.</summary>
    public static string RabbitMqImage { get; } = Configured("OVERSIGHT_TEST_RABBITMQ_IMAGE") ?? "rabbitmq:4-alpine";

    /// <summary>The image of the database; tests/run.sh names a stand-in where no registry is in reach.</summary>
    public static string PostgreSqlImage { get; } = Configured("OVERSIGHT_TEST_POSTGRESQL_IMAGE") ?? "postgres:17-alpine";

    /// <summary>True if an engine answered; asked once, within two seconds.</summary>
    public static bool IsReachable => Answers.Value;

    /// <summary>Null where an engine answers; otherwise what to install, or why tests/run.sh could not start one.</summary>
    public static string? MissingReason => IsReachable
        ? null
        : $"No Docker engine answers: "
            + $"{Configured("OVERSIGHT_TEST_ENGINE_MISSING") ?? "start one, or run tests/run.sh as root on Debian, "
                    + "which installs and starts docker.io"}.";

    /// <summary>Skips the running test, with the reason, where no engine answers.</summary>
    public static void SkipIfMissing() => Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");

    /// <summary>Starts a container; where its image cannot be had, the test is skipped with that reason.</summary>
    public static async Task StartAsync(IContainer container, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            await container.StartAsync(limit.Token);
        }
        catch (Exception failure) when (failure is DockerApiException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Assert.Skip($"The Docker engine could not start {container.Image.FullName}: {failure.Message}");
        }
    }

    /// <summary>SIGKILL to the container's first process.</summary>
    public static async Task KillAsync(IContainer container, CancellationToken cancellationToken)
    {
        using var client = TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(Guid.Empty).Build();
        await client.Containers.KillContainerAsync(container.Id, new ContainerKillParameters { Signal = "SIGKILL" }, cancellationToken);
        await client.Containers.WaitContainerAsync(container.Id, cancellationToken);
    }

    private static string? Configured(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static bool Probe() => Endpoints().Any(Ping);

    private static IEnumerable<string> Endpoints()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            yield return host;
            yield break;
        }

        yield return "unix:///var/run/docker.sock";
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            yield return $"unix://{runtime}/docker.sock";
        }

        yield return $"unix://{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/.docker/run/docker.sock";
    }

    private static bool Ping(string endpoint)
    {
        try
        {
            var address = new Uri(endpoint);
            var overFile = address.Scheme == "unix";
            if (overFile && !File.Exists(address.AbsolutePath))
            {
                return false;
            }

            using var socket = overFile
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.SendTimeout = socket.ReceiveTimeout = (int)ProbeLimit.TotalMilliseconds;
            using var limit = new CancellationTokenSource(ProbeLimit);
            var connecting = overFile
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(address.AbsolutePath), limit.Token)
                : socket.ConnectAsync(address.Host, address.Port, limit.Token);
            connecting.AsTask().GetAwaiter().GetResult();
            if (address.Port == 2376)
            {
                return true;
            }

            socket.Send(Encoding.ASCII.GetBytes("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"));
            var answer = new byte[64];
            var length = socket.Receive(answer);
            return Encoding.ASCII.GetString(answer, 0, length).Contains(" 200 ", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or UriFormatException)
        {
            return false;
        }
    }
}
