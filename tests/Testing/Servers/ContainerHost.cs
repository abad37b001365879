using DotNet.Testcontainers.Containers;

namespace Oversight.Testing;

/// <summary>A server in a container. Its host port is fixed, so that its address survives a restart.</summary>
internal sealed class ContainerHost(IContainer container) : IServerHost
{
    public bool IsRunning { get; private set; }

    public IContainer Container => container;

    public async Task LaunchAsync(CancellationToken cancellationToken)
    {
        await DockerEngine.StartAsync(container, cancellationToken);
        IsRunning = true;
    }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        IsRunning = false;
        await DockerEngine.KillAsync(container, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        IsRunning = false;
        await container.StopAsync(cancellationToken);
    }

    public string Diagnosis() => $"Container {container.Name} ({container.Image.FullName}).";

    public ValueTask DisposeAsync() => container.DisposeAsync();
}
