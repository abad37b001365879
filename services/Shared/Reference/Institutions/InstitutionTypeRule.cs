using System.Text.Json.Serialization;

namespace Oversight.Reference;

/// <summary>A type of institution.</summary>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="Group"><c>kindergarten</c>, <c>school</c>, <c>training</c> or <c>other</c>.</param>
/// <param name="Published">Whether the public may see an institution of this type at all.</param>
/// <param name="Profit">Allowed values of profit; empty if the type is forbidden.</param>
/// <param name="NeedsLicence">Whether it needs a school-running licence.</param>
/// <param name="CodePrefixes">Usual first two characters of its credit code; another is worth a look, never a refusal.</param>
/// <param name="IsLead">An entry of this type is a lead on an unlicensed entity, not an institution.</param>
public sealed record InstitutionTypeRule(
    string Zh,
    string En,
    string Group,
    bool Published,
    IReadOnlyList<string> Profit,
    bool NeedsLicence,
    IReadOnlyList<string> CodePrefixes,
    bool IsLead) : IRuleValues
{
    private static readonly string[] Groups = ["kindergarten", "school", "training", "other"];

    /// <summary>No body of this type may run at all.</summary>
    [JsonIgnore]
    public bool IsForbidden => Profit.Count == 0;

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string unit)
    {
        if (!Groups.Contains(Group))
        {
            yield return $"group must be one of {string.Join(", ", Groups)}.";
        }

        if (IsLead && Published)
        {
            yield return "a lead on an unlicensed entity is not published.";
        }
    }
}
