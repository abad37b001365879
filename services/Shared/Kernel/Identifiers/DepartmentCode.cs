using System.Text.RegularExpressions;

namespace Oversight.Kernel;

/// <summary>
/// Code of a department 部门, the same for the same department of every division: <c>education</c>, <c>human_resources</c>. It stands in
/// the <c>dept</c> claim of staff tokens and in every fact. Whether there is such a department is not asked here: the rule pack
/// <c>departments</c> says so.
/// </summary>
public sealed partial record DepartmentCode
{
    /// <summary>Most characters of a code, and the length of every column that holds one.</summary>
    public const int MaxLength = 40;

    /// <summary>Fewest characters of a code.</summary>
    public const int MinLength = 2;

    /// <summary>How a code is written, as a regular expression: lower-case letters, digits and underscores, a letter first.</summary>
    public const string Pattern = "^[a-z][a-z0-9_]{1,39}$";

    private DepartmentCode(string value) => Value = value;

    /// <summary>The code, 2 to 40 characters.</summary>
    public string Value { get; }

    /// <summary>Reads a code. Nothing is normalised: a code is chosen from a list or written by a program.</summary>
    /// <returns>The code, or <c>identifier.department.required</c> or <c>.malformed</c>.</returns>
    public static Result<DepartmentCode> Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? DepartmentCodeErrors.Required
        : IsValid(text) ? new DepartmentCode(text)
        : DepartmentCodeErrors.Malformed;

    /// <summary>Whether the text is a code as <see cref="Pattern"/> has it.</summary>
    public static bool IsValid(string? text) => text is not null && Form().IsMatch(text);

    /// <summary>A code read back from a store or a verified token.</summary>
    /// <exception cref="ArgumentException">The text is no department code.</exception>
    public static DepartmentCode FromStored(string value) =>
        IsValid(value) ? new DepartmentCode(value) : throw new ArgumentException("The stored department code is not valid.", nameof(value));

    /// <summary>The code.</summary>
    public override string ToString() => Value;

    // \z, not $: a line break at the end is no part of a code.
    [GeneratedRegex(@"\A[a-z][a-z0-9_]{1,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>Every refusal of a department code.</summary>
internal static class DepartmentCodeErrors
{
    internal static readonly Error Required = Refusal("required", "A department code is required here.");

    internal static readonly Error Malformed = Refusal(
        "malformed", "A department code has 2 to 40 lower-case letters, digits and underscores, and begins with a letter.");

    private static Error Refusal(string reason, string message) => new(ErrorKind.Invalid, "identifier.department." + reason, message);
}
