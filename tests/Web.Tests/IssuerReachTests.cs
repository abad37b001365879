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
        await using var service = await ServiceUnderTest.StartAsync(host => host.AddNotes(), app =>
        {
            app.MapNotes();
            using var scope = app.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<NotesDbContext>().Database.EnsureCreated();
        });
        var options = service.App.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
        var reachable = options.ConfigurationManager;
        options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            "http://127.0.0.1:1/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = false });
        var officer = service.ClientOf("officer", "3302", Roles.Registrar);

        using var away = await officer.CommandAsync("/api/notes/v1/notes", new { text = "note" }, key: "key-00000001");
        await away.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "service.issuer.unavailable");
        Assert.NotNull(away.Headers.RetryAfter);

        options.ConfigurationManager = reachable;
        using var back = await officer.CommandAsync("/api/notes/v1/notes", new { text = "note" }, key: "key-00000001");
        await back.ShouldBeAsync(HttpStatusCode.Created);
    }
}
