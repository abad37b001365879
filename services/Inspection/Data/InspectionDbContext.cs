using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Institutions;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Operations;
using Oversight.Inspection.Rectifications;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.RegisterCopy;

namespace Oversight.Inspection.Data;

/// <summary>
/// The database of inspections: officers, visits with answers, findings and evidence, rectification orders, and the copies that they need.
/// </summary>
internal abstract class InspectionDbContext(DbContextOptions options) : ServiceDbContext(options, "inspection")
{
    public DbSet<KnownInstitution> Institutions => Set<KnownInstitution>();

    public DbSet<KnownOperation> Operations => Set<KnownOperation>();

    public DbSet<KnownRating> Ratings => Set<KnownRating>();

    public DbSet<Officer> Officers => Set<Officer>();

    public DbSet<Visit> Visits => Set<Visit>();

    public DbSet<VisitEvidence> Evidence => Set<VisitEvidence>();

    public DbSet<VisitTally> VisitTallies => Set<VisitTally>();

    public DbSet<RectificationOrder> Rectifications => Set<RectificationOrder>();

    /// <inheritdoc />
    public override Error? ExplainUniqueViolation(string index) => index switch
    {
        OfficerTables.CertificateIndex => OfficerErrors.CertificateTaken,
        OfficerTables.AccountIndex => OfficerErrors.AccountTaken,
        VisitTables.EvidenceIndex => EvidenceErrors.Exists,
        VisitTables.TallyKey => VisitErrors.PlannedAtOnce,
        _ => null,
    };

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        KnownInstitution.Configure(modelBuilder);
        OfficerTables.Configure(modelBuilder);
        VisitTables.Configure(modelBuilder);
        RectificationTables.Configure(modelBuilder);
        CopyTables.Configure(modelBuilder);
        UseVersionsAsTokens(modelBuilder);
    }
}
