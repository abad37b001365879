using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Oversight.Identity.Accounts;
using Oversight.Identity.Clients;
using Oversight.Identity.Credentials;
using Oversight.Identity.Data;
using Oversight.Identity.Departments;
using Oversight.Identity.Keys;
using Oversight.Identity.Proposals;
using Oversight.Identity.SignIn;
using Oversight.Identity.Start;
using Oversight.Identity.Tokens;
using Oversight.Pages;
using Oversight.Persistence.PersonalData;
using Oversight.Web;

namespace Oversight.Identity;

/// <summary>Staff accounts, departments, client credentials and tokens (OpenID Connect).</summary>
public static class IdentityModule
{
    /// <summary>
    /// Adds the service to a host; nothing if tokens come from the organisation's own issuer (<c>Oversight:Auth:External</c>).
    /// </summary>
    public static ServiceHost AddIdentity(this ServiceHost host) => IsExternal(host.Configuration)
        ? host : host.AddModule("identity", module =>
        {
            module.UseDatabase<IdentityDbContext, IdentitySqlServerContext, IdentityPostgreSqlContext, IdentitySqliteContext>();
            module.UseActs<IdentityDbContext>(typeof(IdentityModule).Assembly);
            var services = module.Services;
            services.AddOptions<IdentitySettings>().BindConfiguration(IdentitySettings.Section).ValidateDataAnnotations();
            services.AddOversightPages(typeof(IdentityModule).Assembly);
            services.AddSingleton(Reference.Departments.Load(module.Setting("Rules:Folder")));
            services.AddSingleton(RoleRules.Load(module.Setting("Rules:Folder")));
            services.AddSingleton<PublicIssuer>();
            services.AddSingleton<DecoyHash>();
            services.AddSingleton<IPasswordHasher<StaffAccount>, PasswordHasher<StaffAccount>>();
            services.AddKeys();
            services.AddTokenServer();
            services.AddSession();
            services.AddScoped<DepartmentActs>();
            services.AddScoped<AccountActs>();
            services.AddScoped<ClientActs>();
            services.AddScoped<CreateDepartmentHandler>();
            services.AddScoped<ChangeDepartmentHandler>();
            services.AddScoped<ProposalActs>();
            services.AddScoped<ProposedResets>();
            services.AddScoped<ConfirmProposalHandler>();
            services.AddScoped<WithdrawProposalHandler>();
            services.AddScoped<AccountGrants>();
            services.AddScoped<ClientGrants>();
            services.AddScoped<Resets>();
            services.AddScoped<CreateAccountHandler>();
            services.AddScoped<GrantAccountHandler>();
            services.AddScoped<ChangeAccountHandler>();
            services.AddScoped<IssuePasswordHandler>();
            services.AddScoped<CreateClientHandler>();
            services.AddScoped<ChangeClientHandler>();
            services.AddScoped<GrantClientHandler>();
            services.AddScoped<IssueSecretHandler>();
            services.AddScoped<AcknowledgeHandler>();
            services.AddScoped<AdministratorMaker>();
            services.AddScoped<IAdministrators, HostAdministrators>();
            module.AddDeadline<ProposalExpiry>(Proposal.DeadlineKind);
            services.AddScoped<SignInHandler>();
            services.AddScoped<ChangePasswordHandler>();
            services.AddScoped<Sessions>();
            services.AddHostedService<KeyRotation>();
            services.AddHostedService<FirstStart>();
            services.AddHostedService<TokenPruning>();
        });

    /// <summary>Maps the protocol, the pages and the API.</summary>
    public static void MapIdentity(this IEndpointRouteBuilder app)
    {
        if (IsExternal(app.ServiceProvider.GetRequiredService<IConfiguration>()))
        {
            return;
        }

        AuthorizeEndpoint.Map(app);
        TokenEndpoint.Map(app);
        LogoutEndpoint.Map(app);
        app.MapOversightAssets();
        var pages = app.MapPages();
        SignInEndpoints.Map(pages);
        PasswordEndpoints.Map(pages);
        NoticeEndpoints.Map(pages);
        var api = app.MapApi("identity");
        CreateDepartmentEndpoint.Map(api);
        ChangeDepartmentEndpoint.Map(api);
        ReadDepartmentsEndpoint.Map(api);
        CreateAccountEndpoint.Map(api);
        ChangeAccountEndpoint.Map(api);
        GrantAccountEndpoint.Map(api);
        IssuePasswordEndpoint.Map(api);
        ReadAccountsEndpoint.Map(api);
        CreateClientEndpoint.Map(api);
        ChangeClientEndpoint.Map(api);
        GrantClientEndpoint.Map(api);
        IssueSecretEndpoint.Map(api);
        ReadClientsEndpoint.Map(api);
        ConfirmProposalEndpoint.Map(api);
        WithdrawProposalEndpoint.Map(api);
        ReadProposalsEndpoint.Map(api);
        ReadResetsEndpoint.Map(api);
    }

    private static bool IsExternal(IConfiguration configuration) => configuration.GetValue("Oversight:Auth:External", false);

    private static void AddKeys(this IServiceCollection services)
    {
        // One name and one store for all replicas and restarts: a cookie of one is a cookie of all.
        services.AddDataProtection().SetApplicationName("oversight").PersistKeysToDbContext<IdentityDbContext>();
        services.AddOptions<KeyManagementOptions>()
            .Configure<PersonalDataKeys<IdentityDbContext>>((options, keys) => options.XmlEncryptor = new ServiceKeyEncryptor(keys));
    }

    private static void AddSession(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(Sessions.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(Sessions.Scheme)
            .Configure<PublicIssuer, IOptionsMonitor<IdentitySettings>>((options, issuer, settings) =>
            {
                options.Cookie.Name = issuer.IsHttps ? "__Host-oversight-session" : "oversight-session";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = issuer.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
                options.Cookie.Path = "/";
                options.ExpireTimeSpan = settings.CurrentValue.SessionLifetime;
                options.SlidingExpiration = true;
                options.LoginPath = TokenServer.SignInPath;
            });
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<PublicIssuer>((options, issuer) =>
        {
            options.Cookie = new FormCookie(issuer.IsHttps)
            {
                Name = issuer.IsHttps ? "__Host-oversight-form" : "oversight-form",
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                SecurePolicy = CookieSecurePolicy.None,
                Path = "/",
                IsEssential = true,
            };
        });
    }

    // With CookieSecurePolicy.Always antiforgery refuses to work where TLS has ended before this process, at a proxy that it
    // was not told of. What counts is how the browser came.
    private sealed class FormCookie(bool secure) : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Secure = secure;
            return options;
        }
    }
}
