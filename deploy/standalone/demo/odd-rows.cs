/// <summary>The rows wrong on purpose, and the odd ones that must be accepted, spread evenly over the valid rows.</summary>
internal static class Demo
{
    public const int Institutions = 2_000, OddInstitutions = 12;

    public static (List<Row> Rows, object Expected) Mix(Register register, List<Row> valid)
    {
        var special = Odd(register).Concat(Wrong(register, valid.First(row => row.Type == "K1"))).ToArray();
        var rows = new List<Row>(valid);
        for (var i = 0; i < special.Length; i++)
        {
            rows.Insert((i + 1) * 50, special[i]);
        }

        var accepted = rows.Where(row => row.Fault is null).ToArray();
        if (accepted.Length != Institutions)
        {
            throw new InvalidOperationException($"{accepted.Length} valid institutions instead of {Institutions}");
        }

        var lines = Csv.StartLines(rows);
        return (rows, new
        {
            File = "register.csv",
            AsOf = Register.AsOf,
            Rows = rows.Count,
            Accepted = accepted.Length,
            Refused = rows.Select((row, i) => (row, i)).Where(at => at.row.Fault is not null).Select(at => new
            {
                Line = lines[at.i],
                Row = at.i + 1,
                at.row.Fault!.Column,
                at.row.Fault.Reason,
                at.row.Fault.Why,
            }),
            AcceptedThoughOdd = rows.Select((row, i) => (row, i)).Where(at => at.row.Odd is not null).Select(at => new
            {
                Line = lines[at.i],
                Row = at.i + 1,
                at.row.Name,
                Why = at.row.Odd,
            }),
            AcceptedByType = Count(accepted, row => row.Type),
            AcceptedByDivision = Count(accepted, row => row.Division),
        });
    }

    private static SortedDictionary<string, int> Count(Row[] rows, Func<Row, string> key) =>
        new(rows.GroupBy(key).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);

    private static IEnumerable<Row> Odd(Register register)
    {
        Row Next(string type, string why) => register.Next(type) with { Odd = why, Status = "正常办学" };

        var row = Next("T5", "full-width credit code");
        yield return row with { CreditCode = FullWidth(row.CreditCode) };
        row = Next("K2", "credit code in lower case between blanks");
        yield return row with { CreditCode = $" {row.CreditCode.ToLowerInvariant()} " };
        row = Next("T4", "dates without leading zeros");
        yield return row with { IssuedOn = "2025-3-5", ValidFrom = "2025-3-5", ValidTo = "2028-3-4" };
        yield return Next("T6", "a line break inside a quoted remark") with { Remark = "2025年检查意见：\n一、消防通道保持畅通；\n二、公示收费标准。" };
        yield return Next("K1", "quotes and a comma inside a remark") with { Remark = "园名牌匾误写为\"示范园\",已要求更换" };
        row = Next("K3", "blanks around the name, one of them ideographic (U+3000)");
        yield return row with { Name = $" \u3000{row.Name} " };
        yield return Next("V1", "a person's name outside the basic plane (four bytes in GB18030 and UTF-8)") with
        {
            Principal = "王\U0002CC56"
        };
        yield return Next("T5", "a remark that a spreadsheet would run as a formula") with
        {
            Remark = "=HYPERLINK(\"http://example.invalid\",\"点我\")"
        };
        row = Next("T4", "licence number in full-width digits");
        yield return row with { LicenceNumber = FullWidth(row.LicenceNumber) };
        row = Next("K2", "inner check of the subject code (GB 11714) does not hold, the outer check does: a warning at most");
        var inner = row.CreditCode[16] == '5' ? '6' : '5';
        yield return row with { CreditCode = CreditCodes.WithCheck(row.CreditCode[..16] + inner) };
        yield return Next("T6", "licence ran out, the status was never changed") with
        {
            IssuedOn = "2021-09-01", ValidFrom = "2021-09-01", ValidTo = "2024-08-31"
        };
        yield return Next("K1", "status by code, phone in full-width digits") with { Status = "ACTIVE", Phone = "０５７４－００００００００" };
    }

