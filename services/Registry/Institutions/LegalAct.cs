using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Institutions;

/// <summary>An act of law that an officer or the clock does to an entry.</summary>
/// <param name="Rule">The rule that applies on the day of the act: allowed states, article, version.</param>
/// <param name="At">When it is entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Document">Number of the decision, or null.</param>
/// <param name="Reason">Reason in a sentence, or null.</param>
internal sealed record LegalAct(
    RuleVersion<LegalActRule> Rule, DateTime At, DateOnly EffectiveOn, string? Document = null, string? Reason = null)
{
    /// <summary>From which states it is possible, and where it leads.</summary>
    public NamedTransition Row => LegalActTable.Row(Rule);

    /// <summary>The article, as the facts carry it.</summary>
    public Ground Ground => new(Rule.Basis.Law, Rule.Basis.Article);

    /// <summary>
    /// The act on a day that the caller names, or today. It may not lie in the future, nor before the rules begin.
    /// </summary>
    public static Result<LegalAct> On(
        RegisterRules rules, string act, DateTime now, DateOnly? effectiveOn, string? document = null, string? reason = null)
    {
        var today = OfficialTime.DateOf(now);
        var day = effectiveOn ?? today;
        // The state moves with the save: an act of a day to come would be in force before its day.
        if (day > today)
        {
            return InstitutionErrors.EffectiveInFuture;
        }

        if (day < rules.EarliestDay)
        {
            return InstitutionErrors.EffectiveTooEarly(rules.EarliestDay);
        }

        var (number, sentence) = (TextInput.Optional(document, 100), TextInput.Optional(reason, 500));
        // The rule of the day from which the act counts, whatever day it is entered on.
        return number.Error?.At("document") ?? sentence.Error?.At("reason")
            ?? (Result<LegalAct>)new LegalAct(rules.Act(act, day), now, day, number.Value, sentence.Value);
    }
}

/// <summary>One act in the history of an entry; never changed.</summary>
internal sealed class LegalEvent
{
    public required Guid InstitutionId { get; init; }

    /// <summary>Version of the entry that the act made.</summary>
    public required long Version { get; init; }

    public required string Act { get; init; }

    public required string Status { get; init; }

    public required DateTime At { get; init; }

    public required DateOnly EffectiveOn { get; init; }

    public required string Law { get; init; }

    public required string Article { get; init; }

    /// <summary>The rule and version that were applied.</summary>
    public required string Rule { get; init; }

    public string? Document { get; init; }

    public string? Reason { get; init; }

    public static LegalEvent Of(Institution institution, LegalAct act) => new()
    {
        InstitutionId = institution.Id,
        Version = institution.Version,
        Act = act.Rule.Key,
        Status = institution.Status,
        At = act.At,
        EffectiveOn = act.EffectiveOn,
        Law = act.Rule.Basis.Law,
        Article = act.Rule.Basis.Article,
        Rule = act.Rule.Reference,
        Document = act.Document,
        Reason = act.Reason,
    };
}
