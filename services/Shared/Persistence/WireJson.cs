using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oversight.Persistence;

/// <summary>The one JSON dialect of the platform: requests, answers, stored answers and facts.</summary>
/// <remarks>
/// camelCase names; enums by name; unknown and duplicated members are refused; numbers are numbers; Chinese is written as
/// it is. Dates are <c>2026-11-24</c>, instants <c>2026-11-24T01:02:03.123456Z</c>.
/// </remarks>
public static class WireJson
{
    /// <summary>Read-only options; reading is strict.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Applies the dialect to <paramref name="options"/>.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 32;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
