namespace Oversight.Messaging;

/// <summary>Why a publisher's state is asked for.</summary>
public static class StatePurposes
{
    /// <summary>Newer states replace the copy, older ones are dropped: safe at any time, beside live facts.</summary>
    public const string Rebuild = "rebuild";

    /// <summary>Differences are reported and nothing is changed.</summary>
    public const string Verify = "verify";

    /// <summary>Differences are reported and mended: the publisher is right.</summary>
    public const string Mend = "mend";

    /// <summary>Facts that were published before are told again, each under its message id: what a restored service has lost.</summary>
    public const string Replay = "replay";

    /// <summary>Whether the state replaces the copy whatever the copy is.</summary>
    internal static bool Forces(string purpose) => purpose is Verify or Mend;
}
