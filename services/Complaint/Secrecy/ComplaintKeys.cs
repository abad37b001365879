using System.Text;
using Oversight.Complaint.Data;
using Oversight.Persistence.PersonalData;

namespace Oversight.Complaint.Secrecy;

/// <summary>
/// Encrypts what people say and who they are. Every ciphertext is bound to its field and its record: moved to another row it does not
/// open (个人信息保护法 第五十一条).
/// </summary>
internal sealed class ComplaintKeys(PersonalDataKeys<ComplaintDbContext> keys)
{
    public const string IntakeText = "intake.text", EntryText = "entry.text", Name = "complainant.name", Phone = "complainant.phone",
        Comment = "satisfaction.comment";

    /// <summary>The ciphertext of a text; null stays null.</summary>
    public byte[]? Seal(string field, Guid record, string? text) =>
        text is null ? null : keys.ProtectBytes($"{field}/{record:N}", Encoding.UTF8.GetBytes(text));

    /// <summary>The clear text; null stays null.</summary>
    public string? Open(string field, Guid record, byte[]? sealedText) =>
        sealedText is null ? null : Encoding.UTF8.GetString(keys.RevealBytes($"{field}/{record:N}", sealedText));
}
