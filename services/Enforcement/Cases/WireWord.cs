using System.Text.Json;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>States in queries, spelt as answers spell them.</summary>
internal static class WireWord
{
    private static readonly Error Unknown = new(ErrorKind.Invalid, "enforcement.list.state_unknown", "There is no such state.", "state");

    /// <summary>The value of a word such as <c>hearing_requested</c>; null stays null.</summary>
    public static Result<TEnum?> Read<TEnum>(string? word)
        where TEnum : struct, Enum
    {
        if (word is null)
        {
            return (TEnum?)null;
        }

        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()) == word)
            {
                return (TEnum?)value;
            }
        }

        return Unknown;
    }
}
