namespace Oversight.Pages;

/// <summary>One thing that a <see cref="Choice"/> offers.</summary>
/// <param name="Value">The value that is sent.</param>
/// <param name="Text">The words that are shown.</param>
public sealed record ChoiceOption(string Value, string Text);
