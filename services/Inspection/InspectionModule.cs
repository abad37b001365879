using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Data;
using Oversight.RegisterCopy;
using Oversight.Web;

namespace Oversight.Inspection;

/// <summary>The service of inspections: officers, checklists, visits, findings, evidence, rectification.</summary>
public static class InspectionModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddInspection(this ServiceHost host) => host.AddModule("inspection", module =>
    {
        module.UseDatabase<InspectionDbContext, InspectionSqlServerContext, InspectionPostgreSqlContext, InspectionSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly);
        module.KeepRegisterCopy<InspectionDbContext>(leads: true);
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapInspection(this IEndpointRouteBuilder app) => app.MapApi("inspection");
}
