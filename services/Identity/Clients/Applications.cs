using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Application = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication<System.Guid>;

namespace Oversight.Identity.Clients;

/// <summary>
/// OpenIddict's rows about clients. They are made here rather than by its manager because the manager saves on its own, and an
/// act has one save.
/// </summary>
internal static class Applications
{
    /// <summary>Client id of the officers' console and of their command-line tools.</summary>
    public const string Console = "oversight-console";

    /// <summary>A confidential client that may take tokens for itself, and give them back; as yet without a secret.</summary>
    public static Application ForDepartmentSystem(Guid id, string clientId, string name) => new()
    {
        Id = id,
        ClientId = clientId,
        DisplayName = name,
        ClientType = ClientTypes.Confidential,
        ConsentType = ConsentTypes.Implicit,
        ConcurrencyToken = Secrets.NewStamp(),
        Permissions = JsonSerializer.Serialize<string[]>(
        [
            Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.Endpoints.Introspection,
            Permissions.GrantTypes.ClientCredentials,
        ]),
    };

    /// <summary>
    /// The public client of officers: code with PKCE, and renewal. Native, so that a loopback address may have any port (RFC 8252).
    /// </summary>
    public static Application ForConsole(Guid id) => new()
    {
        Id = id,
        ClientId = Console,
        DisplayName = "Oversight console",
        ApplicationType = ApplicationTypes.Native,
        ClientType = ClientTypes.Public,
        ConsentType = ConsentTypes.Implicit,
        ConcurrencyToken = Secrets.NewStamp(),
        Permissions = JsonSerializer.Serialize<string[]>(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.Endpoints.Token,
            Permissions.Endpoints.Revocation,
            Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
            Permissions.Scopes.Profile,
        ]),
        Requirements = JsonSerializer.Serialize<string[]>([Requirements.Features.ProofKeyForCodeExchange]),
    };

    /// <summary>Sets where the console may be sent to.</summary>
    /// <returns>True if that changed anything.</returns>
    public static bool SetAddresses(Application application, IEnumerable<string> redirect, IEnumerable<string> postLogout)
    {
        var (redirects, logouts) = (JsonSerializer.Serialize(redirect), JsonSerializer.Serialize(postLogout));
        if (application.RedirectUris == redirects && application.PostLogoutRedirectUris == logouts)
        {
            return false;
        }

        (application.RedirectUris, application.PostLogoutRedirectUris, application.ConcurrencyToken) =
            (redirects, logouts, Secrets.NewStamp());
        return true;
    }

    public static void SetSecret(Application application, string secret) =>
        (application.ClientSecret, application.ConcurrencyToken) = (Hash(secret), Secrets.NewStamp());

    /// <summary>
    /// SHA-256. Secrets are 256 random bits (or at least 32 characters from the configuration), which no slow hash would make
    /// harder to guess; it would only make every token request slow.
    /// </summary>
    public static string Hash(string secret) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>OpenIddict's manager with the hash of <see cref="Applications.Hash"/>.</summary>
internal sealed class HashedApplications(
    IOpenIddictApplicationCache<Application> cache, ILogger<OpenIddictApplicationManager<Application>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<Application> store)
    : OpenIddictApplicationManager<Application>(cache, logger, options, store)
{
    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Applications.Hash(secret));

    protected override ValueTask<bool> ValidateClientSecretAsync(
        string secret, string comparand, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Applications.Hash(secret)), Encoding.UTF8.GetBytes(comparand)));
}
