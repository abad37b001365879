using Oversight.Gateway;

try
{
    await using var app = GatewayApp.Create(args);
    await app.RunAsync();
    return 0;
}
catch (GatewayConfigurationException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 78; // EX_CONFIG of sysexits.h: a restart does not help, the configuration must change
}
