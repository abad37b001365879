using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.RegisterCopy;

namespace Oversight.Inspection.Data;

/// <summary>The database of inspections: officers, checklists, visits, findings, evidence, rectification.</summary>
internal abstract class InspectionDbContext(DbContextOptions options) : ServiceDbContext(options, "inspection")
{
    public DbSet<KnownInstitution> Institutions => Set<KnownInstitution>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        KnownInstitution.Configure(modelBuilder);
        StoredClock.Configure(modelBuilder);
        UseVersionsAsTokens(modelBuilder);
    }
}
