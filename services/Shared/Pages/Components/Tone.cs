namespace Oversight.Pages;

/// <summary>How a status or notice is meant. Colour never carries the meaning alone: the words do, and a sign beside them.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Neutral,

    /// <summary>In order.</summary>
    Good,

    /// <summary>Something to look at before relying on it.</summary>
    Caution,

    /// <summary>Do not rely on it.</summary>
    Danger,
}

/// <summary>The style class of a tone.</summary>
public static class ToneNames
{
    /// <summary>The class: <c>tone-neutral</c>, <c>tone-good</c>, <c>tone-caution</c> or <c>tone-danger</c>.</summary>
    public static string Class(this Tone tone) => tone switch
    {
        Tone.Good => "tone-good",
        Tone.Caution => "tone-caution",
        Tone.Danger => "tone-danger",
        _ => "tone-neutral",
    };

    /// <summary>A sign that tells the tones apart without colour.</summary>
    public static string Sign(this Tone tone) => tone switch
    {
        Tone.Good => "✓",
        Tone.Caution => "!",
        Tone.Danger => "×",
        _ => "•",
    };
}
