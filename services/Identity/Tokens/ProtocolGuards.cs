using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Oversight.Kernel;
using Oversight.Web;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Oversight.Identity.Tokens;

/// <summary>
/// Answers 503 at the protocol's addresses until the keys are loaded. It looks at the options that this request is served with: the
/// ring may be loaded a moment before they follow, and whoever read the stand-in as the key list would keep it for hours.
/// </summary>
internal sealed class KeysNeeded : IOpenIddictServerHandler<ProcessRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
            .UseSingletonHandler<KeysNeeded>().SetOrder(OpenIddictServerHandlers.InferEndpointType.Descriptor.Order + 250).Build();

    public async ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.Options.SigningCredentials.Exists(c => c.Key.KeyId == ServerOptions.StandIn)
            && context.EndpointType != OpenIddictServerEndpointType.Unknown && context.Transaction.GetHttpRequest() is { } request)
        {
            await request.HttpContext.WriteProblemAsync(Problems.Details(Persistence.CommitErrors.Unavailable));
            context.HandleRequest();
        }
    }
}

/// <summary>
/// Refuses a form that cannot be decoded (null characters, broken percent signs), and a query with null characters, before OpenIddict
/// reads it and fails, or looks for a client of a name that PostgreSQL cannot compare.
/// </summary>
internal sealed class ReadableParameters : IOpenIddictServerHandler<ProcessRequestContext>
{
    private const int MostCharacters = 16_000;

    private static readonly Error NullCharacter = new(
        ErrorKind.Invalid, "request.query.malformed", "A query parameter holds a null character.");
    private static readonly Error Malformed = new(
        ErrorKind.Invalid, "request.form.malformed", "The form cannot be read: wrong encoding, or too many or too long fields.");

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
            .UseSingletonHandler<ReadableParameters>().SetOrder(KeysNeeded.Descriptor.Order + 50).Build();

    public async ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Unknown || context.Transaction.GetHttpRequest() is not { } request)
        {
            return;
        }

        if (request.Query.FirstOrDefault(p => p.Value.Any(v => v?.Contains('\0', StringComparison.Ordinal) == true)) is { Key: { } field })
        {
            await request.HttpContext.WriteProblemAsync(Problems.Details(NullCharacter with { Field = field }));
            context.HandleRequest();
            return;
        }

        if (!request.HasFormContentType)
        {
            return;
        }

        try
        {
            // What a client sends comes back in a Location header, which clients and proxies read to some ten thousand bytes.
            if ((await request.ReadFormAsync(context.CancellationToken))
                .Sum(field => (long)field.Key.Length + field.Value.Sum(v => v?.Length ?? 0)) <= MostCharacters)
            {
                return;
            }
        }
        catch (InvalidDataException)
        {
            // Answered below.
        }

        await request.HttpContext.WriteProblemAsync(Problems.Details(Malformed));
        context.HandleRequest();
    }
}

/// <summary>
/// Refuses a client of a name with null characters, which comes in decoded from a Basic header too; PostgreSQL cannot look for it.
/// </summary>
internal sealed class ReadableClient : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<ReadableClient>().SetOrder(int.MinValue + 1_000).Build();

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.Request?.ClientId?.Contains('\0', StringComparison.Ordinal) == true)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client is unknown.");
        }

        return ValueTask.CompletedTask;
    }
}
