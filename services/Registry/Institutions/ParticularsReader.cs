using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Institutions;

/// <summary>What somebody states of an institution, as text: the same for a registrar's request and for a row of an import.</summary>
internal sealed record StatedParticulars(
    string? Name, string? CreditCode, string? Type, string? Profit, string? Division, string? Address, string? LicenceNumber,
    string? IssuingAuthority, DateOnly? IssuedOn, DateOnly? ValidFrom, DateOnly? ValidTo);

/// <summary>Reads what is stated into checked particulars; every rule on a single entry is here.</summary>
internal sealed class ParticularsReader(RegisterRules rules)
{
    private static readonly DateOnly EarliestDay = new(1982, 1, 1);

    /// <summary>The particulars, or the first refusal with its field.</summary>
    /// <param name="stated">What is stated.</param>
    /// <param name="today">Official day on which it is stated.</param>
    /// <param name="status">State of the entry: in preparation it has no licence yet, and before registration no credit code.</param>
    /// <param name="establishes">
    /// Whether the act makes a body of this type. Types that are closed to new ones refuse that with the article; bodies that
    /// exist may be entered and corrected, unless the type is forbidden altogether.
    /// </param>
    public Result<Particulars> Read(StatedParticulars stated, DateOnly today, string status, bool establishes)
    {
        var name = TextInput.Required(stated.Name, 100);
        if (name.IsRefused)
        {
            return name.Error.At("name");
        }

        if (string.IsNullOrWhiteSpace(stated.Type) || rules.Type(stated.Type.Trim(), today) is not { } type)
        {
            return InstitutionErrors.UnknownType;
        }

        // A malformed division is refused below by its own field; until then the national rule counts.
        var place = DivisionCode.Parse(stated.Division) is { IsRefused: false } division ? division.Value : null;
        // 《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》 第十三项 (T1): no new body is approved, existing ones stay.
        if ((establishes || type.Values.IsForbidden) && rules.ClosedToNew(type.Key, today, place) is { } closed)
        {
            return InstitutionErrors.TypeClosed(closed.Basis);
        }

        var profit = ReadProfit(stated.Profit, type);
        if (profit.IsRefused)
        {
            return profit.Error;
        }

        var code = string.IsNullOrWhiteSpace(stated.CreditCode) ? default(Result<CreditCode>?) : CreditCode.Parse(stated.CreditCode);
        if (code is { IsRefused: true } bad)
        {
            return bad.Error.At("creditCode");
        }

        var site = ReadSite(stated);
        if (site.IsRefused)
        {
            return site.Error;
        }

        var licence = ReadLicence(stated, today);
        if (licence.IsRefused)
        {
            return licence.Error;
        }

        if (type.Values.NeedsLicence && licence.Value is null && !RegisterRules.IsInPreparation(status))
        {
            return InstitutionErrors.LicenceRequired;
        }

        if (type.Values.NeedsLicence && code is null && RegisterRules.HasCreditCode(status))
        {
            return InstitutionErrors.CreditCodeRequired;
        }

        return new Particulars(name.Value, code?.Value.Value, type.Key, profit.Value, site.Value, licence.Value);
    }

    /// <summary>Reads the fields of a licence; null if all are empty.</summary>
    public static Result<Licence?> ReadLicence(StatedParticulars stated, DateOnly today)
    {
        // Any shape of number is taken: shapes differ by year and authority, and a refusal would keep a licensed body out.
        var number = TextInput.Optional(stated.LicenceNumber, 50, TextForm.HalfWidth);
        var authority = TextInput.Optional(stated.IssuingAuthority, 100);
        if (number.IsRefused || authority.IsRefused)
        {
            return number.Error?.At("licenceNumber") ?? authority.Error!.At("issuingAuthority");
        }

        if (number.Value is null)
        {
            // Parts of a licence without its number mean that the number was forgotten, not that there is no licence.
            return authority.Value is null && stated.ValidTo is null ? (Licence?)null : InstitutionErrors.LicenceRequired;
        }

        foreach (var (day, field) in new[] { (stated.IssuedOn, "issuedOn"), (stated.ValidFrom, "validFrom"), (stated.ValidTo, "validTo") })
        {
            if (day < EarliestDay || day > today.AddYears(50))
            {
                return InstitutionErrors.LicenceDayOutOfRange.At(field);
            }
        }

        if (stated.ValidTo < stated.ValidFrom)
        {
            return InstitutionErrors.LicenceTermReversed;
        }

        return stated.IssuedOn > stated.ValidTo
            ? InstitutionErrors.LicenceIssuedLate
            : new Licence(number.Value, authority.Value, stated.IssuedOn, stated.ValidFrom, stated.ValidTo);
    }

    /// <summary>Reads division and address of a site.</summary>
    public static Result<Site> ReadSite(StatedParticulars stated)
    {
        var division = DivisionCode.Parse(stated.Division);
        if (division.IsRefused)
        {
            return division.Error.At("division");
        }

        if (division.Value.Level != DivisionLevel.County)
        {
            return InstitutionErrors.CountyRequired;
        }

        var address = TextInput.Required(stated.Address, 200);
        return address.IsRefused ? address.Error.At("address") : new Site(division.Value.Value, address.Value);
    }

    private static Result<string?> ReadProfit(string? stated, RuleVersion<InstitutionTypeRule> type)
    {
        var profit = stated?.Trim() switch
        {
            null or "" => null,
            "营利" or "营利性" or "for_profit" => "for_profit",
            "非营利" or "非营利性" or "non_profit" => "non_profit",
            _ => "?",
        };
        // A word that is none of these becomes one that no type allows, so its refusal cites the article of the type.
        return profit is null ? (type.Values.IsLead ? (string?)null : InstitutionErrors.ProfitNotAllowed(type.Basis))
            : type.Values.Profit.Contains(profit) ? profit : InstitutionErrors.ProfitNotAllowed(type.Basis);
    }
}
