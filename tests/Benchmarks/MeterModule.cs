using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Oversight.Messaging;
using Oversight.Web;

namespace Oversight.Benchmarks.Contracts.V1
{
    /// <summary>A fact of about a kilobyte.</summary>
    public sealed record MeterRead(Guid MeterId, long Number, string Note);
}

namespace Oversight.Benchmarks
{
    using Oversight.Benchmarks.Contracts.V1;

    /// <summary>The smallest service that sends facts by the outbox and takes them by the inbox.</summary>
    internal static class MeterModule
    {
        public static ServiceHost AddMeter(this ServiceHost host, bool takes) => host.AddModule("meter", module =>
        {
            module.UseDatabase<MeterDbContext, MeterDbContext.OnSqlServer, MeterDbContext.OnPostgreSql, MeterDbContext.OnSqlite>(
                isPublic: true);
            module.UseContracts(typeof(MeterRead).Assembly);
            module.UseContracts(typeof(Oversight.Contracts.Registry.V1.InstitutionRegistered).Assembly);
            if (takes)
            {
                module.AddRowConsumer<MeterDbContext, MeterReadConsumer, MeterRead, Meter>();
            }
        });
    }

    /// <summary>Keeps the newest number of a meter, as a state copy does.</summary>
    internal sealed class MeterReadConsumer : IRowConsumer<MeterRead, Meter>
    {
        public (Guid Key, long Version) SourceOf(MeterRead fact) => (fact.MeterId, fact.Number);

        public Meter Apply(Meter? row, MeterRead fact)
        {
            var copy = row ?? new Meter { Id = fact.MeterId };
            copy.Note = fact.Note;
            return copy;
        }
    }

    internal sealed class Meter : StateCopyRow
    {
        public Guid Id { get; init; }

        public string Note { get; set; } = "";
    }

    internal abstract class MeterDbContext(DbContextOptions options) : ServiceDbContext(options, "meter")
    {
        public DbSet<Meter> Meters => Set<Meter>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Meter>(e =>
            {
                e.ToTable("meters");
                e.Property(m => m.Id).ValueGeneratedNever();
                e.Property(m => m.Note).HasMaxLength(2000);
            });
            UseVersionsAsTokens(modelBuilder);
        }

        internal sealed class OnSqlServer(DbContextOptions<OnSqlServer> options) : MeterDbContext(options);

        internal sealed class OnPostgreSql(DbContextOptions<OnPostgreSql> options) : MeterDbContext(options);

        internal sealed class OnSqlite(DbContextOptions<OnSqlite> options) : MeterDbContext(options);
    }
}
