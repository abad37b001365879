using Oversight.Kernel;
using Oversight.Persistence.PersonalData;
using Oversight.Registry.Data;

namespace Oversight.Registry.Institutions;

/// <summary>The people behind an institution in clear text: only for an act whose purpose is audited.</summary>
internal sealed record People(string? Sponsor, string? Principal, string? Phone);

/// <summary>
/// Encrypts and masks the people behind an institution, and encrypts the remark: it is free text in which officers name people
/// (个人信息保护法 第五十一条).
/// </summary>
internal sealed class ContactProtector(PersonalDataKeys<RegistryDbContext> keys)
{
    public const string Sponsor = "institution.sponsor", Principal = "institution.principal", Phone = "institution.phone",
        Remark = "institution.remark";

    /// <summary>
    /// The contact to store. A value that stays the same keeps its ciphertext, so that an equal statement changes nothing.
    /// </summary>
    /// <param name="stated">As stated; blank means none.</param>
    /// <param name="remark">The remark as stated, at most 500 characters in any number of lines; blank means none.</param>
    /// <param name="current">What the entry holds now, or null for a new one.</param>
    public Result<Contact> Protect(People stated, string? remark, Contact? current)
    {
        var sponsor = TextInput.Optional(stated.Sponsor, 100);
        var principal = TextInput.Optional(stated.Principal, 60);
        var phone = TextInput.Optional(stated.Phone, 40, TextForm.HalfWidth);
        var text = TextInput.Optional(remark, 500, TextForm.MultiLine);
        if (sponsor.IsRefused || principal.IsRefused || phone.IsRefused || text.IsRefused)
        {
            return sponsor.Error?.At("sponsor") ?? principal.Error?.At("principal") ?? phone.Error?.At("phone") ?? text.Error!.At("remark");
        }

        return new Contact(
            Keep(Sponsor, sponsor.Value, current?.SponsorCipher),
            Keep(Principal, principal.Value, current?.PrincipalCipher),
            Keep(Phone, phone.Value, current?.PhoneCipher),
            Keep(Remark, text.Value, current?.RemarkCipher));
    }

    /// <summary>Clear text; only for an act whose purpose is audited.</summary>
    public People Reveal(Contact contact) =>
        new(
            keys.Reveal(Sponsor, contact.SponsorCipher), keys.Reveal(Principal, contact.PrincipalCipher),
            keys.Reveal(Phone, contact.PhoneCipher));

    /// <summary>The remark in clear text, or null if there is none.</summary>
    public string? RevealRemark(Contact contact) => keys.Reveal(Remark, contact.RemarkCipher);

    /// <summary>As an answer may show them without a purpose: the first character of a name, the last two digits of a number.</summary>
    public People Masked(Contact contact)
    {
        var clear = Reveal(contact);
        return new People(
            MaskName(clear.Sponsor), MaskName(clear.Principal),
            clear.Phone is { } phone ? "****" + (phone.Length > 6 ? phone[^2..] : "") : null);
    }

    // A rare character of a name takes two UTF-16 units, and half of it is no text.
    private static string? MaskName(string? name) =>
        name is null ? null : name[..(char.IsHighSurrogate(name[0]) && name.Length > 1 ? 2 : 1)] + "**";

    private string? Keep(string field, string? clear, string? current) =>
        current is not null && keys.Reveal(field, current) == clear ? current : keys.Protect(field, clear);
}
