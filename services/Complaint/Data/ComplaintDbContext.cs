using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.RegisterCopy;

namespace Oversight.Complaint.Data;

/// <summary>The database of complaints and reports: intake, matters, clocks, replies.</summary>
internal abstract class ComplaintDbContext(DbContextOptions options) : ServiceDbContext(options, "complaint")
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
