using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Clients;

/// <summary>A new client secret. It is shown in this answer and nowhere else.</summary>
internal sealed record IssuedSecretAnswer(Guid Id, string ClientId, string ClientSecret);

/// <summary>
/// Replaces the secret. A PUT without Idempotency-Key on purpose: the answer holds a secret, and stored answers are not for
/// secrets. If the answer is lost, the repeat meets a newer version (412); read the client and issue another secret.
/// </summary>
internal static class IssueSecretEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPut("/clients/{id:guid}/secret", HandleAsync)
        .Does("identity.client.issue_secret")
        .WithName("IssueClientSecret").WithSummary("Issue a new secret, shown once; the old one ends").WithTags("Clients");

    private static async Task<Results<Ok<IssuedSecretAnswer>, ProblemHttpResult>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, IssueSecretHandler handler, HttpContext http, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return (await handler.HandleAsync(id, expected, actor, cancellation)).ToOk(http);
    }
}

internal sealed class IssueSecretHandler(
    IdentityDbContext context, Commit<IdentityDbContext> commit, ClientActs acts, Credentials.Resets resets)
{
    public async Task<Result<Reply<IssuedSecretAnswer>>> HandleAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenOtherAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var client = opened.Value;
        // Whoever is shown this secret could act as a second administrator and confirm his own proposals.
        if (client.IsOfFirstStart)
        {
            return ClientErrors.OfFirstStart;
        }

        var isFirst = client.SecretIssuedAt is null;
        if (client.SecretIssued(commit.Now) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        var secret = Secrets.NewClientSecret();
        var application = await context.Set<OpenIddictEntityFrameworkCoreApplication<Guid>>()
            .SingleAsync(a => a.ClientId == client.ClientId, cancellation);
        Applications.SetSecret(application, secret);
        resets.Note(client, isFirst, actor);
        commit.Record("client.issue_secret", "client", client.Id, client.Version);
        return await commit.SaveAsync(Reply.Ok(new IssuedSecretAnswer(client.Id, client.ClientId, secret), client.Version), cancellation);
    }
}
