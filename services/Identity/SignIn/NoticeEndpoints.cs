using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Oversight.Identity.Accounts;
using Oversight.Identity.Credentials;
using Oversight.Identity.Data;
using Oversight.Identity.SignIn.Pages;
using Oversight.Identity.Tokens;
using Oversight.Persistence;

namespace Oversight.Identity.SignIn;

/// <summary>
/// The page that tells an officer that somebody else issued a password for the account. Nothing goes on before it is acknowledged: whoever
/// was replaced in silence would never know.
/// </summary>
internal static class NoticeEndpoints
{
    private const string Path = "/account/notices";

    /// <summary>Where an officer who has just signed in goes: to the notices if there are unread ones, else on.</summary>
    public static async Task<string> NextAsync(Resets resets, Guid account, string target, CancellationToken cancellation) =>
        await resets.AreToldAsync(account, cancellation) ? AddressFor(target) : target;

    public static string AddressFor(string returnUrl) => $"{Path}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).AllowAnonymous().WithName("NoticePage").WithSummary("What an officer is told at sign-in");
        pages.MapPost(Path, AcknowledgeAsync).AllowAnonymous().WithName("AcknowledgeNotices").WithSummary("Say that one has read it");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, string? returnUrl, Sessions sessions, Resets resets, IAntiforgery antiforgery,
        IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        if (await sessions.CurrentAsync(http, cancellation) is not { } session)
        {
            return Results.LocalRedirect(TokenServer.SignInPath);
        }

        var target = ReturnAddress.Local(returnUrl);
        var unread = await resets.UnreadAsync(session.Account.Id, cancellation);
        if (unread.Count == 0)
        {
            return Results.LocalRedirect(target);
        }

        await ReturnAddress.AllowFormTargetAsync(http, target, clients, cancellation);
        return Page(http, antiforgery, target, unread, null, StatusCodes.Status200OK);
    }

    private static async Task<IResult> AcknowledgeAsync(
        HttpContext http, Sessions sessions, Resets resets, AcknowledgeHandler handler, IAntiforgery antiforgery,
        IOpenIddictApplicationManager clients, CancellationToken cancellation)
    {
        var form = await PageForm.ReadAsync(http, antiforgery, cancellation);
        if (await sessions.CurrentAsync(http, cancellation) is not { } session)
        {
            return Results.LocalRedirect(TokenServer.SignInPath);
        }

        var target = ReturnAddress.Local(form["returnUrl"]);
        await ReturnAddress.AllowFormTargetAsync(http, target, clients, cancellation);
        var fault = form.IsGenuine ? await handler.HandleAsync(session.Account, form["shown"], cancellation) : "identity.form.expired";
        return fault is null
            ? SignInEndpoints.SeeOther(await NextAsync(resets, session.Account.Id, target, cancellation))
            : Page(
                http, antiforgery, target, await resets.UnreadAsync(session.Account.Id, cancellation), fault,
                StatusCodes.Status400BadRequest);
    }

    private static RazorComponentResult<NoticePage> Page(
        HttpContext http, IAntiforgery antiforgery, string target, IReadOnlyList<CredentialReset> unread, string? fault, int status) =>
        new(new
        {
            Token = PageForm.Token(http, antiforgery),
            ReturnUrl = target,
            Resets = unread.Lines(),
            Shown = string.Join(',', unread.Select(reset => reset.Id)),
            Fault = fault,
        })
        { StatusCode = status };
}

/// <summary>Notes that an officer has read what the page showed.</summary>
internal sealed class AcknowledgeHandler(IdentityDbContext context, Commit<IdentityDbContext> commit, ActScope act)
{
    /// <param name="account">Whose notices.</param>
    /// <param name="shown">Ids of those that the page showed, between commas: one that came meanwhile stays unread.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>Key of the text that says why not, or null when it is done.</returns>
    public async Task<string?> HandleAsync(StaffAccount account, string shown, CancellationToken cancellation)
    {
        var ids = shown.Split(',').Take(Resets.MostShown)
            .Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).ToList();
        var rows = await context.CredentialResets
            // The ids come from the browser: those of another account's notices must find nothing.
            .Where(r => r.SubjectId == account.Id && ids.Contains(r.Id) && r.AcknowledgedAt == null).ToListAsync(cancellation);
        if (rows.Count == 0)
        {
            return null;
        }

        rows.ForEach(row => row.Acknowledge(commit.Now));
        (act.ActorId, act.Department, act.Division) = (account.Id.ToString(), account.Department, account.Division);
        commit.Record("account.acknowledge_reset", "account", account.Id, null, new { Resets = rows.ConvertAll(row => row.Id) });
        return (await commit.SaveAsync(cancellation)).IsRefused ? "identity.notices.raced" : null;
    }
}
