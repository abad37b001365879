using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Institutions;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Operations;
using Oversight.Inspection.Rectifications;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Persistence.PersonalData;

namespace Oversight.Inspection.Data;

internal static class OfficerTables
{
    public const string CertificateIndex = "ux_officers_certificate_number", AccountIndex = "ux_officers_account_id";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Officer>(e =>
        {
            e.ToTable("officers");
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.CertificateNumber).HasMaxLength(40);
            e.Property(o => o.NameCipher).HasMaxLength(Confidential.Room(60)).IsEncrypted(Confidential.OfficerName);
            e.Property(o => o.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(o => o.Division).HasMaxLength(DivisionCode.MaxLength);
            e.PrimitiveCollection(o => o.Specialties).HasMaxLength(5000);
            e.Property(o => o.AccountId).HasMaxLength(Limits.Actor);
            e.HasIndex(o => o.CertificateNumber).IsUnique().HasDatabaseName(CertificateIndex);
            // Filtered, since SQL Server takes two nulls for equal. Unique, since an avoidance is looked up by the account of the caller.
            e.HasIndex(o => o.AccountId).IsUnique().HasDatabaseName(AccountIndex).HasFilter("account_id IS NOT NULL");
            e.HasIndex(o => new { o.Division, o.Id }).HasDatabaseName("ix_officers_division");
            e.HasMany(o => o.Avoidances).WithOne().HasForeignKey(a => a.OfficerId);
            e.Navigation(o => o.Avoidances).HasField("_avoidances").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<Avoidance>(e =>
        {
            e.ToTable("avoidances");
            e.HasKey(a => new { a.OfficerId, a.InstitutionId });
            e.Property(a => a.Reason).HasMaxLength(Limits.Reason);
            e.Property(a => a.RecordedBy).HasMaxLength(Limits.Actor);
        });
    }
}

internal static class VisitTables
{
    public const string EvidenceIndex = "ux_visit_evidence_hash", TallyKey = "pk_visit_tallies";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Visit>(e =>
        {
            e.ToTable("visits");
            e.Property(v => v.Id).ValueGeneratedNever();
            e.Ignore(v => v.Party);
            e.Ignore(v => v.DepartmentCodes);
            e.Property(v => v.PartyName).HasMaxLength(100);
            e.Property(v => v.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
            e.Property(v => v.PartyCreditCode).HasMaxLength(18);
            e.Property(v => v.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(v => v.PartyAddress).HasMaxLength(200);
            e.Property(v => v.PartyType).HasMaxLength(10);
            e.Property(v => v.PlannedBy).HasMaxLength(Limits.Actor);
            e.Property(v => v.CapReason).HasMaxLength(Limits.Reason);
            e.Property(v => v.UrgentReason).HasMaxLength(Limits.Reason);
            e.Property(v => v.ActCode).HasMaxLength(ActCode.Length);
            e.Property(v => v.ApprovedBy).HasMaxLength(Limits.Actor);
            e.Property(v => v.ChecklistVersion).HasMaxLength(Limits.Rule);
            e.PrimitiveCollection(v => v.Results).HasMaxLength(200);
            e.Property(v => v.SignatureNoteCipher).HasMaxLength(Confidential.Room(500)).IsEncrypted(Confidential.Signature);
            e.Property(v => v.ConcludedBy).HasMaxLength(Limits.Actor);
            e.Property(v => v.EndReason).HasMaxLength(Limits.Reason);
            e.HasIndex(v => v.ActCode).IsUnique().HasDatabaseName("ux_visits_act_code").HasFilter("act_code IS NOT NULL");
            e.HasIndex(v => new { v.Division, v.Id }).HasDatabaseName("ix_visits_division");
            e.HasIndex(v => new { v.InstitutionId, v.Id }).HasDatabaseName("ix_visits_institution");
            e.HasIndex(v => v.OperationId).HasDatabaseName("ix_visits_operation");
            e.HasMany(v => v.Departments).WithOne().HasForeignKey(d => d.VisitId);
            e.HasMany(v => v.Officers).WithOne().HasForeignKey(o => o.VisitId);
            e.HasMany(v => v.Answers).WithOne().HasForeignKey(a => a.VisitId);
            e.HasMany(v => v.Findings).WithOne().HasForeignKey(f => f.VisitId);
            e.Navigation(v => v.Departments).HasField("_departments").UsePropertyAccessMode(PropertyAccessMode.Field);
            e.Navigation(v => v.Officers).HasField("_officers").UsePropertyAccessMode(PropertyAccessMode.Field);
            e.Navigation(v => v.Answers).HasField("_answers").UsePropertyAccessMode(PropertyAccessMode.Field);
            e.Navigation(v => v.Findings).HasField("_findings").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<VisitDepartment>(e =>
        {
            e.ToTable("visit_departments");
            e.HasKey(d => new { d.VisitId, d.Department });
            e.Property(d => d.Department).HasMaxLength(DepartmentCode.MaxLength);
        });
        model.Entity<VisitOfficer>(e =>
        {
            e.ToTable("visit_officers");
            e.HasKey(o => new { o.VisitId, o.OfficerId });
            e.Property(o => o.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(o => o.CertificateNumber).HasMaxLength(40);
        });
        model.Entity<VisitAnswerRow>(e =>
        {
            e.ToTable("visit_answers");
            e.HasKey(a => new { a.VisitId, a.Item });
            e.Property(a => a.Item).HasMaxLength(Limits.Item);
            e.Property(a => a.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(a => a.NoteCipher).HasMaxLength(Confidential.Room(500)).IsEncrypted(Confidential.AnswerNote);
            e.Property(a => a.AnsweredBy).HasMaxLength(Limits.Actor);
        });
        model.Entity<VisitFinding>(e =>
        {
            e.ToTable("visit_findings");
            e.Property(f => f.Id).ValueGeneratedNever();
            e.Property(f => f.Item).HasMaxLength(Limits.Item);
            e.Property(f => f.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(f => f.Severity).HasMaxLength(10);
            e.Property(f => f.Law).HasMaxLength(200);
            e.Property(f => f.Article).HasMaxLength(100);
            e.Property(f => f.Rule).HasMaxLength(Limits.Rule);
            e.Property(f => f.DescriptionCipher).HasMaxLength(Confidential.Room(1000)).IsEncrypted(Confidential.Finding);
            e.Property(f => f.Violation).HasMaxLength(ViolationCode.MaxLength);
            e.PrimitiveCollection(f => f.Evidence).HasMaxLength(1500);
            e.Property(f => f.RecordedBy).HasMaxLength(Limits.Actor);
            e.HasIndex(f => new { f.VisitId, f.Item }).IsUnique().HasDatabaseName("ux_visit_findings_item");
        });
        model.Entity<VisitEvidence>(e =>
        {
            e.ToTable("visit_evidence");
            e.Property(v => v.Id).ValueGeneratedNever();
            e.Property(v => v.Sha256).HasMaxLength(64);
            e.Property(v => v.MediaType).HasMaxLength(40);
            e.Property(v => v.Item).HasMaxLength(Limits.Item);
            e.Property(v => v.RecordedBy).HasMaxLength(Limits.Actor);
            e.HasIndex(v => new { v.VisitId, v.Sha256 }).IsUnique().HasDatabaseName(EvidenceIndex);
            // 行政处罚法 第四十七条: evidence is archived and never removed, so a visit that has photos cannot be deleted.
            e.HasOne<Visit>().WithMany().HasForeignKey(v => v.VisitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<VisitTally>(e =>
        {
            e.ToTable("visit_tallies");
            // Named, so that ExplainUniqueViolation recognises two first plans of one year.
            e.HasKey(t => new { t.InstitutionId, t.Department, t.Year }).HasName(TallyKey);
            e.Property(t => t.Department).HasMaxLength(DepartmentCode.MaxLength);
        });
    }
}

internal static class RectificationTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<RectificationOrder>(e =>
        {
            e.ToTable("rectifications");
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Ignore(o => o.OpenItems);
            e.Property(o => o.PartyName).HasMaxLength(100);
            e.Property(o => o.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
            e.Property(o => o.PartyCreditCode).HasMaxLength(18);
            e.Property(o => o.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(o => o.PartyAddress).HasMaxLength(200);
            e.Property(o => o.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(o => o.IssuedBy).HasMaxLength(Limits.Actor);
            e.Property(o => o.DaysReason).HasMaxLength(Limits.Reason);
            e.Property(o => o.Rule).HasMaxLength(Limits.Rule);
            e.Property(o => o.SelfReportCipher).HasMaxLength(Confidential.Room(2000)).IsEncrypted(Confidential.SelfReport);
            e.PrimitiveCollection(o => o.SelfReportEvidence).HasMaxLength(1500);
            e.Property(o => o.ReportedBy).HasMaxLength(Limits.Actor);
            e.Property(o => o.ExtensionAskedBy).HasMaxLength(Limits.Actor);
            e.Property(o => o.ExtensionReason).HasMaxLength(Limits.Reason);
            e.Property(o => o.ExtendedBy).HasMaxLength(Limits.Actor);
            e.HasIndex(o => new { o.Division, o.Id }).HasDatabaseName("ix_rectifications_division");
            e.HasIndex(o => new { o.InstitutionId, o.Status }).HasDatabaseName("ix_rectifications_institution");
            e.HasIndex(o => o.VisitId).HasDatabaseName("ix_rectifications_visit");
            e.HasMany(o => o.Items).WithOne().HasForeignKey(i => i.OrderId);
            e.HasMany(o => o.Rechecks).WithOne().HasForeignKey(r => r.OrderId);
            e.Navigation(o => o.Items).HasField("_items").UsePropertyAccessMode(PropertyAccessMode.Field);
            e.Navigation(o => o.Rechecks).HasField("_rechecks").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<RectificationItem>(e =>
        {
            e.ToTable("rectification_items");
            e.HasKey(i => new { i.OrderId, i.Item });
            e.Property(i => i.Item).HasMaxLength(Limits.Item);
            e.Property(i => i.NoteCipher).HasMaxLength(Confidential.Room(500)).IsEncrypted(Confidential.RecheckNote);
        });
        model.Entity<Recheck>(e =>
        {
            e.ToTable("rechecks");
            e.HasKey(r => new { r.OrderId, r.Number });
            e.Property(r => r.Number).ValueGeneratedNever();
            e.PrimitiveCollection(r => r.OfficerIds).HasMaxLength(1800);
            e.PrimitiveCollection(r => r.Passed).HasMaxLength(2600);
            e.PrimitiveCollection(r => r.Failed).HasMaxLength(2600);
            e.Property(r => r.RecordedBy).HasMaxLength(Limits.Actor);
        });
    }
}

internal static class CopyTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<KnownOperation>(e =>
        {
            e.ToTable("known_operations");
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.Number).HasMaxLength(100);
            e.Property(o => o.Division).HasMaxLength(DivisionCode.MaxLength);
            e.PrimitiveCollection(o => o.Departments).HasMaxLength(1300);
        });
        model.Entity<KnownRating>(e =>
        {
            e.ToTable("known_ratings");
            e.HasKey(r => r.InstitutionId);
            e.Property(r => r.InstitutionId).ValueGeneratedNever();
            e.Property(r => r.Grade).HasMaxLength(10);
        });
    }
}
