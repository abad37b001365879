using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Exposures;

/// <summary>Exposures of institutions and their ends: this room of the module.</summary>
internal static class ExposuresPart
{
    public static void Add(ModuleBuilder module)
    {
        module.AnnouncesKept<EnforcementDbContext>("exposure");
        module.AddDeadline<ExposureEnd>(ExposureEnd.Kind);
        module.Services
            .AddScoped<ExposurePermission>()
            .AddScoped<ExposureEnd>()
            .AddScoped<ExposureTerm>()
            .AddScoped<ProposeExposureHandler>()
            .AddScoped<ApproveExposureHandler>();
    }

    public static void Map(RouteGroupBuilder api)
    {
        ProposeExposureEndpoint.Map(api);
        ApproveExposureEndpoint.Map(api);
        ListExposuresEndpoint.Map(api);
    }

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Exposure>(e =>
        {
            e.ToTable("exposures");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Ignore(x => x.Party);
            e.Property(x => x.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(x => x.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(x => x.PartyName).HasMaxLength(100);
            e.Property(x => x.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
            e.Property(x => x.CreditCode).HasMaxLength(18);
            e.Property(x => x.Address).HasMaxLength(200);
            e.Property(x => x.Title).HasMaxLength(100);
            e.Property(x => x.Text).HasMaxLength(4000);
            e.Property(x => x.ProposedBy).HasMaxLength(100);
            e.Property(x => x.ApprovedBy).HasMaxLength(100);
            e.Property(x => x.Rule).HasMaxLength(300);
            e.Property(x => x.WithdrawalReason).HasMaxLength(500);
            e.HasIndex(x => new { x.Division, x.Id }).HasDatabaseName("ix_exposures_division");
            e.HasIndex(x => x.InstitutionId).HasDatabaseName("ix_exposures_institution");
            e.HasMany(x => x.Penalties).WithOne().HasForeignKey(p => p.ExposureId);
            e.Navigation(x => x.Penalties).HasField("_penalties").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<ExposedPenalty>(e =>
        {
            e.ToTable("exposed_penalties");
            e.HasKey(p => new { p.ExposureId, p.PenaltyId });
            e.HasIndex(p => p.PenaltyId).HasDatabaseName("ix_exposed_penalties_penalty");
        });
    }
}