    private static IEnumerable<Row> Wrong(Register register, Row twin)
    {
        Row Next(string type, string? column, string reason, string why) =>
            register.Next(type) with { Fault = new(column, reason, why), Status = "正常办学" };

        var row = Next("T5", "creditCode", "check-digit", "last character is not the check of GB 32100");
        yield return row with { CreditCode = row.CreditCode[..17] + (row.CreditCode[17] == '0' ? '1' : '0') };
        row = Next("K1", "creditCode", "length", "17 characters");
        yield return row with { CreditCode = row.CreditCode[..17] };
        row = Next("T4", "creditCode", "alphabet", "letter O where a digit belongs");
        yield return row with { CreditCode = $"{row.CreditCode[..4]}O{row.CreditCode[5..]}" };
        yield return Next("K2", "creditCode", "missing", "a licensed kindergarten without a credit code") with { CreditCode = "" };
        yield return Next("K1", "creditCode", "duplicate", "code of the first K1 of this file under another name") with
        {
            CreditCode = twin.CreditCode
        };
        yield return Next("T6", "name", "missing", "no name") with { Name = "" };
        row = Next("T5", "name", "too-long", "600 characters");
        yield return row with { Name = string.Concat(Enumerable.Repeat("培训中心分部", 100)) };
        row = Next("K3", "name", "control-character", "a bell (U+0007) inside the name");
        yield return row with { Name = row.Name.Insert(5, "\a") };
        yield return Next("T5", "type", "unknown", "no type K9") with { Type = "K9" };
        yield return Next("T4", "type", "missing", "no type") with { Type = "" };
        yield return Next("S1", "profit", "forbidden-by-law", "compulsory schools are non-profit: 民办教育促进法 Art 19") with { Profit = "营利" };
        yield return Next("K1", "profit", "forbidden-by-law", "inclusive kindergartens are non-profit: 学前教育法 Art 24") with
        {
            Profit = "营利"
        };
        yield return Next("T1", "profit", "forbidden-by-law", "subject tutoring in the compulsory stage is non-profit: 双减 2021") with
        {
            Profit = "营利"
        };
        yield return Next("V1", "profit", "unknown", "neither 营利 nor 非营利") with { Profit = "混合" };
        yield return Next("T6", "issuedOn", "no-such-day", "30 February") with { IssuedOn = "2023-02-30" };
        yield return Next("K2", "validFrom", "no-such-day", "month 13") with { ValidFrom = "2024-13-01" };
        yield return Next("T4", "validTo", "not-a-date", "长期 is no day") with { ValidTo = "长期" };
        yield return Next("T5", "validTo", "before-start", "ends before it starts") with
        {
            IssuedOn = "2025-09-01", ValidFrom = "2025-09-01", ValidTo = "2024-08-31"
        };
        yield return Next("K1", "validTo", "out-of-range", "year 9999") with { ValidTo = "9999-12-31" };
        yield return Next("T5", "division", "no-division", "five digits are no division of GB/T 2260") with { Division = "33028" };
        yield return Next("T4", "division", "missing", "no division") with { Division = "" };
        yield return Next("T6", "division", "out-of-scope", "another city's district, outside the importing officer's division 3302") with
        {
            Division = "330106"
        };
        yield return Next("K1", "status", "unknown", "no such state") with { Status = "营业中" };
        yield return Next("T5", "licenceNumber", "too-long", "300 characters") with { LicenceNumber = $"教民{new string('1', 297)}号" };
        yield return Next("T5", null, "columns", "a line of fourteen columns") with { Columns = 14 };
    }

    private static string FullWidth(string text) =>
        string.Concat(text.Select(c => c is >= '!' and <= '~' ? (char)(c + 0xFEE0) : c));
}
