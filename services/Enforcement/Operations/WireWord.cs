using System.Text.Json;
using Oversight.Kernel;

namespace Oversight.Enforcement.Operations;

/// <summary>Values of an enumeration as they stand on the wire, in contracts and in query parameters: <c>joint_operation</c>.</summary>
internal static class WireWord
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word; null for null; a refusal for a word that the enumeration does not have.</summary>
    public static Result<T?> Read<T>(string? word, string field)
        where T : struct, Enum
    {
        if (word is null)
        {
            return (T?)null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return (T?)value;
            }
        }

        return new Error(ErrorKind.Invalid, "request.value.malformed", $"{field} is one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}.", field);
    }
}
