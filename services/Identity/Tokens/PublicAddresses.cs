using Microsoft.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Oversight.Identity.Tokens;

/// <summary>
/// Which addresses go out. A person's browser and a department's system come through the gateway and get the public address of
/// everything. A service of the platform fetches the document at the internal address, without a gateway in between, and gets a
/// key list that it can reach there too; issuer and all else stay public.
/// </summary>
internal static class PublicAddresses
{
    private const int Late = int.MinValue + 50_000;

    private static readonly string[] Endpoints =
    [
        Metadata.AuthorizationEndpoint, Metadata.TokenEndpoint, Metadata.EndSessionEndpoint, Metadata.RevocationEndpoint,
        Metadata.IntrospectionEndpoint,
    ];

    public static OpenIddictServerHandlerDescriptor Discovery { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyConfigurationResponseContext>()
            .UseScopedHandler<DiscoveryHandler>().SetOrder(Late).Build();

    public static OpenIddictServerHandlerDescriptor TokenIssuer { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<GenerateTokenContext>()
            .UseScopedHandler<TokenIssuerHandler>()
            .SetOrder(OpenIddictServerHandlers.Protection.GenerateIdentityModelToken.Descriptor.Order - 500).Build();

    public static OpenIddictServerHandlerDescriptor AuthorizationIssuer { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .UseScopedHandler<AuthorizationIssuerHandler>()
            .SetOrder(OpenIddictServerHandlers.Authentication.AttachIssuer.Descriptor.Order + 500).Build();

    internal sealed class DiscoveryHandler(PublicIssuer issuer) : IOpenIddictServerHandler<ApplyConfigurationResponseContext>
    {
        public ValueTask HandleAsync(ApplyConfigurationResponseContext context)
        {
            if (context.Response is not { } response || response.Error is not null)
            {
                return default;
            }

            response[Metadata.Issuer] = issuer.Text;
            foreach (var name in Endpoints)
            {
                if (Path((string?)response[name]) is { } path)
                {
                    response[name] = issuer.At(path);
                }
            }

            var request = context.Transaction.GetHttpRequest();
            // The gateway strips this header and sets it anew on all that it forwards: a request that has it came through the gateway.
            if (request is not null && request.Headers.ContainsKey("X-Forwarded-Host")
                && Path((string?)response[Metadata.JwksUri]) is { } keys)
            {
                response[Metadata.JwksUri] = issuer.At(keys);
            }
            else if (request is not null && Path((string?)response[Metadata.JwksUri]) is { } own)
            {
                response[Metadata.JwksUri] = $"{request.Scheme}://{request.Host}{own}";
            }

            return default;
        }

        private static string? Path(string? address) => address is null ? null : new Uri(address, UriKind.Absolute).AbsolutePath;
    }

    internal sealed class TokenIssuerHandler(PublicIssuer issuer) : IOpenIddictServerHandler<GenerateTokenContext>
    {
        public ValueTask HandleAsync(GenerateTokenContext context)
        {
            context.SecurityTokenDescriptor.Issuer = issuer.Text;
            return default;
        }
    }

    internal sealed class AuthorizationIssuerHandler(PublicIssuer issuer) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
    {
        public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
        {
            if (!string.IsNullOrEmpty(context.RedirectUri))
            {
                context.Response.Iss = issuer.Text;
            }

            return default;
        }
    }
}
