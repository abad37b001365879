using System.Security.Cryptography;

namespace Oversight.Standalone;

/// <summary>
/// What is still to be done before an empty platform is usable: a first administrator and, unless it is to stay empty, the
/// demo data. The state is a small file in the data folder, so that a start that was killed in the middle goes on.
/// </summary>
public sealed class FirstStart
{
    private const string StateFile = "first-start.txt", Bootstrapping = "bootstrap", Done = "done";
    private readonly DataFolder _data;
    private readonly string _client, _secret;
    private readonly bool _demo;
    private bool _done;

    private FirstStart(DataFolder data, string state)
    {
        _data = data;
        var words = state.Split(' ');
        _done = words[0] == Done;
        _demo = words[1] == "demo";
        (_client, _secret) = _done ? ("", "") : (words[2], words[3]);
    }

    /// <summary>Settings that let the identity service make the first administrator; empty once that is done.</summary>
    public IReadOnlyDictionary<string, string?> Bootstrap => _done
        ? new Dictionary<string, string?>()
        : new Dictionary<string, string?>
        {
            ["Oversight:Identity:Bootstrap:ClientId"] = _client,
            ["Oversight:Identity:Bootstrap:ClientSecret"] = _secret,
            ["Oversight:Identity:Bootstrap:Division"] = "3302",
        };

    /// <summary>Reads the state, or begins it on a new data folder.</summary>
    public static FirstStart Read(DataFolder data, StandaloneOptions options)
    {
        if (data.Read(StateFile) is { } state)
        {
            return new FirstStart(data, state);
        }

        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var fresh = $"{Bootstrapping} {(options.Demo ? "demo" : "empty")} standalone-first-start {secret}";
        data.Write(StateFile, fresh);
        return new FirstStart(data, fresh);
    }

    /// <summary>Does what is left, and says what to open and how to sign in.</summary>
    public async Task CompleteAsync(Uri address, TextWriter output)
    {
        if (!_done)
        {
            using var platform = new PlatformClient(address);
            await platform.SignInAsync(_client, _secret);
            var accounts = new FirstAccounts(platform, _data);
            if (_demo)
            {
                await new DemoLoader(platform, accounts, output).LoadAsync();
            }
            else
            {
                await accounts.CreateAdministratorAsync();
            }

            accounts.WriteDown(address);
            await accounts.RetireAsync(_client);
            _data.Write(StateFile, $"{Done} {(_demo ? "demo" : "empty")}");
            _done = true;
        }

        await output.WriteLineAsync($"""

            Oversight runs. Stop it with Ctrl+C.
              look up      {address}
              API          {address}docs
              sign in      {address}account/sign-in
              accounts     {_data.File(FirstAccounts.FileName)}{(_demo ? "  (demo accounts exist, because the demo data was loaded)" : "")}
              a token      see the curl line in that file
            """);
    }
}
