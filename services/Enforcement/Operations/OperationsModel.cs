using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;

namespace Oversight.Enforcement.Operations;

/// <summary>The tables of joint operations: tasks, timeline, evidence.</summary>
internal static class OperationsModel
{
    /// <summary>Of two operations that are opened at once only one gets a number.</summary>
    public const string NumberIndex = "ux_operations_number";

    private const int Account = 150, Hash = 64;

    public static void Configure(ModelBuilder model)
    {
        Operations(model);
        Timeline(model);
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
