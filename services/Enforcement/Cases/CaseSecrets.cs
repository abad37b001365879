using System.Text.Json;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Enforcement.Cases;

/// <summary>A natural person who is the party.</summary>
internal sealed record PersonParty(string Name, string? Address, string? ResidentId);

/// <summary>Encrypts what a case holds of people (个人信息保护法 第五十一条).</summary>
internal sealed class CaseSecrets(PersonalDataKeys<EnforcementDbContext> keys)
{
    public const string PersonField = "case.person";

    private const string PersonPurpose = "enforcement/party-person", NamePurpose = "enforcement/party-name";

    /// <summary>What stands in the place of a natural person's name wherever it is not unmasked.</summary>
    public const string Nameless = "自然人当事人";

    /// <summary>A text of the file, for a case.</summary>
    public Result<CaseText> Text(Guid id, Guid caseId, CaseTextKind kind, string? text, DateTime at, string field)
    {
        var read = TextInput.Required(text, CaseText.MaxLength, TextForm.MultiLine);
        return read.IsRefused
            ? read.Error.At(field)
            : new CaseText { Id = id, CaseId = caseId, Kind = kind, Cipher = keys.Protect(CaseText.Field(kind), read.Value)!, At = at };
    }

    public string Reveal(CaseText text) => keys.Reveal(CaseText.Field(text.Kind), text.Cipher)!;

    public string Protect(PersonParty person) => keys.Protect(PersonField, JsonSerializer.Serialize(person, WireJson.Options))!;

    public PersonParty? Reveal(string? cipher) => keys.Reveal(PersonField, cipher) is { } json
        ? JsonSerializer.Deserialize<PersonParty>(json, WireJson.Options) : null;

    /// <summary>
    /// The keys that the same person may have in other cases, the one of a new case first. Keyed: a resident id is one of few enough
    /// numbers that whoever has the database alone could try them all against a plain hash.
    /// </summary>
    public IReadOnlyList<string> KeysOf(PersonParty person) =>
        [.. keys.Fingerprints(PersonPurpose, person.ResidentId ?? $"{person.Name}|{person.Address}").Select(hash => $"p:{hash}")];

    /// <summary>The same for a party that has a name only, which may be its owner's.</summary>
    public IReadOnlyList<string> KeysOf(string name, string division) =>
        [.. keys.Fingerprints(NamePurpose, $"{name}|{division}").Select(hash => $"n:{hash}")];
}
