using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Reference;
using Oversight.Web;
using Xunit;

namespace Oversight.Architecture.Tests;

/// <summary>
/// Acts are data: every write route names its act once, and every act of the packs is done by the routes that it names, or by the date or
/// fact that it names.
/// </summary>
public sealed class ActTests : IAsyncDisposable
{
    private readonly WebApplication _app = Modules.Build();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void Every_write_route_names_one_act_that_names_it() =>
        Assert.Empty(Routes(_app).SelectMany(route => Faults(route, Packs())));

    [Fact]
    public void Every_act_is_done_by_the_routes_that_it_names()
    {
        var done = Routes(_app).SelectMany(route => route.Acts.Select(act => (act, route.Operation))).ToHashSet();
        Assert.Empty(
            from pack in Packs()
            from version in pack.Pack.Versions
            from operation in version.Values.Operations
            where !done.Contains((version.Key, operation))
            select $"{version.Key}: no route called {operation} does it");
    }

    [Fact]
    public void There_are_acts_to_look_at() => Assert.True(Packs().Sum(pack => pack.Pack.Keys.Count) > 80);

    [Fact]
    public async Task Canary_a_write_route_without_act_with_two_or_with_that_of_another_is_reported()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(Packs().Single(pack => pack.Service == "registry"));
        await using var app = builder.Build();
        app.MapPost("/api/registry/v1/a", () => "a").RequireAuthorization().WithName("registry.Bare");
        app.MapPut("/api/registry/v1/b", () => "b").Does("registry.licence.renew").Does("registry.licence.revoke")
            .WithName("registry.RevokeLicence");
        app.MapDelete("/api/registry/v1/c", () => "c").Does("registry.licence.revoke").WithName("registry.Other");
        app.MapPatch("/api/registry/v1/d", () => "d").AllowAnonymous().WithName("registry.Anonymous");
        app.MapGet("/api/registry/v1/e", () => "e").RequireAuthorization().WithName("registry.Read");

        Assert.Equal(
            [
                "registry.Bare names no act", "registry.RevokeLicence names 2 acts",
                "registry.Other does registry.licence.revoke, which does not name it",
            ],
            Routes(app).SelectMany(route => Faults(route, Packs())));
    }

    [Fact]
    public async Task Canary_a_route_that_names_an_unknown_act_is_not_built()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(Packs().Single(pack => pack.Service == "registry"));
        await using var app = builder.Build();
        app.MapPost("/api/registry/v1/a", () => "a").Does("registry.licence.burn").WithName("registry.BurnLicence");

        var thrown = Assert.Throws<InvalidOperationException>(() => Routes(app).ToList());

        Assert.Contains("'registry.licence.burn', which no pack of acts has", thrown.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Faults(Route route, IReadOnlyList<ActRules> packs)
    {
        if (route.Acts is not [var act])
        {
            yield return $"{route.Service}.{route.Operation} names {(route.Acts.Count == 0 ? "no act" : $"{route.Acts.Count} acts")}";
        }
        else if (!packs.Any(pack => pack.Pack.Versions.Any(v => v.Key == act && v.Values.Operations.Contains(route.Operation))))
        {
            yield return $"{route.Service}.{route.Operation} does {act}, which does not name it";
        }
    }

    private List<ActRules> Packs() => [.. _app.Services.GetServices<ActRules>()];

    // Writes of the APIs that somebody must sign in for.
    private static IEnumerable<Route> Routes(IEndpointRouteBuilder app) =>
        from endpoint in app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(IsWrite) == true
        let name = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName.Split('.')
        select new Route(name[0], name[1], [.. endpoint.Metadata.GetOrderedMetadata<NamedAct>().Select(named => named.Act)]);

    private static bool IsWrite(string method) => method is "POST" or "PUT" or "PATCH" or "DELETE";

    private sealed record Route(string Service, string Operation, IReadOnlyList<string> Acts);
}
