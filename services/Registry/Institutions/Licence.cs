namespace Oversight.Registry.Institutions;

/// <summary>The school-running licence (办学许可证) as the register holds it.</summary>
/// <param name="Number">Number as printed; shapes differ, none is refused (01 §1.2).</param>
/// <param name="IssuingAuthority">Authority that issued it, or null.</param>
/// <param name="IssuedOn">Day of issue, or null.</param>
/// <param name="ValidFrom">First day of validity, or null.</param>
/// <param name="ValidTo">Last day of validity, or null if it has no end.</param>
internal sealed record Licence(string Number, string? IssuingAuthority, DateOnly? IssuedOn, DateOnly? ValidFrom, DateOnly? ValidTo);

/// <summary>Where it teaches.</summary>
/// <param name="Division">GB/T 2260, six digits.</param>
/// <param name="Address">Street address.</param>
internal sealed record Site(string Division, string Address);

/// <summary>People behind an institution and what is remarked about it: personal data, encrypted, never in an event or a list.</summary>
/// <param name="SponsorCipher">Sponsor (举办者), encrypted.</param>
/// <param name="PrincipalCipher">Principal (负责人), encrypted.</param>
/// <param name="PhoneCipher">Telephone, encrypted.</param>
/// <param name="RemarkCipher">Remark of the registrars, encrypted.</param>
internal sealed record Contact(string? SponsorCipher, string? PrincipalCipher, string? PhoneCipher, string? RemarkCipher);

/// <summary>What the register states of an institution; everything but its id, version, status and what is encrypted.</summary>
internal sealed record Particulars(
    string Name, string? CreditCode, string Type, string? Profit, Site Site, Licence? Licence, bool LacksPermit = false,
    bool LacksBusinessLicence = false);
