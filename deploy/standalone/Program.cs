using Oversight.Standalone;

var (options, fault) = StandaloneOptions.Parse(args);
if (options is null)
{
    await Console.Error.WriteLineAsync($"{fault}\n\n{StandaloneOptions.Usage}");
    return 2;
}

if (options.Command.Count > 0)
{
    return await StandalonePlatform.CommandAsync(options);
}

DataFolder data;
try
{
    data = DataFolder.Take(options.DataFolder);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The data folder {options.DataFolder} cannot be used: {e.Message}");
    return 1;
}

using (data)
{
    var (start, wrong) = FirstStart.Read(data, options);
    if (start is null)
    {
        await Console.Error.WriteLineAsync(wrong);
        return 1;
    }

    StandalonePlatform platform;
    try
    {
        platform = await StandalonePlatform.StartAsync(options, data, start.Settings, CancellationToken.None);
    }
    catch (IOException e)
    {
        // The port is taken, most likely by another start.
        await Console.Error.WriteLineAsync($"Oversight cannot listen on port {options.Port}: {e.Message}");
        return 1;
    }

    await using (platform)
    {
        await start.CompleteAsync(platform.Address, Console.Out);
        await platform.WaitForStopAsync();
    }

    await Console.Out.WriteLineAsync("stopped; nothing is lost");
    return 0;
}
