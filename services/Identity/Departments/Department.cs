using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Identity.Departments;

/// <summary>A department of one division: whose officers and systems hold accounts and clients here.</summary>
internal sealed class Department : IVersioned, IWithinDivision
{
    public const string CodeIndex = "ux_departments_code_division";

    public required Guid Id { get; init; }

    /// <summary>Code in the <c>dept</c> claim, e.g. <c>education</c>; the same for the same department of every division.</summary>
    public required string Code { get; init; }

    /// <summary>Division that the department works for, shortest spelling.</summary>
    public required string Division { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required DepartmentKind Kind { get; set; }

    /// <summary>False: no new account or client may be given to it; those it has are ended one by one.</summary>
    public bool Active { get; private set; } = true;

    public long Version { get; private set; } = 1;

    public void Rename(string nameZh, string nameEn, DepartmentKind kind)
    {
        (NameZh, NameEn, Kind) = (nameZh, nameEn, kind);
        Version++;
    }

    /// <summary>Ends it: it is given no new accounts and clients.</summary>
    public Result Deactivate() => By(DepartmentAct.Deactivate);

    /// <summary>Opens it again: a department that was merged by mistake, or is founded anew under its code.</summary>
    public Result Reactivate() => By(DepartmentAct.Reactivate);

    private Result By(DepartmentAct act)
    {
        var next = ActiveTable.Department.Next(ActiveTable.StateOf(Active), act);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (Active, Version) = (next.Value == ActiveState.Active, Version + 1);
        return Result.Done;
    }

    internal static void Configure(ModelBuilder model) => model.Entity<Department>(e =>
    {
        e.ToTable("departments");
        e.Property(d => d.Id).ValueGeneratedNever();
        e.Property(d => d.Code).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(d => d.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(d => d.NameZh).HasMaxLength(100);
        e.Property(d => d.NameEn).HasMaxLength(100);
        e.HasIndex(d => new { d.Code, d.Division }).IsUnique().HasDatabaseName(CodeIndex);
    });
}

/// <summary>What a department does in the oversight of private education.</summary>
internal enum DepartmentKind
{
    /// <summary>教育</summary>
    Education,

    /// <summary>人力资源和社会保障</summary>
    HumanResources,

    /// <summary>市场监督管理</summary>
    MarketSupervision,

    /// <summary>民政</summary>
    CivilAffairs,

    /// <summary>公安</summary>
    PublicSecurity,

    /// <summary>消防救援</summary>
    FireRescue,

    /// <summary>卫生健康</summary>
    Health,

    /// <summary>人民政府、街道、镇</summary>
    Government,

    /// <summary>其他</summary>
    Other,
}

internal static class DepartmentErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound, "identity.department.not_found", "There is no such department in your division.");

    public static readonly Error CodeUnknown = new(
        ErrorKind.Invalid, "identity.department.code_unknown", "The rule pack departments has no department with this code.", "code");

    public static readonly Error CodeTaken = new(
        ErrorKind.Conflict, "identity.department.code_taken", "The division already has a department with this code.", "code");

    public static readonly Error None = new(
        ErrorKind.Unprocessable, "identity.department.none", "No active department with this code works for this division or one above it.",
        "department");
}
