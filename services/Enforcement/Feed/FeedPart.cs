using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Feed;

/// <summary>What departments' own systems poll: this room of the module.</summary>
internal static class FeedPart
{
    public static void Add(ModuleBuilder module) => module.Services
        .AddScoped<FeedWriter>()
        .AddSingleton<FeedSequencer>()
        .AddHostedService(services => services.GetRequiredService<FeedSequencer>());

    public static void Map(RouteGroupBuilder api) => ReadEventsEndpoint.Map(api);

    public static void Configure(ModelBuilder model) =>
        model.Entity<FeedEntry>(e =>
        {
            e.ToTable("feed_entries");
            e.Property(f => f.Id).ValueGeneratedNever();
            // Fencing for a lease that was outlived: of two workers with the same rows the second save finds them numbered.
            e.Property(f => f.Position).IsConcurrencyToken();
            e.Property(f => f.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(f => f.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(f => f.Kind).HasMaxLength(60);
            e.Property(f => f.Subject).HasMaxLength(40);
            e.Property(f => f.Details).HasMaxLength(1000);
            e.HasIndex(f => f.Position).IsUnique().HasDatabaseName(FeedSequencer.PositionIndex).HasFilter("position IS NOT NULL");
            e.HasIndex(f => f.At).HasDatabaseName("ix_feed_entries_waiting").HasFilter("position IS NULL");
            e.HasIndex(f => new { f.Department, f.Position }).HasDatabaseName("ix_feed_entries_department");
        });
}
