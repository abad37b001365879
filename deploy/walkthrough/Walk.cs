using System.Diagnostics;
using System.Security.Cryptography;

namespace Oversight.Walkthrough;

/// <summary>The command: one loop on any running deployment, step by step, or a failure that says where.</summary>
public static class Walk
{
    private const string Usage = """
        One closed loop on a running deployment, through its public address only.

          dotnet run --project deploy/walkthrough -- --url http://localhost:8080 --accounts data/first-accounts.txt
          dotnet run --project deploy/walkthrough -- --url http://localhost:8080 --user admin.ningbo --password … \
            --second-user admin2.ningbo --second-password …
          dotnet run --project deploy/walkthrough -- --url https://… --client ID --secret … --second-client ID --second-secret …

          --url        public address of the platform (http://localhost:8080)
          --accounts   first-accounts.txt of a standalone data folder; its two administrators are used and the file brought up to date
          --user       instead: user name of an administrator of division 3302 or 330282; accounts are given by two, so that a second one
                       is needed (--second-user)
          --password   password; a one-time password is changed on the way, and the new one is printed (--second-password)
          --client     instead: a client with the role administrator, as the first start makes two (--second-client)
          --secret     its secret (--second-secret)
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
            var (first, second) = await AdministratorsAsync(address, options, output);
            using var administrators = new Administrators(new Api(address, first.AccessAsync), new Api(address, second.AccessAsync));
            var watch = Stopwatch.StartNew();
            await output.WriteLineAsync($"Oversight walkthrough on {address}");
            var cast = await Cast.GatherAsync(address, administrators, stop.Token);
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

    private static async Task<(Tokens First, Tokens Second)> AdministratorsAsync(
        Uri address, Dictionary<string, string> options, TextWriter output)
    {
        var signIn = new SignIn(address);
        if (options.TryGetValue("client", out var client))
        {
            return (signIn.System(client, options["secret"]), signIn.System(options["second-client"], options["second-secret"]));
        }

        if (options.TryGetValue("accounts", out var file))
        {
            var lines = (await File.ReadAllLinesAsync(file)).Where(l => l.EndsWith(": administrator", StringComparison.Ordinal)).ToList();
            return lines.Count >= 2
                ? (OfFile(signIn, file, lines[0]), OfFile(signIn, file, lines[1]))
                : throw new InvalidOperationException($"{file} does not name two administrators.");
        }

        Tokens Of(string user, string password) => signIn.Officer(
            user, password, chosen => output.WriteLineAsync($"The one-time password of {user} is changed to {chosen}"));
        return (Of(options["user"], options["password"]), Of(options["second-user"], options["second-password"]));
    }

    private static Tokens OfFile(SignIn signIn, string file, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return signIn.Officer(words[0], words[1], async chosen =>
            await File.WriteAllTextAsync(
                file, (await File.ReadAllTextAsync(file)).Replace(words[1], chosen, StringComparison.Ordinal)));
    }

    private static Dictionary<string, string>? Options(string[] args)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length
                || args[i][2..] is not ("url" or "accounts" or "user" or "password" or "client" or "secret" or "second-user"
                    or "second-password" or "second-client" or "second-secret"))
            {
                return null;
            }

            options[args[i][2..]] = args[i + 1];
        }

        return options.ContainsKey("accounts") || Has(options, "user", "password") || Has(options, "client", "secret") ? options : null;
    }

    private static bool Has(Dictionary<string, string> options, params string[] names) =>
        names.All(name => options.ContainsKey(name) && options.ContainsKey($"second-{name}"));
}
