using System.Linq.Expressions;

namespace Oversight.Registry.Institutions;

/// <summary>
/// An entry of the register as commands and lists answer it: no person stands in it, so it may be stored with an Idempotency-Key.
/// </summary>
internal sealed record InstitutionAnswer(
    Guid Id,
    long Version,
    string Name,
    string? CreditCode,
    string Type,
    string? Profit,
    string Status,
    string Division,
    string Address,
    string? LicenceNumber,
    string? IssuingAuthority,
    DateOnly? LicenceIssuedOn,
    DateOnly? LicenceValidFrom,
    DateOnly? LicenceValidTo,
    bool LacksPermit,
    bool LacksBusinessLicence,
    DateTime RegisteredAt,
    DateTime ChangedAt)
{
    public static readonly Expression<Func<Institution, InstitutionAnswer>> Projection = i => new InstitutionAnswer(
        i.Id, i.Version, i.Name, i.CreditCode, i.Type, i.Profit, i.Status, i.Division, i.Address, i.LicenceNumber, i.IssuingAuthority,
        i.LicenceIssuedOn, i.LicenceValidFrom, i.LicenceValidTo, i.LacksPermit, i.LacksBusinessLicence, i.RegisteredAt, i.ChangedAt);

    private static readonly Func<Institution, InstitutionAnswer> Compiled = Projection.Compile();

    public static InstitutionAnswer Of(Institution institution) => Compiled(institution);
}
