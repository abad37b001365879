using System.Security.Cryptography;

namespace Oversight.Walkthrough;

/// <summary>A person or a system that acts in the walkthrough, with its own connection.</summary>
/// <param name="Name">User name or client id.</param>
/// <param name="Subject">Subject of the tokens.</param>
/// <param name="Api">Connection under its own tokens.</param>
/// <param name="Certificate">Number of the inspection certificate, or null.</param>
/// <param name="OfficerId">Id of the officer in Inspection, or null.</param>
public sealed record Player(string Name, string Subject, Api Api, string? Certificate = null, string? OfficerId = null);

/// <summary>The people of one department.</summary>
/// <param name="Code">Department code.</param>
/// <param name="Supervisor">Approves.</param>
/// <param name="SecondSupervisor">Approves what the first one had a hand in.</param>
/// <param name="CaseOfficer">Handles clues, tasks and cases.</param>
/// <param name="Inspectors">Two officers with certificates.</param>
public sealed record Department(
    string Code, Player Supervisor, Player SecondSupervisor, Player CaseOfficer, IReadOnlyList<Player> Inspectors);

/// <summary>
/// Everybody who acts: made by the public API with accounts of their own, so that the walkthrough needs nothing but two
/// administrators. Their names carry the run, so that runs do not meet.
/// </summary>
public sealed class Cast
{
    /// <summary>Where a loop happens: Cixi.</summary>
    public const string Division = "330282";

    /// <summary>Where a cast can act besides: Yuyao.</summary>
    public const string Neighbour = "330281";

    private static readonly Dictionary<string, (string Zh, string En)> Counties = new()
    {
        [Division] = ("慈溪市", "Cixi"), [Neighbour] = ("余姚市", "Yuyao")
    };
    private readonly List<string> _accounts = [];
    private readonly Administrators _administrators;
    private readonly string _division;

    /// <summary>
    /// The first institutions in operation of the cast's division, up to 200; waited for until the public record has enough.
    /// </summary>
    /// <param name="least">Fewest that are wanted.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="TimeoutException">There are fewer.</exception>
    public async Task<List<string>> InOperationAsync(int least, TimeSpan patience, CancellationToken cancellation)
    {
        var page = await Public.UntilAsync(
            $"api/disclosure/v1/institutions?division={_division}&status=ACTIVE&limit=200",
            body => body.GetProperty("items").GetArrayLength() >= least,
            $"the public record has {least} institutions in operation", patience, cancellation);
        return [.. page.Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
    }

    private Cast(Uri address, Administrators administrators, string run, string division) =>
        (Address, _administrators, Run, _division) = (address, administrators, run, division);

    /// <summary>Public address of the platform.</summary>
    public Uri Address { get; }

    /// <summary>Mark of this run, e.g. <c>w3f9a</c>.</summary>
    public string Run { get; }

    /// <summary>The public.</summary>
    public Api Public { get; private set; } = null!;

    /// <summary>Handles complaints at the education department.</summary>
    public Player ComplaintHandler { get; private set; } = null!;

    /// <summary>Keeps credit files.</summary>
    public Player CreditOfficer { get; private set; } = null!;

    /// <summary>Leads.</summary>
    public Department Education { get; private set; } = null!;

    /// <summary>Fines.</summary>
    public Department Fire { get; private set; } = null!;

    /// <summary>Takes part.</summary>
    public Department Market { get; private set; } = null!;

    /// <summary>The fire department's own system, by client credentials.</summary>
    public Player FireSystem { get; private set; } = null!;

    /// <summary>Makes accounts, certificates and the client, and signs everybody in.</summary>
    /// <param name="address">Public address of the platform.</param>
    /// <param name="administrators">Two administrators: accounts are given by two.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="division">Where they act: <see cref="Division"/> or <see cref="Neighbour"/>.</param>
    public static async Task<Cast> GatherAsync(
        Uri address, Administrators administrators, CancellationToken cancellation, string division = Division)
    {
        var cast = new Cast(address, administrators, "w" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)), division)
        {
            Public = new Api(address)
        };
        var (zh, en) = Counties[division];
        foreach (var (code, name, english) in new[]
        {
            ("education", "教育局", "Education Bureau"), ("fire", "消防救援大队", "Fire and Rescue Brigade"),
            ("market", "市场监督管理局", "Administration for Market Regulation")
        })
        {
            await cast.EnsureDepartmentAsync(code, zh + name, $"{en} {english}", cancellation);
        }

