using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>Whether somebody has a power over something.</summary>
/// <param name="Power">The power.</param>
/// <param name="Department">Department of the organ that would act; null for a caller without one.</param>
/// <param name="Division">Division of that organ; its level is the organ's. Null for a caller without one.</param>
/// <param name="Type">Type of the institution; null for a party that is in no register.</param>
/// <param name="Violations">For <see cref="Power.Punish"/>: what is punished, every one. Empty otherwise.</param>
/// <param name="Owner">Department that found, decided or issued what the act is about; null where that does not matter.</param>
public sealed record PowerQuestion(
    Power Power, string? Department, DivisionCode? Division, string? Type = null, IReadOnlyList<string>? Violations = null,
    string? Owner = null);

/// <summary>
/// Which department at which level may do what: the rule pack <c>powers</c> with the operator's file over it. Of punishing it says at which
/// level; which department punishes which violation, the violation catalogue says. Immutable; safe to share.
/// </summary>
/// <remarks>
/// <para>A power that no row gives is not there: the refusal names department, level, type and violation. Rows that are unsure give
/// nothing; they are the questions to the bureau (<see cref="Open"/>).</para>
/// <para>A place may only tighten: its row lies within the shipped one of the same key on every day on which it applies. It answers a
/// question to the bureau for its own division alone, by a row with its own article, within what the question names.</para>
/// </remarks>
public sealed class Powers
{
    /// <summary>Name of the pack and of its override file.</summary>
    public const string PackName = "powers";

    // Several modules of a process ask, and most places have no file of their own.
    private static readonly Lazy<Powers> Shipped = new(() => Read(null));

    private readonly ViolationCatalogue _violations;
    private readonly Departments _departments;

    /// <summary>Reads a loaded pack.</summary>
    /// <param name="shipped">The pack without the operator's file.</param>
    /// <param name="pack">The pack with it; the same where there is none.</param>
    /// <param name="violations">Who punishes which violation.</param>
    /// <param name="types">The types that rows name.</param>
    /// <param name="departments">The departments that rows name.</param>
    /// <exception cref="RuleDataException">
    /// A row names a department that does not act or an unknown type, an unsure row asks nothing, or a row of a place gives more than the
    /// shipped one; every one is listed.
    /// </exception>
    public Powers(
        RulePack<PowerRule> shipped, RulePack<PowerRule> pack, ViolationCatalogue violations, InstitutionTypes types,
        Departments departments)
    {
        ArgumentNullException.ThrowIfNull(shipped);
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(violations);
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(departments);
        departments.RequireActing(pack.Name, pack.Versions.SelectMany(v => v.Values.Departments.Concat(v.Values.InsteadOf ?? [])));
        types.RequireKnown(pack.Name, pack.Versions.SelectMany(v => v.Values.Types).Where(type => type != PowerRule.All));
        string[] faults =
        [
            .. pack.Versions.Where(v => v.Confidence == Confidence.Unsure && string.IsNullOrWhiteSpace(v.Values.Note))
                .Select(v => $"{v.Reference}: an unsure row has a note that says what the bureau is asked."),
            .. Tightening.Faults(shipped, pack, (own, wider) => own.IsWithin(wider)),
        ];
        if (faults.Length > 0)
        {
            throw new RuleDataException($"Rule pack {pack.Name}", faults);
        }

        (Pack, IsShipped, _violations, _departments) = (pack, pack.Digest == shipped.Digest, violations, departments);
    }

    /// <summary>The pack, for its versions and digest.</summary>
    public RulePack<PowerRule> Pack { get; }

    /// <summary>Whether no file of the operator lies over it.</summary>
    public bool IsShipped { get; }

    /// <summary>Loads the shipped powers and the operator's <c>powers.json</c> over them.</summary>
    /// <exception cref="RuleDataException">The pack has faults; every one is listed.</exception>
    public static Powers Load(string? overrideFolder = null) =>
        RuleSources.Overrides(overrideFolder, PackName, ViolationCatalogue.PackName, InstitutionTypes.PackName, Departments.PackName)
            ? Read(overrideFolder) : Shipped.Value;

