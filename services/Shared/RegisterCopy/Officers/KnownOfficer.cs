using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Inspection.V1;
using Oversight.Kernel;
using Oversight.Persistence.Copies;

namespace Oversight.RegisterCopy.Officers;

/// <summary>
/// What a service knows of an officer and certificate, from Inspection's facts alone. It may be some seconds behind the register of
/// officers.
/// </summary>
public sealed class KnownOfficer : StateCopyRow
{
    // As a list of ids in one column: 36 characters, two quotes and a comma each.
    private const int MaxAvoids = OfficerRecorded.MostAvoids * 39 + 2;

    private KnownOfficer()
    {
    }

    /// <summary>Id in the register of officers.</summary>
    public Guid Id { get; private init; }

    /// <summary>Subject of the officer's tokens, or null.</summary>
    public string? AccountId { get; private set; }

    /// <summary>Number of the certificate (执法证号).</summary>
    public string CertificateNumber { get; private set; } = "";

    /// <summary>Department.</summary>
    public string Department { get; private set; } = "";

    /// <summary>Division in which the officer acts, as told.</summary>
    public string Division { get; private set; } = "";

    /// <summary>First day of the certificate's validity.</summary>
    public DateOnly ValidFrom { get; private set; }

    /// <summary>Last day of its validity.</summary>
    public DateOnly ValidTo { get; private set; }

    /// <summary>False once the officer no longer acts.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Institutions that the officer must keep away from (回避, 行政处罚法 第四十三条).</summary>
    public IReadOnlyList<Guid> Avoids { get; private set; } = [];

    /// <summary>A first copy, before it has taken anything over.</summary>
    public static KnownOfficer Of(Guid id) => new() { Id = id };

    /// <summary>Takes a newer state over.</summary>
    public KnownOfficer Take(OfficerRecorded fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        (AccountId, CertificateNumber, Department, Division) = (fact.AccountId, fact.CertificateNumber, fact.Department, fact.Division);
        (ValidFrom, ValidTo, IsActive, Avoids) = (fact.ValidFrom, fact.ValidTo, fact.IsActive, fact.Avoids);
        return this;
    }

    /// <summary>Adds the table to a service's model; call it in OnModelCreating.</summary>
    public static void Configure(ModelBuilder model) => model.Entity<KnownOfficer>(e =>
    {
        e.ToTable("known_officers");
        e.Property(o => o.Id).ValueGeneratedNever();
        e.Property(o => o.AccountId).HasMaxLength(100);
        e.Property(o => o.CertificateNumber).HasMaxLength(50);
        e.Property(o => o.Department).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(o => o.Division).HasMaxLength(DivisionCode.MaxLength);
        e.PrimitiveCollection(o => o.Avoids).HasMaxLength(MaxAvoids);
        e.HasIndex(o => o.CertificateNumber).HasDatabaseName("ix_known_officers_certificate");
        e.HasIndex(o => o.AccountId).HasDatabaseName("ix_known_officers_account");
    });
}
