using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Inspection.Officers;

/// <summary>An officer as commands and lists answer it; the name is only in the detail.</summary>
internal sealed record OfficerAnswer(
    Guid Id, long Version, string CertificateNumber, string Department, string Division, DateOnly ValidFrom, DateOnly ValidTo,
    IReadOnlyList<string> Specialties, string? AccountId, bool IsActive, DateTime ChangedAt)
{
    public static readonly Expression<Func<Officer, OfficerAnswer>> Projection = o => new OfficerAnswer(
        o.Id, o.Version, o.CertificateNumber, o.Department, o.Division, o.ValidFrom, o.ValidTo, o.Specialties, o.AccountId,
        o.IsActive, o.ChangedAt);

    private static readonly Func<Officer, OfficerAnswer> Compiled = Projection.Compile();

    public static OfficerAnswer Of(Officer officer) => Compiled(officer);
}

/// <summary>What is stated of an officer; the whole of it, at registration and at every change.</summary>
internal record StatedOfficerRequest
{
    /// <summary>Number of the certificate (执法证号).</summary>
    [StringLength(60, MinimumLength = 1)]
    public required string CertificateNumber { get; init; }

    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    [StringLength(DepartmentCode.MaxLength, MinimumLength = 1)]
    public required string Department { get; init; }

    /// <summary>Division in which the officer acts.</summary>
    [StringLength(20, MinimumLength = 1)]
    public required string Division { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidTo { get; init; }

    [MaxLength(20)]
    public IReadOnlyList<string>? Specialties { get; init; }

    /// <summary>Subject of the officer's tokens, or null.</summary>
    [StringLength(Limits.Actor)]
    public string? AccountId { get; init; }
}

/// <summary>Reads a statement: shape, scope, department.</summary>
internal sealed class OfficerReader(Confidential confidential, InspectionRules rules)
{
    public Result<OfficerStatement> Read(StatedOfficerRequest request, Actor actor, DateOnly today)
    {
        var number = TextInput.Required(request.CertificateNumber, 40, TextForm.Code);
        var name = TextInput.Required(request.Name, 60);
        if (number.IsRefused || name.IsRefused)
        {
            return number.Error?.At("certificateNumber") ?? name.Error!.At("name");
        }

        // One spelling, so that the unique index sees a number that is entered twice.
        var certificate = number.Value.ToUpperInvariant();
        if (!certificate.Split('-').All(part => part.Length > 0 && part.All(char.IsLetterOrDigit)))
        {
            return OfficerErrors.CertificateMalformed;
        }

        if (!DepartmentCode.IsValid(request.Department))
        {
            return OfficerErrors.DepartmentMalformed;
        }

        // 国办发〔2024〕54号: bodies that coordinate or only receive clues do not inspect and have no inspecting officers.
        if (!rules.MayInspect(request.Department, today))
        {
            return rules.HasDepartment(request.Department, today)
                ? OfficerErrors.DepartmentDoesNotInspect
                : OfficerErrors.DepartmentUnknown;
        }

        var division = Access.DivisionWithin(actor, request.Division, OfficerErrors.OutOfScope);
        if (division.IsRefused)
        {
            return division.Error;
        }

        if (!actor.MayKeep(request.Department))
        {
            return OfficerErrors.OtherDepartment;
        }

        if (request.ValidTo < request.ValidFrom)
        {
            return OfficerErrors.TermReversed;
        }

        if (request.ValidFrom < new DateOnly(1990, 1, 1) || request.ValidTo > today.AddYears(30))
        {
            return OfficerErrors.DayOutOfRange;
        }

        var specialties = (request.Specialties ?? []).Select(s => TextInput.Required(s, 40, TextForm.Code)).ToList();
        if (specialties.Any(s => s.IsRefused) || specialties.Select(s => s.Value).Distinct().Count() != specialties.Count)
        {
            return OfficerErrors.SpecialtyMalformed;
        }

        var account = TextInput.Optional(request.AccountId, Limits.Actor);
        return account.IsRefused
            ? account.Error.At("accountId")
            : new OfficerStatement(
                certificate, confidential.Protect(Confidential.OfficerName, name.Value)!, request.Department, division.Value,
                request.ValidFrom, request.ValidTo, specialties.ConvertAll(s => s.Value!), account.Value);
    }
}
