namespace Oversight.Web;

/// <summary>The roles of the platform, as they stand in the <c>role</c> claim.</summary>
public static class Roles
{
    /// <summary>Keeps the register (登记员).</summary>
    public const string Registrar = "registrar";

    /// <summary>Inspects (检查人员).</summary>
    public const string Inspector = "inspector";

    /// <summary>Approves what others propose (负责人).</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Handles cases (办案人员).</summary>
    public const string CaseOfficer = "case_officer";

    /// <summary>Handles complaints (投诉处理人员).</summary>
    public const string ComplaintHandler = "complaint_handler";

    /// <summary>Keeps credit files (信用管理人员).</summary>
    public const string CreditOfficer = "credit_officer";

    /// <summary>Evaluates kindergartens and schools (评估人员).</summary>
    public const string Evaluator = "evaluator";

    /// <summary>Publishes and withdraws (信息公开人员).</summary>
    public const string Publisher = "publisher";

    /// <summary>Reads the audit (审计人员).</summary>
    public const string Auditor = "auditor";

    /// <summary>Keeps accounts and clients (系统管理员).</summary>
    public const string Administrator = "administrator";

    /// <summary>A department's own system, by client credentials (部门系统).</summary>
    public const string DepartmentSystem = "department_system";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Registrar, Inspector, Supervisor, CaseOfficer, ComplaintHandler, CreditOfficer, Evaluator, Publisher, Auditor, Administrator,
        DepartmentSystem,
    ];
}
