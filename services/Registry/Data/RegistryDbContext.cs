using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;
using Oversight.Reference;
using Oversight.Registry.Import;
using Oversight.Registry.Institutions;
using Oversight.Registry.Proposals;

namespace Oversight.Registry.Data;

/// <summary>The register, its history and its imports.</summary>
internal abstract class RegistryDbContext(DbContextOptions options) : ServiceDbContext(options, "registry")
{
    private const string CreditCodeIndex = "ux_institutions_credit_code", LicenceNumberIndex = "ux_institutions_licence_number",
        EventKey = "pk_legal_events", ProposalIndex = "ux_proposals_institution_act";

    internal DbSet<Institution> Institutions => Set<Institution>();

    internal DbSet<LegalEvent> LegalEvents => Set<LegalEvent>();

    internal DbSet<Proposal> Proposals => Set<Proposal>();

    internal DbSet<ImportJob> ImportJobs => Set<ImportJob>();

    internal DbSet<ImportFile> ImportFiles => Set<ImportFile>();

    internal DbSet<ImportReportLine> ImportReportLines => Set<ImportReportLine>();

    /// <inheritdoc />
    public override Error? ExplainUniqueViolation(string index) => index switch
    {
        CreditCodeIndex => InstitutionErrors.CreditCodeTaken,
        LicenceNumberIndex => InstitutionErrors.LicenceNumberTaken,
        ProposalIndex => ProposalErrors.Exists,

        // Two acts that both made the next version: whichever row the database looked at first, the second one was stale.
        EventKey => CommitErrors.Stale,
        _ => null,
    };

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Institution>(e =>
        {
            e.ToTable("institutions");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Ignore(i => i.Particulars);
            e.Ignore(i => i.Contact);
            e.Property(i => i.Status).HasMaxLength(40);
            e.Property(i => i.Name).HasMaxLength(100);
            e.Property(i => i.CreditCode).HasMaxLength(18);
            e.Property(i => i.Type).HasMaxLength(InstitutionTypes.MaxLength);
            e.Property(i => i.Profit).HasMaxLength(20);
            e.Property(i => i.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(i => i.Address).HasMaxLength(200);
            e.Property(i => i.LicenceNumber).HasMaxLength(50);
            e.Property(i => i.IssuingAuthority).HasMaxLength(100);
            e.Property(i => i.SponsorCipher).HasMaxLength(800).IsEncrypted(ContactProtector.Sponsor);
            e.Property(i => i.PrincipalCipher).HasMaxLength(600).IsEncrypted(ContactProtector.Principal);
            e.Property(i => i.PhoneCipher).HasMaxLength(400).IsEncrypted(ContactProtector.Phone);
            e.Property(i => i.RemarkCipher).HasMaxLength(2200).IsEncrypted(ContactProtector.Remark);
            // Filtered: leads and entries in preparation may lack both numbers, and a unique index of SQL Server takes two NULLs as equal.
            e.HasIndex(i => i.CreditCode).IsUnique().HasDatabaseName(CreditCodeIndex).HasFilter("credit_code IS NOT NULL");
            e.HasIndex(i => i.LicenceNumber).IsUnique().HasDatabaseName(LicenceNumberIndex).HasFilter("licence_number IS NOT NULL");
            e.HasIndex(i => new { i.Division, i.Id }).HasDatabaseName("ix_institutions_division");
            e.HasIndex(i => i.Name).HasDatabaseName("ix_institutions_name");
            e.HasIndex(i => i.LicenceValidTo).HasDatabaseName("ix_institutions_licence_valid_to");
            e.HasMany(i => i.Events).WithOne().HasForeignKey(n => n.InstitutionId);
            e.Navigation(i => i.Events).HasField("_events").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        modelBuilder.Entity<LegalEvent>(e =>
        {
            e.ToTable("legal_events");
            e.HasKey(n => new { n.InstitutionId, n.Version }).HasName(EventKey);
            e.Property(n => n.Version).ValueGeneratedNever();
            e.Property(n => n.Act).HasMaxLength(40);
            e.Property(n => n.Status).HasMaxLength(40);
            e.Property(n => n.Law).HasMaxLength(200);
            e.Property(n => n.Article).HasMaxLength(100);
            e.Property(n => n.Rule).HasMaxLength(300);
            e.Property(n => n.Document).HasMaxLength(100);
            e.Property(n => n.Reason).HasMaxLength(500);
        });
        modelBuilder.Entity<Proposal>(e =>
        {
            e.ToTable("proposals");
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Act).HasMaxLength(64);
            e.Property(p => p.ProposedBy).HasMaxLength(150);
            e.Property(p => p.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(p => p.Reason).HasMaxLength(500);
            e.HasIndex(p => new { p.InstitutionId, p.InstitutionVersion, p.Act }).IsUnique().HasDatabaseName(ProposalIndex);
        });
        ImportTables.Configure(modelBuilder);
        UseVersionsAsTokens(modelBuilder);
    }
}
