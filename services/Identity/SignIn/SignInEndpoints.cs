using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using Oversight.Identity.Credentials;
using Oversight.Identity.SignIn.Pages;
using Oversight.Identity.Tokens;
using Oversight.Persistence;

namespace Oversight.Identity.SignIn;

/// <summary>The sign-in page, the officer's own page and sign-out.</summary>
internal static class SignInEndpoints
{
    public const string AccountPath = "/account";

    private const int ResetsShown = 5;

    public static string AddressFor(string returnUrl) => $"{TokenServer.SignInPath}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(TokenServer.SignInPath, ShowAsync).AllowAnonymous().WithName("SignInPage").WithSummary("Sign-in page");
        pages.MapPost(TokenServer.SignInPath, SignInAsync).AllowAnonymous().WithName("SignIn").WithSummary("Sign in");
        pages.MapGet(AccountPath, AccountAsync).AllowAnonymous().WithName("AccountPage").WithSummary("The signed-in officer's page");
        pages.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous().WithName("SignOut").WithSummary("Sign out");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, string? returnUrl, IAntiforgery antiforgery, IOpenIddictApplicationManager clients,
        CancellationToken cancellation)
    {
        var target = ReturnAddress.Local(returnUrl);
        await ReturnAddress.AllowFormTargetAsync(http, target, clients, cancellation);
        return Page(http, antiforgery, target, null, null, StatusCodes.Status200OK);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http, IAntiforgery antiforgery, SignInHandler handler, Sessions sessions, Resets resets,
        IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        var form = await PageForm.ReadAsync(http, antiforgery, cancellation);
        var target = ReturnAddress.Local(form["returnUrl"]);
        var userName = form["userName"];
        await ReturnAddress.AllowFormTargetAsync(http, target, clients, cancellation);
        if (!form.IsGenuine)
        {
            return Page(http, antiforgery, target, userName, "identity.form.expired", StatusCodes.Status400BadRequest);
        }

        var outcome = await handler.HandleAsync(userName, form["password"], cancellation);
        if (outcome.IsRefused)
        {
            var away = outcome.Error.Code == CommitErrors.Unavailable.Code;
            return Page(http, antiforgery, target, userName, away ? "identity.signIn.unavailable" : "identity.signIn.refused",
                away ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized);
        }

        await sessions.BeginAsync(http, outcome.Value);
        return SeeOther(
            outcome.Value.MustChangePassword
                ? PasswordEndpoints.AddressFor(target)
                : await NoticeEndpoints.NextAsync(resets, outcome.Value.Id, target, cancellation));
    }

    private static async Task<IResult> AccountAsync(
        HttpContext http, Sessions sessions, Resets resets, IAntiforgery antiforgery, CancellationToken cancellation) =>
        await sessions.CurrentAsync(http, cancellation) is { } session
            ? new RazorComponentResult<AccountPage>(new
            {
                Name = session.Account.DisplayName,
                session.Account.UserName,
                session.Account.Department,
                session.Account.Division,
                session.Account.Roles,
                Resets = (await resets.LatestAsync(session.Account.Id, ResetsShown, cancellation)).Lines(),
                Token = PageForm.Token(http, antiforgery),
            })
            : Results.LocalRedirect(TokenServer.SignInPath);

    private static async Task<IResult> SignOutAsync(
        HttpContext http, Sessions sessions, IAntiforgery antiforgery, CancellationToken cancellation)
    {
        var form = await PageForm.ReadAsync(http, antiforgery, cancellation);
        if (!form.IsGenuine)
        {
            return RefusedRequest.Page(null);
        }

        if (await sessions.CurrentAsync(http, cancellation) is { } session)
        {
            await sessions.EndAsync(http, session.Account, cancellation);
        }

        return SeeOther(TokenServer.SignInPath);
    }

    private static RazorComponentResult<SignInPage> Page(
        HttpContext http, IAntiforgery antiforgery, string target, string? userName, string? fault, int status) =>
        new(new { Token = PageForm.Token(http, antiforgery), ReturnUrl = target, UserName = userName, Fault = fault })
        {
            StatusCode = status
        };

    /// <summary>303: the browser goes on with GET. The address was checked to be local.</summary>
    internal static IResult SeeOther(string address) => new SeeOtherResult(address);

    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}

/// <summary>The page for a request of another application that may not even be answered by a redirect.</summary>
internal static class RefusedRequest
{
    /// <param name="error">Code of RFC 6749 for whoever looks after that application; null for none.</param>
    public static IResult Page(string? error) =>
        new RazorComponentResult<RefusedPage>(new { Code = error }) { StatusCode = StatusCodes.Status400BadRequest };
}
