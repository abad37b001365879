using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;
using Oversight.Web;

namespace Oversight.Gateway;

/// <summary>
/// The token check of the staff routes: signature, issuer, audience and lifetime. Roles and scope are the services' own; they
/// check the token again. An anonymous route never looks at a token, so a foreign or expired one does no harm there.
/// </summary>
internal static class TokenCheck
{
    public static void Add(IServiceCollection services, IConfiguration configuration, List<string> faults)
    {
        var issuer = configuration["Oversight:Auth:Issuer"];
        if (!IsHttp(issuer))
        {
            faults.Add($"Oversight:Auth:Issuer: '{issuer}' is not the http or https URL that stands in the tokens as iss");
        }

        if (configuration["Oversight:Auth:MetadataAddress"] is { } metadata && !IsHttp(metadata))
        {
            faults.Add($"Oversight:Auth:MetadataAddress: '{metadata}' is not the http or https URL of the issuer's discovery document");
        }

        services.AddOversightAuthentication(configuration);
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            options.BackchannelTimeout = TimeSpan.FromSeconds(10);
            options.TokenValidationParameters.RequireExpirationTime = true;

            // RFC 8725 3.1: only asymmetric algorithms; a public key must never be taken for an HMAC secret.
            options.TokenValidationParameters.ValidAlgorithms =
            [
                SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
                SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
            ];
            options.Events.OnMessageReceived = context =>
            {
                if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null)
                {
                    return IssuerReach.ReadKeysAsync(context);
                }

                context.NoResult();
                return Task.CompletedTask;
            };
            options.Events.OnChallenge = Challenge;
            options.Events.OnForbidden = context => Refusal.Forbidden.WriteAsync(context.HttpContext);
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(
                RoutePolicies.Staff,
                staff => staff.AddAuthenticationSchemes(JwtBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser());

        // The shared fallback would answer 401 where there is no route; here the start refuses any endpoint without a policy instead.
        services.PostConfigure<AuthorizationOptions>(options => options.FallbackPolicy = null);
    }

    private static bool IsHttp(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var refusal = context switch
        {
            _ when IssuerReach.WasLost(context.HttpContext) => Refusal.IssuerUnavailable,
            { AuthenticateFailure: SecurityTokenExpiredException } => Refusal.TokenExpired,
            { AuthenticateFailure: not null } => Refusal.TokenInvalid,
            _ => Refusal.TokenMissing,
        };
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            // RFC 6750 3.1: without a token, no error code.
            context.Response.Headers.WWWAuthenticate = ReferenceEquals(refusal, Refusal.TokenMissing)
                ? "Bearer realm=\"oversight\""
                : $"Bearer realm=\"oversight\", error=\"invalid_token\", error_description=\"{refusal.Detail}\"";
        }

        return refusal.WriteAsync(context.HttpContext);
    }
}
