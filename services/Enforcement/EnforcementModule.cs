using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Attachments;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Exposures;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Numbers;
using Oversight.Enforcement.Operations;
using Oversight.Enforcement.Parties;
using Oversight.Enforcement.Penalties;
using Oversight.Enforcement.Referrals;
using Oversight.Persistence.Copies;
using Oversight.RegisterCopy;
using Oversight.Web;

namespace Oversight.Enforcement;

/// <summary>The service of clues, joint operations, cases and penalties, and exposures.</summary>
public static class EnforcementModule
{
    /// <summary>Adds the module to a host.</summary>
    public static ServiceHost AddEnforcement(this ServiceHost host) => host.AddModule("enforcement", module =>
    {
        module.UseDatabase<EnforcementDbContext, EnforcementSqlServerContext, EnforcementPostgreSqlContext, EnforcementSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly).UseActs<EnforcementDbContext>(typeof(EnforcementModule).Assembly);
        module.KeepRegisterCopy<EnforcementDbContext>(leads: true);
        module.KeepClocks<EnforcementDbContext>();
        module.Services.AddSingleton<SeriesGate>().AddScoped<NumberSequence>().AddScoped<PartyReader>();
        ReferralsPart.Add(module);
        OperationsPart.Add(module);
        CasesPart.Add(module);
        PenaltiesPart.Add(module);
        ExposuresPart.Add(module);
        AttachmentsPart.Add(module);
        FeedPart.Add(module);
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapEnforcement(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("enforcement");
        api.MapCalendars<EnforcementDbContext>("Enforcement");
        ReferralsPart.Map(api);
        OperationsPart.Map(api);
        AttachmentsPart.Map(api);
        FeedPart.Map(api);
        CasesPart.Map(api);
        PenaltiesPart.Map(api);
        ExposuresPart.Map(api);
    }
}
