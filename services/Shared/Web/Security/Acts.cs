using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Web;

/// <summary>The act that a route does, by its key in a pack of acts.</summary>
/// <param name="Act">Key, e.g. <c>registry.licence.revoke</c>.</param>
public sealed record NamedAct(string Act);

/// <summary>How a route names its act.</summary>
public static class Acts
{
    /// <summary>
    /// Names the act that the route does. Its roles are those of the pack <c>&lt;service&gt;-acts</c> on the day of the request, for the
    /// caller's division; a caller without one of them is refused as <c>request.role.missing</c>.
    /// </summary>
    /// <param name="endpoint">The route.</param>
    /// <param name="act">Key of the act. One that no pack has ends the start of the service.</param>
    public static TBuilder Does<TBuilder>(this TBuilder endpoint, string act)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireAssertion(context => HasRole(context, act)));
        endpoint.Add(builder =>
        {
            if (!builder.ApplicationServices.GetServices<ActRules>().Any(rules => rules.Has(act)))
            {
                throw new InvalidOperationException($"The route {builder.DisplayName} does the act '{act}', which no pack of acts has.");
            }

            builder.Metadata.Add(new NamedAct(act));
        });
        return endpoint;
    }

    private static bool HasRole(AuthorizationHandlerContext context, string act)
    {
        if (context.Resource is not HttpContext http || Actor.From(context.User) is not { } actor)
        {
            return false;
        }

        return http.RequestServices.GetServices<ActRules>().First(rules => rules.Has(act)).Allows(
            act, actor.Roles, OfficialTime.Today(http.RequestServices.GetRequiredService<TimeProvider>()), actor.Division);
    }
}

/// <summary>
/// Whether the caller may do the act that the route names, on the record that was opened: the one rule that a service's acts ask once,
/// between opening a record and deciding on it. Powers, avoidance, separation and papers stand in the packs.
/// </summary>
public sealed class Permission(IHttpContextAccessor http, IEnumerable<ActRules> rules, TimeProvider clock)
{
    private static readonly Error RoleMissing = new(
        ErrorKind.Forbidden, "reference.act.role_missing", "Your roles do not allow this act.");

    /// <summary>Key of the act that the route names.</summary>
    /// <exception cref="InvalidOperationException">The route names no act: a mistake of the program.</exception>
    public string Act => http.HttpContext?.GetEndpoint()?.Metadata.GetMetadata<NamedAct>()?.Act
        ?? throw new InvalidOperationException("A permission is asked for, but the route names no act.");

    /// <summary>Asks the rule.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="subject">What is acted upon, as far as the service knows it.</param>
    /// <returns>Done; or the refusal of <see cref="ActRules.Check"/>.</returns>
    /// <exception cref="InvalidOperationException">The route names no act: a mistake of the program.</exception>
    public Result Check(Actor actor, ActSubject subject)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Decide(Act, actor, subject);
    }

    /// <summary>Asks the rule of an act that is a special case of the route's and no route of its own: its roles are asked too.</summary>
    /// <param name="act">Key of the act.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="subject">What is acted upon.</param>
    /// <returns>Done; or <c>reference.act.role_missing</c>, or the refusal of <see cref="ActRules.Check"/>.</returns>
    public Result CheckAs(string act, Actor actor, ActSubject subject)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return rules.First(pack => pack.Has(act)).Allows(act, actor.Roles, OfficialTime.Today(clock), actor.Division)
            ? Decide(act, actor, subject) : RoleMissing;
    }

    private Result Decide(string act, Actor actor, ActSubject subject) => rules.First(pack => pack.Has(act)).Check(
        act, new ActingOrgan(actor.Id, actor.Department, actor.Division), subject, OfficialTime.Today(clock));
}

/// <summary>
/// Builds every route once the server is up, so that one which names an unknown act ends the start and not the first request.
/// </summary>
internal sealed class ActsCheck(EndpointDataSource routes) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ = routes.Endpoints.Count;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
