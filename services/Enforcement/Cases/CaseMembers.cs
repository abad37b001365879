using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Enforcement.Cases;

/// <summary>Kinds of party.</summary>
internal enum PartyKind
{
    /// <summary>A legal person or other organisation.</summary>
    Organisation,

    /// <summary>A natural person (公民).</summary>
    NaturalPerson,

    /// <summary>A sole trader (个体工商户).</summary>
    SoleTrader,
}

/// <summary>Role of a handler in the case.</summary>
internal enum HandlerRole
{
    /// <summary>主办.</summary>
    Lead,

    /// <summary>协办.</summary>
    Assist,
}

/// <summary>Kinds of text in the file of a case; all are kept encrypted.</summary>
internal enum CaseTextKind
{
    Facts,
    NoticeFacts,
    Statement,
    Waiver,
    HearingSummary,
    ReviewOpinion,
    DismissalReason,
    AnnulmentReason,
}

/// <summary>
/// One act (违法行为) of a case: which norm it breaks, on which day, and the keys by which the law of one act is kept.
/// </summary>
internal sealed class CaseAct
{
    private CaseAct()
    {
    }

    public Guid CaseId { get; private init; }

    public int Ordinal { get; private init; }

    /// <summary>Code of the catalogue.</summary>
    public string Violation { get; private init; } = "";

    /// <summary>The law of the day of the act, as recorded at filing.</summary>
    public string Rule { get; private init; } = "";

    /// <summary>The law that the decision used: the recorded one, or a milder newer one; null before the decision.</summary>
    public string? AppliedRule { get; private set; }

    /// <summary>Penalty norm.</summary>
    public string Law { get; private set; } = "";

    public string Article { get; private set; } = "";

    public DateOnly ActOn { get; private init; }

    public string? Place { get; private init; }

    /// <summary>Illegal income or other base of the fine in fen; null if unknown.</summary>
    public long? IncomeFen { get; private init; }

    /// <summary>Which act it is: the key that departments share (行政处罚法 第二十九条).</summary>
    public string ActKey { get; private init; } = "";

    /// <summary>Set until the case has ended: nobody else files the same (第二十五条). A unique index makes it true.</summary>
    public string? FilingKey { get; private set; }

    /// <summary>Set while a fine for the act stands: nobody fines it again (第二十九条). A unique index makes it true.</summary>
    public string? FinedKey { get; private set; }

    /// <summary>Whether the decision used a milder newer law (第三十七条).</summary>
    public bool IsMilder => AppliedRule is not null && AppliedRule != Rule;

    public static CaseAct Of(Guid caseId, int ordinal, ActStatement act) => new()
    {
        CaseId = caseId,
        Ordinal = ordinal,
        Violation = act.Rule.Key,
        Rule = act.Rule.Reference,
        Law = act.Rule.Basis.Law,
        Article = act.Rule.Basis.Article,
        ActOn = act.ActOn,
        Place = act.Place,
        IncomeFen = act.IncomeFen,
        ActKey = act.ActKey,
        FilingKey = act.FilingKey,
    };

    public void Apply(string rule, LegalBasis basis) => (AppliedRule, Law, Article) = (rule, basis.Law, basis.Article);

    public void MarkFined() => FinedKey = ActKey;

    public void ReleaseFiling() => FilingKey = null;

    public void ReleaseFine() => FinedKey = null;
}

/// <summary>An act as it was read from a request and checked.</summary>
internal sealed record ActStatement(
    RuleVersion<ViolationRule> Rule, DateOnly ActOn, string? Place, long? IncomeFen, string ActKey, string FilingKey);

/// <summary>An officer who handles the case, with the certificate as it was at filing (第四十二条: two or more).</summary>
internal sealed class CaseHandler
{
    public required Guid CaseId { get; init; }

    public required int Ordinal { get; init; }

    public required Guid OfficerId { get; init; }

    public required string CertificateNumber { get; init; }

    /// <summary>Subject of the officer's tokens, or null if the officer has no account.</summary>
    public string? AccountId { get; init; }

    public required HandlerRole Role { get; init; }
}

/// <summary>One step in the history of a case; never changed.</summary>
internal sealed class CaseEvent
{
    public required Guid CaseId { get; init; }

    /// <summary>Version of the case that the step made.</summary>
    public required long Version { get; init; }

    public required CaseStep Step { get; init; }

    public required CaseState State { get; init; }

    public required DateTime At { get; init; }

    public required DateOnly EffectiveOn { get; init; }

    public required string ActorId { get; init; }

    public required string Law { get; init; }

    public required string Article { get; init; }

    /// <summary>What more there is to say, without personal data; or null.</summary>
    public string? Details { get; init; }
}

/// <summary>A text of the file, encrypted (个人信息保护法 第五十一条).</summary>
internal sealed class CaseText
{
    /// <summary>Greatest length of a text in clear.</summary>
    public const int MaxLength = 4000;

    /// <summary>Greatest length of its cipher.</summary>
    public const int MaxCipherLength = 24_000;

    /// <summary>Beginning of the names of fields.</summary>
    public const string FieldPrefix = "case.";

    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required CaseTextKind Kind { get; init; }

    public required string Cipher { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Name of the field that the cipher is bound to.</summary>
    public static string Field(CaseTextKind kind) => FieldPrefix + kind;
}
