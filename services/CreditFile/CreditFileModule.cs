using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile.Data;
using Oversight.RegisterCopy;
using Oversight.Web;

namespace Oversight.CreditFile;

/// <summary>The service of credit files: the ledger of facts, ratings, repair, objection.</summary>
public static class CreditFileModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddCreditFile(this ServiceHost host) => host.AddModule("creditfile", module =>
    {
        module.UseDatabase<CreditFileDbContext, CreditFileSqlServerContext, CreditFilePostgreSqlContext, CreditFileSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly);
        module.KeepRegisterCopy<CreditFileDbContext>(leads: false);
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapCreditFile(this IEndpointRouteBuilder app) => app.MapApi("creditfile");
}
