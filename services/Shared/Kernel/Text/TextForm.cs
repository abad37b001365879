namespace Oversight.Kernel;

/// <summary>How <see cref="TextInput"/> brings a text into shape; values combine.</summary>
[Flags]
public enum TextForm
{
    /// <summary>One line, trimmed, inner spaces and full-width forms as written.</summary>
    AsWritten = 0,

    /// <summary>Every run of inner white space becomes one space (a tab and a line break too, unless <see cref="MultiLine"/>).</summary>
    SingleSpaced = 1,

    /// <summary>Full-width digits, letters, punctuation and space become their half-width (ASCII) forms.</summary>
    HalfWidth = 2,

    /// <summary>Line breaks and tabs stay; every kind of line break becomes <c>\n</c>.</summary>
    MultiLine = 4,

    /// <summary>A number or code as people type it: half-width and without any white space inside.</summary>
    Code = HalfWidth | 8,
}
