namespace Oversight.Reference;

/// <summary>
/// Rule data (a rule pack, a working-day calendar) is not sound, so the service must not start on it. Carries every fault
/// that was found, not the first one only, so that a correction takes one round.
/// </summary>
public sealed class RuleDataException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="subject">What was loaded, e.g. <c>Rule pack institution-types</c>.</param>
    /// <param name="faults">At least one fault, each with its file and place: <c>types.json: entries[3].versions[0].validTo: …</c>.</param>
    public RuleDataException(string subject, IReadOnlyList<string> faults)
        : base(Compose(subject, faults)) => Faults = faults;

    /// <summary>Every fault, in order of file and place.</summary>
    public IReadOnlyList<string> Faults { get; }

    private static string Compose(string subject, IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        return $"{subject} has {faults.Count} fault(s):{Environment.NewLine}- {string.Join(Environment.NewLine + "- ", faults)}";
    }
}
