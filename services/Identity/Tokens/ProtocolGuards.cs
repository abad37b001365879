using Microsoft.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Oversight.Identity.Keys;
using Oversight.Kernel;
using Oversight.Web;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Oversight.Identity.Tokens;

/// <summary>Answers 503 at the protocol's addresses until the keys are loaded.</summary>
internal sealed class KeysNeeded(KeyRing ring) : IOpenIddictServerHandler<ProcessRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
        .UseScopedHandler<KeysNeeded>().SetOrder(OpenIddictServerHandlers.InferEndpointType.Descriptor.Order + 250).Build();

    public async ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (!ring.IsLoaded && context.EndpointType != OpenIddictServerEndpointType.Unknown && context.Transaction.GetHttpRequest() is { } request)
        {
            await request.HttpContext.WriteProblemAsync(Problems.Details(Persistence.CommitErrors.Unavailable));
            context.HandleRequest();
        }
    }
}

/// <summary>Refuses a form that cannot be decoded (null characters, broken percent signs) before OpenIddict reads it and fails.</summary>
internal sealed class ReadableForm : IOpenIddictServerHandler<ProcessRequestContext>
{
    private static readonly Error Malformed = new(ErrorKind.Invalid, "request.form.malformed", "The form cannot be read: wrong encoding, or too many or too long fields.");

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
        .UseSingletonHandler<ReadableForm>().SetOrder(KeysNeeded.Descriptor.Order + 50).Build();

    public async ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Unknown || context.Transaction.GetHttpRequest() is not { HasFormContentType: true } request)
        {
            return;
        }

        try
        {
            await request.ReadFormAsync(context.CancellationToken);
        }
        catch (InvalidDataException)
        {
            await request.HttpContext.WriteProblemAsync(Problems.Details(Malformed));
            context.HandleRequest();
        }
    }
}
