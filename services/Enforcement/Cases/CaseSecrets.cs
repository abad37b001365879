using System.Text.Json;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Enforcement.Cases;

/// <summary>A natural person who is the party.</summary>
internal sealed record PersonParty(string Name, string? Address, string? ResidentId);

/// <summary>Encrypts what a case holds of people (个人信息保护法 第五十一条).</summary>
internal sealed class CaseSecrets(PersonalDataKey key)
{
    private const string PersonField = "case.person";

    /// <summary>What stands in the place of a natural person's name wherever it is not unmasked.</summary>
    public const string Nameless = "自然人当事人";

    /// <summary>A text of the file, for a case.</summary>
    public Result<CaseText> Text(Guid id, Guid caseId, CaseTextKind kind, string? text, DateTime at, string field)
    {
        var read = TextInput.Required(text, CaseText.MaxLength, TextForm.MultiLine);
        return read.IsRefused
            ? read.Error.At(field)
            : new CaseText { Id = id, CaseId = caseId, Kind = kind, Cipher = key.Protect(CaseText.Field(kind), read.Value)!, At = at };
    }

    public string Reveal(CaseText text) => key.Reveal(CaseText.Field(text.Kind), text.Cipher)!;

    public string Protect(PersonParty person) => key.Protect(PersonField, JsonSerializer.Serialize(person, WireJson.Options))!;

    public PersonParty? Reveal(string? cipher) => key.Reveal(PersonField, cipher) is { } json ? JsonSerializer.Deserialize<PersonParty>(json, WireJson.Options) : null;

    /// <summary>The same for the same person, readable for nobody.</summary>
    public string KeyOf(PersonParty person) => key.Fingerprint(PersonField, person.ResidentId ?? $"{person.Name}|{person.Address}");
}