    /// <summary>Whether the organ has the power on the day of the act.</summary>
    /// <param name="question">Who, what, over whom.</param>
    /// <param name="day">Official day of the act.</param>
    /// <returns>
    /// Done; or <c>reference.power.missing</c> (forbidden), which names what no row gives and cites the article that gives it to others;
    /// or <c>reference.power.not_own</c>, where the department has it for its own decisions only.
    /// </returns>
    public Result Check(PowerQuestion question, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (rows, level) = (Rows(question.Power, question.Type, day, question.Division), LevelOf(question, day));
        string?[] violations = question is { Power: Power.Punish, Violations: { Count: > 0 } named } ? [.. named] : [null];
        foreach (var violation in violations)
        {
            var held = rows.Where(row => level is { } at && Gives(row.Values, question.Department, at, violation, day)).ToList();
            if (held.Count == 0)
            {
                return PowerErrors.Missing(question, level, violation, rows.FirstOrDefault()?.Basis);
            }

            if (question.Owner is { } owner && owner != question.Department && held.TrueForAll(row => row.Values.Own))
            {
                return PowerErrors.NotOwn(question, owner, held[0].Basis);
            }
        }

        return Result.Done;
    }

    /// <summary>Departments that have a power, in the order of the departments.</summary>
    /// <param name="power">The power.</param>
    /// <param name="level">Level of their organs.</param>
    /// <param name="type">Type of the institution; null for a party that is in no register.</param>
    /// <param name="violation">For <see cref="Power.Punish"/>: what is punished; null for anything.</param>
    /// <param name="day">Official day.</param>
    /// <param name="place">The division whose own rows apply; null for those of the country.</param>
    public IReadOnlyList<string> Holders(
        Power power, OrganLevel level, string? type, string? violation, DateOnly day, DivisionCode? place = null)
    {
        var rows = Rows(power, type, day, place);
        return [.. _departments.Codes.Where(code => rows.Any(row => Gives(row.Values, code, level, violation, day)))];
    }

    /// <summary>
    /// The one department that is competent for all of these violations at once, so that a report goes to it and to nobody else first.
    /// </summary>
    /// <param name="violations">Violations that come into question.</param>
    /// <param name="type">Type of the institution; null for a party that is in no register.</param>
    /// <param name="place">Division in which the party is.</param>
    /// <param name="day">Official day.</param>
    /// <returns>
    /// The department. Of several, the one that licenses such institutions; null where none or more than one is left, or no violation is
    /// named.
    /// </returns>
    public string? Competent(IReadOnlyCollection<string> violations, string? type, DivisionCode place, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(violations);
        ArgumentNullException.ThrowIfNull(place);
        string[] all =
        [
            .. _departments.Codes.Where(code => violations.Count > 0 && violations.All(
                violation => Holders(Power.Punish, OrganLevel.County, type, violation, day, place).Contains(code))),
        ];
        return all.Length <= 1
            ? all.FirstOrDefault()
            : all.Intersect(Holders(Power.License, OrganLevel.County, type, null, day, place)).ToList() is [var licensing]
                ? licensing : null;
    }

    /// <summary>The questions to the bureau: rows that are unsure on the day and therefore give nothing.</summary>
    public IReadOnlyList<RuleVersion<PowerRule>> Open(DateOnly day, DivisionCode? place = null) =>
        [.. Pack.AllOnDay(day, place).Where(row => row.Confidence == Confidence.Unsure)];

    /// <summary>Whether a row would give this, however sure it is.</summary>
    /// <param name="row">A row, e.g. an unsure one.</param>
    /// <param name="department">Department.</param>
    /// <param name="level">Level of its organ.</param>
    /// <param name="violation">For <see cref="Power.Punish"/>: what is punished; null for anything.</param>
    /// <param name="day">Official day.</param>
    public bool Gives(PowerRule row, string? department, OrganLevel level, string? violation, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(row);
        return department is not null && row.Departments.Contains(department) && row.Levels.Contains(level)
            && (row.Power != Power.Punish || violation is null || Punishes(row, department, violation, day));
    }

    private bool Punishes(PowerRule row, string department, string violation, DateOnly day)
    {
        var named = _violations.Pack.OnDayOrLatest(violation, day)?.Values.Departments ?? [];
        return row.InsteadOf is { } others ? named.Any(others.Contains) : named.Contains(department);
    }

    private List<RuleVersion<PowerRule>> Rows(Power power, string? type, DateOnly day, DivisionCode? place) =>
    [
        .. Pack.AllOnDay(day, place)
            .Where(row => row.Confidence != Confidence.Unsure && row.Values.Power == power && row.Values.IsFor(type)),
    ];

    private OrganLevel? LevelOf(PowerQuestion question, DateOnly day) => question is { Department: { } department, Division: { } division }
        ? _departments.LevelOf(department, division, day) : null;

    private static Powers Read(string? overrideFolder)
    {
        var (shipped, pack) = RulePackLoader.LoadBoth<PowerRule>(PackName, typeof(Powers).Assembly, overrideFolder);
        return new Powers(
            shipped, pack, ViolationCatalogue.Load(overrideFolder), InstitutionTypes.Load(overrideFolder),
            Departments.Load(overrideFolder));
    }
}
