using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Oversight.Reference;

namespace Oversight.RegisterCopy;

/// <summary>
/// What a service knows of an entry of the register, from facts alone: an institution, or a lead on an entity without licence.
/// It may be some seconds behind the register.
/// </summary>
public sealed class KnownInstitution : StateCopyRow
{
    private KnownInstitution()
    {
    }

    /// <summary>Id in the register.</summary>
    public Guid Id { get; private set; }

    /// <summary>Registered name, or the name on the door.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Unified social credit code, or null.</summary>
    public string? CreditCode { get; private set; }

    /// <summary>Division of the site, six digits.</summary>
    public string Division { get; private set; } = "";

    /// <summary>Where it teaches.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Type of the rule pack <c>institution-types</c>; <c>X2</c> for a lead.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Status of the rule pack <c>institution-statuses</c>.</summary>
    public string Status { get; private set; } = "";

    /// <summary>Last day of its licence, or null.</summary>
    public DateOnly? LicenceValidTo { get; private set; }

    /// <summary>Whether it is a lead and no institution: never to be shown to the public.</summary>
    public bool IsLead { get; private set; }

    /// <summary>What the register has it as, of <see cref="PartyEntries"/>.</summary>
    public string Entry => IsLead ? PartyEntries.Lead : PartyEntries.Institution;

    /// <summary>The entry as contracts name it.</summary>
    public Party ToParty() => new(Id, Name, CreditCode, Division, Address, Entry);

    /// <summary>A first copy, before it has taken anything over.</summary>
    internal static KnownInstitution Of(Guid id) => new() { Id = id };

    /// <summary>Overwrites the copy with a state of the register.</summary>
    internal void Apply(RegisterEntry entry)
    {
        (Name, CreditCode, Division, Address) = (entry.Name, entry.CreditCode, entry.Division, entry.Address);
        (Type, Status, LicenceValidTo, IsLead) = (entry.Type, entry.Status, entry.LicenceValidTo, entry.IsLead);
    }

    /// <summary>Adds the table to a service's model; call it in OnModelCreating.</summary>
    public static void Configure(ModelBuilder model) => model.Entity<KnownInstitution>(e =>
    {
        e.ToTable("known_institutions");
        e.Property(i => i.Id).ValueGeneratedNever();
        e.Property(i => i.Version).IsConcurrencyToken();
        e.Property(i => i.Name).HasMaxLength(100);
        e.Property(i => i.CreditCode).HasMaxLength(18);
        e.Property(i => i.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(i => i.Address).HasMaxLength(200);
        e.Property(i => i.Type).HasMaxLength(InstitutionTypes.MaxLength);
        e.Property(i => i.Status).HasMaxLength(40);
        e.HasIndex(i => new { i.Division, i.Id }).HasDatabaseName("ix_known_institutions_division");
        e.HasIndex(i => i.Name).HasDatabaseName("ix_known_institutions_name");
        e.HasIndex(i => i.CreditCode).HasDatabaseName("ix_known_institutions_credit_code");
    });
}

/// <summary>An entry of the register as a fact told of it.</summary>
internal sealed record RegisterEntry(
    Guid Id, long Version, string Name, string? CreditCode, string Division, string Address, string Type, string Status,
    DateOnly? LicenceValidTo, bool IsLead)
{
    /// <summary>Type of a lead, which the contract of leads does not name because it is always the same.</summary>
    private const string LeadType = "X2";

    /// <summary>Reads the entry out of a fact of the register.</summary>
    /// <exception cref="NotSupportedException">The fact is not one of the register's: a mistake in the registration.</exception>
    public static RegisterEntry Of(object fact) => fact switch
    {
        InstitutionRegistered f => Of(f.Institution),
        InstitutionChanged f => Of(f.Institution),
        InstitutionSuspended f => Of(f.Institution),
        InstitutionRestored f => Of(f.Institution),
        InstitutionLicenceExpired f => Of(f.Institution),
        InstitutionLicenceRenewed f => Of(f.Institution),
        InstitutionLicenceRevoked f => Of(f.Institution),
        InstitutionDeregistered f => Of(f.Institution),
        InstitutionAnnounced f => Of(f.Institution),
        UnlicensedEntityRecorded f =>
            new(f.InstitutionId, f.Version, f.Name, f.CreditCode, f.Division, f.Address, LeadType, f.Status, null, IsLead: true),
        _ => throw new NotSupportedException($"{fact.GetType().Name} tells of no entry of the register."),
    };

    private static RegisterEntry Of(InstitutionState s) =>
        new(s.InstitutionId, s.Version, s.Name, s.CreditCode, s.Division, s.Address, s.Type, s.Status, s.LicenceValidTo, IsLead: false);
}
