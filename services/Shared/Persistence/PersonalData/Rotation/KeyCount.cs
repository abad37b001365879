using System.Security.Cryptography;

namespace Oversight.Persistence.PersonalData;

/// <summary>What one pass over everything that is encrypted has found, and the encrypting anew of a single value.</summary>
internal sealed class KeyCount(PersonalDataKeys keys)
{
    private const int MostNamed = 20;

    /// <summary>How many values and files are encrypted with a key, by its id, at the end of the pass.</summary>
    public Dictionary<string, long> ByKey { get; } = new(StringComparer.Ordinal);

    /// <summary>How many values were encrypted anew.</summary>
    public long Values { get; private set; }

    /// <summary>How many files were.</summary>
    public long Files { get; set; }

    /// <summary>How many rows were changed by somebody else in the moment between; the next pass finds them.</summary>
    public long Raced { get; set; }

    /// <summary>How many values do not open: altered, moved, never encrypted, or by a key that is not there.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Where the first of those are.</summary>
    public List<string> Places { get; } = [];

    /// <summary>Whether a further pass would find nothing else to do.</summary>
    public bool IsClean => Values == 0 && Files == 0 && Raced == 0;

    /// <summary>Counts a value as it is.</summary>
    public void Add(string? keyId, string place)
    {
        if (keyId is null)
        {
            AddUnreadable(place);
            return;
        }

        ByKey[keyId] = ByKey.GetValueOrDefault(keyId) + 1;
    }

    public void AddUnreadable(string place)
    {
        Unreadable++;
        if (Places.Count < MostNamed)
        {
            Places.Add(place);
        }
    }

    /// <summary>The keys of the encrypted values within a stored value; one that is null, or no encrypted value at all, is null.</summary>
    public static IReadOnlyList<string?> KeysOf(object value)
    {
        if (value is byte[] bytes)
        {
            return [SealedValue.KeyOf(bytes)];
        }

        var within = SealedValue.Within().Matches((string)value).Select(match => SealedValue.KeyOf(match.Value)).ToList();
        return within.Count == 0 ? [null] : within;
    }

    /// <summary>The value encrypted with the current key; the same object if it is already, or cannot be opened.</summary>
    public object? Renew(object? value, string field, string place)
    {
        if (value is null)
        {
            return null;
        }

        var current = keys.Current;
        try
        {
            if (KeysOf(value).All(id => id is null || id == current.Id || keys.IsLost(id)))
            {
                return value;
            }

            object renewed = value is byte[] bytes
                ? SealedValue.Bytes(current, field, keys.RevealBytes(field, bytes))
                : SealedValue.Within().Replace((string)value, match => Renew(match.Value, field, current));
            Values++;
            return renewed;
        }
        catch (Exception e) when (e is CryptographicException or KeyUnavailableException)
        {
            AddUnreadable(place);
            return value;
        }
    }

    private string Renew(string text, string field, EncryptionKey current) =>
        SealedValue.KeyOf(text) is { } id && id != current.Id && !keys.IsLost(id)
            ? SealedValue.Text(current, field, keys.Reveal(field, text)!) : text;
}
