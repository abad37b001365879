using Oversight.CreditFile.Files;
using Oversight.Web;

namespace Oversight.CreditFile;

/// <summary>Who may read credit files.</summary>
internal static class CreditRoles
{
    /// <summary>Every role of the staff but the administrator, and department systems.</summary>
    public static readonly string[] Readers = [.. Roles.All.Where(role => role != Roles.Administrator)];

    /// <summary>Those that read applications, objections and recomputations.</summary>
    public static readonly string[] Reviewers = [Roles.CreditOfficer, Roles.Supervisor, Roles.Auditor, Roles.DepartmentSystem];

    /// <summary>Files that are shown: of institutions that the register has told of, never of leads.</summary>
    public static IQueryable<InstitutionFile> Shown(this IQueryable<InstitutionFile> files) =>
        files.Where(file => file.SourceVersion > 0 && !file.IsLead);
}
