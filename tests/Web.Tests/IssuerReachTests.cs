using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>A good token while the issuer is away, as when a service starts before Identity does.</summary>
public sealed class IssuerReachTests
{
    [Fact]
    public async Task When_the_issuers_keys_cannot_be_had_the_caller_is_asked_to_come_again()
    {
        await using var service = await StartAsync();
        var options = OptionsOf(service);
        var reachable = options.ConfigurationManager;
        options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            "http://127.0.0.1:1/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = false });
        var officer = service.ClientOf("officer", "3302", Roles.Registrar);

        using var away = await officer.CommandAsync("/api/notes/v1/notes", new { text = "note" }, key: "key-00000001");
        await away.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "service.issuer.unavailable");
        Assert.NotNull(away.Headers.RetryAfter);

        options.ConfigurationManager = reachable;
        using var back = await officer.CommandAsync("/api/notes/v1/notes", new { text = "note" }, key: "key-00000001");
        await back.ShouldBeAsync(HttpStatusCode.Created);
    }

    // Seen when Identity and another service were killed at once: the first reading failed, another request's succeeded a moment
    // later, and the first caller, whose token was good, was told that it was not.
    [Fact]
    public async Task A_good_token_is_never_called_invalid_because_the_keys_came_a_moment_late()
    {
        await using var service = await StartAsync();
        var options = OptionsOf(service);
        var keys = await options.ConfigurationManager!.GetConfigurationAsync(TestContext.Current.CancellationToken);
        options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            "http://127.0.0.1:1/.well-known/openid-configuration", new AwayAtFirst(keys),
            new HttpDocumentRetriever { RequireHttps = false });
        var officer = service.ClientOf("officer", "3302", Roles.Registrar);

        using var early = await officer.CommandAsync("/api/notes/v1/notes", new { text = "note" }, key: "key-00000001");
        await early.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "service.issuer.unavailable");
        using var later = await officer.CommandAsync("/api/notes/v1/notes", new { text = "note" }, key: "key-00000001");
        await later.ShouldBeAsync(HttpStatusCode.Created);
    }

    private static Task<ServiceUnderTest> StartAsync() => ServiceUnderTest.StartAsync(host => host.AddNotes(), app =>
    {
        app.MapNotes();
        using var scope = app.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<NotesDbContext>().Database.EnsureCreated();
    });

    private static JwtBearerOptions OptionsOf(ServiceUnderTest service) =>
        service.App.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);

    private sealed class AwayAtFirst(OpenIdConnectConfiguration configuration) : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        private int _asked;

        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(
            string address, IDocumentRetriever retriever, CancellationToken cancel) =>
            Interlocked.Increment(ref _asked) == 1 ? throw new IOException("The issuer is away.") : Task.FromResult(configuration);
    }
}
