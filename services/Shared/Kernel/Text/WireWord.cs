using System.Text.Json;

namespace Oversight.Kernel;

/// <summary>
/// Values of an enumeration as the wire spells them, for places that are no JSON: query parameters, contracts, messages.
/// <c>JointOperation</c> is <c>joint_operation</c>.
/// </summary>
public static class WireWord
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Of(value.ToString());

    /// <summary>The word of a value whose name is at hand.</summary>
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The value of a word; null for null and for a word that the enumeration does not have.</summary>
    public static T? Find<T>(string? word)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Of(value!.Value) == word);

    /// <summary>
    /// The value of a word; null for null; a refusal, pointed at <paramref name="field"/>, for a word that the enumeration does not have.
    /// </summary>
    public static Result<T?> Read<T>(string? word, string field)
        where T : struct, Enum =>
        Find<T>(word) is { } value ? (Result<T?>)value
        : word is null ? (T?)null
        : new Error(
            ErrorKind.Invalid, "request.value.malformed", $"{field} is one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}.", field);
}
