// The smallest service there is: what the tests of ServiceProcess start, stop and kill.
using Oversight.Testing;

var builder = WebApplication.CreateBuilder(args);
await using var app = builder.Build();

app.MapGet("/health/ready", () => Environment.GetEnvironmentVariable("PROBE_WORD") ?? "ready");

// A probe may have a child of its own, to show that a child dies with its parent however the parent dies.
await using var child = Environment.GetEnvironmentVariable("PROBE_CHILD_ADDRESS") is { } address
    ? new ServiceProcess(
        "Oversight.Testing.Probe", new Uri(address),
        new Dictionary<string, string?> { ["PROBE_CHILD_ADDRESS"] = null, ["ASPNETCORE_URLS"] = address })
    : null;
if (child is not null)
{
    await child.StartAsync();
}

await app.RunAsync();
