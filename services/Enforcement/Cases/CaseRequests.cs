using System.ComponentModel.DataAnnotations;
using Oversight.Enforcement.Parties;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>A party that the register does not have.</summary>
internal sealed record PartyRequest
{
    [Required, StringLength(100)]
    public required string Name { get; init; }

    [StringLength(40)]
    public string? CreditCode { get; init; }

    [Required, StringLength(20)]
    public required string Division { get; init; }

    [StringLength(200)]
    public string? Address { get; init; }

    /// <summary>Only of a natural person; kept encrypted.</summary>
    [StringLength(30)]
    public string? ResidentId { get; init; }

    /// <summary>Without the resident id, as every reader of parties reads it.</summary>
    public StatedParty ToStated() => new() { Name = Name, CreditCode = CreditCode, Division = Division, Address = Address };
}

/// <summary>An act as it is filed.</summary>
internal sealed record ActRequest
{
    /// <summary>Code of the catalogue, e.g. V37.</summary>
    [Required, StringLength(ViolationCode.MaxLength)]
    public required string Violation { get; init; }

    /// <summary>Day of the act; of a continuing act the day on which it ended, or today.</summary>
    public required DateOnly ActOn { get; init; }

    [StringLength(200)]
    public string? Place { get; init; }

    /// <summary>Illegal income, or the cost or turnover on which the law counts, in fen.</summary>
    [Range(0L, Measure.MaxFen)]
    public long? IncomeFen { get; init; }

    /// <summary>A key that departments of one operation share for one act; null derives it from party, act and day.</summary>
    [StringLength(100)]
    public string? ActKey { get; init; }

    /// <summary>Whether harm was done: then acts against life, health or financial safety are pursued for five years (第三十六条).</summary>
    public bool HarmDone { get; init; }
}

/// <summary>A handler by certificate.</summary>
internal sealed record HandlerRequest
{
    [Required, StringLength(50)]
    public required string CertificateNumber { get; init; }

    public required HandlerRole Role { get; init; }
}

/// <summary>Who files what against whom.</summary>
internal abstract record FilingRequest
{
    public Guid? ClueId { get; init; }

    public Guid? OperationId { get; init; }

    /// <summary>An entry of the register, or null if <see cref="Party"/> is given.</summary>
    public Guid? InstitutionId { get; init; }

    public PartyRequest? Party { get; init; }

    public PartyKind PartyKind { get; init; } = PartyKind.Organisation;

    [Required, MaxLength(10)]
    public required IReadOnlyList<HandlerRequest> Handlers { get; init; }

    [MaxLength(50)]
    public IReadOnlyList<Guid> MatterIds { get; init; } = [];
}
