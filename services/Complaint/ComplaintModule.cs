using Oversight.Contracts.Registry.V1;
using Oversight.Complaint.Data;
using Oversight.RegisterCopy;
using Oversight.Web;

namespace Oversight.Complaint;

/// <summary>The service of complaints and reports: intake, matters, clocks, replies.</summary>
public static class ComplaintModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddComplaint(this ServiceHost host) => host.AddModule("complaint", module =>
    {
        module.UseDatabase<ComplaintDbContext, ComplaintSqlServerContext, ComplaintPostgreSqlContext, ComplaintSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly);
        module.KeepRegisterCopy<ComplaintDbContext>(leads: true);
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapComplaint(this IEndpointRouteBuilder app) => app.MapApi("complaint");
}
