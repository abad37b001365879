namespace Oversight.Kernel;

/// <summary>
/// Code of a violation of the catalogue: <c>V37</c>. It stands in findings, clues, cases and every fact about them. Whether the catalogue
/// has it is not asked here: the rule pack <c>violations</c> says so, and a place may add codes of its own.
/// </summary>
public sealed record ViolationCode
{
    /// <summary>Most characters of a code, and the length of every column that holds one.</summary>
    public const int MaxLength = 5;

    private const int MinLength = 3;

    private ViolationCode(string value) => Value = value;

    /// <summary>The code: <c>V</c> and two to four digits.</summary>
    public string Value { get; }

    /// <summary>Reads a code as people write it: full-width characters, white space and a lower-case <c>v</c> are normalised.</summary>
    /// <returns>The code, or <c>identifier.violation.required</c> or <c>.malformed</c>.</returns>
    public static Result<ViolationCode> Parse(string? text)
    {
        var canonical = TextInput.Canonical(text, maxLength: 64);
        return canonical.IsRefused ? ViolationCodeErrors.Malformed
            : canonical.Value is not { } value ? ViolationCodeErrors.Required
            : IsValid(value) ? new ViolationCode(value)
            : ViolationCodeErrors.Malformed;
    }

    /// <summary>The exact check of a canonical spelling, without any normalising: lower case and full-width are not valid.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: >= MinLength and <= MaxLength } && value[0] == 'V' && !value.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    /// <summary>A code read back from a store or a fact.</summary>
    /// <exception cref="ArgumentException">The text is no canonical code.</exception>
    public static ViolationCode FromStored(string value) =>
        IsValid(value) ? new ViolationCode(value) : throw new ArgumentException("The stored violation code is not valid.", nameof(value));

    /// <summary>The code.</summary>
    public override string ToString() => Value;
}

/// <summary>Every refusal of a violation code.</summary>
internal static class ViolationCodeErrors
{
    internal static readonly Error Required = Refusal("required", "A violation code is required here.");

    internal static readonly Error Malformed = Refusal("malformed", "A violation code is V and two to four digits, such as V37.");

    private static Error Refusal(string reason, string message) => new(ErrorKind.Invalid, "identifier.violation." + reason, message);
}
