using Oversight.Enforcement.Operations;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Enforcement.Referrals;

/// <summary>A number of hours, as the rule pack <c>police-terms</c> has it.</summary>
/// <param name="Amount">Hours, one or more.</param>
internal sealed record HourTerm(int Amount) : IRuleValues
{
    /// <inheritdoc />
    public IEnumerable<string> Faults(string unit) => unit != "hour" || Amount < 1
        ? ["a term of hours counts whole hours, one or more."] : [];
}

/// <summary>
/// The rule packs of this part: <c>transfer-terms</c> (clocks of clues and tasks) and <c>police-terms</c>, with the departments that clues
/// and tasks may go to and the violations that clues may name. Read and checked once at the start, the operator's files over them.
/// </summary>
internal sealed class TransferRules
{
    private const string HandOver = "police.hand_over";

    private readonly RulePack<HourTerm> _police;

    /// <exception cref="RuleDataException">A pack is faulty; every fault is listed.</exception>
    public TransferRules(string? overrideFolder)
    {
        var assembly = typeof(TransferRules).Assembly;
        Clocks = new StatutoryClocks(RulePackLoader.Load<StatutoryClock>("transfer-terms", assembly, overrideFolder));
        _police = RulePackLoader.Load<HourTerm>("police-terms", assembly, overrideFolder);
        Departments = Departments.Load(overrideFolder);
        Violations = ViolationCatalogue.Load(overrideFolder);
    }

    /// <summary>The clocks of clues and tasks.</summary>
    public StatutoryClocks Clocks { get; }

    /// <summary>The departments that there are.</summary>
    public Departments Departments { get; }

    /// <summary>The violations that there are.</summary>
    public ViolationCatalogue Violations { get; }

    /// <summary>Whether a department of this code exists on the day.</summary>
    public bool HasDepartment(string code, DateOnly day) => Departments.Has(code, day);

    /// <summary>Why a department cannot be given a task on the day, or null if it can: it must exist, and be one that acts.</summary>
    public Error? TaskRefusal(string code, DateOnly day) =>
        !Departments.Has(code, day) ? OperationErrors.UnknownDepartment
        : Departments.Acts(code, day) ? null
        : OperationErrors.DoesNotAct;

    /// <summary>Why a department cannot lead an operation on the day, or null if it can: one that acts or coordinates leads.</summary>
    public Error? LeadRefusal(string code, DateOnly day) => Departments.Find(code, day)?.Part switch
    {
        null => OperationErrors.UnknownDepartment,
        DepartmentPart.Addressee => OperationErrors.DoesNotAct.At("leadDepartment"),
        _ => null,
    };

    /// <summary>How soon an approved suspicion of a crime goes to the police, with its rule version.</summary>
    public Result<RuleVersion<HourTerm>> PoliceTerm(DateOnly day, DivisionCode place) => _police.OnDay(HandOver, day, place);
}
