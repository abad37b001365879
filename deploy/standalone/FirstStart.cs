using System.Security.Cryptography;
using Oversight.Reference;

namespace Oversight.Standalone;

/// <summary>
/// What is still to be done before an empty platform is usable: two administrators and, unless it is to stay empty, the
/// demo data. The state is a small file in the data folder, so that a start that was killed in the middle goes on.
/// </summary>
public sealed class FirstStart
{
    private const string StateFile = "first-start.txt", Bootstrapping = "bootstrap", Done = "done";
    private const int StateWords = 6;

    /// <summary>
    /// What the keys of settings begin with that name the place: proposed from the division, and replaced by whatever is configured.
    /// </summary>
    public const string ProposedNames = "Oversight:Site:CityName:";

    // The division of the demo data, and of a platform that was started before its division was written down.
    private const string DemoDivision = "3302";

    private readonly DataFolder _data;
    private readonly string _client, _secret, _secondSecret;
    private readonly bool _demo;
    private readonly Division _division;
    private bool _done;

    private FirstStart(DataFolder data, string state)
    {
        _data = data;
        var words = state.Split(' ');
        _done = words[0] == Done;
        _demo = words[1] == "demo";
        (_client, _secret, _secondSecret) = _done ? ("", "", "") : (words[2], words[3], words[5]);
        _division = Divisions.Load().Find(words.ElementAtOrDefault(_done ? 2 : 4) ?? DemoDivision)
            ?? throw new InvalidDataException($"{StateFile} names a division that this release does not know.");
    }

    /// <summary>
    /// Settings of every start: the division and the name of the site, which a setting of the command line replaces; and until the first
    /// administrators exist, the two clients that make them.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Settings
    {
        get
        {
            var settings = new Dictionary<string, string?>
            {
                ["Oversight:Division"] = _division.Code,
                [ProposedNames + "Zh"] = _division.Zh,
                [ProposedNames + "En"] = _division.En,
            };
            if (!_done)
            {
                settings["Oversight:Identity:Bootstrap:ClientId"] = _client;
                settings["Oversight:Identity:Bootstrap:ClientSecret"] = _secret;
                settings["Oversight:Identity:Bootstrap:SecondClientId"] = SecondClient;
                settings["Oversight:Identity:Bootstrap:SecondClientSecret"] = _secondSecret;
                settings["Oversight:Identity:Bootstrap:Division"] = _division.Code;
                settings["Oversight:Identity:Bootstrap:DepartmentNameZh"] = $"{_division.Zh}教育局{Proposed.Zh}";
                settings["Oversight:Identity:Bootstrap:DepartmentNameEn"] = $"{_division.En} Education Bureau{Proposed.En}";
            }

            return settings;
        }
    }

    private string SecondClient => $"{_client}-second";

    // An organ's own name is known to the organ alone: an administrator sets it by PUT /api/identity/v1/departments/{id}.
    private static (string Zh, string En) Proposed => ("（拟用名称）", " (proposed name)");

    /// <summary>Reads the state, or begins it on a new data folder.</summary>
    /// <returns>The state; or what is wrong, if the command line states another division than the first start did.</returns>
    public static (FirstStart? Start, string? Fault) Read(DataFolder data, StandaloneOptions options)
    {
        if (data.Read(StateFile) is { } state)
        {
            // A first start of an earlier release that was killed knew of one client only.
            if (state.StartsWith(Bootstrapping, StringComparison.Ordinal) && state.Split(' ').Length < StateWords)
            {
                state = $"{(state.Split(' ').Length < StateWords - 1 ? $"{state} {DemoDivision}" : state)} {NewSecret()}";
                data.Write(StateFile, state);
            }

            var begun = new FirstStart(data, state);
            return options.Division is { } stated && stated.Value != begun._division.Code
                ? (null, $"This platform is for the division {begun._division.Code}, which was stated at its first start. "
                    + $"Take another data folder for {stated.Value}.")
                : (begun, null);
        }

        var division = options.Division?.Value ?? DemoDivision;
        var isDemo = options.Demo && division == DemoDivision;
        var fresh = $"{Bootstrapping} {(isDemo ? "demo" : "empty")} standalone-first-start {NewSecret()} {division} {NewSecret()}";
        data.Write(StateFile, fresh);
        return (new FirstStart(data, fresh), null);
    }

    private async Task FillAsync(Uri address, TextWriter output)
    {
        using var platform = new PlatformClient(address);
        using var second = new PlatformClient(address);
        await platform.SignInAsync(_client, _secret);
        await second.SignInAsync(SecondClient, _secondSecret);
        var accounts = new FirstAccounts(platform, second, _data);
        if (_demo)
        {
            await new DemoLoader(platform, second, accounts, output).LoadAsync();
        }
        else
        {
            await accounts.CreateAdministratorsAsync(_division.Code);
        }

        accounts.WriteDown(address);
    }

    // The first client goes last. If it is refused, a start that was killed had ended both.
    private async Task RetireAsync(Uri address)
    {
        using var platform = new PlatformClient(address);
        if (await platform.TrySignInAsync(_client, _secret))
        {
            var accounts = new FirstAccounts(platform, platform, _data);
            await accounts.RetireAsync(SecondClient);
            await accounts.RetireAsync(_client);
        }
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Does what is left, and says what to open and how to sign in.</summary>
    public async Task CompleteAsync(Uri address, TextWriter output)
    {
        if (!_done)
        {
            if (_data.Read(FirstAccounts.FileName) is null)
            {
                await FillAsync(address, output);
            }

            await RetireAsync(address);
            _data.Write(StateFile, $"{Done} {(_demo ? "demo" : "empty")} {_division.Code}");
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
