using System.Diagnostics;
using System.Security.Cryptography;

namespace Oversight.Walkthrough;

/// <summary>The command: one loop on any running deployment, step by step, or a failure that says where.</summary>
public static class Walk
{
    private const string Usage = """
        One closed loop on a running deployment, through its public address only.

          dotnet run --project deploy/walkthrough -- --url http://localhost:8080 --user admin.ningbo --password …
          dotnet run --project deploy/walkthrough -- --url https://… --client ID --secret …

          --url        public address of the platform (http://localhost:8080)
          --user       user name of an administrator of division 3302 or 330282
          --password   password; a one-time password is changed on the way, and the new one is printed
          --client     instead: a client with the role administrator (the one of the first start)
          --secret     its secret
          --accounts   instead: first-accounts.txt of a standalone data folder; its administrator is used and the file brought up to date
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0 if every step was done, 1 if one failed, 2 if the command was not understood.</returns>
    public static async Task<int> MainAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (Options(args) is not { } options)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        try
        {
            var address = new Uri(options.GetValueOrDefault("url", "http://localhost:8080").TrimEnd('/') + "/");
            using var administrator = new Api(address, (await AdministratorAsync(address, options, output)).AccessAsync);
            var watch = Stopwatch.StartNew();
            await output.WriteLineAsync($"Oversight walkthrough on {address}");
            var cast = await Cast.GatherAsync(address, administrator, stop.Token);
            await output.WriteLineAsync(
                $"  {watch.ElapsedMilliseconds,7} ms  accounts, certificates and a department's client made; everybody signed in (run "
                    + $"{cast.Run})");
            var institution = await ChooseAsync(cast, stop.Token);
            watch.Restart();
            await new Loop(cast, new Journal(output), TimeSpan.FromSeconds(30)).RunAsync(institution, stop.Token);
            await output.WriteLineAsync($"The loop is closed: {watch.Elapsed.TotalSeconds:0.0} s. {address}institutions/{institution}");
            await cast.DismissAsync(stop.Token);
            return 0;
        }
        catch (Exception e)
            when (e is RefusedException or TimeoutException or InvalidOperationException or HttpRequestException or IOException
                or OperationCanceledException)
        {
            await errors.WriteLineAsync($"The walkthrough FAILED: {e.Message}");
            return 1;
        }
    }

    /// <summary>An institution in operation of which the public record tells no penalty and no inspection: another one each time.</summary>
    public static async Task<string> ChooseAsync(Cast cast, CancellationToken cancellation)
    {
        var items = (await cast.InOperationAsync(1, TimeSpan.FromSeconds(30), cancellation)).ToArray();
        RandomNumberGenerator.Shuffle(items.AsSpan());
        foreach (var id in items)
        {
            var record = await cast.Public.GetAsync($"api/disclosure/v1/institutions/{id}", cancellation);
            if (record.Body.GetProperty("penalties").GetArrayLength() == 0 && record.Body.GetProperty("inspections").GetArrayLength() == 0)
            {
                return id;
            }
        }

        throw new InvalidOperationException($"No institution in operation without a past in {Cast.Division}: import a register first.");
    }

    private static async Task<Tokens> AdministratorAsync(Uri address, Dictionary<string, string> options, TextWriter output)
    {
        var signIn = new SignIn(address);
        if (options.TryGetValue("client", out var client))
        {
            return signIn.System(client, options["secret"]);
        }

        if (options.TryGetValue("accounts", out var file))
        {
            var line = (await File.ReadAllLinesAsync(file)).FirstOrDefault(l => l.EndsWith(": administrator", StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"{file} names no administrator.");
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return signIn.Officer(words[0], words[1], async chosen =>
                await File.WriteAllTextAsync(
                    file, (await File.ReadAllTextAsync(file)).Replace(words[1], chosen, StringComparison.Ordinal)));
        }

        return signIn.Officer(
            options["user"], options["password"],
            chosen => output.WriteLineAsync($"The one-time password of {options["user"]} is changed to {chosen}"));
    }

    private static Dictionary<string, string>? Options(string[] args)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length
                || args[i][2..] is not ("url" or "user" or "password" or "client" or "secret" or "accounts"))
            {
                return null;
            }

            options[args[i][2..]] = args[i + 1];
        }

        return options.ContainsKey("accounts") || (options.ContainsKey("user") && options.ContainsKey("password"))
            || (options.ContainsKey("client") && options.ContainsKey("secret")) ? options : null;
    }
}
