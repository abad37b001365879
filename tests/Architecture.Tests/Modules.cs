using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Oversight.Complaint;
using Oversight.CreditFile;
using Oversight.Disclosure;
using Oversight.Enforcement;
using Oversight.Identity;
using Oversight.Inspection;
using Oversight.Registry;
using Oversight.Web;

namespace Oversight.Architecture.Tests;

/// <summary>All modules in one host that is never started: their registrations and endpoints as they ship.</summary>
internal static class Modules
{
    public static WebApplication Build()
    {
        var host = ServiceHost.Create([], configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Oversight:Database:Provider"] = "Sqlite",
            ["Oversight:Database:ConnectionString"] = "Data Source={service}.db",
            ["Oversight:Auth:Issuer"] = "http://localhost/",
            ["Oversight:DataPath"] = Path.Combine(Path.GetTempPath(), "oversight-architecture"),
        }));
        host.AddRegistry();
        host.AddInspection();
        host.AddEnforcement();
        host.AddCreditFile();
        host.AddComplaint();
        host.AddDisclosure();
        host.AddIdentity();
        var app = host.Build();
        app.MapRegistry();
        app.MapInspection();
        app.MapEnforcement();
        app.MapCreditFile();
        app.MapComplaint();
        app.MapDisclosure();
        app.MapIdentity();
        return app;
    }
}
