using Oversight.Contracts.Registry.V1;
using Oversight.CreditFile.Consumers;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Files;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Objections;
using Oversight.CreditFile.Ratings;
using Oversight.CreditFile.Recomputations;
using Oversight.CreditFile.Repairs;
using Oversight.CreditFile.Reviews;
using Oversight.Kernel;
using Oversight.Persistence.Calendars;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.CreditFile;

/// <summary>The service of credit files: the ledger of facts, ratings, repair, objection.</summary>
public static class CreditFileModule
{
    /// <summary>Adds the module to a host.</summary>
    /// <exception cref="RuleDataException">The scoring pack has faults; every one is listed.</exception>
    public static ServiceHost AddCreditFile(this ServiceHost host) => host.AddModule("creditfile", module =>
    {
        module.UseDatabase<CreditFileDbContext, CreditFileSqlServerContext, CreditFilePostgreSqlContext, CreditFileSqliteContext>();
        module.UseContracts(typeof(InstitutionRegistered).Assembly).UseActs<CreditFileDbContext>(typeof(CreditFileModule).Assembly);
        module.KeepClocks<CreditFileDbContext>().WatchClocks<ReviewWatcher>([.. RepairClocks.All, ObjectionClocks.Decide]);
        module.AddDeadline<RatingChange>(FileRating.DeadlineKind);
        module.HearFacts();
        module.KeepOfficerCopy<CreditFileDbContext>();
        module.Announces<CreditFileDbContext, RatingStates>().AnnouncesKept<CreditFileDbContext>("mark");
        module.Services
            .AddSingleton(new ScoringPack(module.Setting("Rules:Folder")))
            .AddSingleton(services => new PublicationTerms(
                services.GetRequiredService<StatutoryClocks>(),
                () => services.GetRequiredService<CalendarSource<CreditFileDbContext>>().Current))
            .AddScoped<FileRating>()
            .AddScoped<CreditLedger>()
            .AddScoped<ConfirmDowngradeHandler>()
            .AddScoped<ReviewReader>()
            .AddScoped<ReviewActs>()
            .AddScoped<ApplyForRepairHandler>()
            .AddScoped<AcceptRepairHandler>()
            .AddScoped<DecideRepairHandler>()
            .AddScoped<WithdrawRepairHandler>()
            .AddScoped<DisputeMark>()
            .AddScoped<FileObjectionHandler>()
            .AddScoped<DecideObjectionHandler>()
            .AddScoped<ExtendObjectionHandler>()
            .AddScoped<AskForRecomputationHandler>()
            .AddScoped<StopRecomputationHandler>()
            .AddScoped<RecomputationRun>()
            .AddHostedService<NewPackWorker>()
            .AddHostedService<RecomputationWorker>();
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static void MapCreditFile(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("creditfile");
        api.MapCalendars<CreditFileDbContext>("CreditFile");
        GetRatingEndpoint.Map(api);
        ListFactsEndpoint.Map(api);
        ListRatingsEndpoint.Map(api);
        ConfirmDowngradeEndpoint.Map(api);
        GetScoringPackEndpoint.Map(api);
        ApplyForRepairEndpoint.Map(api);
        AcceptRepairEndpoint.Map(api);
        DecideRepairEndpoint.Map(api);
        WithdrawRepairEndpoint.Map(api);
        ReadRepairsEndpoint.Map(api);
        FileObjectionEndpoint.Map(api);
        ExtendObjectionEndpoint.Map(api);
        DecideObjectionEndpoint.Map(api);
        ReadObjectionsEndpoint.Map(api);
        AskForRecomputationEndpoint.Map(api);
        StopRecomputationEndpoint.Map(api);
        ReadRecomputationsEndpoint.Map(api);
    }
}
