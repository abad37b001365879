using System.Globalization;

namespace Oversight.Kernel;

/// <summary>
/// A citizen's identity number 公民身份号码 that satisfies GB 11643-1999: 18 characters, a birth date that exists, the check
/// character. It is personal information (个人信息保护法 Art 4; of a child under 14 sensitive, Art 28): its text form is
/// masked, it has no property that holds the number, and only <see cref="Reveal"/> hands it out.
/// </summary>
public sealed class ResidentId : IEquatable<ResidentId>
{
    // GB 11643-1999, 5: weights and check characters (ISO 7064, MOD 11-2).
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private readonly string _number;

    private ResidentId(string number, DateOnly bornOn) => (_number, BornOn) = (number, bornOn);

    /// <summary>The date of birth in the number.</summary>
    public DateOnly BornOn { get; }

    /// <summary>
    /// Reads a number as people write it: full-width characters, white space and a lower-case <c>x</c> are normalised. The
    /// division inside may be one that no longer exists.
    /// </summary>
    /// <param name="text">The number.</param>
    /// <param name="today">The official day; a person born after it is refused.</param>
    /// <returns>
    /// The number, or <c>identifier.resident_id.required</c>, <c>.length</c>, <c>.digits</c>, <c>.birth_date</c>,
    /// <c>.future</c> or <c>.check_digit</c>. No message repeats the number.
    /// </returns>
    public static Result<ResidentId> Parse(string? text, DateOnly today)
    {
        var canonical = TextInput.Canonical(text, maxLength: 64);
        if (canonical.IsRefused)
        {
            return canonical.Error.Code == "text.too_long" ? ResidentIdErrors.Length : ResidentIdErrors.Digits;
        }

        if (canonical.Value is not { } number)
        {
            return ResidentIdErrors.Required;
        }

        if (number.Length != 18)
        {
            return ResidentIdErrors.Length;
        }

        if (number.AsSpan(0, 17).ContainsAnyExceptInRange('0', '9') || (number[17] != 'X' && !char.IsAsciiDigit(number[17])))
        {
            return ResidentIdErrors.Digits;
        }

        if (!DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var bornOn))
        {
            return ResidentIdErrors.BirthDate;
        }

        return bornOn > today ? ResidentIdErrors.Future
            : CheckCharacter(number) != number[17] ? ResidentIdErrors.CheckDigit
            : new ResidentId(number, bornOn);
    }

    /// <summary>
    /// True when the person has not completed <paramref name="age"/> years on <paramref name="onDay"/>. A year of age is
    /// completed on the day after the birthday (法释〔2006〕1号 Art 2), so on the birthday itself a child still counts as one.
    /// </summary>
    /// <param name="age">Years, 1 to 150: 14 for the special protection of children's data (个人信息保护法 Art 28), 18 for a minor (民法典 Art
    /// 17).</param>
    /// <param name="onDay">The official day in question.</param>
    public bool IsMinorUnder(int age, DateOnly onDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(age);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(age, 150);
        return onDay <= BornOn.AddYears(age);
    }

    /// <summary>The number in full. Every use is a disclosure: state the purpose, check the right, write the audit row.</summary>
    public string Reveal() => _number;

    /// <summary>The masked number, e.g. <c>330*************16</c>.</summary>
    public override string ToString() => $"{_number[..3]}*************{_number[^2..]}";

    /// <inheritdoc/>
    public bool Equals(ResidentId? other) => other is not null && other._number == _number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResidentId);

    /// <inheritdoc/>
    public override int GetHashCode() => _number.GetHashCode(StringComparison.Ordinal);

    private static char CheckCharacter(string number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += Weights[i] * (number[i] - '0');
        }

        return CheckCharacters[sum % 11];
    }
}

/// <summary>Every refusal of an identity number.</summary>
internal static class ResidentIdErrors
{
    private static readonly LegalBasis Standard = new("GB 11643-1999 公民身份号码", "4");

    internal static readonly Error Required = Refusal("required", "An identity number is required here.");

    internal static readonly Error Length = Refusal("length", "An identity number has exactly 18 characters.");

    internal static readonly Error Digits = Refusal("digits", "An identity number has 17 digits and then a digit or X.");

    internal static readonly Error BirthDate = Refusal("birth_date", "Positions 7 to 14 of the identity number are no date that exists.");

    internal static readonly Error Future = Refusal("future", "The date of birth in the identity number lies in the future.");

    internal static readonly Error CheckDigit = Refusal(
        "check_digit", "The last character does not check the other seventeen: at least one is mistyped.");

    private static Error Refusal(string reason, string message) =>
        new(ErrorKind.Invalid, "identifier.resident_id." + reason, message, Basis: Standard);
}
