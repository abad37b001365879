using Microsoft.AspNetCore.Identity;
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
/// What must be there before anyone can sign in: the console's client, and, while there is no active administrator, the one
/// that the configuration names (<c>Oversight:Identity:Bootstrap</c>). Nothing has a built-in password. Runs at every start and
/// changes nothing that is right already; of two replicas at once, one does it.
/// </summary>
internal sealed partial class FirstStart(
    IServiceScopeFactory scopes, IOptionsMonitor<IdentitySettings> settings, Reference.Departments known, TimeProvider clock,
    ILogger<FirstStart> log)
    : PeriodicWorker(TimeSpan.FromMinutes(1), clock, log)
{
    /// <summary>Fewest characters of a secret that comes from the configuration.</summary>
    public const int MinSecretLength = 32;

    private readonly ILogger _log = log;
    private volatile bool _done;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(cancellationToken);
        }
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
        var roster = await AdministratorRoster.LoadAsync(context, cancellation);
        if (roster.Count > 0)
        {
            return;
        }

        var bootstrap = settings.CurrentValue.Bootstrap;
        if (bootstrap is { UserName: null, ClientId: null })
        {
            LogHowTo(_log);
            return;
        }

        services.GetRequiredService<ActScope>().ActorId = "system:first-start";
        var commit = services.GetRequiredService<Commit<IdentityDbContext>>();
        var division = DivisionCode.Parse(bootstrap.Division);
        if (division.IsRefused)
        {
            throw Misconfigured("Division", division.Error.Message);
        }

        var department = await DepartmentAsync(context, commit, bootstrap, division.Value, cancellation);
        if (bootstrap.UserName is { } userName)
        {
            AddAccount(services, context, commit, roster, bootstrap, userName, department);
        }

        if (bootstrap.ClientId is { } clientId)
        {
            await SetClientAsync(context, commit, bootstrap, clientId, department, cancellation);
        }

        if (Check(await commit.SaveAsync(cancellation)))
        {
            LogCreated(_log);
        }
    }

    private async Task<Department> DepartmentAsync(
        IdentityDbContext context, Commit<IdentityDbContext> commit, IdentitySettings.BootstrapSettings bootstrap, DivisionCode division,
        CancellationToken cancellation)
    {
        var department = await context.Departments.FirstOrDefaultAsync(
            d => d.Code == bootstrap.Department && d.Division == division.Value, cancellation);
        if (department is null)
        {
            var rule = known.Find(bootstrap.Department, OfficialTime.DateOf(commit.Now))
                ?? throw Misconfigured("Department", DepartmentErrors.CodeUnknown.Message);
            department = new Department
            {
                Id = commit.NewId(),
                Code = bootstrap.Department,
                Division = division.Value,
                NameZh = bootstrap.DepartmentNameZh ?? rule.Zh,
                NameEn = bootstrap.DepartmentNameEn ?? rule.En,
                Kind = bootstrap.Department == "education" ? DepartmentKind.Education : DepartmentKind.Other,
            };
            context.Departments.Add(department);
            commit.Record(
                "department.create", "department", department.Id, department.Version, new { department.Code, department.Division });
        }

        return department;
    }

    private void AddAccount(
        IServiceProvider services, IdentityDbContext context, Commit<IdentityDbContext> commit, AdministratorRoster roster,
        IdentitySettings.BootstrapSettings bootstrap, string userName, Department department)
    {
        if (PasswordRules.Check(bootstrap.Password ?? "", userName, settings.CurrentValue.PasswordMinLength) is { IsRefused: true } weak)
        {
            throw Misconfigured("Password", weak.Error.Message);
        }

        var account = new StaffAccount
        {
            Id = commit.NewId(),
            UserName = userName.ToLowerInvariant(),
            DisplayName = userName,
            DepartmentId = department.Id,
            Department = department.Code,
            Division = department.Division,
            SecurityStamp = Secrets.NewStamp(),
            CreatedAt = commit.Now,
        }.With([Roles.Administrator]);

        // Known to whoever set the configuration: good for one sign-in.
        account.IssuePassword(
            services.GetRequiredService<IPasswordHasher<StaffAccount>>().HashPassword(account, bootstrap.Password!), account.SecurityStamp);
        roster.Note(was: false, becomes: true);
        context.Accounts.Add(account);
        context.SignInGuards.Add(new SignInGuard { AccountId = account.Id });
        commit.Record(
            "account.create", "account", account.Id, account.Version, new { account.Department, account.Division, account.Roles });
    }

    private static async Task SetClientAsync(
        IdentityDbContext context, Commit<IdentityDbContext> commit, IdentitySettings.BootstrapSettings bootstrap, string clientId,
        Department department, CancellationToken cancellation)
    {
        if (bootstrap.ClientSecret is not { Length: >= MinSecretLength } secret)
        {
            throw Misconfigured("ClientSecret", $"It has at least {MinSecretLength} random characters.");
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
                RoleList = $"{Roles.Administrator} {Roles.Registrar}",
                CreatedAt = commit.Now,
            };
            context.Clients.Add(client);
            context.Add(Applications.ForDepartmentSystem(commit.NewId(), clientId, client.Name));
        }
        else if (!client.Roles.Contains(Roles.Administrator))
        {
            throw Misconfigured("ClientId", "It is a department system's client; take another id.");
        }
        else if (!client.Active)
        {
            client.Reactivate();
        }

        client.SecretIssued(commit.Now);
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
        "There is no administrator. Start once with Oversight:Identity:Bootstrap:UserName, :Password and :Division (environment: "
            + "Oversight__Identity__Bootstrap__UserName …) to create the first one; the password is good for one sign-in")]
    private static partial void LogHowTo(ILogger log);

    [LoggerMessage(
        2, LogLevel.Information,
        "The first administrator was created from the configuration; remove Oversight:Identity:Bootstrap from it now")]
    private static partial void LogCreated(ILogger log);

    [LoggerMessage(4, LogLevel.Warning, "The first start changed nothing: {Code}. Another replica was first, or the name is taken")]
    private static partial void LogRefused(ILogger log, string code);

    [LoggerMessage(3, LogLevel.Warning, "The first start could not be completed yet; it will be tried again")]
    private static partial void LogNotYet(ILogger log, Exception e);
}
