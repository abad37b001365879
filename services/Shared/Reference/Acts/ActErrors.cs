using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>Refusals of who may act; each cites the article of the act's rule.</summary>
internal static class ActErrors
{
    internal static Error OwnHand(RuleVersion<ActRule> rule, Hand hand) => new(
        ErrorKind.Forbidden, "reference.act.own_hand",
        $"The act {rule.Key} ({rule.Values.Zh}) is for another person: you are its {WireWord.Of(hand).Replace('_', ' ')}.",
        Basis: rule.Basis);

    internal static Error Avoidance(RuleVersion<ActRule> rule) => new(
        ErrorKind.Forbidden, "reference.act.avoidance",
        $"The act {rule.Key} ({rule.Values.Zh}) is for another person: you are recorded as avoiding this party.", Basis: rule.Basis);

    internal static Error PaperMissing(RuleVersion<ActRule> rule, IReadOnlyList<Paper> group) => new(
        ErrorKind.Unprocessable, "reference.act.paper_missing",
        $"The act {rule.Key} ({rule.Values.Zh}) rests on a paper: "
            + $"{string.Join(" or ", group.Select(paper => WireWord.Of(paper).Replace('_', ' ')))}.",
        group.Contains(Paper.Document) ? "document" : group.Contains(Paper.Reason) ? "reason" : "case", rule.Basis);
}
