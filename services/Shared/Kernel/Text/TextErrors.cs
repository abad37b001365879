namespace Oversight.Kernel;

/// <summary>Every refusal of <see cref="TextInput"/>.</summary>
internal static class TextErrors
{
    internal static readonly Error Required = new(ErrorKind.Invalid, "text.required", "A text is required here; it is missing or blank.");

    internal static readonly Error ControlCharacter = new(
        ErrorKind.Invalid, "text.control_character",
        "The text has a control or invisible format character; only visible characters are taken here.");

    internal static readonly Error BrokenEncoding = new(
        ErrorKind.Invalid, "text.broken_encoding",
        "The text has characters that no text has (half a surrogate pair or the replacement mark U+FFFD): it was decoded wrongly.");

    internal static readonly Error DirectionMark = new(
        ErrorKind.Invalid, "text.direction_mark",
        "The text has a mark that changes the reading direction; it would be shown otherwise than it is stored.");

    internal static Error TooLong(int maxLength) => new(
        ErrorKind.Invalid, "text.too_long", FormattableString.Invariant($"The text is longer than {maxLength} characters."));
}
