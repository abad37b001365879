using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Penalties;

/// <summary>The catalogue of violations and penalties, and penalties from their service on: this room of the module.</summary>
internal static class PenaltiesPart
{
    public static void Add(ModuleBuilder module)
    {
        module.AnnouncesKept<EnforcementDbContext>("penalty");
        module.AddConsumer<EnforcementDbContext, RepairedPenaltyConsumer, PenaltyRepaired>();
        module.AddCopySet<EnforcementDbContext, RepairedPenalties>();
        module.FollowClocks<WithdrawalDay>();
        module.Services
            .AddSingleton(new PenaltyRules(module.Setting("Rules:Folder")))
            .AddScoped<PenaltyService>()
            .AddScoped<AnnulPenaltyHandler>()
            .AddScoped<GetDecisionDocumentHandler>();
        module.WatchClocks<CaseWatcher>(CaseActs.PayClock, CaseActs.WithdrawClock);
    }

    public static void Map(RouteGroupBuilder api)
    {
        AnnulPenaltyEndpoint.Map(api);
        GetDecisionDocumentEndpoint.Map(api);
        ListViolationsEndpoint.Map(api);
    }

    public static void Configure(ModelBuilder model) => model.Entity<Penalty>(e =>
    {
        e.ToTable("penalties");
        e.Property(p => p.Id).ValueGeneratedNever();
        e.Ignore(p => p.Party);
        e.Property(p => p.Department).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(p => p.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(p => p.PartyName).HasMaxLength(100);
        e.Property(p => p.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
        e.Property(p => p.CreditCode).HasMaxLength(18);
        e.Property(p => p.Address).HasMaxLength(200);
        e.Property(p => p.DecisionNumber).HasMaxLength(80);
        e.PrimitiveCollection(p => p.Kinds).HasMaxLength(600);
        e.Property(p => p.CreditClass).HasMaxLength(20);
        e.HasIndex(p => p.CaseId).IsUnique().HasDatabaseName("ux_penalties_case");
        e.HasIndex(p => p.InstitutionId).HasDatabaseName("ix_penalties_institution");
        e.HasIndex(p => new { p.Division, p.Id }).HasDatabaseName("ix_penalties_division");
    });
}
