using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Intakes;
using Oversight.Complaint.Matters;
using Oversight.Complaint.Secrecy;
using Oversight.Complaint.Tracking;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.PersonalData;
using Oversight.RegisterCopy;
using Oversight.RegisterCopy.Officers;

namespace Oversight.Complaint.Data;

/// <summary>The database of complaints and reports: intakes, who sent them (apart), matters, their progress and clocks.</summary>
internal abstract class ComplaintDbContext(DbContextOptions options) : ServiceDbContext(options, "complaint")
{
    private const string SatisfactionKey = "pk_satisfactions";

    public DbSet<KnownInstitution> Institutions => Set<KnownInstitution>();

    public DbSet<Intake> Intakes => Set<Intake>();

    public DbSet<Complainant> Complainants => Set<Complainant>();

    public DbSet<Matter> Matters => Set<Matter>();

    public DbSet<MatterEntry> Entries => Set<MatterEntry>();

    public DbSet<Satisfaction> Satisfactions => Set<Satisfaction>();

    /// <inheritdoc />
    public override Error? ExplainUniqueViolation(string index) => index == SatisfactionKey ? TrackingErrors.AlreadyGiven : null;

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        KnownInstitution.Configure(modelBuilder);
        KnownOfficer.Configure(modelBuilder);
        modelBuilder.Entity<Intake>(e =>
        {
            e.ToTable("intakes");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(i => i.Channel).HasMaxLength(30);
            e.Property(i => i.ExternalNumber).HasMaxLength(60);
            e.Property(i => i.CodeHash).HasMaxLength(64);
            e.Property(i => i.TextCipher).IsEncrypted(ComplaintKeys.IntakeText + "/{Id}");
            e.HasIndex(i => i.CodeHash).IsUnique().HasDatabaseName("ux_intakes_code_hash");
        });
        modelBuilder.Entity<Complainant>(e =>
        {
            e.ToTable("complainants");
            e.HasKey(c => c.IntakeId);
            e.Property(c => c.IntakeId).ValueGeneratedNever();
            e.Property(c => c.NameCipher).HasMaxLength(400).IsEncrypted(ComplaintKeys.Name + "/{IntakeId}");
            e.Property(c => c.PhoneCipher).HasMaxLength(200).IsEncrypted(ComplaintKeys.Phone + "/{IntakeId}");
        });
        modelBuilder.Entity<Matter>(e =>
        {
            e.ToTable("matters");
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Ignore(m => m.Party);
            e.Ignore(m => m.HasEnded);
            e.Property(m => m.Category).HasMaxLength(40);
            e.Property(m => m.CategoryRule).HasMaxLength(300);
            e.Property(m => m.Channel).HasMaxLength(40);
            e.Property(m => m.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(m => m.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(m => m.PartyName).HasMaxLength(100);
            e.Property(m => m.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
            e.Property(m => m.CreditCode).HasMaxLength(18);
            e.Property(m => m.Address).HasMaxLength(200);
            e.Property(m => m.HandlerId).HasMaxLength(150);
            e.HasIndex(m => new { m.Division, m.Department, m.Id }).HasDatabaseName("ix_matters_department");
            e.HasIndex(m => m.IntakeId).HasDatabaseName("ix_matters_intake");
            // Almost no matter has a parent: over all of them the index is worth nothing to a planner that has counted.
            e.HasIndex(m => m.ParentId).HasDatabaseName("ix_matters_parent").HasFilter("parent_id IS NOT NULL");
            e.HasIndex(m => new { m.InstitutionId, m.Category }).HasDatabaseName("ix_matters_institution");
            e.HasIndex(m => new { m.PartyName, m.Category }).HasDatabaseName("ix_matters_party_name");
            e.HasIndex(m => m.ReceivedAt).HasDatabaseName("ix_matters_received_at");
            e.HasIndex(m => new { m.IsOverdue, m.Division, m.Id }).HasDatabaseName("ix_matters_overdue");
        });
        modelBuilder.Entity<MatterEntry>(e =>
        {
            e.ToTable("matter_entries");
            e.Property(n => n.Id).ValueGeneratedNever();
            e.Property(n => n.Code).HasMaxLength(40);
            e.PrimitiveCollection(n => n.Departments).HasMaxLength(2000);
            e.Property(n => n.Number).HasMaxLength(100);
            e.Property(n => n.Detail).HasMaxLength(40);
            e.Property(n => n.ActorId).HasMaxLength(150);
            e.Property(n => n.TextCipher).IsEncrypted(ComplaintKeys.EntryText + "/{MatterId}");
            e.HasIndex(n => new { n.MatterId, n.At }).HasDatabaseName("ix_matter_entries_matter");
            // A redelivered fact cannot make a second line. Acts have no source and may repeat, so they are outside the index.
            e.HasIndex(n => new { n.MatterId, n.Code, n.SourceId }).IsUnique().HasDatabaseName("ux_matter_entries_source")
                .HasFilter("source_id IS NOT NULL");
        });
        modelBuilder.Entity<Satisfaction>(e =>
        {
            e.ToTable("satisfactions");
            e.HasKey(s => s.MatterId).HasName(SatisfactionKey);
            e.Property(s => s.MatterId).ValueGeneratedNever();
            e.Property(s => s.CommentCipher).IsEncrypted(ComplaintKeys.Comment + "/{MatterId}");
        });
        UseVersionsAsTokens(modelBuilder);
    }
}
