using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Oversight.Standalone;

/// <summary>
/// Creates departments, accounts and clients by API, one client proposing and the other confirming, and writes their fresh secrets into one
/// file of the data folder.
/// </summary>
internal sealed class FirstAccounts(PlatformClient platform, PlatformClient second, DataFolder data)
{
    /// <summary>The file, readable by its owner only.</summary>
    public const string FileName = "first-accounts.txt";

    private const string Api = "api/identity/v1";
    private readonly List<(string Name, string Secret, string What)> _accounts = [], _clients = [];

    /// <summary>Creates a department unless its code is taken in its division.</summary>
    public async Task CreateDepartmentAsync(string code, string division, string nameZh, string nameEn)
    {
        var known = await platform.GetAsync($"{Api}/departments?limit=200");
        if (!known.GetProperty("items").EnumerateArray()
            .Any(d => d.GetProperty("code").GetString() == code && d.GetProperty("division").GetString() == division))
        {
            var kind = code switch
            {
                "education" => "education", "market" => "market_supervision", "civil" => "civil_affairs", "fire" =>
                    "fire_rescue", _ => "other"
            };
            await platform.PostAsync($"{Api}/departments", new { code, division, nameZh, nameEn, kind });
        }
    }

    /// <summary>Creates an account, issues its one-time password and returns its id.</summary>
    public async Task<string> CreateAccountAsync(
        string userName, string displayName, string department, string division, IReadOnlyList<string> roles)
    {
        var id = await GiveAsync($"{Api}/accounts", new { userName, displayName, department, division, roles });
        var issued = await platform.IssueAsync($"{Api}/accounts/{id}", "password");
        _accounts.Add((userName, issued.GetProperty("password").GetString()!, $"{division} {department}: {string.Join(", ", roles)}"));
        return id;
    }

    /// <summary>Creates a department system's client and issues its secret.</summary>
    public async Task CreateClientAsync(string clientId, string name, string department, string division)
    {
        var id = await GiveAsync($"{Api}/clients", new { clientId, name, department, division });
        var issued = await platform.IssueAsync($"{Api}/clients/{id}", "secret");
        _clients.Add((clientId, issued.GetProperty("clientSecret").GetString()!, $"{division} {department}"));
    }

    /// <summary>The two accounts of a platform that starts empty: rights are given by two.</summary>
    public async Task CreateAdministratorsAsync(string division)
    {
        await CreateAccountAsync("administrator", "系统管理员", "education", division, ["administrator"]);
        await CreateAccountAsync("administrator2", "系统管理员二", "education", division, ["administrator"]);
    }

    /// <summary>Ends a client of the first start: from now on people and department systems sign in with their own accounts.</summary>
    public async Task RetireAsync(string clientId)
    {
        var clients = await platform.GetAsync($"{Api}/clients?limit=200");
        var own = clients.GetProperty("items").EnumerateArray().FirstOrDefault(c => c.GetProperty("clientId").GetString() == clientId);
        if (own.ValueKind == JsonValueKind.Object && own.GetProperty("active").GetBoolean())
        {
            await platform.ChangeAsync(HttpMethod.Post, $"{Api}/clients/{own.GetProperty("id").GetString()}", "deactivation");
        }
    }

    // A start that was killed finds the same proposal under the same key, and may have confirmed it already.
    private async Task<string> GiveAsync(string path, object body)
    {
        var made = await platform.PostAsync(path, body);
        var record = $"{Api}/proposals/{made.GetProperty("id").GetString()}";
        if ((await second.GetAsync(record)).GetProperty("state").GetString() == "open")
        {
            await second.ChangeAsync(HttpMethod.Post, record, "confirmation");
        }

        return made.GetProperty("subjectId").GetString()!;
    }

    /// <summary>Writes what was issued, with how to use it.</summary>
    public void WriteDown(Uri address)
    {
        var text = new StringBuilder()
            .AppendLine(
                "Accounts made at the first start of this platform. Every password was made for this start and must be changed at the "
                    + "first sign-in.")
            .AppendLine(CultureInfo.InvariantCulture, $"Sign in at {address}account/sign-in").AppendLine();
        foreach (var (name, secret, what) in _accounts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-26} {secret,-26} {what}");
        }

        if (_clients.Count > 0)
        {
            var (client, secret, _) = _clients[0];
            text.AppendLine().AppendLine("Department systems (client credentials). A token:")
                .AppendLine(
                    CultureInfo.InvariantCulture,
                    $"curl -s {address}connect/token -d grant_type=client_credentials -d client_id={client} -d client_secret={secret}")
                .AppendLine();
            foreach (var (name, value, what) in _clients)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{name,-26} {value,-50} {what}");
            }
        }

        data.Write(FileName, text.ToString());
    }
}
