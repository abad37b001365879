using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Data;
using Oversight.RegisterCopy;
using Oversight.Web;

namespace Oversight.Enforcement;

/// <summary>The service of clues, joint operations, cases and penalties, exposures.</summary>
public static class EnforcementModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddEnforcement(this ServiceHost host) => host.AddModule("enforcement", module =>
    {
        module.UseDatabase<EnforcementDbContext, EnforcementSqlServerContext, EnforcementPostgreSqlContext, EnforcementSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly);
        module.KeepRegisterCopy<EnforcementDbContext>(leads: true);
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapEnforcement(this IEndpointRouteBuilder app) => app.MapApi("enforcement");
}
