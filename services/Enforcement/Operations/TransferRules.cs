using Oversight.Kernel;

namespace Oversight.Enforcement.Operations;

/// <summary>A number of hours, as the rule pack <c>police-terms</c> has it.</summary>
/// <param name="Amount">Hours, one or more.</param>
internal sealed record HourTerm(int Amount) : IRuleValues
{
    /// <inheritdoc />
    public IEnumerable<string> Faults(string unit) => unit != "hour" || Amount < 1
        ? ["a term of hours counts whole hours, one or more."] : [];
}

/// <summary>A department that clues and tasks may go to.</summary>
internal sealed record DepartmentRule(string Zh, string En);

/// <summary>
/// The rule packs of this part: <c>transfer-terms</c> (clocks of clues and tasks), <c>police-terms</c>, <c>departments</c>. Read and
/// checked once at the start, the operator's files over them.
/// </summary>
internal sealed class TransferRules
{
    private const string HandOver = "police.hand_over";

    private readonly RulePack<HourTerm> _police;
    private readonly RulePack<DepartmentRule> _departments;

    /// <exception cref="RuleDataException">A pack is faulty; every fault is listed.</exception>
    public TransferRules(string? overrideFolder)
    {
        var assembly = typeof(TransferRules).Assembly;
        Clocks = new StatutoryClocks(RulePackLoader.Load<StatutoryClock>("transfer-terms", assembly, overrideFolder));
        _police = RulePackLoader.Load<HourTerm>("police-terms", assembly, overrideFolder);
        _departments = RulePackLoader.Load<DepartmentRule>("departments", assembly, overrideFolder);
    }

    /// <summary>The clocks of clues and tasks.</summary>
    public StatutoryClocks Clocks { get; }

    /// <summary>Whether a department of this code exists on the day.</summary>
    public bool HasDepartment(string code, DateOnly day) => !_departments.OnDay(code, day).IsRefused;

    /// <summary>How soon an approved suspicion of a crime goes to the police, with its rule version.</summary>
    public Result<RuleVersion<HourTerm>> PoliceTerm(DateOnly day, DivisionCode place) => _police.OnDay(HandOver, day, place);
}
