using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;

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

    /// <summary>
    /// Has the issuer's keys read before a token is looked at; for <see cref="JwtBearerEvents.OnMessageReceived"/>. Asking afterwards
    /// why a check failed would be too late: of many requests at once, the first may fail to read the keys and a later one succeed.
    /// Keys once read stay, so this costs nothing while they are there.
    /// </summary>
    public static async Task ReadKeysAsync(MessageReceivedContext context)
    {
        if (context.Options.ConfigurationManager is not { } manager || !context.Request.Headers.ContainsKey("Authorization"))
        {
            return;
        }

        try
        {
            await manager.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException e)
        {
            context.HttpContext.Items[Lost] = true;
            context.Fail(e);
        }
    }
}
