using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oversight.Identity.Accounts;
using Oversight.Identity.Clients;
using Oversight.Identity.Data;
using Oversight.Identity.Departments;
using Oversight.Identity.Tokens;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;
using Application = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication<System.Guid>;

namespace Oversight.Identity.Start;

/// <summary>
/// What must be there before anyone can sign in: the console's client, and, while there is no active administrator, the two that the
/// configuration names (<c>Oversight:Identity:Bootstrap</c>): rights are given by two. Nothing has a built-in password. Runs at every start
/// and changes nothing that is right already; of two replicas at once, one does it.
/// </summary>
internal sealed partial class FirstStart(
    IServiceScopeFactory scopes, IOptionsMonitor<IdentitySettings> settings, TimeProvider clock, ILogger<FirstStart> log)
    : PeriodicWorker(TimeSpan.FromMinutes(1), clock, log)
{
    /// <summary>Fewest characters of a secret that comes from the configuration.</summary>
    public const int MinSecretLength = 32;

    private const string Actor = "system:first-start";
    private const string TwoNeeded = "Rights are given by two: name a first and a second one, each with a secret of its own.";

    private readonly ILogger _log = log;
    private volatile bool _done;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(cancellationToken);
        }
        // A configuration that is not usable ends the start. A database that is away does not: the worker tries again every minute.
        catch (Exception e) when (e is not OperationCanceledException and not InvalidOperationException { Source: "Oversight.Identity" })
        {
            LogNotYet(_log, e);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        if (!_done)
        {
            await EnsureAsync(cancellation);
        }

        return false;
    }

    private async Task EnsureAsync(CancellationToken cancellation)
    {
        // A scope and a save of its own: a bootstrap that is refused does not take the console's client with it.
        await using (var scope = scopes.CreateAsyncScope())
        {
            await EnsureConsoleAsync(scope.ServiceProvider, cancellation);
        }

        await using (var scope = scopes.CreateAsyncScope())
        {
            await EnsureAdministratorAsync(scope.ServiceProvider, cancellation);
        }

        _done = true;
    }

    private async Task EnsureConsoleAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (context, commit, issuer) =
            (services.GetRequiredService<IdentityDbContext>(), services.GetRequiredService<Commit<IdentityDbContext>>(),
                services.GetRequiredService<PublicIssuer>());
        var console = settings.CurrentValue.Console;
        var redirects = console.RedirectUris.Length > 0
            ? console.RedirectUris : [issuer.At("/console/callback"), "http://127.0.0.1/callback"];
        var logouts = console.PostLogoutRedirectUris.Length > 0 ? console.PostLogoutRedirectUris : [issuer.At("/")];
        var application = await context.Set<Application>().FirstOrDefaultAsync(a => a.ClientId == Applications.Console, cancellation);
        if (application is null)
        {
            application = Applications.ForConsole(commit.NewId());
            context.Add(application);
        }

        if (Applications.SetAddresses(application, redirects, logouts))
        {
            Check(await commit.SaveAsync(cancellation));
        }
    }

    private async Task EnsureAdministratorAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var context = services.GetRequiredService<IdentityDbContext>();
        if ((await AdministratorRoster.LoadAsync(context, cancellation)).Count > 0)
        {
            return;
        }

        var bootstrap = settings.CurrentValue.Bootstrap;
        // A variable that was emptied is as good as removed.
        if (bootstrap is { UserName: null or "", ClientId: null or "" })
        {
            LogHowTo(_log);
            return;
        }

        services.GetRequiredService<ActScope>().ActorId = Actor;
        var commit = services.GetRequiredService<Commit<IdentityDbContext>>();
        var division = DivisionCode.Parse(bootstrap.Division);
        if (division.IsRefused)
        {
            throw Misconfigured("Division", division.Error.Message);
        }

        var maker = services.GetRequiredService<AdministratorMaker>();
        var department = await maker.DepartmentAsync(
            bootstrap.Department, division.Value, bootstrap.DepartmentNameZh, bootstrap.DepartmentNameEn, cancellation);
        if (department.IsRefused)
        {
            throw Misconfigured("Department", department.Error.Message);
        }

        if (!string.IsNullOrEmpty(bootstrap.UserName))
        {
            await AddAccountsAsync(maker, bootstrap, department.Value, cancellation);
        }

        if (!string.IsNullOrEmpty(bootstrap.ClientId))
        {
            await SetClientsAsync(context, commit, bootstrap, department.Value, cancellation);
        }

        if (Check(await commit.SaveAsync(cancellation)))
        {
            LogCreated(_log);
        }
    }

    private async Task AddAccountsAsync(
        AdministratorMaker maker, IdentitySettings.BootstrapSettings bootstrap, Department department, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(bootstrap.SecondUserName)
            || string.Equals(bootstrap.UserName, bootstrap.SecondUserName, StringComparison.OrdinalIgnoreCase))
        {
            throw Misconfigured(nameof(bootstrap.SecondUserName), TwoNeeded);
        }

        if (bootstrap.Password == bootstrap.SecondPassword)
        {
            throw Misconfigured(nameof(bootstrap.SecondPassword), TwoNeeded);
        }

        foreach (var (userName, password, key) in new[]
        {
            (bootstrap.UserName!, bootstrap.Password ?? "", nameof(bootstrap.Password)),
            (bootstrap.SecondUserName, bootstrap.SecondPassword ?? "", nameof(bootstrap.SecondPassword)),
        })
        {
            if (PasswordRules.Check(password, userName, settings.CurrentValue.PasswordMinLength) is { IsRefused: true } weak)
            {
                throw Misconfigured(key, weak.Error.Message);
            }

            // The password is known to whoever set the configuration: good for one sign-in.
            Check(await maker.AddAsync(userName, department, password, Actor, cancellation));
        }
    }

    private static async Task SetClientsAsync(
        IdentityDbContext context, Commit<IdentityDbContext> commit, IdentitySettings.BootstrapSettings bootstrap, Department department,
        CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(bootstrap.SecondClientId) || bootstrap.SecondClientId == bootstrap.ClientId)
        {
            throw Misconfigured(nameof(bootstrap.SecondClientId), TwoNeeded);
        }

        if (bootstrap.SecondClientSecret == bootstrap.ClientSecret)
        {
            throw Misconfigured(nameof(bootstrap.SecondClientSecret), TwoNeeded);
        }

        // The first one also fills the register of an empty installation; the second one only confirms.
        await SetClientAsync(
            context, commit, bootstrap.ClientId!, bootstrap.ClientSecret, $"{Roles.Administrator} {Roles.Registrar}", department,
            cancellation);
        await SetClientAsync(
            context, commit, bootstrap.SecondClientId, bootstrap.SecondClientSecret, Roles.Administrator, department, cancellation);
    }

    private static async Task SetClientAsync(
        IdentityDbContext context, Commit<IdentityDbContext> commit, string clientId, string? stated, string roles, Department department,
        CancellationToken cancellation)
    {
        if (stated is not { Length: >= MinSecretLength } secret)
        {
            throw Misconfigured("ClientSecret", $"That of {clientId} has at least {MinSecretLength} random characters.");
        }

        var client = await context.Clients.FirstOrDefaultAsync(c => c.ClientId == clientId, cancellation);
        if (client is null)
        {
            client = new DepartmentClient
            {
                Id = commit.NewId(),
                ClientId = clientId,
                Name = "First start",
                DepartmentId = department.Id,
                Department = department.Code,
                Division = department.Division,
                RoleList = roles,
                CreatedAt = commit.Now,
            };
            context.Clients.Add(client);
            context.Add(Applications.ForDepartmentSystem(commit.NewId(), clientId, client.Name));
        }
        // Its secret would be replaced by one that whoever set the configuration knows.
        else if (!client.Roles.Contains(Roles.Administrator))
        {
            throw Misconfigured("ClientId", "It is a department system's client; take another id.");
        }
        // Clients are not counted in the roster. While no account is an active administrator, the configuration may open its two clients
        // again.
        else if (!client.Active)
        {
            client.Reactivate();
        }

        client.SecretIssued(commit.Now);
        // The row of a client that was made a moment ago is not in the database yet.
        var application = context.Set<Application>().Local.FirstOrDefault(a => a.ClientId == clientId)
            ?? await context.Set<Application>().SingleAsync(a => a.ClientId == clientId, cancellation);
        Applications.SetSecret(application, secret);
        commit.Record(
            "client.create", "client", client.Id, client.Version,
            new { client.ClientId, client.Department, client.Division, client.Roles });
    }

    // A replica that did the same first is as good; it shows as a conflict, and so does a name that is already somebody's.
    private bool Check(Result saved)
    {
        if (saved.Error is { Kind: ErrorKind.Unavailable } away)
        {
            throw new TimeoutException(away.Message);
        }

        if (saved.Error is { } refusal)
        {
            LogRefused(_log, refusal.Code);
        }

        return !saved.IsRefused;
    }

    private static InvalidOperationException Misconfigured(string key, string why) =>
        new($"Oversight:Identity:Bootstrap:{key} is not usable. {why}") { Source = "Oversight.Identity" };

    [LoggerMessage(
        1, LogLevel.Warning,
        "There is no administrator. Start once with Oversight:Identity:Bootstrap:UserName, :Password, :SecondUserName, :SecondPassword and "
            + ":Division (environment: Oversight__Identity__Bootstrap__UserName …) to create the first two; each password is good for one "
            + "sign-in")]
    private static partial void LogHowTo(ILogger log);

    [LoggerMessage(
        2, LogLevel.Information,
        "The first administrators were created from the configuration; remove Oversight:Identity:Bootstrap from it now")]
    private static partial void LogCreated(ILogger log);

    [LoggerMessage(4, LogLevel.Warning, "The first start changed nothing: {Code}. Another replica was first, or the name is taken")]
    private static partial void LogRefused(ILogger log, string code);

    [LoggerMessage(3, LogLevel.Warning, "The first start could not be completed yet; it will be tried again")]
    private static partial void LogNotYet(ILogger log, Exception e);
}
