using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Reference;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Inspection.Visits;

/// <summary>Who may inspect together: the pure rule.</summary>
internal static class Team
{
    /// <summary>Most officers of one visit.</summary>
    public const int Most = 40;

    /// <summary>
    /// Refuses a team in which somebody is named twice, does not act, belongs to a department that does not take part, acts in
    /// another division, has no certificate valid on the day or must keep away; or in which a department has too few.
    /// </summary>
    /// <param name="officers">The officers found.</param>
    /// <param name="departments">Departments that take part.</param>
    /// <param name="division">The party's division, six digits.</param>
    /// <param name="institutionId">The institution, or null for a party that the register lacks.</param>
    /// <param name="day">The official day on which they act.</param>
    /// <param name="needed">The rule on how many, of that day.</param>
    public static Result Check(
        IReadOnlyList<Officer> officers, IReadOnlyCollection<string> departments, string division, Guid? institutionId, DateOnly day,
        RuleVersion<VisitRule> needed)
    {
        var place = DivisionCode.FromStored(division);
        foreach (var officer in officers)
        {
            if (!officer.IsActive)
            {
                return VisitErrors.OfficerInactive;
            }

            if (!departments.Contains(officer.Department))
            {
                return VisitErrors.OfficerOfOtherDepartment;
            }

            if (!DivisionCode.FromStored(officer.Division).Covers(place))
            {
                return VisitErrors.OfficerOfOtherDivision;
            }

            // 行政处罚法 第四十二条: inspected by persons with the qualification to enforce.
            if (!officer.IsCertifiedOn(day))
            {
                return VisitErrors.CertificateNotValid;
            }

            // 行政处罚法 第四十三条. A party that the register lacks has no id by which an avoidance could name it.
            if (institutionId is { } id && officer.MustAvoid(id))
            {
                return VisitErrors.OfficerAvoids;
            }
        }

        // 行政处罚法 第四十二条: not fewer than two, and of every department: officers of another one do not make up for it.
        var least = needed.Values.Amount!.Value;
        return departments.Any(d => officers.Count(o => o.Department == d) < least)
            ? VisitErrors.TooFewOfficers(least, needed.Basis) : Result.Done;
    }
}

/// <summary>Loads officers and asks the rule.</summary>
internal sealed class TeamReader(InspectionDbContext context, InspectionRules rules)
{
    /// <summary>The officers of a visit or re-check, in the order in which they are named, or the refusal.</summary>
    /// <remarks>Officers of a division above the party's act there, too; they need not be in the caller's own scope.</remarks>
    public async Task<Result<IReadOnlyList<Officer>>> ReadAsync(
        IReadOnlyList<Guid> ids, IReadOnlyCollection<string> departments, string division, Guid? institutionId, DateOnly day, Actor actor,
        CancellationToken cancellation)
    {
        if (ids.Distinct().Count() != ids.Count)
        {
            return VisitErrors.OfficerTwice;
        }

        var wanted = ids.ToList();
        var found = await context.Officers.AsNoTracking().Include(o => o.Avoidances).Where(o => wanted.Contains(o.Id))
            .ToListAsync(cancellation);
        var place = DivisionCode.FromStored(division);
        // Officers beyond both the caller's scope and the party's place are answered as unknown, so that no id of theirs is confirmed.
        if (found.Count != ids.Count
            || found.Exists(o => DivisionCode.FromStored(o.Division) is var own && !actor.Covers(own) && !own.Covers(place)))
        {
            return VisitErrors.OfficerUnknown;
        }

        // The query returns any order; the positions on the visit are those of the request.
        List<Officer> officers = [.. ids.Select(id => found.Find(o => o.Id == id)!)];
        var refused = Team.Check(officers, departments, division, institutionId, day, rules.OfficersPerDepartment(day));
        return refused.IsRefused ? refused.Error : officers;
    }
}

/// <summary>Makes the codes by which a party checks who visits it: 80 random bits in 16 characters that nobody misreads.</summary>
internal static class ActCode
{
    /// <summary>Length of a code.</summary>
    public const int Length = 16;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
