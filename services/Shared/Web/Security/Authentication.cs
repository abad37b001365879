using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Oversight.Web;

/// <summary>
/// Checks bearer tokens of one OpenID Connect issuer: the built-in identity service, or the organisation's own by
/// configuration (<c>Oversight:Auth:Issuer</c>, <c>Oversight:Auth:MetadataAddress</c>, <c>Oversight:Auth:Audience</c>,
/// <c>Oversight:Auth:Claims:Department|Division|Role|Name</c> for other claim names).
/// </summary>
public static partial class Authentication
{
    /// <summary>Audience that every access token must carry unless configured otherwise.</summary>
    public const string DefaultAudience = "oversight";

    /// <summary>Adds bearer authentication and makes "signed in" the rule for endpoints that say nothing.</summary>
    public static IServiceCollection AddOversightAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();

        // Read when the first token comes: standalone knows its internal address only after its listener is up.
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure(options =>
        {
            var auth = configuration.GetSection("Oversight:Auth");
            var issuer = auth["Issuer"];
            var metadata = auth["MetadataAddress"] ?? (issuer is null ? null : $"{issuer.TrimEnd('/')}/.well-known/openid-configuration");
            if (metadata is not null)
            {
                options.MetadataAddress = metadata;
                options.RequireHttpsMetadata = metadata.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            }

            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidateIssuer = true,
                ValidAudience = auth["Audience"] ?? DefaultAudience,
                ValidTypes = auth["Audience"] is null ? ["at+jwt"] : null,
                NameClaimType = Actor.NameClaim,
                RoleClaimType = Actor.RoleClaim,
                ClockSkew = TimeSpan.FromSeconds(30),
            };
            options.Events = new JwtBearerEvents
            {
                OnMessageReceived = IssuerReach.ReadKeysAsync,
                OnTokenValidated = context =>
                {
                    Rename(context.Principal, auth.GetSection("Claims"));
                    return Task.CompletedTask;
                },
                OnChallenge = ChallengeAsync,
                OnForbidden = context => context.HttpContext.WriteProblemAsync(
                    Problems.Details(StatusCodes.Status403Forbidden, "request.role.missing", "Your roles do not allow this act.")),
            };
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>
    /// Reads the issuer's keys by a client that is set up by <paramref name="reach"/>, for an issuer that is not reached by its address.
    /// </summary>
    public static IServiceCollection ReadKeysBy(this IServiceCollection services, Action<SocketsHttpHandler> reach) =>
        services.Configure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme, options => options.BackchannelHttpHandler = New(reach));

    /// <summary>Lets only callers with one of <paramref name="roles"/> in.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
            endpoint.RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireRole(roles));

    private static SocketsHttpHandler New(Action<SocketsHttpHandler> reach)
    {
        var client = new SocketsHttpHandler();
        reach(client);
        return client;
    }

    private static Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        if (IssuerReach.WasLost(context.HttpContext))
        {
            return context.HttpContext.WriteProblemAsync(Problems.Details(
                StatusCodes.Status503ServiceUnavailable, "service.issuer.unavailable",
                "The keys of the token issuer cannot be read at the moment; nothing was done."));
        }

        if (context.AuthenticateFailure is { } failure and not SecurityTokenExpiredException)
        {
            // The gateway lets no such token through: one key list or one configuration must differ from the other.
            LogRefused(
                context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Oversight.Web.Authentication"),
                failure.GetType().Name, failure.Message);
        }

        var (code, detail) = context.AuthenticateFailure switch
        {
            SecurityTokenExpiredException => ("request.token.expired", "The access token has expired."),
            not null => ("request.token.invalid", "The access token is not valid here."),
            null => ("request.token.missing", "This operation needs an access token."),
        };
        context.Response.Headers.WWWAuthenticate = context.AuthenticateFailure is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        return context.HttpContext.WriteProblemAsync(Problems.Details(StatusCodes.Status401Unauthorized, code, detail));
    }

    [LoggerMessage(1, LogLevel.Warning, "A token was refused: {Kind}: {Reason}")]
    private static partial void LogRefused(ILogger log, string kind, string reason);

    // An organisation's own issuer may name its claims otherwise.
    private static void Rename(ClaimsPrincipal? principal, IConfigurationSection names)
    {
        if (principal?.Identity is not ClaimsIdentity identity)
        {
            return;
        }

        foreach (var (ours, key) in new[]
        {
            (Actor.DepartmentClaim, "Department"), (Actor.DivisionClaim, "Division"), (Actor.RoleClaim, "Role"), (Actor.NameClaim, "Name")
        })
        {
            if (names[key] is { Length: > 0 } theirs && theirs != ours)
            {
                identity.AddClaims(identity.FindAll(theirs).Select(c => new Claim(ours, c.Value)).ToList());
            }
        }
    }
}
