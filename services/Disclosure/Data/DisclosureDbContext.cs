using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Exposures;
using Oversight.Disclosure.Inspections;
using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Penalties;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Ratings;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Disclosure.Data;

/// <summary>The database of the public record.</summary>
internal abstract class DisclosureDbContext(DbContextOptions options) : ServiceDbContext(options, "disclosure")
{
    public DbSet<PublishedInstitution> Institutions => Set<PublishedInstitution>();

    public DbSet<PublicEvent> Events => Set<PublicEvent>();

    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();

    public DbSet<NameGram> NameGrams => Set<NameGram>();

    public DbSet<PublicationMark> Marks => Set<PublicationMark>();

    public DbSet<PublicRating> Ratings => Set<PublicRating>();

    public DbSet<RatingLine> RatingLines => Set<RatingLine>();

    public DbSet<InstitutionStamp> Stamps => Set<InstitutionStamp>();

    public DbSet<PublishedInspection> Inspections => Set<PublishedInspection>();

    public DbSet<PublishedRectification> Rectifications => Set<PublishedRectification>();

    public DbSet<PublishedPenalty> Penalties => Set<PublishedPenalty>();

    public DbSet<PublishedExposure> Exposures => Set<PublishedExposure>();

    /// <inheritdoc />
    protected override Task BeforeSaveAsync(CancellationToken cancellation) => InstitutionStamp.RenewAsync(this, cancellation);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        ConfigureInstitutions(modelBuilder);
        modelBuilder.Entity<PublicEvent>(e =>
        {
            e.ToTable("institution_events").HasKey(x => new { x.InstitutionId, x.Version }).HasName("pk_institution_events");
            e.Property(x => x.Status).HasMaxLength(40);
            e.Property(x => x.Law).HasMaxLength(200);
            e.Property(x => x.Article).HasMaxLength(100);
        });
        modelBuilder.Entity<Withdrawal>(e =>
        {
            e.ToTable("withdrawals").HasKey(x => x.InstitutionId).HasName("pk_withdrawals");
            e.Property(x => x.InstitutionId).ValueGeneratedNever();
        });
        modelBuilder.Entity<InstitutionStamp>(e =>
        {
            e.ToTable("institution_stamps").HasKey(x => x.InstitutionId).HasName("pk_institution_stamps");
            e.Property(x => x.InstitutionId).ValueGeneratedNever();
        });
        modelBuilder.Entity<NameGram>(e => e.ToTable("name_grams").HasKey(x => new { x.Gram, x.InstitutionId }).HasName("pk_name_grams"));
        PublicationTables.Configure(modelBuilder);
        UseVersionsAsTokens(modelBuilder);
    }

    // Every list is in the order (name_key, id); one index per filter keeps that order, so a page is a seek and a walk.
    private static void ConfigureInstitutions(ModelBuilder modelBuilder) => modelBuilder.Entity<PublishedInstitution>(e =>
    {
        e.ToTable("institutions").HasKey(x => x.Id).HasName("pk_institutions");
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Name).HasMaxLength(200);
        e.Property(x => x.NameKey).HasMaxLength(200);
        e.Property(x => x.CreditCode).HasMaxLength(18);
        e.Property(x => x.Type).HasMaxLength(InstitutionTypes.MaxLength);
        e.Property(x => x.Profit).HasMaxLength(20);
        e.Property(x => x.Status).HasMaxLength(40);
        e.Property(x => x.Province).HasMaxLength(2);
        e.Property(x => x.City).HasMaxLength(4);
        e.Property(x => x.County).HasMaxLength(DivisionCode.MaxLength);
        e.Property(x => x.Address).HasMaxLength(400);
        e.Property(x => x.LicenceNumber).HasMaxLength(100);
        e.Property(x => x.LicenceKey).HasMaxLength(100);
        e.Property(x => x.IssuingAuthority).HasMaxLength(200);
        e.Property(x => x.Grade).HasMaxLength(1);
        e.HasIndex(x => new { x.NameKey, x.Id }).HasDatabaseName("ix_institutions_name");
        e.HasIndex(x => new { x.Province, x.NameKey, x.Id }).HasDatabaseName("ix_institutions_province_name");
        e.HasIndex(x => new { x.City, x.NameKey, x.Id }).HasDatabaseName("ix_institutions_city_name");
        e.HasIndex(x => new { x.County, x.NameKey, x.Id }).HasDatabaseName("ix_institutions_county_name");
        e.HasIndex(x => new { x.Type, x.NameKey, x.Id }).HasDatabaseName("ix_institutions_type_name");
        e.HasIndex(x => new { x.Status, x.NameKey, x.Id }).HasDatabaseName("ix_institutions_status_name");
        e.HasIndex(x => new { x.Grade, x.NameKey, x.Id }).HasDatabaseName("ix_institutions_grade_name");
        e.HasIndex(x => x.CreditCode).HasDatabaseName("ix_institutions_credit_code");
        e.HasIndex(x => x.LicenceKey).HasDatabaseName("ix_institutions_licence_key");
        e.HasIndex(x => x.UpdatedAt).HasDatabaseName("ix_institutions_updated_at");
    });
}
