using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Attachments;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;

namespace Oversight.Enforcement.Operations;

/// <summary>The tables of this part.</summary>
internal static class OperationsModel
{
    /// <summary>Of two operations that are opened at once only one gets a number.</summary>
    public const string NumberIndex = "ux_operations_number";

    private const int Code = 40, Account = 150, Hash = 64;

    public static void Configure(ModelBuilder model)
    {
        Clues(model);
        Operations(model);
        Timeline(model);
        model.Entity<FeedEntry>(e =>
        {
            e.ToTable("feed_entries");
            e.Property(f => f.Id).ValueGeneratedNever();
            e.Property(f => f.Position).IsConcurrencyToken();
            e.Property(f => f.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(f => f.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(f => f.Kind).HasMaxLength(60);
            e.Property(f => f.Subject).HasMaxLength(Code);
            e.Property(f => f.Details).HasMaxLength(1000);
            e.HasIndex(f => f.Position).IsUnique().HasDatabaseName(FeedSequencer.PositionIndex).HasFilter("position IS NOT NULL");
            e.HasIndex(f => f.At).HasDatabaseName("ix_feed_entries_waiting").HasFilter("position IS NULL");
            e.HasIndex(f => new { f.Department, f.Position }).HasDatabaseName("ix_feed_entries_department");
        });
        model.Entity<Attachment>(e =>
        {
            e.ToTable("attachments");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.Sha256).HasMaxLength(Hash);
            e.Property(a => a.MediaType).HasMaxLength(60);
            e.Property(a => a.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(a => a.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(a => a.UploadedBy).HasMaxLength(Account);
            e.HasIndex(a => new { a.Sha256, a.Department }).HasDatabaseName("ix_attachments_sha256");
        });
    }

    private static void Clues(ModelBuilder model)
    {
        model.Entity<Clue>(e =>
        {
            e.ToTable("clues");
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Ignore(c => c.Party);
            e.Ignore(c => c.Violations);
            e.Ignore(c => c.Responsible);
            e.Property(c => c.PartyName).HasMaxLength(100);
            e.Property(c => c.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
            e.Property(c => c.CreditCode).HasMaxLength(18);
            e.Property(c => c.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(c => c.Address).HasMaxLength(200);
            e.Property(c => c.Category).HasMaxLength(60);
            e.Property(c => c.ViolationList).HasMaxLength(1000);
            e.Property(c => c.Summary).HasMaxLength(2000);
            e.Property(c => c.FirstDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(c => c.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(c => c.SenderDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(c => c.Assignee).HasMaxLength(Account);
            e.Property(c => c.SuspectedBy).HasMaxLength(Account);
            e.HasIndex(c => new { c.Source, c.SourceId, c.FirstDepartment }).IsUnique().HasDatabaseName("ux_clues_open_source")
                .HasFilter("source_id IS NOT NULL AND state <> 'Concluded'");
            e.HasIndex(c => new { c.Source, c.SourceId, c.SourceVersion }).HasDatabaseName("ix_clues_source");
            e.HasIndex(c => new { c.Division, c.Id }).HasDatabaseName("ix_clues_division");
            e.HasIndex(c => new { c.Department, c.State, c.Id }).HasDatabaseName("ix_clues_department");
            e.HasIndex(c => c.OperationId).HasDatabaseName("ix_clues_operation");
            e.HasMany(c => c.Steps).WithOne().HasForeignKey(s => s.ClueId);
            e.Navigation(c => c.Steps).HasField("_steps").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<ClueStep>(e =>
        {
            e.ToTable("clue_steps");
            e.HasKey(s => new { s.ClueId, s.Version });
            e.Property(s => s.Version).ValueGeneratedNever();
            e.Property(s => s.Act).HasMaxLength(40);
            e.Property(s => s.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(s => s.ToDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(s => s.ActorId).HasMaxLength(Account);
            e.Property(s => s.Reason).HasMaxLength(ActContext.MaxReason);
        });
    }

    private static void Operations(ModelBuilder model)
    {
        model.Entity<JointOperation>(e =>
        {
            e.ToTable("operations");
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Ignore(o => o.Party);
            e.Property(o => o.Number).HasMaxLength(40);
            e.Property(o => o.PartyName).HasMaxLength(100);
            e.Property(o => o.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
            e.Property(o => o.CreditCode).HasMaxLength(18);
            e.Property(o => o.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(o => o.Address).HasMaxLength(200);
            e.Property(o => o.Title).HasMaxLength(100);
            e.Property(o => o.LeadDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(o => o.OpenedBy).HasMaxLength(Account);
            e.Property(o => o.ClosedBy).HasMaxLength(Account);
            e.Property(o => o.ClosingReason).HasMaxLength(ActContext.MaxReason);
            e.HasIndex(o => o.Number).IsUnique().HasDatabaseName(NumberIndex);
            e.HasIndex(o => new { o.Division, o.Year, o.Serial }).HasDatabaseName("ix_operations_division");
            e.HasIndex(o => o.InstitutionId).HasDatabaseName("ix_operations_institution");
        });
        model.Entity<DepartmentTask>(e =>
        {
            e.ToTable("operation_tasks");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Ignore(t => t.HasEnded);
            e.Property(t => t.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(t => t.LeadDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(t => t.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(t => t.Subject).HasMaxLength(500);
            e.Property(t => t.Reason).HasMaxLength(ActContext.MaxReason);
            e.Property(t => t.Summary).HasMaxLength(2000);
            e.HasIndex(t => new { t.OperationId, t.Department }).HasDatabaseName("ix_operation_tasks_operation");
            e.HasIndex(t => new { t.Department, t.State, t.Id }).HasDatabaseName("ix_operation_tasks_department");
            e.HasIndex(t => new { t.LeadDepartment, t.IsEscalated, t.Id }).HasDatabaseName("ix_operation_tasks_lead");
        });
    }

    private static void Timeline(ModelBuilder model)
    {
        model.Entity<TimelineEntry>(e =>
        {
            e.ToTable("operation_timeline");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.Kind).HasMaxLength(60);
            e.Property(t => t.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(t => t.ActorId).HasMaxLength(Account);
            e.Property(t => t.Details).HasMaxLength(4000);
            e.HasIndex(t => new { t.OperationId, t.Kind, t.SourceId, t.SourceVersion }).IsUnique()
                .HasDatabaseName("ux_operation_timeline_source");
            e.HasIndex(t => new { t.OperationId, t.Sequence, t.At }).HasDatabaseName("ix_operation_timeline_order");
            e.HasIndex(t => new { t.SourceId, t.Kind }).HasDatabaseName("ix_operation_timeline_kind");
        });
        model.Entity<EvidenceEntry>(e =>
        {
            e.ToTable("operation_evidence");
            e.Property(v => v.Id).ValueGeneratedNever();
            e.Property(v => v.Sha256).HasMaxLength(Hash);
            e.Property(v => v.Source).HasMaxLength(20);
            e.Property(v => v.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.HasIndex(v => new { v.OperationId, v.SourceId, v.Sha256 }).IsUnique().HasDatabaseName("ux_operation_evidence_source");
            e.HasIndex(v => v.Sha256).HasDatabaseName("ix_operation_evidence_sha256");
        });
        model.Entity<OperationVisit>(e =>
        {
            e.ToTable("operation_visits");
            e.HasKey(v => v.VisitId);
            e.Property(v => v.VisitId).ValueGeneratedNever();
        });
    }
}
