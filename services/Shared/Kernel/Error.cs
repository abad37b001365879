namespace Oversight.Kernel;

/// <summary>What kind of refusal an <see cref="Error"/> is; the web layer turns each into exactly one HTTP status.</summary>
public enum ErrorKind
{
    /// <summary>The input itself is wrong: a field is missing, malformed or out of range (400).</summary>
    Invalid,

    /// <summary>No such record, or none within the caller's scope; the two are never told apart (404).</summary>
    NotFound,

    /// <summary>The record exists but its state, a uniqueness rule or a law does not allow the act (409).</summary>
    Conflict,

    /// <summary>The caller may see the record but may not do this act (403).</summary>
    Forbidden,

    /// <summary>The caller's version of the record is not the current one (412).</summary>
    Stale,

    /// <summary>The request must name the version that it changes (428).</summary>
    VersionRequired,

    /// <summary>The request is well-formed but cannot be carried out as stated, e.g. a key reused with another body (422).</summary>
    Unprocessable,

    /// <summary>The body is larger than this operation takes (413).</summary>
    TooLarge,

    /// <summary>A needed part is away for the moment; the same request may succeed later (503).</summary>
    Unavailable,
}

/// <summary>The article of law that a rule or a refusal rests on.</summary>
/// <param name="Law">Full or official short name of the instrument, e.g. <c>民办教育促进法实施条例</c>.</param>
/// <param name="Article">Article as cited, e.g. <c>第二十二条</c> or <c>Art 22</c>.</param>
/// <param name="Version">Version of the instrument: its date in force (<c>2021-09-01</c>) or its order number.</param>
public sealed record LegalBasis(string Law, string Article, string? Version = null)
{
    /// <summary>The citation on one line: law, article and, if known, version.</summary>
    public override string ToString() => Version is null ? $"{Law} {Article}" : $"{Law} {Article} ({Version})";
}

/// <summary>An expected refusal. It is a value, not an exception: exceptions are bugs.</summary>
/// <param name="Kind">The kind, which fixes the HTTP status.</param>
/// <param name="Code">Stable code <c>service.noun.reason</c>; clients may branch on it, so it is never renamed.</param>
/// <param name="Message">One sentence for a person, which says the rule that was broken. It never echoes personal data.</param>
/// <param name="Field">The input field at fault as the client named it (<c>site.division</c>), or null if the whole request is
/// meant.</param>
/// <param name="Basis">The article that says no, where a law says no; otherwise null.</param>
public sealed record Error(ErrorKind Kind, string Code, string Message, string? Field = null, LegalBasis? Basis = null)
{
    /// <summary>The same refusal, pointed at <paramref name="field"/>.</summary>
    public Error At(string field) => this with { Field = field };
}
