using System.Text.Json;
using System.Text.Json.Nodes;

namespace Oversight.Architecture.Tests.BadInput;

/// <summary>A member of a request body.</summary>
/// <param name="Path">Where it stands, as a problem names it, e.g. <c>acts[0].actOn</c>.</param>
/// <param name="Schema">What it may be.</param>
public sealed record Member(string Path, JsonElement Schema)
{
    /// <summary>The JSON type without null, e.g. <c>string</c>; empty for a choice among names.</summary>
    public string Kind => Schema.TryGetProperty("enum", out _) ? "name" : Operation.TypeOf(Schema);

    /// <summary>The format, or null.</summary>
    public string? Format => Schema.TryGetProperty("format", out var format) ? format.GetString() : null;

    /// <summary>Greatest length of a text; without one of its own, the one that holds for every text.</summary>
    public int MaxLength => Schema.TryGetProperty("maxLength", out var length) ? length.GetInt32() : 100_000;
}

/// <summary>An operation as a service describes it.</summary>
public sealed class Operation
{
    private readonly JsonElement _document;
    private readonly JsonElement _operation;

    private Operation(JsonElement document, string path, string method, JsonElement operation)
    {
        (_document, _operation, Template, Method) = (document, operation, path, new HttpMethod(method.ToUpperInvariant()));
        BodyTypes = operation.TryGetProperty("requestBody", out var body)
            ? [.. body.GetProperty("content").EnumerateObject().Select(c => c.Name)] : [];
    }

    /// <summary>The path with its places.</summary>
    public string Template { get; }

    /// <summary>The path of a record that is not there.</summary>
    public string Path => Template.Replace("{id}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal);

    /// <summary>The method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Content types of its body; none if it takes no body.</summary>
    public IReadOnlyList<string> BodyTypes { get; }

    /// <summary>Whether it changes anything.</summary>
    public bool IsWrite => Method == HttpMethod.Post || Method == HttpMethod.Put || Method == HttpMethod.Patch
        || Method == HttpMethod.Delete;

    /// <summary>Whether its body is JSON.</summary>
    public bool TakesJson => BodyTypes.Contains("application/json");

    /// <summary>Whether everybody may call it.</summary>
    public bool IsPublic => !_operation.TryGetProperty("security", out _);

    /// <summary>Its query parameters with their schemas.</summary>
    public IReadOnlyList<Member> Query => !_operation.TryGetProperty("parameters", out var parameters)
        ? []
        : [
            .. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query")
                .Select(p => new Member(p.GetProperty("name").GetString()!, Resolve(p.GetProperty("schema"))))];

    /// <summary>All operations of an OpenAPI document.</summary>
    public static IReadOnlyList<Operation> Of(JsonElement document) =>
        [
            .. document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(o => new Operation(document, path.Name, o.Name, o.Value)))];

    /// <summary>A body in which every member stands once, each of the right type and otherwise meaningless.</summary>
    public JsonObject Sample() => (JsonObject)Sample(BodySchema)!;

    /// <summary>The members of the body, those of lists at the first place.</summary>
    public IReadOnlyList<Member> Members() => [.. Members(BodySchema, "")];

    /// <summary>The first places of the lists in the body, lists within lists included, e.g. <c>acts[0]</c>.</summary>
    public IReadOnlyList<string> Places() => [.. Places(BodySchema, "")];

    /// <summary>The members that must not be left out of the body itself.</summary>
    public IReadOnlyList<string> Required() =>
        BodySchema.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(n => n.GetString()!)] : [];

    /// <summary>The sample with another value in one place.</summary>
    public JsonObject With(string path, JsonNode? value)
    {
        JsonNode at = Sample();
        var whole = (JsonObject)at;
        var steps = path.Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[0]! : at[step]!;
        }

        if (at is JsonArray last)
        {
            last[0] = value;
        }
        else
        {
            at[steps[^1]] = value;
        }

        return whole;
    }

    /// <summary>The JSON type of a schema without null.</summary>
    internal static string TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type)
        ? ""
        : type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Select(t => t.GetString()!).First(t => t != "null") : type.GetString()!;

    private JsonElement BodySchema =>
        Resolve(_operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));

    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Resolve(_document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]));
        }

        return schema.TryGetProperty("oneOf", out var choice)
            ? Resolve(
                choice.EnumerateArray().First(
                    c => !c.TryGetProperty("type", out var t) || t.ValueKind != JsonValueKind.String || t.GetString() != "null")) : schema;
    }

    private IEnumerable<Member> Members(JsonElement schema, string path)
    {
        switch (TypeOf(schema))
        {
            case "object":
                return schema.TryGetProperty("properties", out var properties)
                    ? properties.EnumerateObject()
                        .SelectMany(p => Members(Resolve(p.Value), path.Length == 0 ? p.Name : $"{path}.{p.Name}"))
                    : [];
            case "array":
                return Members(Resolve(schema.GetProperty("items")), path + "[0]");
            default:
                return [new Member(path, schema)];
        }
    }

    private IEnumerable<string> Places(JsonElement schema, string path) => TypeOf(schema) switch
    {
        "object" when schema.TryGetProperty("properties", out var properties) =>
            properties.EnumerateObject().SelectMany(p => Places(Resolve(p.Value), path.Length == 0 ? p.Name : $"{path}.{p.Name}")),
        "array" => Places(Resolve(schema.GetProperty("items")), path + "[0]").Prepend(path + "[0]"),
        _ => [],
    };

    private JsonNode? Sample(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var names))
        {
            return names[0].GetString();
        }

        switch (TypeOf(schema))
        {
            case "object":
                return new JsonObject(
                    schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(
                        p => KeyValuePair.Create(p.Name, Sample(Resolve(p.Value)))) : []);
            case "array":
                return new JsonArray(Sample(Resolve(schema.GetProperty("items"))));
            case "boolean":
                return true;
            case "integer" or "number":
                return schema.TryGetProperty("minimum", out var minimum) ? minimum.GetInt64() : 1;
            default:
                return Text(schema);
        }
    }

    private static string Text(JsonElement schema) => (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
    {
        "uuid" => Guid.CreateVersion7().ToString(),
        "date" => "2026-01-05",
        "date-time" => "2026-01-05T01:02:03Z",
        _ => new string('a', schema.TryGetProperty("minLength", out var length) ? Math.Max(1, length.GetInt32()) : 1),
    };
}
