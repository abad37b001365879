using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;
using Oversight.Kernel;

namespace Oversight.Disclosure.Data;

/// <summary>
/// Tables of what is published about institutions besides the register: each for a term, none with a place for anything unpublishable.
/// </summary>
internal static class PublicationTables
{
    public static void Configure(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PublicationMark>(e =>
        {
            e.ToTable("publication_marks").HasKey(x => new { x.Kind, x.RecordId }).HasName("pk_publication_marks");
            e.Property(x => x.Kind).HasMaxLength(40);
            e.Property(x => x.EndedBy).HasMaxLength(Ends.MaxLength);
            e.HasIndex(x => x.RecordId).HasDatabaseName("ix_publication_marks_record");
        });
        modelBuilder.Entity<PublicRating>(e =>
        {
            e.ToTable("ratings").HasKey(x => x.InstitutionId).HasName("pk_ratings");
            e.Property(x => x.InstitutionId).ValueGeneratedNever();
            e.Property(x => x.Grade).HasMaxLength(1);
            e.Property(x => x.Rule).HasMaxLength(300);
        });
        modelBuilder.Entity<RatingLine>(e =>
        {
            e.ToTable("rating_lines").HasKey(x => new { x.InstitutionId, x.StateVersion, x.Ordinal }).HasName("pk_rating_lines");
            e.Property(x => x.Indicator).HasMaxLength(100);
            e.Property(x => x.SourceKind).HasMaxLength(40);
            e.HasIndex(x => x.SourceId).HasDatabaseName("ix_rating_lines_source");
        });
        modelBuilder.Entity<PublishedPenalty>(e =>
        {
            Item(e, "penalties");
            e.Property(x => x.DecisionNumber).HasMaxLength(100);
            e.Property(x => x.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.PrimitiveCollection(x => x.Kinds).HasMaxLength(600);
            e.Property(x => x.CreditClass).HasMaxLength(20);
            e.HasMany(x => x.Acts).WithOne().HasForeignKey(x => x.PenaltyId).HasConstraintName("fk_penalty_acts_penalty")
                .OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<PenaltyAct>(e =>
        {
            e.ToTable("penalty_acts").HasKey(x => new { x.PenaltyId, x.Ordinal }).HasName("pk_penalty_acts");
            e.Property(x => x.Violation).HasMaxLength(ViolationCode.MaxLength);
            e.Property(x => x.Law).HasMaxLength(200);
            e.Property(x => x.Article).HasMaxLength(100);
        });
        modelBuilder.Entity<PublishedInspection>(e =>
        {
            Item(e, "inspections");
            e.Property(x => x.Kind).HasMaxLength(20);
            e.PrimitiveCollection(x => x.Departments).HasMaxLength(600);
            e.PrimitiveCollection(x => x.Results).HasMaxLength(300);
            e.HasMany(x => x.Findings).WithOne().HasForeignKey(x => x.VisitId).HasConstraintName("fk_inspection_findings_inspection")
                .OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<PublishedFinding>(e =>
        {
            e.ToTable("inspection_findings").HasKey(x => x.Id).HasName("pk_inspection_findings");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Item).HasMaxLength(20);
            e.Property(x => x.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(x => x.Severity).HasMaxLength(20);
            e.Property(x => x.Law).HasMaxLength(200);
            e.Property(x => x.Article).HasMaxLength(100);
            e.HasIndex(x => x.VisitId).HasDatabaseName("ix_inspection_findings_inspection");
        });
        modelBuilder.Entity<PublishedRectification>(e =>
        {
            Item(e, "rectifications");
            e.Property(x => x.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.HasIndex(x => x.VisitId).HasDatabaseName("ix_rectifications_visit");
        });
        modelBuilder.Entity<PublishedExposure>(e =>
        {
            Item(e, "exposures");
            e.Property(x => x.Title).HasMaxLength(100);
            e.Property(x => x.Text).HasMaxLength(4000);
            e.Property(x => x.Department).HasMaxLength(DepartmentCode.MaxLength);
        });
    }

    // Public lists are in the order (day, id), the latest first, for the whole country or one division: an index each, so a page is a seek
    // and a walk.
    private static void Item<TItem>(EntityTypeBuilder<TItem> e, string table)
        where TItem : PublishedItem
    {
        e.ToTable(table).HasKey(x => x.Id).HasName("pk_" + table);
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Province).HasMaxLength(2);
        e.Property(x => x.City).HasMaxLength(4);
        e.Property(x => x.County).HasMaxLength(DivisionCode.MaxLength);
        e.Property(x => x.TermRule).HasMaxLength(300);
        e.Property(x => x.TermLaw).HasMaxLength(200);
        e.Property(x => x.TermArticle).HasMaxLength(100);
        e.HasIndex(x => new { x.InstitutionId, x.OccurredOn }).HasDatabaseName($"ix_{table}_institution");
        e.HasIndex(x => new { x.OccurredOn, x.Id }).HasDatabaseName($"ix_{table}_day");
        e.HasIndex(x => new { x.Province, x.OccurredOn, x.Id }).HasDatabaseName($"ix_{table}_province_day");
        e.HasIndex(x => new { x.City, x.OccurredOn, x.Id }).HasDatabaseName($"ix_{table}_city_day");
        e.HasIndex(x => new { x.County, x.OccurredOn, x.Id }).HasDatabaseName($"ix_{table}_county_day");
    }
}
