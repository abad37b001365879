using Oversight.Enforcement.Exposures;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Enforcement.Penalties;

/// <summary>Every rule pack of cases, penalties and exposures; read and checked once at the start.</summary>
internal sealed class PenaltyRules
{
    private const string DefaultDepartment = "default", LateFineKey = "late_fine", StatementKey = "statement",
        SameLevel = "作出本决定的行政机关的本级人民政府";
    private static readonly string[] ClassOrder = ["serious", "general", "minor"];

    private readonly RulePack<PenaltyKindRule> _kinds;
    private readonly RulePack<HearingRule> _hearings;
    private readonly RulePack<SimplifiedRule> _simplified;
    private readonly RulePack<CreditClassRule> _classes;
    private readonly RulePack<LateFineRule> _lateFine;
    private readonly RulePack<StatementTermRule> _statement;
    private readonly RulePack<ExposureTermRule> _exposures;
    private readonly Departments _departments;
    private readonly Divisions _divisions;

    /// <exception cref="RuleDataException">A pack is faulty; every fault is listed.</exception>
    /// <exception cref="InvalidOperationException">A pack names a kind of penalty that there is not.</exception>
    public PenaltyRules(string? overrideFolder)
    {
        Violations = ViolationCatalogue.Load(overrideFolder).Pack;
        _kinds = Load<PenaltyKindRule>("penalty-kinds", overrideFolder);
        _hearings = Load<HearingRule>("hearing-thresholds", overrideFolder);
        _simplified = Load<SimplifiedRule>("simplified", overrideFolder);
        _classes = Load<CreditClassRule>("credit-classes", overrideFolder);
        _lateFine = Load<LateFineRule>("late-fine", overrideFolder);
        _statement = Load<StatementTermRule>("statement-term", overrideFolder);
        _exposures = Load<ExposureTermRule>("exposure-terms", overrideFolder);
        NoPenaltyGrounds = Load<NoPenaltyRule>("no-penalty-grounds", overrideFolder);
        Authorities = Load<AuthorityRule>("authorities", overrideFolder);
        _departments = Departments.Load(overrideFolder);
        _divisions = Divisions.Load(overrideFolder);
        _departments.RequireActing(Authorities.Name, Authorities.Keys);
        _departments.RequireActing(_hearings.Name, _hearings.Keys.Where(key => key != DefaultDepartment));
        // Across packs: each is sound in itself, and an unknown kind would show only when a case needs it.
        var named = Violations.Versions.SelectMany(v => v.Values.Kinds.Concat(v.Values.SeriousKinds))
            .Concat(_hearings.Versions.SelectMany(v => v.Values.Kinds)).Concat(_classes.Versions.SelectMany(v => v.Values.Kinds));
        var unknown = named.Where(k => !_kinds.Keys.Contains(k)).Distinct().ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException(
                $"Rule packs name kinds of penalty that penalty-kinds has not: {string.Join(", ", unknown)}.");
        }
    }

    /// <summary>The catalogue.</summary>
    public RulePack<ViolationRule> Violations { get; }

    /// <summary>Grounds on which no penalty is imposed.</summary>
    public RulePack<NoPenaltyRule> NoPenaltyGrounds { get; }

    /// <summary>How departments name themselves.</summary>
    public RulePack<AuthorityRule> Authorities { get; }

    /// <summary>Codes of the kinds of penalty.</summary>
    public IReadOnlyList<string> Kinds => _kinds.Keys;

    /// <summary>The Chinese name of a kind; the code itself where no version covers the day.</summary>
    public string KindZh(string kind, DateOnly day) => _kinds.OnDay(kind, day) is { IsRefused: false } found ? found.Value.Values.Zh : kind;

    /// <summary>The version that a case recorded, or null if the pack has it no longer.</summary>
    public RuleVersion<ViolationRule>? Recorded(string reference) => Violations.Versions.FirstOrDefault(v => v.Reference == reference);

    /// <summary>
    /// The law that applies to an act at a decision: the recorded law of the day of the act, unless a newer version is milder:
    /// a lower greatest fine and no more kinds of penalty (行政处罚法 第三十七条, 从旧兼从轻).
    /// </summary>
    public RuleVersion<ViolationRule> Milder(
        RuleVersion<ViolationRule> recorded, DateOnly today, DivisionCode place, string partyKind, long? baseFen)
    {
        if (Violations.OnDay(recorded.Key, today, place) is not { IsRefused: false } found || found.Value.Reference == recorded.Reference)
        {
            return recorded;
        }

        var (was, now) = (recorded.Values, found.Value.Values);
        // Over all tiers: the comparison is of the laws, not of the tier that an officer has chosen.
        var (most, mostNow) = (was.Range(null, partyKind, baseFen)?.MaxFen ?? 0, now.Range(null, partyKind, baseFen)?.MaxFen ?? 0);
        var before = was.Kinds.Concat(was.SeriousKinds).ToHashSet(StringComparer.Ordinal);
        // Both must hold: a lower fine beside a further kind of penalty is not lighter beyond doubt, and then the law of the day stays.
        return mostNow < most && before.IsSupersetOf(now.Kinds.Concat(now.SeriousKinds)) && now.IsPenalty ? found.Value : recorded;
    }

    /// <summary>Whether a penalty gives the right to a hearing; a larger case, too.</summary>
    /// <returns>The rule that says so, or null.</returns>
    public RuleVersion<HearingRule>? Hearing(string department, string partyKind, Measure measure, DateOnly day, DivisionCode place)
    {
        var found = _hearings.OnDay(department, day, place);
        if (found.IsRefused)
        {
            // 第六十三条 gives no amount. The default is low, since a hearing too many does no harm.
            found = _hearings.OnDay(DefaultDepartment, day, place);
        }

        if (found.IsRefused)
        {
            return null;
        }

        // A sole trader is read as a citizen, as on the spot: the smaller amount is the safe one.
        var from = partyKind == "organisation" ? found.Value.Values.OrganisationFen : found.Value.Values.NaturalPersonFen;
        return measure.FineFen >= from || measure.ConfiscatedFen >= from || measure.Kinds.Any(found.Value.Values.Kinds.Contains)
            ? found.Value : null;
    }

    /// <summary>The limit of a fine on the spot.</summary>
    public Result<RuleVersion<SimplifiedRule>> Simplified(string partyKind, DateOnly day) => _simplified.OnDay(partyKind, day);

    /// <summary>The class of breach of trust that a penalty is: the first whose line fits, from the gravest.</summary>
    public string CreditClass(Measure measure, bool simplified, DateOnly day, DivisionCode place)
    {
        foreach (var key in ClassOrder)
        {
            if (_classes.OnDay(key, day, place) is { IsRefused: false } found
                && (simplified ? found.Value.Values.IncludesSimplified
                    : measure.Kinds.Any(found.Value.Values.Kinds.Contains)
                    || measure.FineFen + measure.ConfiscatedFen >= (found.Value.Values.AmountFromFen ?? long.MaxValue)))
            {
                return key;
            }
        }

        return ClassOrder[0];
    }

    /// <summary>The rule of the additional fine, or null where none holds on the day.</summary>
    public RuleVersion<LateFineRule>? LateFine(DateOnly day) => _lateFine.OnDay(LateFineKey, day) is { IsRefused: false } found
        ? found.Value : null;

    /// <summary>The term for statement and defence.</summary>
    public Result<LegalTerm> StatementTerm(DateOnly day, DivisionCode place) =>
        _statement.OnDay(StatementKey, day, place) is { IsRefused: false } found
            ? new LegalTerm(found.Value.Values.Amount, TermUnit.WorkingDay, found.Value.Basis, TermDuty.Party)
            : PenaltyErrors.NoStatementTerm;

    /// <summary>The term of an exposure by credit class.</summary>
    public Result<RuleVersion<ExposureTermRule>> ExposureTerm(string creditClass, DateOnly day, DivisionCode place) =>
        _exposures.OnDay(creditClass, day, place);

    /// <summary>
    /// How a department names itself at a place. Where the place has no entry of its own, the name and the review body are proposed from
    /// the division, and the division code tells its numbers from those of other places.
    /// </summary>
    public Authority Authority(string department, DateOnly day, DivisionCode place)
    {
        if (Authorities.OnDay(department, day, place) is not { IsRefused: false } found)
        {
            return new Authority(
                _departments.Name(department, day, english: false), $"{department}立{place.FullCode}",
                $"{department}罚决{place.FullCode}", SameLevel,
                IsProposed: true);
        }

        var (own, name) = (found.Value.Values, _divisions.Path(place.FullCode, english: false));
        return found.Value.Jurisdiction != RulePack<AuthorityRule>.National
            ? new Authority(own.Zh, own.CasePrefix, own.DecisionPrefix, own.ReviewBody, IsProposed: false)
            : new Authority(
                own.Organ is { } organ && name != place.FullCode ? name + organ : own.Zh,
                own.CasePrefix + place.FullCode, own.DecisionPrefix + place.FullCode,
                own.Organ is not null && name != place.FullCode ? $"{name}人民政府" : own.ReviewBody,
                IsProposed: true);
    }

    private static RulePack<T> Load<T>(string pack, string? folder)
        where T : notnull => RulePackLoader.Load<T>(pack, typeof(PenaltyRules).Assembly, folder);
}
