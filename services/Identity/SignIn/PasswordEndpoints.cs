using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using Oversight.Identity.Accounts;
using Oversight.Identity.Credentials;
using Oversight.Identity.Data;
using Oversight.Identity.SignIn.Pages;
using Oversight.Identity.Tokens;
using Oversight.Persistence;

namespace Oversight.Identity.SignIn;

/// <summary>The page where an officer changes the password; a one-time password leads here before anything else.</summary>
internal static class PasswordEndpoints
{
    private const string Path = "/account/password";

    public static string AddressFor(string returnUrl) => $"{Path}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).AllowAnonymous().WithName("PasswordPage").WithSummary("Password page");
        pages.MapPost(Path, ChangeAsync).AllowAnonymous().WithName("ChangePassword").WithSummary("Change one's password");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, string? returnUrl, Sessions sessions, IAntiforgery antiforgery, IOpenIddictApplicationManager clients,
        IOptionsMonitor<IdentitySettings> settings, CancellationToken cancellation)
    {
        if (await sessions.CurrentAsync(http, cancellation) is not { } session)
        {
            return Results.LocalRedirect(TokenServer.SignInPath);
        }

        var target = ReturnAddress.Local(returnUrl);
        await ReturnAddress.AllowFormTargetAsync(http, target, clients, cancellation);
        return Page(http, antiforgery, settings, session.Account, target, null, StatusCodes.Status200OK);
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext http, Sessions sessions, Resets resets, IAntiforgery antiforgery, ChangePasswordHandler handler,
        IOpenIddictApplicationManager clients, IOptionsMonitor<IdentitySettings> settings, CancellationToken cancellation)
    {
        var form = await PageForm.ReadAsync(http, antiforgery, cancellation);
        if (await sessions.CurrentAsync(http, cancellation) is not { } session)
        {
            return Results.LocalRedirect(TokenServer.SignInPath);
        }

        var target = ReturnAddress.Local(form["returnUrl"]);
        await ReturnAddress.AllowFormTargetAsync(http, target, clients, cancellation);
        var fault = form.IsGenuine
            ? await handler.HandleAsync(session.Account.Id, form["current"], form["new"], form["repeat"], cancellation)
            : "identity.form.expired";
        if (fault is not null)
        {
            return Page(http, antiforgery, settings, session.Account, target, fault, StatusCodes.Status400BadRequest);
        }

        // The change has replaced the stamp, which ended this browser's session too.
        var changed = await handler.ReadAsync(session.Account.Id, cancellation);
        await sessions.BeginAsync(http, changed);
        return SignInEndpoints.SeeOther(await NoticeEndpoints.NextAsync(resets, changed.Id, target, cancellation));
    }

    private static RazorComponentResult<PasswordPage> Page(
        HttpContext http, IAntiforgery antiforgery, IOptionsMonitor<IdentitySettings> settings, StaffAccount account, string target,
        string? fault, int status) =>
        new(new
        {
            Token = PageForm.Token(http, antiforgery),
            ReturnUrl = target,
            account.UserName,
            Forced = account.MustChangePassword,
            MinLength = settings.CurrentValue.PasswordMinLength,
            Fault = fault,
        })
        { StatusCode = status };
}

/// <summary>Replaces an officer's password after the present one was shown.</summary>
internal sealed class ChangePasswordHandler(
    IdentityDbContext context, Commit<IdentityDbContext> commit, ActScope act, SignInHandler signIn, IPasswordHasher<StaffAccount> hasher,
    IOptionsMonitor<IdentitySettings> settings)
{
    /// <returns>Key of the text that says why not, or null when it is done.</returns>
    public async Task<string?> HandleAsync(Guid id, string current, string chosen, string repeated, CancellationToken cancellation)
    {
        var account = await context.Accounts.SingleAsync(a => a.Id == id, cancellation);
        if (chosen != repeated)
        {
            return "identity.password.differs";
        }

        if (PasswordRules.Check(chosen, account.UserName, settings.CurrentValue.PasswordMinLength) is { IsRefused: true } weak)
        {
            return weak.Error.Code;
        }

        // After the rules: a new password that is refused uses up no attempt of the present one.
        if (!await signIn.ConfirmAsync(account, current, cancellation))
        {
            return "identity.password.wrong";
        }

        if (chosen == current)
        {
            return "identity.password.same";
        }

        account.ChoosePassword(hasher.HashPassword(account, chosen), Secrets.NewStamp(), commit.Now);
        (act.ActorId, act.Department, act.Division) = (account.Id.ToString(), account.Department, account.Division);
        commit.Record("account.change_password", "account", account.Id, account.Version);
        return (await commit.SaveAsync(cancellation)).IsRefused ? "identity.password.raced" : null;
    }

    public Task<StaffAccount> ReadAsync(Guid id, CancellationToken cancellation) =>
        context.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, cancellation);
}
