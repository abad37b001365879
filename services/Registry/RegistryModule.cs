using Oversight.Contracts.Registry.V1;
using Oversight.Persistence.PersonalData;
using Oversight.Registry.Data;
using Oversight.Registry.Import;
using Oversight.Registry.Institutions;
using Oversight.Registry.Licences;
using Oversight.Registry.Proposals;
using Oversight.Registry.Reference;
using Oversight.Registry.Unlicensed;
using Oversight.Web;

namespace Oversight.Registry;

/// <summary>The register of institutions and of unlicensed entities.</summary>
public static class RegistryModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddRegistry(this ServiceHost host) => host.AddModule("registry", module =>
    {
        module.UseDatabase<RegistryDbContext, RegistrySqlServerContext, RegistryPostgreSqlContext, RegistrySqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly).UseActs<RegistryDbContext>(typeof(RegistryModule).Assembly);
        module.Announces<RegistryDbContext, InstitutionStates>();
        module.AddDeadline<LicenceExpiry>(LicenceDeadlines.Kind);
        var rules = new RegisterRules(module.Setting("Rules:Folder"));
        module.Services
            .AddSingleton(rules)
            .AddSingleton(new ParticularsReader(rules))
            .AddSingleton<ContactProtector>()
            .AddSingleton<ImportFileProtector>()
            .AddScoped<LicenceDeadlines>()
            .AddScoped<GetInstitutionHandler>()
            .AddScoped<RegisterInstitutionHandler>()
            .AddScoped<ChangeInstitutionHandler>()
            .AddScoped<InstitutionActs>().AddScoped<DeregisterInstitutionHandler>().AddScoped<RestoreInstitutionHandler>()
            .AddScoped<SuspendInstitutionHandler>().AddScoped<RevokeLicenceHandler>().AddScoped<RenewLicenceHandler>()
            .AddScoped<FollowUpLeadHandler>()
            .AddScoped<ProposeActHandler>()
            .AddScoped<RecordUnlicensedEntityHandler>()
            .AddImport();
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapRegistry(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("registry");
        ListInstitutionsEndpoint.Map(api);
        GetInstitutionEndpoint.Map(api);
        GetInstitutionHistoryEndpoint.Map(api);
        RegisterInstitutionEndpoint.Map(api);
        ChangeInstitutionEndpoint.Map(api);
        SuspendInstitutionEndpoint.Map(api);
        RestoreInstitutionEndpoint.Map(api);
        RenewLicenceEndpoint.Map(api);
        RevokeLicenceEndpoint.Map(api);
        DeregisterInstitutionEndpoint.Map(api);
        RecordUnlicensedEntityEndpoint.Map(api);
        ListUnlicensedEntitiesEndpoint.Map(api);
        FollowUpLeadEndpoint.Map(api);
        ProposeActEndpoint.Map(api);
        ListProposalsEndpoint.Map(api);
        api.MapImport();
    }
}
