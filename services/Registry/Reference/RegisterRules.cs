using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Registry.Reference;

/// <summary>What is said of a type of which no new body is approved.</summary>
/// <param name="Zh">The rule in Chinese.</param>
/// <param name="En">The rule in English.</param>
internal sealed record ClosedTypeRule(string Zh, string En);

/// <summary>Since when no new body of a type is approved.</summary>
/// <param name="Since">First day of the rule.</param>
/// <param name="Basis">The article that applies now.</param>
internal sealed record ClosedType(DateOnly Since, LegalBasis Basis);

/// <summary>A state of the register.</summary>
internal sealed record StatusRule(string Zh, string En, string Recruit, string Teach);

/// <summary>An act of law: from which states, to which; null leaves the state as it is.</summary>
internal sealed record LegalActRule(string Zh, string En, IReadOnlyList<string> From, string? To);

/// <summary>
/// The register's rule packs: types, types that take no new bodies, states and legal acts. Read and checked once at the start; a
/// pack that names an unknown state or type stops the service.
/// </summary>
internal sealed class RegisterRules
{
    /// <summary>States that the code itself speaks of; the pack must have them.</summary>
    public const string InOperation = "ACTIVE", LicenceExpired = "EXPIRED", OpenLead = "UNLICENSED_LEAD";

    /// <summary>Type of a lead that an officer records.</summary>
    public const string LeadType = "X2";

    // In preparation there is no licence yet (民办教育促进法 第十四条), and before the legal person exists no credit code (第十九条:
    // the permit comes first).
    private const string InPreparation = "PREP";
    private static readonly string[] BeforeRegistration = [InPreparation, "LICENSED"];

    private readonly RulePack<InstitutionTypeRule> _types;
    private readonly RulePack<ClosedTypeRule> _closed;
    private readonly RulePack<StatusRule> _statuses;
    private readonly RulePack<LegalActRule> _acts;

    /// <exception cref="RuleDataException">A pack is faulty; every fault is listed.</exception>
    public RegisterRules(string? overrideFolder)
    {
        var assembly = typeof(RegisterRules).Assembly;
        var types = InstitutionTypes.Load(overrideFolder);
        _types = types.Pack;
        _closed = RulePackLoader.Load<ClosedTypeRule>("closed-types", assembly, overrideFolder);
        _statuses = RulePackLoader.Load<StatusRule>("institution-statuses", assembly, overrideFolder);
        _acts = RulePackLoader.Load<LegalActRule>("legal-acts", assembly, overrideFolder);
        string[] named = [InOperation, LicenceExpired, OpenLead, .. BeforeRegistration];
        var unknown = _acts.Versions.SelectMany(v => v.Values.From.Append(v.Values.To)).Concat(named).OfType<string>()
            .Where(s => !_statuses.Keys.Contains(s)).Distinct().ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException($"The rule pack legal-acts names unknown states: {string.Join(", ", unknown)}.");
        }

        types.RequireKnown(_closed.Name, _closed.Keys);
    }

    public IReadOnlyList<string> StatusCodes => _statuses.Keys;

    public IReadOnlyList<string> ActCodes => _acts.Keys;

    /// <summary>The acts as a table of transitions, all versions of each.</summary>
    public NamedTransitions Table => LegalActTable.Of(StatusCodes, _acts);

    /// <summary>The type with this code or Chinese name on the day, or null.</summary>
    public RuleVersion<InstitutionTypeRule>? Type(string codeOrName, DateOnly day) => Find(_types, codeOrName, day, rule => rule.Zh);

    /// <summary>The state with this code or Chinese name on the day, or null.</summary>
    public RuleVersion<StatusRule>? Status(string codeOrName, DateOnly day) => Find(_statuses, codeOrName, day, rule => rule.Zh);

    /// <summary>The rule of an act on the day.</summary>
    /// <exception cref="InvalidOperationException">No version covers the day: the pack and the code do not fit.</exception>
    public RuleVersion<LegalActRule> Act(string act, DateOnly day) => _acts.OnDay(act, day) is { IsRefused: false } found
        ? found.Value
        : throw new InvalidOperationException($"The rule pack legal-acts has no {act} on {day:yyyy-MM-dd}.");

    /// <summary>Since when no new body of this type is approved, or null if one may be established there on that day.</summary>
    /// <param name="type">Code of the type.</param>
    /// <param name="day">Official day of the act.</param>
    /// <param name="place">Where it would stand, or null if that is unknown: then the national rule counts.</param>
    public ClosedType? ClosedToNew(string type, DateOnly day, DivisionCode? place)
    {
        if (_closed.OnDay(type, day, place) is not { IsRefused: false, Value: var rule })
        {
            return null;
        }

        // A later version amends the rule; it began with the first.
        var since = _closed.Versions.Where(v => v.Key == type && v.Jurisdiction == rule.Jurisdiction).Min(v => v.ValidFrom);
        return new ClosedType(since, rule.Basis);
    }

    /// <summary>Whether an institution in this state is only being prepared (筹设) and has no licence yet.</summary>
    public static bool IsInPreparation(string status) => status == InPreparation;

    /// <summary>Whether an institution in this state already has its credit code.</summary>
    public static bool HasCreditCode(string status) => !BeforeRegistration.Contains(status);

    /// <summary>Whether entries of this type are leads.</summary>
    public bool IsLeadType(string type, DateOnly day) => Type(type, day)?.Values.IsLead == true;

    /// <summary>States of leads: those that only acts on leads lead to.</summary>
    public bool IsLeadStatus(string status) => LegalActs.OnLeads.Any(act => _acts.Versions.Any(v => v.Key == act && v.Values.To == status));

    /// <summary>
    /// The state in which an entry is entered: a licence whose last day has passed is expired from the start, so that an
    /// import of old data sets off no storm of deadlines.
    /// </summary>
    public string StatusOnEntry(string status, DateOnly? validTo, DateOnly today) =>
        validTo < today && Act(LegalActs.Expire, today).Values is { To: { } expired } rule && rule.From.Contains(status) ? expired : status;

    /// <summary>Earliest day on which every act has a rule; an act cannot count from a day before it.</summary>
    public DateOnly EarliestDay => _acts.Versions.GroupBy(v => v.Key).Max(versions => versions.Min(v => v.ValidFrom));

    private static RuleVersion<T>? Find<T>(RulePack<T> pack, string codeOrName, DateOnly day, Func<T, string> name)
        where T : notnull
    {
        if (pack.OnDay(codeOrName.ToUpperInvariant(), day) is { IsRefused: false } byCode)
        {
            return byCode.Value;
        }

        foreach (var key in pack.Keys)
        {
            if (pack.OnDay(key, day) is { IsRefused: false } rule && name(rule.Value.Values) == codeOrName)
            {
                return rule.Value;
            }
        }

        return null;
    }
}

/// <summary>Codes of the legal acts, as in the rule pack <c>legal-acts</c>.</summary>
internal static class LegalActs
{
    public const string Register = "register", Change = "change", Suspend = "suspend", StopEnrolment = "stop_enrolment",
        Restore = "restore",
        Renew = "renew", RenewExpired = "renew_expired", Expire = "expire", Revoke = "revoke", Withdraw = "withdraw",
        Deregister = "deregister", OpenLead = "open_lead", CloseLead = "close_lead", GuideLead = "guide_lead", BanLead = "ban_lead";

    /// <summary>Acts that are done to leads only.</summary>
    public static IReadOnlyList<string> OnLeads { get; } = [OpenLead, CloseLead, GuideLead, BanLead];
}
