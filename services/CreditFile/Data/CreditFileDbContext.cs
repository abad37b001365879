using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Files;
using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Objections;
using Oversight.CreditFile.Recomputations;
using Oversight.CreditFile.Repairs;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.RegisterCopy.Officers;

namespace Oversight.CreditFile.Data;

/// <summary>The database of credit files: the ledger of facts, ratings, repair, objection.</summary>
internal abstract class CreditFileDbContext(DbContextOptions options) : ServiceDbContext(options, "creditfile")
{
    private const string OpenRepairIndex = "ux_repairs_open", OpenObjectionIndex = "ux_objections_open",
        FactSourceIndex = "ux_credit_facts_source";

    public DbSet<InstitutionFile> InstitutionFiles => Set<InstitutionFile>();

    public DbSet<CreditFact> CreditFacts => Set<CreditFact>();

    public DbSet<Repair> Repairs => Set<Repair>();

    public DbSet<Objection> Objections => Set<Objection>();

    public DbSet<Recomputation> Recomputations => Set<Recomputation>();

    public DbSet<RecomputationChange> RecomputationChanges => Set<RecomputationChange>();

    /// <inheritdoc />
    public override Error? ExplainUniqueViolation(string index) => index switch
    {
        OpenRepairIndex => RepairErrors.AlreadyApplied,
        OpenObjectionIndex => ObjectionErrors.AlreadyFiled,

        // Two acts at once that both marked the same fact: whichever row the database looked at first, the second one was stale.
        FactSourceIndex => CommitErrors.Stale,
        _ => null,
    };

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        KnownOfficer.Configure(modelBuilder);
        Files(modelBuilder);
        Cases(modelBuilder);
        Recomputing(modelBuilder);
        UseVersionsAsTokens(modelBuilder);
    }

    private static void Files(ModelBuilder model)
    {
        model.Entity<InstitutionFile>(e =>
        {
            e.ToTable("institution_files");
            e.Property(f => f.Id).ValueGeneratedNever();
            e.Property(f => f.Name).HasMaxLength(100);
            e.Property(f => f.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(f => f.Grade).HasMaxLength(1);
            e.Property(f => f.Rule).HasMaxLength(300);
            e.Property(f => f.ToldRule).HasMaxLength(300);
            e.Property(f => f.Digest).HasMaxLength(64);
            e.Property(f => f.ConfirmedBy).HasMaxLength(150);
            e.HasIndex(f => new { f.Division, f.Id }).HasDatabaseName("ix_institution_files_division");
            e.HasIndex(f => new { f.Grade, f.Id }).HasDatabaseName("ix_institution_files_grade");
            // For the worker that looks for files of another scoring version.
            e.HasIndex(f => new { f.Rule, f.Id }).HasDatabaseName("ix_institution_files_rule");
        });
        model.Entity<CreditFact>(e =>
        {
            e.ToTable("credit_facts");
            e.Property(f => f.Id).ValueGeneratedNever();
            e.Property(f => f.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(f => f.Document).HasMaxLength(100);
            e.Property(f => f.Parts).HasMaxLength(CreditFact.MaxParts);
            // Delivery is at least once: this index makes a redelivered fact a single row.
            e.HasIndex(f => new { f.SourceKind, f.SourceId, f.Event, f.SourceVersion }).IsUnique().HasDatabaseName(FactSourceIndex);
            e.HasIndex(f => new { f.InstitutionId, f.Id }).HasDatabaseName("ix_credit_facts_institution");
        });
    }

    private static void Cases(ModelBuilder model)
    {
        model.Entity<Repair>(e =>
        {
            e.ToTable("repairs");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(r => r.Evidence).HasMaxLength(1000);
            e.Property(r => r.EnteredBy).HasMaxLength(150);
            e.Property(r => r.AcceptedBy).HasMaxLength(150);
            e.Property(r => r.ClosedBy).HasMaxLength(150);
            e.Property(r => r.Reason).HasMaxLength(500);
            // The handler looks for no open application: the index refuses a second one, also at the same moment. A closed one
            // is outside its filter.
            e.HasIndex(r => r.PenaltyId).IsUnique().HasDatabaseName(OpenRepairIndex).HasFilter("closed_at IS NULL");
            e.HasIndex(r => new { r.Division, r.Id }).HasDatabaseName("ix_repairs_division");
            e.HasIndex(r => new { r.InstitutionId, r.Id }).HasDatabaseName("ix_repairs_institution");
        });
        model.Entity<Objection>(e =>
        {
            e.ToTable("objections");
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(o => o.Reason).HasMaxLength(1000);
            e.Property(o => o.FiledBy).HasMaxLength(150);
            e.Property(o => o.DecidedBy).HasMaxLength(150);
            e.Property(o => o.Decision).HasMaxLength(500);
            // Closes the race that the check of the mark leaves open: two objections at once both find the fact undisputed.
            e.HasIndex(o => new { o.SourceKind, o.SourceId }).IsUnique().HasDatabaseName(OpenObjectionIndex).HasFilter("closed_at IS NULL");
            e.HasIndex(o => new { o.Division, o.Id }).HasDatabaseName("ix_objections_division");
            e.HasIndex(o => new { o.InstitutionId, o.Id }).HasDatabaseName("ix_objections_institution");
        });
    }

    private static void Recomputing(ModelBuilder model)
    {
        model.Entity<Recomputation>(e =>
        {
            e.ToTable("recomputations");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(r => r.RequestedBy).HasMaxLength(150);
            e.Property(r => r.PackVersion).HasMaxLength(64);
            e.Property(r => r.LeaseOwner).HasMaxLength(80);
            e.HasIndex(r => new { r.State, r.Id }).HasDatabaseName("ix_recomputations_state");
        });
        model.Entity<RecomputationChange>(e =>
        {
            e.ToTable("recomputation_changes");
            e.HasKey(c => new { c.RecomputationId, c.InstitutionId });
            e.Property(c => c.OldGrade).HasMaxLength(1);
            e.Property(c => c.NewGrade).HasMaxLength(1);
            e.Property(c => c.Lines).HasMaxLength(20_000);
        });
    }
}
