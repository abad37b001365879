using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Matters;
using Oversight.Complaint.Reference;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;

namespace Oversight.Complaint.Intakes;

/// <summary>A message as it was stated, on a page, by API or by a handler.</summary>
internal sealed record StatedIntake(
    IReadOnlyList<string> Wants, string? Category, Guid? InstitutionId, string? PartyName, string? Division, string? Address, string? Text,
    bool Anonymous, string? Name, string? Phone);

/// <summary>Reads a message and lists everything that is wrong with it, each with its field.</summary>
internal sealed partial class IntakeReader(ComplaintDbContext context, ComplaintRules rules)
{
    /// <summary>Longest message in UTF-16 units, and the shortest that says something.</summary>
    public const int MaxText = 20_000, MinText = 10;

    /// <summary>Longest name of a party and longest address.</summary>
    public const int MaxPartyName = 100, MaxAddress = 200, MaxName = 60;

    /// <param name="stated">The message.</param>
    /// <param name="day">Official day on which it was received: whose rules apply.</param>
    /// <param name="mayNameLeads">Whether a lead on an unlicensed entity may be named by id; the public does not know of them.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The message, or null and its faults.</returns>
    public async Task<(ReadIntake? Intake, IReadOnlyList<Error> Faults)> ReadAsync(
        StatedIntake stated, DateOnly day, bool mayNameLeads, CancellationToken cancellation)
    {
        var faults = new List<Error>();
        var wants = Wants(stated, faults);
        var (party, type) = await PartyAsync(stated, mayNameLeads, faults, cancellation);
        // Without a readable party the national version still tells a fault of the category: all faults are listed at once.
        var category = rules.Category(stated.Category ?? "", day, party is null ? null : DivisionCode.FromStored(party.Division));
        if (category is null)
        {
            faults.Add(IntakeErrors.CategoryUnknown);
        }
        else if (wants.Any(kind => !category.Values.Kinds.Contains(Code(kind))))
        {
            faults.Add(IntakeErrors.KindNotPossible);
        }

        var text = TextInput.Required(stated.Text, MaxText, TextForm.MultiLine);
        if (text.IsRefused)
        {
            faults.Add(text.Error.At("text"));
        }
        else if (text.Value.Length < MinText)
        {
            faults.Add(IntakeErrors.TextTooShort);
        }

        var person = Person(stated, wants, faults);
        return faults.Count > 0 ? (null, faults) : (new ReadIntake(wants, category!, party!, type, text.Value!, person), faults);
    }

    /// <summary>A telephone number of the mainland as it is kept: digits only, without country code; null if it is none.</summary>
    public static string? Phone(string? stated)
    {
        var read = TextInput.Optional(stated, 40, TextForm.Code);
        if (read.IsRefused || read.Value is not { } text)
        {
            return null;
        }

        var digits = Separators().Replace(text, "");
        digits = digits.StartsWith("+86", StringComparison.Ordinal) ? digits[3..] : digits.StartsWith("0086", StringComparison.Ordinal)
            ? digits[4..] : digits;
        return Number().IsMatch(digits) ? digits : null;
    }

    private static string Code(MatterKind kind) => kind == MatterKind.Complaint ? "complaint" : "report";

    private static List<MatterKind> Wants(StatedIntake stated, List<Error> faults)
    {
        var wants = stated.Wants.Select(
            w => w switch { "complaint" => MatterKind.Complaint, "report" => (MatterKind?)MatterKind.Report, _ => null }).ToList();
        if (wants.Count == 0)
        {
            faults.Add(IntakeErrors.WantsRequired);
        }
        else if (wants.Contains(null) || wants.Distinct().Count() != wants.Count)
        {
            faults.Add(IntakeErrors.WantsUnknown);
        }

        return [.. wants.OfType<MatterKind>().Distinct().Order()];
    }

    private static (string Name, string Phone)? Person(StatedIntake stated, List<MatterKind> wants, List<Error> faults)
    {
        if (stated.Anonymous)
        {
            // 市场监督管理投诉举报处理办法 第十条: a complaint needs a real identity. A report may be anonymous.
            if (wants.Contains(MatterKind.Complaint))
            {
                faults.Add(IntakeErrors.NeedsIdentity);
            }
            // The two contradict each other, and a stored name would break the promise of anonymity.
            else if (!string.IsNullOrWhiteSpace(stated.Name) || !string.IsNullOrWhiteSpace(stated.Phone))
            {
                faults.Add(IntakeErrors.AnonymousWithIdentity);
            }

            return null;
        }

        var name = TextInput.Optional(stated.Name, MaxName);
        if (name.IsRefused)
        {
            faults.Add(name.Error.At("name"));
        }
        else if (name.Value is null or { Length: < 2 })
        {
            faults.Add(IntakeErrors.NameRequired);
        }

        var phone = Phone(stated.Phone);
        if (phone is null)
        {
            faults.Add(string.IsNullOrWhiteSpace(stated.Phone) ? IntakeErrors.PhoneRequired : IntakeErrors.PhoneInvalid);
        }

        return name.Error is null && name.Value is { } known && phone is not null ? (known, phone) : null;
    }

    private async Task<(Party? Party, string? Type)> PartyAsync(
        StatedIntake stated, bool mayNameLeads, List<Error> faults, CancellationToken cancellation)
    {
        var described = !string.IsNullOrWhiteSpace(stated.PartyName) || !string.IsNullOrWhiteSpace(stated.Division)
            || !string.IsNullOrWhiteSpace(stated.Address);
        if (stated.InstitutionId is { } id)
        {
            if (described)
            {
                faults.Add(IntakeErrors.PartyTwice);
                return default;
            }

            // To the public a lead is the same as an id that is not there, so nobody can try ids to find leads.
            var known = await context.Institutions.AsNoTracking()
                .FirstOrDefaultAsync(i => i.Id == id && (mayNameLeads || !i.IsLead), cancellation);
            if (known is null)
            {
                faults.Add(IntakeErrors.InstitutionUnknown);
            }

            return (known?.ToParty(), known?.Type);
        }

        var (name, address) = (TextInput.Optional(stated.PartyName, MaxPartyName), TextInput.Optional(stated.Address, MaxAddress));
        if (name.IsRefused || address.IsRefused)
        {
            faults.AddRange(new[] { name.Error?.At("partyName"), address.Error?.At("address") }.OfType<Error>());
            return default;
        }

        if (name.Value is null)
        {
            faults.Add(IntakeErrors.PartyRequired);
            return default;
        }

        var division = DivisionCode.Parse(stated.Division);
        if (division.IsRefused || !rules.Serves(division.Value))
        {
            faults.Add(IntakeErrors.DivisionUnknown);
            return default;
        }

        return (new Party(null, name.Value, null, division.Value.FullCode, address.Value, PartyEntries.None), null);
    }

    [GeneratedRegex(@"^(1[3-9][0-9]{9}|0[0-9]{9,11})$")]
    private static partial Regex Number();

    [GeneratedRegex("[-()（）–—]")]
    private static partial Regex Separators();
}
