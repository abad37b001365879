namespace Oversight.Reference;

/// <summary>The norm that an act breaks (违则).</summary>
/// <param name="Law">Short name of the law.</param>
/// <param name="Article">Its article.</param>
public sealed record DutyNorm(string Law, string Article);

/// <summary>A range of the fine. A multiple counts on its base; where the base is unknown, the amounts beside it hold.</summary>
/// <param name="Tier"><c>minor</c>, <c>usual</c>, <c>serious</c> or <c>grave</c> (较轻, 一般, 较重, 特别严重).</param>
/// <param name="MinFen">Smallest fine in fen, or null.</param>
/// <param name="MaxFen">Greatest fine in fen, or null.</param>
/// <param name="TimesMin">Smallest multiple of the base, or null.</param>
/// <param name="TimesMax">Greatest multiple of the base, or null.</param>
/// <param name="Base"><c>income</c> (违法所得), <c>advert_cost</c> (广告费用) or <c>turnover</c> (违法经营额); null without multiples.</param>
/// <param name="Party">Kind of party that it is for, or null for every kind.</param>
public sealed record FineTier(
    string Tier, long? MinFen = null, long? MaxFen = null, int? TimesMin = null, int? TimesMax = null, string? Base = null,
    string? Party = null)
{
    /// <summary>Tiers from the lightest to the heaviest.</summary>
    public static IReadOnlyList<string> Tiers { get; } = ["minor", "usual", "serious", "grave"];

    /// <summary>Whether kinds of penalty that the law keeps for serious cases are open in it.</summary>
    public static bool IsSerious(string? tier) => tier is "serious" or "grave";

    /// <summary>
    /// The range for a party of this kind, or null where it is for another kind, or its base is unknown and no amount stands beside it.
    /// </summary>
    /// <param name="partyKind"><c>organisation</c>, <c>sole_trader</c> or <c>natural_person</c>.</param>
    /// <param name="baseFen">The base that a multiple counts on, in fen; null where it is unknown.</param>
    public FineRange? For(string partyKind, long? baseFen) =>
        Party is not null && Party != (partyKind == "sole_trader" ? "organisation" : partyKind)
            ? null
            : TimesMax is { } times && baseFen is > 0 and { } known
                ? new FineRange(checked(known * (TimesMin ?? 0)), checked(known * times))
                : MaxFen is { } most ? new FineRange(MinFen ?? 0, most) : null;
}

/// <summary>Smallest and greatest fine in fen.</summary>
/// <param name="MinFen">Smallest fine in fen.</param>
/// <param name="MaxFen">Greatest fine in fen.</param>
public readonly record struct FineRange(long MinFen, long MaxFen);

/// <summary>A violation of the catalogue; its penalty norm (罚则) is the basis of the rule version.</summary>
/// <param name="Zh">Chinese title.</param>
/// <param name="En">English title.</param>
/// <param name="Act">What the act is: violations with the same word are one act when party and day are the same (行政处罚法 第二十九条).</param>
/// <param name="Duty">The norm that it breaks.</param>
/// <param name="Departments">Departments that may punish it.</param>
/// <param name="Kinds">Kinds of penalty allowed.</param>
/// <param name="SeriousKinds">Kinds allowed in serious cases only.</param>
/// <param name="Fines">Ranges of the fine; empty where no fine is allowed.</param>
/// <param name="LimitationYears">2, or 5 where life, health or financial safety is concerned; five hold only if harm was done
/// (第三十六条).</param>
/// <param name="IsPenalty">False for what is no administrative penalty on the body but discipline of a person.</param>
/// <param name="Note">What the members cannot say.</param>
/// <param name="PublicZh">What it is called to the public, in Chinese; null where the title says it plainly.</param>
/// <param name="PublicEn">The same in English.</param>
public sealed record ViolationRule(
    string Zh, string En, string Act, DutyNorm Duty, IReadOnlyList<string> Departments, IReadOnlyList<string> Kinds,
    IReadOnlyList<string> SeriousKinds, IReadOnlyList<FineTier> Fines, int LimitationYears, bool IsPenalty = true, string? Note = null,
    string? PublicZh = null, string? PublicEn = null) : IRuleValues
{
    /// <summary>The range over the tiers, or of one tier; null where none is for this kind of party or the base is unknown.</summary>
    public FineRange? Range(string? tier, string partyKind, long? baseFen)
    {
        var ranges = Fines.Where(f => tier is null || f.Tier == tier).Select(f => f.For(partyKind, baseFen)).OfType<FineRange>().ToList();
        return ranges.Count == 0 ? null : new FineRange(ranges.Min(r => r.MinFen), ranges.Max(r => r.MaxFen));
    }

    /// <summary>Kinds allowed in this tier.</summary>
    public IEnumerable<string> KindsIn(string? tier) => FineTier.IsSerious(tier) ? Kinds.Concat(SeriousKinds) : Kinds;

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit)
    {
        if (unit != "fen")
        {
            yield return "the amounts of a violation are in fen.";
        }

        if (LimitationYears is not (2 or 5))
        {
            yield return "limitationYears is 2 or 5.";
        }

        if (IsPenalty == (Kinds.Count + SeriousKinds.Count == 0))
        {
            yield return "a violation has kinds of penalty exactly if it is punished by one.";
        }

        foreach (var fine in Fines)
        {
            if (!FineTier.Tiers.Contains(fine.Tier) || fine.MinFen > fine.MaxFen || fine.MinFen < 0 || fine.TimesMin > fine.TimesMax
                || (fine.MaxFen ?? fine.TimesMax) is null
                || (fine.TimesMax is not null && fine.Base is not ("income" or "advert_cost" or "turnover")) || fine.TimesMax > 100)
            {
                yield return $"the fine of the tier '{fine.Tier}' is no range.";
            }
        }
    }
}
