namespace Oversight.Kernel;

/// <summary>
/// A unified social credit code 统一社会信用代码 that satisfies GB 32100-2015 in full: 18 characters of a 31-letter alphabet
/// (no I O S V Z), digits at positions 3–8, and the check character. Two codes are equal when their spelling is.
/// Unlicensed entities have none; they hold null, never a made-up code.
/// </summary>
public sealed record CreditCode
{
    /// <summary>Number of characters of every code.</summary>
    public const int Length = 18;

    // GB 32100-2015, table 2 and annex: values 0–30 are the places in this alphabet, weights are 3^(i-1) mod 31.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    // GB 11714-1997: the organisation code inside; here letters count 10 (A) to 35 (Z).
    private static readonly int[] SubjectWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    private CreditCode(string value) => Value = value;

    /// <summary>The canonical spelling: 18 upper-case half-width characters.</summary>
    public string Value { get; }

    /// <summary>Position 1, the registering department: 1 机构编制, 5 民政, 9 市场监管, Y 其他 (GB 32100-2015, table 1).</summary>
    public char Department => Value[0];

    /// <summary>Positions 1–2, department and kind together: <c>52</c> 民办非企业单位, <c>91</c> 企业, <c>92</c> 个体工商户, <c>12</c> 事业单位.</summary>
    public string Category => Value[..2];

    /// <summary>
    /// Positions 3–8, the division of the authority that registered the body (six digits of GB/T 2260). It may since have
    /// been abolished and need not be where the body stands; hence text and not a <see cref="DivisionCode"/>.
    /// </summary>
    public string RegisteringDivision => Value[2..8];

    /// <summary>Positions 9–17, the subject code (the former organisation code 组织机构代码 with its own check).</summary>
    public string SubjectCode => Value[8..17];

    /// <summary>
    /// Reads a code as people write it: full-width characters, white space and lower case are normalised first.
    /// </summary>
    /// <returns>
    /// The code, or <c>identifier.credit_code.required</c>, <c>.length</c>, <c>.alphabet</c> (a character outside the
    /// alphabet, e.g. I O S V Z), <c>.division</c> (positions 3–8 are not digits) or <c>.check_digit</c>; each rests on
    /// GB 32100-2015 and says its rule.
    /// </returns>
    public static Result<CreditCode> Parse(string? text)
    {
        // Longer than any code with separators typed in between; the refusal of a novel is "wrong length" all the same.
        var canonical = TextInput.Canonical(text, maxLength: 64);
        if (canonical.IsRefused)
        {
            return canonical.Error.Code == "text.too_long" ? CreditCodeErrors.Length : CreditCodeErrors.Alphabet;
        }

        return canonical.Value is not { } value ? CreditCodeErrors.Required
            : Check(value) is { } refusal ? refusal
            : new CreditCode(value);
    }

    /// <summary>The exact check of a canonical spelling, without any normalising: lower case and full-width are not valid.</summary>
    public static bool IsValid(string? value) => value is not null && Check(value) is null;

    /// <summary>A code read back from a store that only ever received checked codes.</summary>
    /// <exception cref="ArgumentException">The stored text is not a valid canonical code, so the store was changed by other
    /// hands.</exception>
    public static CreditCode FromStored(string value) =>
        IsValid(value) ? new CreditCode(value) : throw new ArgumentException("The stored credit code is not valid.", nameof(value));

    /// <summary>The check character (position 18) that belongs to the first 17 characters.</summary>
    /// <returns>The character, or the refusal of <see cref="Parse"/> that the 17 characters earn.</returns>
    public static Result<char> CheckCharacterOf(string first17)
    {
        ArgumentNullException.ThrowIfNull(first17);
        return first17.Length != Length - 1 ? CreditCodeErrors.Length
            : CheckCharacters(first17) is { } refusal ? refusal
            : CheckCharacter(first17);
    }

    /// <summary>
    /// False when the check inside positions 9–17 (GB 11714-1997) does not hold. This is a hint for a warning only, never a
    /// reason to refuse: codes assigned after 2015 are not bound to it everywhere (confidence: believed).
    /// </summary>
    public bool HasSoundSubjectCode()
    {
        var sum = 0;
        for (var i = 0; i < SubjectWeights.Length; i++)
        {
            var character = SubjectCode[i];
            sum += SubjectWeights[i] * (char.IsAsciiDigit(character) ? character - '0' : character - 'A' + 10);
        }

        var expected = (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
        return SubjectCode[^1] == expected;
    }

    /// <summary>The canonical spelling.</summary>
    public override string ToString() => Value;

    private static Error? Check(string value)
    {
        if (value.Length != Length)
        {
            return CreditCodeErrors.Length;
        }

        return CheckCharacters(value) ?? (CheckCharacter(value) == value[^1] ? null : CreditCodeErrors.CheckDigit);
    }

    private static Error? CheckCharacters(string value)
    {
        foreach (var character in value)
        {
            if (!Alphabet.Contains(character, StringComparison.Ordinal))
            {
                return CreditCodeErrors.Alphabet;
            }
        }

        return value.AsSpan(2, 6).ContainsAnyExceptInRange('0', '9') ? CreditCodeErrors.Division : null;
    }

    private static char CheckCharacter(string value)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += Weights[i] * Alphabet.IndexOf(value[i], StringComparison.Ordinal);
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}

/// <summary>Every refusal of a credit code.</summary>
internal static class CreditCodeErrors
{
    private static readonly LegalBasis Standard = new("GB 32100-2015 法人和其他组织统一社会信用代码编码规则", "4", "2015-10-01");

    internal static readonly Error Required = Refusal("required", "A unified social credit code is required here.");

    internal static readonly Error Length = Refusal("length", "A unified social credit code has exactly 18 characters.");

    internal static readonly Error Alphabet = Refusal(
        "alphabet", "A unified social credit code is written with the digits and the letters A–Y without I, O, S, V and Z.");

    internal static readonly Error Division = Refusal(
        "division", "Positions 3 to 8 of a unified social credit code are the digits of the registering division.");

    internal static readonly Error CheckDigit = Refusal(
        "check_digit", "The last character does not check the other seventeen: at least one character is mistyped.");

    private static Error Refusal(string reason, string message) =>
        new(ErrorKind.Invalid, "identifier.credit_code." + reason, message, Basis: Standard);
}
