using Oversight.Inspection.Data;
using Oversight.Persistence.Content;
using Oversight.Persistence.PersonalData;

namespace Oversight.Inspection.Reference;

/// <summary>
/// Names of officers and free text of inspections, which may name people: encrypted at rest, in no event, list, log, audit row
/// or stored answer (个人信息保护法 第五十一条). Every field has a name of its own that is bound in.
/// </summary>
internal sealed class Confidential(PersonalDataKeys<InspectionDbContext> keys)
{
    public const string OfficerName = "officer.name", AnswerNote = "answer.note", Finding = "finding.description",
        Signature = "visit.signature_note",
        SelfReport = "rectification.self_report", RecheckNote = "rectification.recheck_note";

    /// <summary>
    /// Room that a text of so many UTF-16 units takes when encrypted: at most 3 bytes each, base64, and what stands beside it.
    /// </summary>
    public static int Room(int length) => (((3 * length) + 28) / 3 * 4) + 40;

    /// <summary>Encrypts; null stays null.</summary>
    public string? Protect(string field, string? text) => keys.Protect(field, text);

    /// <summary>Decrypts; null stays null.</summary>
    public string? Reveal(string field, string? cipher) => keys.Reveal(field, cipher);

    /// <summary>A name as it is shown without a purpose: the first character.</summary>
    public string MaskedName(string? cipher) => Reveal(OfficerName, cipher) is { Length: > 0 } name
        ? System.Globalization.StringInfo.GetNextTextElement(name) + "**" : "";
}

/// <summary>The files of evidence by their content, apart from the stores of other services in the same process.</summary>
internal sealed class EvidenceContent(ContentStore<InspectionDbContext> store)
{
    public Task<string> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation) => store.PutAsync(content, cancellation);

    public Task<byte[]?> ReadAsync(string sha256, CancellationToken cancellation) => store.ReadAsync(sha256, cancellation);
}
