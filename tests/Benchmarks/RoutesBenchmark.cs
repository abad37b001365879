using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using Oversight.Complaint;
using Oversight.CreditFile;
using Oversight.Disclosure;
using Oversight.Enforcement;
using Oversight.Gateway;
using Oversight.Identity;
using Oversight.Inspection;
using Oversight.Registry;
using Oversight.Web;
using Yarp.ReverseProxy.Model;

namespace Oversight.Benchmarks;

/// <summary>
/// What each route that needs no token costs in processor time, gateway and service together, beside the plainest of them. The routes are
/// those that the endpoints themselves say; one for which no request is known here is listed as such.
/// </summary>
internal static class RoutesBenchmark
{
    private const int Callers = 4, MostRequests = 4_000, LargeAnswer = 100_000;
    private const double Enough = 800; // ms of processor time for each route

    /// <summary>Every anonymous route, as <c>GET /institutions/{id:guid}</c>.</summary>
    public static async Task<IReadOnlyList<string>> AnonymousAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Oversight:Database:Provider"] = "Sqlite", ["Oversight:Database:ConnectionString"] = "Data Source={service}.db",
            ["Oversight:DataPath"] = Path.GetTempPath(),
            ["Oversight:Auth:Issuer"] = "http://localhost/", ["urls"] = "http://127.0.0.1:0",
        };
        foreach (var cluster in new[] { "registry", "inspection", "enforcement", "creditfile", "complaint", "disclosure", "identity" })
        {
            settings[$"Oversight:Gateway:Destinations:{cluster}:0"] = "http://127.0.0.1:9";
        }

        var host = ServiceHost.Create(
            [], configuration => configuration.AddInMemoryCollection(
                settings.Where(s => !s.Key.Contains("Gateway", StringComparison.Ordinal))));
        host.AddRegistry().AddInspection().AddEnforcement().AddCreditFile().AddComplaint().AddDisclosure().AddIdentity();
        await using var modules = host.Build();
        modules.MapRegistry();
        modules.MapInspection();
        modules.MapEnforcement();
        modules.MapCreditFile();
        modules.MapComplaint();
        modules.MapDisclosure();
        modules.MapIdentity();
        await using var gateway = GatewayApp.Create([], configuration => configuration.AddInMemoryCollection(settings));
        var server = modules.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
        return
        [
            .. Of(gateway, endpoint => endpoint.Metadata.GetMetadata<RouteModel>() is null)
                // The gateway forwards no health.
                .Concat(Of(modules, endpoint => endpoint.RoutePattern.RawText?.StartsWith("/health", StringComparison.Ordinal) == false))
                .Concat(
                    server.ConfigurationEndpointUris.Concat(server.JsonWebKeySetEndpointUris).Select(
                        uri => $"GET /{uri.OriginalString.TrimStart('/')}"))
                .Concat(
                    server.IntrospectionEndpointUris.Concat(server.RevocationEndpointUris).Select(
                        uri => $"POST /{uri.OriginalString.TrimStart('/')}"))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    public static async Task RunAsync(string? only)
    {
        var routes = await AnonymousAsync();
        await using var platform = await DemoProcess.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(20));
        var samples = await RouteSamples.MakeAsync(platform);
        var (measured, unknown) = (new List<(string Route, string Kind, Cost Cost)>(), new List<string>());
        foreach (var route in routes.Where(route => only is null || route.Contains(only, StringComparison.Ordinal)))
        {
            var kinds = samples.For(route);
            if (kinds.Count == 0)
            {
                unknown.Add(route);
            }

            foreach (var (kind, prepare) in kinds)
            {
                Report.Say($"{route} {kind}");
                measured.Add((route, kind, await CostAsync(platform, prepare)));
            }
        }

        var plainest = measured.Min(each => each.Cost.Milliseconds);
        var report = new Report(
            "Processor time of each anonymous route, gateway and service together", "route", "asked", "answer", "KB", "ms of CPU",
            "times the plainest", "ms of CPU for each MB");
        foreach (var (route, kind, cost) in measured.OrderByDescending(each => each.Cost.Milliseconds))
        {
            report.Add(
                route, kind, cost.Status, Report.Count(cost.Bytes / 1024.0),
                cost.Milliseconds.ToString("0.000", CultureInfo.InvariantCulture),
                    (cost.Milliseconds / plainest).ToString("0.0", CultureInfo.InvariantCulture),
                    cost.Bytes < LargeAnswer ? "" : (cost.Milliseconds / cost.Bytes * 1024 * 1024).ToString(
                        "0.00", CultureInfo.InvariantCulture));
        }

        report.Print();
        if (unknown.Count > 0)
        {
            Console.WriteLine($"No request is known here for: {string.Join(", ", unknown)}");
        }
    }

    private static IEnumerable<string> Of(IEndpointRouteBuilder app, Func<RouteEndpoint, bool> which) =>
        app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && which(endpoint))
            .SelectMany(
                endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(method => method != "HEAD")
                    .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"));

    private static async Task<Cost> CostAsync(DemoProcess platform, Func<int, Task<IReadOnlyList<Func<HttpRequestMessage>>>> prepare)
    {
        await AskAsync(platform, await prepare(400)); // What is called often is compiled anew.
        var (number, spent, status, bytes) = (0, 0.0, 0, 0L);
        for (var batch = 200; spent < Enough && number < MostRequests; batch = Math.Min(batch * 2, 1_000))
        {
            var requests = await prepare(batch);
            var before = await platform.CpuAsync();
            (status, bytes) = await AskAsync(platform, requests);
            spent += await platform.CpuAsync() - before;
            number += requests.Count;
        }

        return new Cost(spent / number, status, bytes);
    }

    private static async Task<(int Status, long Bytes)> AskAsync(DemoProcess platform, IReadOnlyList<Func<HttpRequestMessage>> requests)
    {
        var (status, bytes) = (0, 0L);
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (make, cancellation) =>
        {
            using var request = make();
            using var answer = await platform.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var (buffer, sum, read) = (new byte[32 * 1024], 0L, 0);
            while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
            {
                sum += read;
            }

            (status, bytes) = ((int)answer.StatusCode, sum);
        });
        return (status, bytes);
    }

    private sealed record Cost(double Milliseconds, int Status, long Bytes);
}