        cast.Education = await cast.DepartmentAsync("education", cancellation);
        cast.Fire = await cast.DepartmentAsync("fire", cancellation);
        cast.Market = await cast.DepartmentAsync("market", cancellation);
        cast.ComplaintHandler = await cast.AccountAsync("complaints", "education", ["complaint_handler"], cancellation);
        cast.CreditOfficer = await cast.AccountAsync("credit", "education", ["credit_officer"], cancellation);
        cast.FireSystem = await cast.ClientAsync("fire", cancellation);
        return cast;
    }

    /// <summary>Closes the accounts that the run made.</summary>
    public async Task DismissAsync(CancellationToken cancellation)
    {
        foreach (var account in _accounts)
        {
            await _administrators.First.ActAsync(account, "deactivation", new { }, cancellation);
        }
    }

    private async Task EnsureDepartmentAsync(string code, string nameZh, string nameEn, CancellationToken cancellation)
    {
        var known = await _administrators.First.GetAsync("api/identity/v1/departments?limit=200", cancellation);
        if (!known.Body.GetProperty("items").EnumerateArray()
            .Any(d => d.GetProperty("code").GetString() == code && d.GetProperty("division").GetString() == _division))
        {
            var kind = code switch { "market" => "market_supervision", "fire" => "fire_rescue", _ => "education" };
            await _administrators.First.PostAsync(
                "api/identity/v1/departments", new { code, division = _division, nameZh, nameEn, kind }, cancellation);
        }
    }

    private async Task<Department> DepartmentAsync(string code, CancellationToken cancellation)
    {
        var supervisor = await AccountAsync("supervisor", code, ["supervisor"], cancellation);
        var inspectors = new List<Player>();
        for (var n = 1; n <= 2; n++)
        {
            inspectors.Add(await InspectorAsync(code, n, supervisor, cancellation));
        }

        return new Department(
            code, supervisor, await AccountAsync("supervisor2", code, ["supervisor"], cancellation),
            await AccountAsync("case", code, ["case_officer"], cancellation), inspectors);
    }

    private async Task<Player> InspectorAsync(string department, int n, Player supervisor, CancellationToken cancellation)
    {
        var player = await AccountAsync($"inspector{n}", department, ["inspector", "case_officer"], cancellation);
        var certificate = $"浙B{Run.ToUpperInvariant()}{department[..1].ToUpperInvariant()}{n}";
        var today = Today;
        var officer = await supervisor.Api.PostAsync(
            "api/inspection/v1/officers",
            new
            {
                certificateNumber = certificate, name = $"检查员{department[..1]}{n}", department, division = _division,
                validFrom = today.AddYears(-1), validTo = today.AddYears(2), specialties = new[] { "校外培训" }, accountId = player.Subject
            },
            cancellation);
        return player with { Certificate = certificate, OfficerId = officer.Id };
    }

    private async Task<Player> AccountAsync(string what, string department, string[] roles, CancellationToken cancellation)
    {
        var userName = $"{what}.{department}.{Run}";
        var id = await _administrators.GiveAsync(
            "api/identity/v1/accounts", new { userName, displayName = $"演示{what}", department, division = _division, roles }, cancellation);
        var path = $"api/identity/v1/accounts/{id}";
        _accounts.Add(path);
        var issued = await IssueAsync(path, "password", cancellation);
        var tokens = new SignIn(Address).Officer(userName, issued["password"]);
        await tokens.AccessAsync(cancellation);
        return new Player(userName, id, new Api(Address, tokens.AccessAsync));
    }

    private async Task<Player> ClientAsync(string department, CancellationToken cancellation)
    {
        var clientId = $"{department}-{Run}";
        var id = await _administrators.GiveAsync(
            "api/identity/v1/clients", new { clientId, name = $"演示{department}系统", department, division = _division }, cancellation);
        var path = $"api/identity/v1/clients/{id}";
        _accounts.Add(path);
        var issued = await IssueAsync(path, "secret", cancellation);
        var tokens = new SignIn(Address).System(clientId, issued["clientSecret"]);
        return new Player(clientId, clientId, new Api(Address, tokens.AccessAsync));
    }

    // Secrets are answered once; if an answer was lost, another one is issued for the version that the lost one made.
    private Task<Answer> IssueAsync(string path, string what, CancellationToken cancellation) =>
        _administrators.First.ActAsync(HttpMethod.Put, path, what, null, cancellation);

    /// <summary>The official day (Asia/Shanghai).</summary>
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8));
}
