using System.Globalization;
using System.Text.Json;
using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>
/// Reads hand-written JSON strictly and notes every fault with its file and place instead of stopping at the first one.
/// A reader that returns null has noted why.
/// </summary>
internal sealed class FaultList
{
    private readonly List<string> _faults = [];

    internal IReadOnlyList<string> Faults => _faults;

    internal bool Any => _faults.Count > 0;

    internal void Add(JsonPlace place, string fault) => _faults.Add($"{place}: {fault}");

    /// <summary>Parses a whole file; a key given twice anywhere in it is a fault.</summary>
    internal JsonPlace? Parse(string source, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.TrimStart('\uFEFF'));
            var root = new JsonPlace(source, string.Empty, document.RootElement.Clone());
            NoteDuplicates(root);
            return root;
        }
        catch (JsonException e)
        {
            _faults.Add($"{source}: is no JSON: {e.Message}");
            return null;
        }
    }

    /// <summary>Checks that the place is an object with all required keys and no others than the named ones.</summary>
    internal bool IsObject(JsonPlace place, IReadOnlyCollection<string> required, IReadOnlyCollection<string> optional)
    {
        if (place.Element.ValueKind != JsonValueKind.Object)
        {
            Add(place, "must be an object.");
            return false;
        }

        var present = place.Element.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var key in present.Where(key => !required.Contains(key) && !optional.Contains(key)))
        {
            Add(place, $"unknown key '{key}'.");
        }

        foreach (var key in required.Where(key => !present.Contains(key)))
        {
            Add(place, $"'{key}' is missing.");
        }

        return true;
    }

    /// <summary>The elements of a list with at least <paramref name="atLeast"/> of them; empty when it is none.</summary>
    internal IReadOnlyList<JsonPlace> Items(JsonPlace parent, string key, int atLeast)
    {
        if (parent.Member(key) is not { } place)
        {
            return [];
        }

        if (place.Element.ValueKind != JsonValueKind.Array || place.Element.GetArrayLength() < atLeast)
        {
            Add(place, atLeast == 0 ? "must be a list." : "must be a list with at least one element.");
            return [];
        }

        return [
            .. place.Element.EnumerateArray()
                .Select((item, i) => place with { Path = FormattableString.Invariant($"{place.Path}[{i}]"), Element = item })];
    }

    /// <summary>
    /// A text that is not blank and at most <paramref name="maxLength"/> long. An absent key is null without a fault here.
    /// </summary>
    internal string? Text(JsonPlace parent, string key, int maxLength)
    {
        if (parent.Member(key) is not { } place)
        {
            return null;
        }

        var text = place.Element.ValueKind == JsonValueKind.String ? place.Element.GetString() : null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > maxLength)
        {
            Add(place, FormattableString.Invariant($"must be a text of 1 to {maxLength} characters."));
            return null;
        }

        return text;
    }

    /// <summary>A date <c>yyyy-MM-dd</c>. An absent key, and null where it is allowed, is null without a fault here.</summary>
    internal DateOnly? Date(JsonPlace parent, string key, bool nullAllowed = false)
    {
        if (parent.Member(key) is not { } place || (nullAllowed && place.Element.ValueKind == JsonValueKind.Null))
        {
            return null;
        }

        return DateIn(place, place.Element.ValueKind == JsonValueKind.String ? place.Element.GetString() : null);
    }

    /// <summary>A date <c>yyyy-MM-dd</c> inside a text.</summary>
    internal DateOnly? DateIn(JsonPlace place, string? text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Add(place, "must be a date that exists, written yyyy-MM-dd.");
        return null;
    }

    /// <summary>The legal basis <c>{ law, article, version? }</c>.</summary>
    internal LegalBasis? Basis(JsonPlace parent)
    {
        if (parent.Member("basis") is not { } place || !IsObject(place, ["law", "article"], ["version"]))
        {
            return null;
        }

        var (law, article) = (Text(place, "law", 200), Text(place, "article", 100));
        var version = Text(place, "version", 100);
        return law is null || article is null ? null : new LegalBasis(law, article, version);
    }

    /// <summary>The confidence word.</summary>
    internal Confidence? ConfidenceOf(JsonPlace parent)
    {
        if (parent.Member("confidence") is not { } place)
        {
            return null;
        }

        Confidence? confidence = place.Element.ValueKind != JsonValueKind.String ? null : place.Element.GetString() switch
        {
            "sure" => Confidence.Sure,
            "believed" => Confidence.Believed,
            "unsure" => Confidence.Unsure,
            "ours" => Confidence.Ours,
            _ => null,
        };
        if (confidence is null)
        {
            Add(place, "must be one of sure, believed, unsure, ours.");
        }

        return confidence;
    }

    private void NoteDuplicates(JsonPlace place)
    {
        if (place.Element.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in place.Element.EnumerateArray())
            {
                NoteDuplicates(place with { Path = FormattableString.Invariant($"{place.Path}[{i++}]"), Element = item });
            }
        }
        else if (place.Element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in place.Element.EnumerateObject())
            {
                var below = place.At(member.Name, member.Value);
                if (!seen.Add(member.Name))
                {
                    Add(below, "is given twice.");
                }

                NoteDuplicates(below);
            }
        }
    }
}

/// <summary>An element of a JSON file and where it stands.</summary>
internal readonly record struct JsonPlace(string Source, string Path, JsonElement Element)
{
    internal JsonPlace At(string key, JsonElement element) =>
        this with { Path = Path.Length == 0 ? key : $"{Path}.{key}", Element = element };

    /// <summary>The member of this object, or null when there is none.</summary>
    internal JsonPlace? Member(string key) =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(key, out var member) ? At(key, member) : null;

    public override string ToString() => Path.Length == 0 ? Source : $"{Source}: {Path}";
}
