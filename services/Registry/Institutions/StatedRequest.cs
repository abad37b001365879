using System.ComponentModel.DataAnnotations;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>What a registrar states of an institution; the whole of it, at registration and at every change.</summary>
internal record StatedRequest
{
    [Required, StringLength(200)]
    public required string Name { get; init; }

    [StringLength(64)]
    public string? CreditCode { get; init; }

    [Required, StringLength(40)]
    public required string Type { get; init; }

    [StringLength(20)]
    public string? Profit { get; init; }

    [Required, StringLength(20)]
    public required string Division { get; init; }

    [Required, StringLength(400)]
    public required string Address { get; init; }

    [StringLength(100)]
    public string? LicenceNumber { get; init; }

    [StringLength(200)]
    public string? IssuingAuthority { get; init; }

    public DateOnly? IssuedOn { get; init; }

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    [StringLength(200)]
    public string? Sponsor { get; init; }

    [StringLength(100)]
    public string? Principal { get; init; }

    [StringLength(60)]
    public string? Phone { get; init; }

    [StringLength(500), MultiLine]
    public string? Remark { get; init; }

    /// <summary>Day from which the act counts; null is today.</summary>
    public DateOnly? EffectiveOn { get; init; }

    [StringLength(100)]
    public string? Document { get; init; }

    [StringLength(500)]
    public string? Reason { get; init; }

    public StatedParticulars Stated() => new(
        Name, CreditCode, Type, Profit, Division, Address, LicenceNumber, IssuingAuthority, IssuedOn, ValidFrom, ValidTo);

    public People People() => new(Sponsor, Principal, Phone);
}

/// <summary>The circumstances of a legal act.</summary>
internal record LegalActRequest
{
    /// <summary>Day from which the act counts; null is today.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Number of the decision, e.g. 慈教罚决〔2026〕3号.</summary>
    [StringLength(100)]
    public string? Document { get; init; }

    [StringLength(500)]
    public string? Reason { get; init; }
}
