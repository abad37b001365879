using System.Globalization;
using System.Text.RegularExpressions;
using Oversight.Kernel;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Import;

/// <summary>A sound row: what it states, checked as a registrar's request is.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Particulars">Checked particulars.</param>
/// <param name="People">People in clear text; they are encrypted when the row is applied.</param>
/// <param name="Status">Status on entry.</param>
/// <param name="IsLead">Whether it is a lead on an unlicensed entity.</param>
internal sealed record SoundRow(int Line, Particulars Particulars, People People, string Status, bool IsLead)
{
    /// <summary>What makes two rows the same entry: credit code, else licence number, else name and division.</summary>
    public string Key => Particulars.CreditCode ?? (Particulars.Licence is { } licence ? $"L {licence.Number}" : $"N {Particulars.Name} {Particulars.Site.Division}");
}

/// <summary>Reads rows of a register file by the same rules as a registrar's request.</summary>
internal sealed partial class RowReader(RegisterRules rules, ParticularsReader reader, DivisionCode scope, DateOnly today)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The sound row, or the first refusal with the column at fault.</summary>
    public Result<SoundRow> Read(RegisterRow row)
    {
        if (row.Malformed is { } why)
        {
            return ImportErrors.Malformed(why);
        }

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
            Field("name"), Field("creditCode"), Field("type"), Field("profit"), Field("division"), Field("address"), Field("licenceNumber"), Field("issuingAuthority"),
            days[0], days[1], days[2], Field("remark"));
        var particulars = reader.Read(stated, today, status.Value, isNew: true);
        return particulars.IsRefused ? particulars.Error : Complete(row.Line, particulars.Value, status.Value, isLead, new People(Field("sponsor"), Field("principal"), Field("phone")));
    }

    private Result<SoundRow> Complete(int line, Particulars particulars, string status, bool isLead, People people)
    {
        if (!scope.Covers(DivisionCode.FromStored(particulars.Site.Division)))
        {
            return ImportErrors.OtherScope;
        }

        if (isLead)
        {
            particulars = particulars with { LacksPermit = true, LacksBusinessLicence = particulars.CreditCode is null };
        }

        var row = new SoundRow(line, particulars, people, isLead ? status : rules.StatusOnEntry(status, particulars.Licence?.ValidTo, today), isLead);
        if (!_seen.Add(row.Key))
        {
            return ImportErrors.RepeatedInFile.At(particulars.CreditCode is not null ? "creditCode" : "name");
        }

        return particulars.Licence is { } licence && !_seen.Add($"licence {licence.Number}") ? ImportErrors.RepeatedInFile.At("licenceNumber") : row;
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
            $"{match.Groups["y"].Value}-{match.Groups["m"].Value.PadLeft(2, '0')}-{match.Groups["d"].Value.PadLeft(2, '0')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : ImportErrors.Date;
    }

    [GeneratedRegex(@"^(?<y>\d{4})(?:-(?<m>\d{1,2})-(?<d>\d{1,2})|/(?<m>\d{1,2})/(?<d>\d{1,2})|\.(?<m>\d{1,2})\.(?<d>\d{1,2})|年(?<m>\d{1,2})月(?<d>\d{1,2})日|(?<m>\d{2})(?<d>\d{2}))$", RegexOptions.CultureInvariant)]
    private static partial Regex Day();
}
