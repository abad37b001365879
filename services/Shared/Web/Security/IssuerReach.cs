using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Oversight.Web;

/// <summary>
/// "No key fits" has two causes. If the issuer's keys could not be had at all, the token may be good: the caller is asked to come
/// again (503) instead of being told that it is not (401), which would end a session for the sake of a restart.
/// </summary>
public static class IssuerReach
{
    private static readonly object Lost = new();

    /// <summary>Whether this request's token could not be checked because the issuer does not answer.</summary>
    public static bool WasLost(HttpContext context) => context.Items.ContainsKey(Lost);

    /// <summary>Looks why a token was refused; for <see cref="JwtBearerEvents.OnAuthenticationFailed"/>.</summary>
    public static async Task NoticeAsync(AuthenticationFailedContext context)
    {
        if (context.Exception is not SecurityTokenSignatureKeyNotFoundException and not InvalidOperationException
            || context.Options.ConfigurationManager is not { } manager)
        {
            return;
        }

        try
        {
            await manager.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            context.HttpContext.Items[Lost] = true;
            context.Fail(context.Exception);
        }
    }
}
