using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Disclosure.About;
using Oversight.Disclosure.Consumers;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;
using Oversight.Disclosure.Reference;
using Oversight.Disclosure.Statistics;
using Oversight.Messaging;
using Oversight.Pages;
using Oversight.Persistence.Calendars;
using Oversight.Web;

namespace Oversight.Disclosure;

/// <summary>The public record as a module: what the public may see, fed by facts alone.</summary>
public static class DisclosureModule
{
    /// <summary>Registers the service's database, consumers and pages.</summary>
    public static ServiceHost AddDisclosure(this ServiceHost host) => host.AddModule("disclosure", module =>
    {
        module.UseDatabase<DisclosureDbContext, DisclosureSqlServerContext, DisclosurePostgreSqlContext, DisclosureSqliteContext>(
            isPublic: true);
        module.UseContracts(typeof(InstitutionRegistered).Assembly);
        Take<InstitutionRegisteredConsumer, InstitutionRegistered>(module);
        Take<InstitutionChangedConsumer, InstitutionChanged>(module);
        Take<InstitutionSuspendedConsumer, InstitutionSuspended>(module);
        Take<InstitutionRestoredConsumer, InstitutionRestored>(module);
        Take<InstitutionLicenceExpiredConsumer, InstitutionLicenceExpired>(module);
        Take<InstitutionLicenceRenewedConsumer, InstitutionLicenceRenewed>(module);
        Take<InstitutionLicenceRevokedConsumer, InstitutionLicenceRevoked>(module);
        Take<InstitutionDeregisteredConsumer, InstitutionDeregistered>(module);
        module.AddPageCopy<DisclosureDbContext, InstitutionAnnouncedConsumer, InstitutionAnnounced, KnownRecords>();
        Take<RatingChangedConsumer, RatingChanged>(module);
        Take<CreditFactDisputedConsumer, CreditFactDisputed>(module);
        Take<PenaltyDecidedConsumer, PenaltyDecided>(module);
        Take<PenaltyAnnulledConsumer, PenaltyAnnulled>(module);
        Take<PenaltyRepairedConsumer, PenaltyRepaired>(module);
        Take<InspectionConcludedConsumer, InspectionConcluded>(module);
        Take<InspectionWithdrawnConsumer, InspectionWithdrawn>(module);
        Take<RectificationOrderedConsumer, RectificationOrdered>(module);
        Take<RectificationPassedConsumer, RectificationPassed>(module);
        Take<RectificationFailedConsumer, RectificationFailed>(module);
        Take<ExposureReleasedConsumer, ExposureReleased>(module);
        Take<ExposureWithdrawnConsumer, ExposureWithdrawn>(module);
        module.AddCopySet<DisclosureDbContext, PublishedInstitutions>();
        module.AddCopySet<DisclosureDbContext, PublicRatings>();
        module.AddCopySet<DisclosureDbContext, CreditMarks>();
        module.AddCopyTable<DisclosureDbContext, PublishedPenalty>("enforcement", "penalty", copy => copy.Id, copy => copy.InstitutionId);
        module.AddCopyTable<DisclosureDbContext, PublishedExposure>("enforcement", "exposure", copy => copy.Id, copy => copy.InstitutionId);
        module.AddCopyTable<DisclosureDbContext, PublishedInspection>("inspection", "result", copy => copy.Id, copy => copy.InstitutionId);
        module.AddCopyTable<DisclosureDbContext, PublishedRectification>(
            "inspection", "order", copy => copy.Id, copy => copy.InstitutionId);
        module.UseCalendar<DisclosureDbContext>();
        module.AddDeadline<PublicationEnds>(PublicationEnds.Kind);
        module.AddDeadline<RatingLineEnds>(RatingLineEnds.Kind);

        var rules = module.Setting("Rules:Folder");
        module.Services.AddSingleton(services => new ReferenceData(services.GetRequiredService<TimeProvider>(), rules));
        module.Services.AddSingleton(services => new Wording(services.GetRequiredService<TimeProvider>(), rules));
        module.Services.AddSingleton(services => new PublicationTerms(
            services.GetRequiredService<TimeProvider>(),
            () => services.GetRequiredService<CalendarSource<DisclosureDbContext>>().Current, rules));
        module.Services.AddSingleton(
            services => new RatingIndicators(
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<PublicationTerms>(), rules));
        module.Services.AddSingleton(module.Configuration.GetSection(SearchLimits.Section).Get<SearchLimits>() ?? new SearchLimits());
        module.Services.AddSingleton<Frequencies>();
        module.Services.AddSingleton<RecordCache>();
        module.Services.AddSingleton<PublishedScope>();
        module.Services.AddScoped<PublicRecord>();
        module.Services.AddScoped<PublishedRecords>();
        module.Services.AddScoped<RectificationCopy>();
        module.Services.AddScoped<RatingLineEnds>();
        module.Services.AddScoped<PublishedView>();
        module.Services.AddScoped<PublicLists>();
        module.Services.AddScoped<ShowPublished.ListPage>();
        module.Services.AddSingleton<PublicNumbers>();
        module.Services.AddScoped<InstitutionSearch>();
        module.Services.AddOversightPages(typeof(DisclosureModule).Assembly);
    });

    /// <summary>Maps the public API, the pages and their assets.</summary>
    public static void MapDisclosure(this IEndpointRouteBuilder app)
    {
        // Rules and texts are read now: a fault in them ends the start, not the first request.
        app.ServiceProvider.GetRequiredService<ReferenceData>();
        app.ServiceProvider.GetRequiredService<Wording>();
        app.ServiceProvider.GetRequiredService<RatingIndicators>();
        app.ServiceProvider.GetRequiredService<TextLibrary>();

        var api = app.MapApi("disclosure");
        SearchInstitutions.Map(api);
        GetInstitution.Map(api);
        ListPublished.Map(api);
        ShowStatistics.MapApi(api);
        ListReference.Map(api);

        var pages = app.MapPages();
        ShowSearch.Map(pages);
        ShowInstitution.Map(pages);
        ShowPublished.Map(pages);
        ShowStatistics.Map(pages);
        ShowAbout.Map(pages);
        ShowUnknown.Map(pages);
        app.MapOversightAssets();
    }

    private static void Take<TConsumer, TFact>(ModuleBuilder module)
        where TConsumer : class, ICopyConsumer<TFact>
        where TFact : class =>
        module.AddConsumer<DisclosureDbContext, TConsumer, TFact>();
}
