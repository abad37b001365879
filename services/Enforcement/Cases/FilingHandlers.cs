using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.RegisterCopy.Officers;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// Who handles a case (办案人员): two officers or more of the department, with certificates that are valid today at the place of the act
/// (行政处罚法 第四十二条), and none who must keep away from the party (第四十三条).
/// </summary>
internal sealed class FilingHandlers(EnforcementDbContext context)
{
    /// <summary>Reads the handlers by their certificates.</summary>
    /// <returns>The officers with their roles, in the order of the request; or the first thing that is wrong with them.</returns>
    public async Task<Result<List<(KnownOfficer Officer, HandlerRole Role)>>> ReadAsync(
        IReadOnlyList<HandlerRequest> stated, string department, DivisionCode place, Guid? party, DateOnly today,
        CancellationToken cancellation)
    {
        if (stated.Count < 2)
        {
            return CaseErrors.TwoHandlers;
        }

        var found = new List<(KnownOfficer, HandlerRole)>();
        foreach (var handler in stated)
        {
            var officer = await OfficerAsync(handler, department, place, today, cancellation);
            if (officer.IsRefused)
            {
                return officer.Error;
            }

            // 第四十三条: the permission bars only the caller; a handler who is merely named is checked here.
            if (party is { } institution && officer.Value.Avoids.Contains(institution))
            {
                return CaseErrors.HandlerAvoids;
            }

            found.Add((officer.Value, handler.Role));
        }

        return found.DistinctBy(f => f.Item1.Id).Count() != found.Count ? CaseErrors.HandlerTwice
            : found.Count(f => f.Item2 == HandlerRole.Lead) != 1 ? CaseErrors.OneLead
            : found;
    }

    private async Task<Result<KnownOfficer>> OfficerAsync(
        HandlerRequest stated, string department, DivisionCode place, DateOnly today, CancellationToken cancellation)
    {
        var number = TextInput.Required(stated.CertificateNumber, 50, TextForm.Code);
        if (number.IsRefused)
        {
            return number.Error.At("handlers");
        }

        var text = number.Value;
        var officer = await context.Set<KnownOfficer>().AsNoTracking()
            .FirstOrDefaultAsync(o => o.CertificateNumber == text && o.Department == department, cancellation);
        if (officer is null || DivisionCode.Parse(officer.Division) is not { IsRefused: false } acts || !acts.Value.Covers(place))
        {
            return CaseErrors.HandlerUnknown;
        }

        if (!officer.IsActive)
        {
            return CaseErrors.HandlerInactive;
        }

        return today < officer.ValidFrom || today > officer.ValidTo ? CaseErrors.CertificateExpired : officer;
    }
}
