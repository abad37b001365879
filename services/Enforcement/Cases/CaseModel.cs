using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Enforcement.Cases;

/// <summary>Tables of cases, and the refusals that their unique indexes mean.</summary>
internal static class CaseModel
{
    private const string NumberIndex = "ux_cases_number", DecisionIndex = "ux_cases_decision_number",
        FilingIndex = "ux_case_acts_filing_key",
        FinedIndex = "ux_case_acts_fined_key", EventKey = "pk_case_events";

    /// <summary>The refusal of a violated unique index of this part, or null.</summary>
    public static Error? Explain(string index) => index switch
    {
        NumberIndex => CaseErrors.NumberRaced,
        DecisionIndex => PenaltyErrors.DecisionNumberTaken,
        FilingIndex => CaseErrors.FiledAlready,
        FinedIndex => CaseErrors.FinedAlready,

        // Two steps that both made the next version: whichever row the database looked at first, the second one was stale.
        EventKey => CommitErrors.Stale,
        _ => null,
    };

    public static void Configure(ModelBuilder model)
    {
        ConfigureCase(model);
        ConfigureMembers(model);
    }

    private static void ConfigureCase(ModelBuilder model) => model.Entity<Case>(e =>
    {
        e.ToTable("cases");
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Ignore(c => c.Notice);
        e.Ignore(c => c.Proposal);
        e.Ignore(c => c.Party);
        e.Ignore(c => c.PenalisedActs);
        e.Property(c => c.Series).HasMaxLength(60);
        e.Property(c => c.Number).HasMaxLength(80);
        e.Property(c => c.Department).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(c => c.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(c => c.PartyName).HasMaxLength(100);
        e.Property(c => c.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
        e.Property(c => c.CreditCode).HasMaxLength(18);
        e.Property(c => c.Address).HasMaxLength(200);
        e.Property(c => c.PersonCipher).HasMaxLength(3000).IsEncrypted(CaseSecrets.PersonField);
        e.Property(c => c.PartyKey).HasMaxLength(80);
        e.PrimitiveCollection(c => c.MatterIds).HasMaxLength(2000);
        e.Property(c => c.FiledBy).HasMaxLength(100);
        e.PrimitiveCollection(c => c.NoticedKinds).HasMaxLength(600);
        e.Property(c => c.Tier).HasMaxLength(20);
        e.Property(c => c.ReviewedBy).HasMaxLength(100);
        e.PrimitiveCollection(c => c.ProposedKinds).HasMaxLength(600);
        e.Property(c => c.ProposedBy).HasMaxLength(100);
        e.Property(c => c.DecisionSeries).HasMaxLength(60);
        e.Property(c => c.DecisionNumber).HasMaxLength(80);
        e.Property(c => c.DecidedBy).HasMaxLength(100);
        e.Property(c => c.CreditClass).HasMaxLength(20);
        e.Property(c => c.ServiceMethod).HasMaxLength(40);
        e.Property(c => c.DismissalGround).HasMaxLength(40);
        e.HasIndex(c => c.Number).IsUnique().HasDatabaseName(NumberIndex);
        e.HasIndex(c => new { c.Series, c.Serial }).HasDatabaseName("ix_cases_series");
        // Filtered: SQL Server takes two nulls for duplicates, and a case has no decision number before its proposal.
        e.HasIndex(c => c.DecisionNumber).IsUnique().HasDatabaseName(DecisionIndex).HasFilter("decision_number IS NOT NULL");
        e.HasIndex(c => new { c.DecisionSeries, c.DecisionSerial }).HasDatabaseName("ix_cases_decision_series");
        e.HasIndex(c => new { c.Division, c.Department, c.Id }).HasDatabaseName("ix_cases_scope");
        e.HasIndex(c => c.InstitutionId).HasDatabaseName("ix_cases_institution");
        e.HasIndex(c => c.OperationId).HasDatabaseName("ix_cases_operation");
        e.HasIndex(c => c.PartyKey).HasDatabaseName("ix_cases_party_key");
        e.HasMany(c => c.Acts).WithOne().HasForeignKey(a => a.CaseId);
        e.HasMany(c => c.Handlers).WithOne().HasForeignKey(h => h.CaseId);
        e.HasMany(c => c.Events).WithOne().HasForeignKey(n => n.CaseId);
        e.HasMany(c => c.Texts).WithOne().HasForeignKey(t => t.CaseId);
        e.Navigation(c => c.Acts).HasField("_acts").UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(c => c.Handlers).HasField("_handlers").UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(c => c.Events).HasField("_events").UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(c => c.Texts).HasField("_texts").UsePropertyAccessMode(PropertyAccessMode.Field);
    });

    private static void ConfigureMembers(ModelBuilder model)
    {
        model.Entity<CaseAct>(e =>
        {
            e.ToTable("case_acts");
            e.HasKey(a => new { a.CaseId, a.Ordinal });
            e.Property(a => a.Ordinal).ValueGeneratedNever();
            e.Property(a => a.Violation).HasMaxLength(ViolationCode.MaxLength);
            e.Property(a => a.Rule).HasMaxLength(300);
            e.Property(a => a.AppliedRule).HasMaxLength(300);
            e.Property(a => a.Law).HasMaxLength(200);
            e.Property(a => a.Article).HasMaxLength(100);
            e.Property(a => a.Place).HasMaxLength(200);
            e.Property(a => a.ActKey).HasMaxLength(64);
            e.Property(a => a.FilingKey).HasMaxLength(64);
            e.Property(a => a.FinedKey).HasMaxLength(64);
            // 第二十五、二十九条: the keys are set to null when the case ends or its fine is annulled, which takes the row out of the index.
            e.HasIndex(a => a.FilingKey).IsUnique().HasDatabaseName(FilingIndex).HasFilter("filing_key IS NOT NULL");
            e.HasIndex(a => a.FinedKey).IsUnique().HasDatabaseName(FinedIndex).HasFilter("fined_key IS NOT NULL");
            e.HasIndex(a => a.Violation).HasDatabaseName("ix_case_acts_violation");
        });
        model.Entity<CaseHandler>(e =>
        {
            e.ToTable("case_handlers");
            e.HasKey(h => new { h.CaseId, h.Ordinal });
            e.Property(h => h.Ordinal).ValueGeneratedNever();
            e.Property(h => h.CertificateNumber).HasMaxLength(50);
            e.Property(h => h.AccountId).HasMaxLength(100);
        });
        model.Entity<CaseEvent>(e =>
        {
            e.ToTable("case_events");
            e.HasKey(n => new { n.CaseId, n.Version });
            e.Property(n => n.Version).ValueGeneratedNever();
            e.Property(n => n.ActorId).HasMaxLength(100);
            e.Property(n => n.Law).HasMaxLength(200);
            e.Property(n => n.Article).HasMaxLength(100);
            e.Property(n => n.Details).HasMaxLength(500);
        });
        model.Entity<CaseText>(e =>
        {
            e.ToTable("case_texts");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.Cipher).HasMaxLength(CaseText.MaxCipherLength)
                .IsEncrypted($"{CaseText.FieldPrefix}{{{nameof(CaseText.Kind)}}}");
            e.HasIndex(t => t.CaseId).HasDatabaseName("ix_case_texts_case");
        });
    }
}
