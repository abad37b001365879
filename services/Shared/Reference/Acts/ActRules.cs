using System.Reflection;
using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>
/// The acts of one service: the rule pack <c>&lt;service&gt;-acts</c> with the operator's file over it, and the powers that they need.
/// Immutable; safe to share.
/// </summary>
/// <remarks>
/// It decides who may act, not what may happen: which state a record must be in stands in its table of transitions. A place may only
/// tighten: fewer roles, a power, more separation, more papers.
/// </remarks>
public sealed class ActRules
{
    private readonly Powers _powers;
    private readonly string _shippedDigest;

    /// <summary>Reads a loaded pack.</summary>
    /// <param name="service">Name of the service, e.g. <c>registry</c>.</param>
    /// <param name="shipped">The pack without the operator's file.</param>
    /// <param name="pack">The pack with it; the same where there is none.</param>
    /// <param name="powers">The powers that acts need.</param>
    /// <param name="roles">Every role that there is.</param>
    /// <exception cref="RuleDataException">
    /// A key is not <c>&lt;service&gt;.&lt;noun&gt;.&lt;act&gt;</c>, a role is unknown, an operation is named by two acts, or a place does
    /// more than tighten; every fault is listed.
    /// </exception>
    public ActRules(string service, RulePack<ActRule> shipped, RulePack<ActRule> pack, Powers powers, IReadOnlyCollection<string> roles)
    {
        ArgumentNullException.ThrowIfNull(shipped);
        ArgumentNullException.ThrowIfNull(pack);
        pack.RequireForm(key => IsKey(service, key), $"act <{service}>.<noun>.<act>");
        string[] faults =
        [
            .. pack.Versions.SelectMany(v => v.Values.Roles.Where(role => !roles.Contains(role)).Select(
                role => $"{v.Reference}: there is no role '{role}'.")),
            .. pack.Versions.SelectMany(v => v.Values.Operations.Select(operation => (operation, v.Key))).Distinct()
                .GroupBy(named => named.operation).Where(same => same.Count() > 1)
                .Select(same => $"{pack.Name}: the operation {same.Key} is named by {string.Join(" and ", same.Select(s => s.Key))}."),
            .. Tightening.Faults(shipped, pack, (own, wider) => own.IsWithin(wider)),
        ];
        if (faults.Length > 0)
        {
            throw new RuleDataException($"Rule pack {pack.Name}", faults);
        }

        (Service, Pack, _powers, _shippedDigest) = (service, pack, powers, shipped.Digest);
    }

    /// <summary>Name of the service.</summary>
    public string Service { get; }

    /// <summary>The pack, for its versions and digest.</summary>
    public RulePack<ActRule> Pack { get; }

    /// <summary>The packs by which this service decides who may act: name, digest, and whether it is the one that ships.</summary>
    public IEnumerable<(string Pack, string Digest, bool IsShipped)> Packs =>
    [
        (Pack.Name, Pack.Digest, Pack.Digest == _shippedDigest),
        (_powers.Pack.Name, _powers.Pack.Digest, _powers.IsShipped),
    ];

    /// <summary>Loads the acts that a service ships and the operator's <c>&lt;service&gt;-acts.json</c> over them.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="assembly">Its assembly, which embeds the pack.</param>
    /// <param name="roles">Every role that there is.</param>
    /// <param name="overrideFolder">Folder of the operator's own files, or null.</param>
    /// <exception cref="RuleDataException">A pack has faults; every one is listed.</exception>
    public static ActRules Load(
        string service, Assembly assembly, IReadOnlyCollection<string> roles, string? overrideFolder = null)
    {
        var (shipped, pack) = RulePackLoader.LoadBoth<ActRule>(service + "-acts", assembly, overrideFolder);
        return new ActRules(service, shipped, pack, Powers.Load(overrideFolder), roles);
    }

    /// <summary>Whether there is such an act.</summary>
    public bool Has(string act) => Pack.Keys.Contains(act);

    /// <summary>The roles that may do an act on a day, for an organ of a division; none for an act that is not in force.</summary>
    public IReadOnlyList<string> RolesOf(string act, DateOnly day, DivisionCode? division) =>
        Pack.OnDay(act, day, division) is { IsRefused: false } found ? found.Value.Values.Roles : [];

    /// <summary>Whether one of these roles may do an act on a day, for an organ of a division.</summary>
    public bool Allows(string act, IReadOnlySet<string> roles, DateOnly day, DivisionCode? division)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return RolesOf(act, day, division).Any(roles.Contains);
    }

    /// <summary>Whether an organ and a person may do an act on a record; the role was asked for where the request came in.</summary>
    /// <param name="act">Key of the act.</param>
    /// <param name="by">Who would act.</param>
    /// <param name="subject">What would be acted upon.</param>
    /// <param name="day">Official day of the act.</param>
    /// <returns>
    /// Done; or, in this order, the refusal of the power (<see cref="Powers.Check"/>), <c>reference.act.avoidance</c>,
    /// <c>reference.act.own_hand</c>, <c>reference.act.paper_missing</c>, each with the article that the act's rule cites;
    /// or that of the rule pack for an act that is not in force.
    /// </returns>
    public Result Check(string act, ActingOrgan by, ActSubject subject, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(subject);
        var found = Pack.OnDay(act, day, by.Division);
        if (found.IsRefused)
        {
            return found.Error;
        }

        var rule = found.Value;
        if (rule.Values.Power is { } power)
        {
            var question = new PowerQuestion(power, by.Department, by.Division, subject.Type, subject.Violations, subject.Owner);
            if (_powers.Check(question, day) is { IsRefused: true } powerless)
            {
                return powerless;
            }
        }

        if (rule.Values.Avoidance && subject.MustAvoid)
        {
            return ActErrors.Avoidance(rule);
        }

        var hands = subject.Hands?.Hands().Where(hand => hand.ActorId == by.Id).Select(hand => hand.Hand).ToHashSet() ?? [];
        if ((rule.Values.Separation ?? []).Where(hands.Contains).Cast<Hand?>().FirstOrDefault() is { } own)
        {
            return subject.Hands?.RefusalOf(own, act) ?? ActErrors.OwnHand(rule, own);
        }

        var missing = subject.Papers is { } papers
            ? (rule.Values.Papers ?? []).FirstOrDefault(group => !group.Any(papers.Contains)) : null;
        return missing is null ? Result.Done : ActErrors.PaperMissing(rule, missing);
    }

    private static bool IsKey(string service, string key) =>
        key.Split('.') is [var first, { Length: > 0 }, { Length: > 0 }] && first == service;
}
