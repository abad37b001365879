using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.RegisterCopy;

namespace Oversight.CreditFile.Data;

/// <summary>The database of credit files: the ledger of facts, ratings, repair, objection.</summary>
internal abstract class CreditFileDbContext(DbContextOptions options) : ServiceDbContext(options, "creditfile")
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
