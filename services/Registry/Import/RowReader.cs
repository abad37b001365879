using System.Globalization;
using System.Text.RegularExpressions;
using Oversight.Kernel;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Import;

/// <summary>A sound row: what it states, checked as a registrar's request is.</summary>
/// <param name="First">Line of the file on which it begins.</param>
/// <param name="Last">Line on which it ends.</param>
/// <param name="Particulars">Checked particulars.</param>
/// <param name="People">People in clear text; they are encrypted when the row is applied.</param>
/// <param name="Remark">Remark in clear text; likewise.</param>
/// <param name="Status">Status on entry.</param>
/// <param name="IsLead">Whether it is a lead on an unlicensed entity.</param>
/// <param name="Review">What a person has to look into, or null.</param>
internal sealed record SoundRow(
    int First, int Last, Particulars Particulars, People People, string? Remark, string Status, bool IsLead, Error? Review)
{
    /// <summary>What makes two rows the same entry: credit code, else licence number, else name and division.</summary>
    public string Key => Particulars.CreditCode
        ?? (Particulars.Licence is { } licence ? $"L {licence.Number}" : $"N {Particulars.Name} {Particulars.Site.Division}");
}

/// <summary>Reads rows of a register file by the same rules as a registrar's request.</summary>
internal sealed partial class RowReader(RegisterRules rules, ParticularsReader reader, DivisionCode scope, DateOnly today)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The sound row, or the first refusal with the column at fault.</summary>
    public Result<SoundRow> Read(RegisterLine row)
    {
        string? Field(string column) => row.Fields.TryGetValue(column, out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;
        var days = new DateOnly?[3];
        foreach (var (column, i) in new[] { ("issuedOn", 0), ("validFrom", 1), ("validTo", 2) })
        {
            var day = ReadDay(Field(column));
            if (day.IsRefused)
            {
                return day.Error.At(column);
            }

            days[i] = day.Value;
        }

        var isLead = Field("type") is { } typeText && rules.Type(typeText.Trim(), today)?.Values.IsLead == true;
        var status = ReadStatus(Field("status"), isLead);
        if (status.IsRefused)
        {
            return status.Error;
        }

        var stated = new StatedParticulars(
            Field("name"), Field("creditCode"), Field("type"), Field("profit"), Field("division"), Field("address"), Field("licenceNumber"),
            Field("issuingAuthority"), days[0], days[1], days[2]);

        // What is imported exists already, but for what is only in preparation.
        var particulars = reader.Read(stated, today, status.Value, establishes: RegisterRules.IsInPreparation(status.Value));
        var people = new People(Field("sponsor"), Field("principal"), Field("phone"));
        return particulars.IsRefused
            ? particulars.Error
            : Complete(row, particulars.Value, status.Value, isLead, people, Field("remark"));
    }

    private Result<SoundRow> Complete(RegisterLine line, Particulars particulars, string status, bool isLead, People people, string? remark)
    {
        var division = DivisionCode.FromStored(particulars.Site.Division);
        if (!scope.Covers(division))
        {
            return ImportErrors.OtherScope;
        }

        var closed = rules.ClosedToNew(particulars.Type, today, division);
        var licensedOn = particulars.Licence?.IssuedOn ?? particulars.Licence?.ValidFrom;
        // The body exists, so it is entered; whether it was approved before its type was closed is for a person to find out.
        var review = closed is null || licensedOn < closed.Since ? null : ImportErrors.LicenceBeforeClosure(closed.Since, closed.Basis);
        // The file has no columns for what a lead lacks. Whoever has a credit code has a business licence.
        if (isLead)
        {
            particulars = particulars with { LacksPermit = true, LacksBusinessLicence = particulars.CreditCode is null };
        }

        status = isLead ? status : rules.StatusOnEntry(status, particulars.Licence?.ValidTo, today);
        var row = new SoundRow(line.First, line.Last, particulars, people, remark, status, isLead, review);
        // Refused by row here; as a violated unique index it would end the whole import.
        if (!_seen.Add(row.Key))
        {
            return ImportErrors.RepeatedInFile.At(particulars.CreditCode is not null ? "creditCode" : "name");
        }

        // Also of rows with two credit codes: a licence number belongs to one entry.
        return particulars.Licence is { } licence && !_seen.Add($"licence {licence.Number}")
            ? ImportErrors.RepeatedInFile.At("licenceNumber") : row;
    }

    private Result<string> ReadStatus(string? text, bool isLead)
    {
        if (text is null)
        {
            return isLead ? RegisterRules.OpenLead : RegisterRules.InOperation;
        }

        if (rules.Status(TextInput.ToHalfWidth(text).Trim(), today) is not { } status)
        {
            return InstitutionErrors.UnknownStatus;
        }

        return rules.IsLeadStatus(status.Key) == isLead ? status.Key : ImportErrors.StatusOfOtherKind;
    }

    private static Result<DateOnly?> ReadDay(string? text)
    {
        if (text is null)
        {
            return (DateOnly?)null;
        }

        var match = Day().Match(TextInput.ToHalfWidth(text).Trim());
        return match.Success && DateOnly.TryParseExact(
            $"{match.Groups["y"].Value}-{match.Groups["m"].Value.PadLeft(2, '0')}-{match.Groups["d"].Value.PadLeft(2, '0')}", "yyyy-MM-dd",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : ImportErrors.Date;
    }

    [GeneratedRegex(
        @"^(?<y>\d{4})(?:-(?<m>\d{1,2})-(?<d>\d{1,2})|/(?<m>\d{1,2})/(?<d>\d{1,2})|\.(?<m>\d{1,2})\.(?<d>\d{1,2})"
            + @"|年(?<m>\d{1,2})月(?<d>\d{1,2})日|(?<m>\d{2})(?<d>\d{2}))$", RegexOptions.CultureInvariant)]
    private static partial Regex Day();
}
