#!/usr/bin/env dotnet
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:include odd-rows.cs

// Writes the fictitious register of this folder, always byte for byte the same (see README.md):
//   dotnet run generate.cs
// or a large register for measurements, in files of at most 16 MB:
//   dotnet run generate.cs -- --count 100000 --out <folder> [--encoding gb18030]
// Check characters are computed here and not by Oversight.Kernel, so that the data can convict the Kernel of a mistake.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

var here = Path.GetDirectoryName(SourcePath())!;
if (!Options.TryParse(args, out var options))
{
    Console.Error.WriteLine("dotnet run generate.cs [-- --count <rows> --out <folder> [--encoding utf-8|gb18030]]");
    return 2;
}

var words = JsonSerializer.Deserialize<Words>(File.ReadAllText(Path.Combine(here, "words.json")), Format.Json)!;

if (options.Count is { } count)
{
    Directory.CreateDirectory(options.Out!);
    var rows = new Register(words, seed: 20_261_101, firstSerial: 10_000_000).Take(count);
    foreach (var path in Csv.WriteSplit(options.Out!, rows, options.Encoding).ToArray())
    {
        Console.WriteLine($"{path}  {new FileInfo(path).Length:N0} bytes");
    }

    return 0;
}

var register = new Register(words, seed: 2_026);
var (demo, expected) = Demo.Mix(register, register.Take(Demo.Institutions - Demo.OddInstitutions));
File.WriteAllText(Path.Combine(here, "register.csv"), Csv.Text(demo), new UTF8Encoding(true));
Format.Write(Path.Combine(here, "register.expected.json"), expected);
Console.WriteLine($"{demo.Count} rows written, {demo.Count(r => r.Fault is not null)} of them wrong on purpose");
return 0;

static string SourcePath([CallerFilePath] string path = "") => path;

internal sealed record District(string Code, int Weight, string Prefix, string Authority, string Towns);

internal sealed record TypeShape(string Code, int Weight, string Codes, string Profit, int Level, int Years, string Words);

internal sealed record Words(
    District[] Districts, TypeShape[] Types, string BrandFirst, string BrandSecond, string BrandThird, string BrandsToAvoid,
    string Roads, string Surnames, string Given, string Remarks);

/// <summary>Why a row must be refused: the column at fault (null: the row as a whole) and a plain reason.</summary>
internal sealed record Fault(string? Column, string Reason, string Why);

/// <summary>One line of the register; every member is the text of one column, in the order of the columns.</summary>
internal sealed record Row(
    string Name, string CreditCode, string Type, string Profit, string LicenceNumber, string IssuingAuthority, string IssuedOn,
    string ValidFrom, string ValidTo, string Division, string Address, string Sponsor, string Principal, string Phone,
    string Status, string Remark)
{
    public Fault? Fault { get; init; }

    /// <summary>Set on a row that looks wrong and must be accepted all the same: what a reader has to cope with.</summary>
    public string? Odd { get; init; }

    /// <summary>Set where the line itself is broken: how many of the sixteen columns it has.</summary>
    public int Columns { get; init; } = 16;

    public IEnumerable<string> Cells => new[]
    {
        Name, CreditCode, Type, Profit, LicenceNumber, IssuingAuthority, IssuedOn, ValidFrom, ValidTo, Division, Address,
        Sponsor, Principal, Phone, Status, Remark,
    }.Take(Columns);
}

internal sealed record Options(int? Count, string? Out, Encoding Encoding)
{
    public static bool TryParse(string[] args, [NotNullWhen(true)] out Options? options)
    {
        options = null;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--count" or "--out" or "--encoding") || i + 1 == args.Length)
            {
                return false;
            }

            given[args[i]] = args[i + 1];
        }

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = given.GetValueOrDefault("--encoding", "utf-8") switch
        {
            "utf-8" => new UTF8Encoding(true),
            "gb18030" => Encoding.GetEncoding("gb18030"),
            _ => null,
        };
        int? count = int.TryParse(
            given.GetValueOrDefault("--count"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
        if (encoding is null || (count is null) == given.ContainsKey("--count") || (count is null) == given.ContainsKey("--out"))
        {
            return false;
        }

        options = new(count, given.GetValueOrDefault("--out"), encoding);
        return true;
    }
}

/// <summary>SplitMix64: the same numbers on every runtime, which System.Random does not promise.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public int Below(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)bound);
    }

    public bool OneIn(int n) => Below(n) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public T Weighted<T>(IReadOnlyList<T> items, Func<T, int> weight)
    {
        var at = Below(items.Sum(weight));
        return items.First(item => (at -= weight(item)) < 0);
    }
}

/// <summary>
/// GB 32100-2015 with the inner check of GB 11714. The subject codes begin with MX (market), MY (civil affairs) or MW
/// (public institutions), series that are not given out: no code here belongs to a living organisation.
/// </summary>
internal static class CreditCodes
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Serials = 31 * 31 * 31 * 31 * 31 * 31;

    /// <summary>Two different <paramref name="serial"/>s below 31^6 never give the same code: the factor is prime to 31.</summary>
    public static string Make(string department, string division, int serial)
    {
        var scrambled = (int)(((long)serial * 387_420_489 + 123_456_789) % Serials);
        var subject = new char[6];
        for (var i = 5; i >= 0; i--, scrambled /= 31)
        {
            subject[i] = Alphabet[scrambled % 31];
        }

        var series = department switch { "52" => "MY", "12" => "MW", _ => "MX" };
        var body = series + new string(subject);
        return WithCheck(department + division + body + InnerCheck(body));
    }

    public static string WithCheck(string first17)
    {
        var (sum, weight) = (0, 1);
        foreach (var c in first17)
        {
            sum += Alphabet.IndexOf(c, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return first17 + Alphabet[(31 - sum % 31) % 31];
    }

    public static char InnerCheck(string body)
    {
        int[] weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = body.Select((c, i) => (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10) * weights[i]).Sum();
        return (11 - sum % 11) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}

/// <summary>Draws valid institutions; dates are laid around the demo's fixed day, never around the clock.</summary>
internal sealed class Register(Words words, ulong seed, int firstSerial = 1)
{
    public static readonly DateOnly AsOf = new(2026, 11, 1);

    private static readonly (string Code, string Chinese, int Weight)[] s_statuses =
    [
        ("ACTIVE", "正常办学", 880), ("RECTIFYING", "责令限期改正", 20), ("ENROLL_STOPPED", "ENROLL_STOPPED", 8), ("SUSPENDED", "暂停", 15),
        ("EXPIRED", "许可到期", 25), ("TERMINATING", "拟终止", 6), ("LIQUIDATING", "清算", 4), ("REVOKED", "吊销许可证", 10),
        ("WITHDRAWN", "撤销许可", 3), ("DEREGISTERED", "注销", 22), ("LAPSED", "自然废止", 7),
    ];

    private readonly Dice _dice = new(seed);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly string[] _first = words.BrandFirst.Split(' '), _second = words.BrandSecond.Split(' '),
        _third = words.BrandThird.Split(' ');
    private readonly string[] _roads = words.Roads.Split(' '), _surnames = words.Surnames.Split(' '), _given = words.Given.Split(' ');
    private readonly string[] _remarks = words.Remarks.Split('|'), _avoid = words.BrandsToAvoid.Split(' ');
    private int _serial = firstSerial;

    /// <summary>The next institutions, sorted by district as an office would export them.</summary>
    public List<Row> Take(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Next()).OrderBy(row => row.Division, StringComparer.Ordinal)];

    public Row Next() => Next(_dice.Weighted(words.Types, type => type.Weight).Code);

    public Row Next(string typeCode)
    {
        var type = words.Types.Single(t => t.Code == typeCode);
        var district = _dice.Weighted(words.Districts, d => d.Weight);
        var serial = _serial++;
        var department = _dice.Of(type.Codes.Split(' '));
        var town = _dice.Of(district.Towns.Split(' '));
        var road = $"{_dice.Of(_roads)}{1 + _dice.Below(998)}号";
        var row = new Row(
            Name(type, district, town + road, department),
            department.Length == 0 ? "" : CreditCodes.Make(department, district.Code, serial),
            type.Code, Profit(type, department), "", "", "", "", "", district.Code, $"{district.Prefix}{town}{road}{Room()}",
            Sponsor(type), Person(), $"0574-00{serial % 1_000_000:D6}", "正常办学", _dice.OneIn(3) ? Remark(type) : "");
        return type.Code switch
        {
            "X2" => row with { Status = "无证线索", Sponsor = "", Remark = _dice.Of(["群众来电反映", "网格员巡查发现", "校门口发放广告", ""]) },
            "X1" => row with { Remark = "" },
            _ => Licensed(row, type, district, serial),
        };
    }

    public string Person() => _dice.Of(_surnames) + _dice.Of(_given) + (_dice.OneIn(4) ? "" : _dice.Of(_given));

    private static string Profit(TypeShape type, string department) => type.Profit switch
    {
        "none" => "",
        "for" => "营利",
        "either" => department is "91" or "92" ? "营利" : "非营利",
        _ => "非营利",
    };

    private Row Licensed(Row row, TypeShape type, District district, int serial)
    {
        var status = _dice.Weighted(s_statuses, s => s.Weight);
        var overdue = status.Code is "EXPIRED" or "LAPSED" || (status.Code == "ACTIVE" && _dice.OneIn(60));
        var term = type.Years * 365;
        var from = overdue
            ? AsOf.AddDays(-term - 30 - _dice.Below(700))
            : AsOf.AddDays(-30 - _dice.Below(term - 60));
        var issued = from.AddDays(-_dice.Below(15));
        var level = row.Name.EndsWith("初级中学", StringComparison.Ordinal) ? 4 : type.Level;
        var number = type.Code == "V1"
            ? $"人社民{district.Code}{serial % 1_000_000:D6}号"
            : _dice.OneIn(25)
                ? $"教民{district.Code}{level}{serial % 1_000_000:D6}号"
                : $"教民1{district.Code}{level}{serial % 1_000_000:D6}{_dice.Below(10)}号";
        var authority = district.Authority + (type.Code == "V1" ? "人力资源和社会保障局" : "教育局");
        return row with
        {
            LicenceNumber = number,
            IssuingAuthority = authority,
            IssuedOn = Date(issued),
            ValidFrom = Date(from),
            ValidTo = Date(from.AddYears(type.Years).AddDays(-1)),
            Status = _dice.OneIn(10) ? status.Code : status.Chinese,
            Remark = type.Code is "T1" or "T2" ? "无新设审批，到期换证" : row.Remark,
        };
    }

    private string Date(DateOnly day) =>
        day.ToString(_dice.OneIn(12) ? "yyyy-M-d" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Room() =>
        _dice.Below(4) switch { 0 => $"{1 + _dice.Below(5)}楼", 1 => $"{1 + _dice.Below(9)}幢{101 + _dice.Below(500)}室", _ => "" };

    private string Remark(TypeShape type)
    {
        var remark = _dice.Of(_remarks);
        return remark.StartsWith("普惠性", StringComparison.Ordinal) && type.Code != "K1" ? "" : remark;
    }

    private string Sponsor(TypeShape type) =>
        type.Code is "X1" || !_dice.OneIn(3) ? Person() : $"宁波{Brand(three: false)}{_dice.Of(["教育发展", "教育投资", "文化发展", "教育科技"])}有限公司";

    private string Brand(bool three)
    {
        string brand;
        do
        {
            brand = _dice.Of(_first) + _dice.Of(_second);
        }
        while (brand[0] == brand[1] || _avoid.Contains(brand));
        return three ? brand + _dice.Of(_third) : brand;
    }

    private string Name(TypeShape type, District district, string place, string department)
    {
        for (var attempt = 0; ; attempt++)
        {
            var brand = Brand(three: attempt > 2 || (type.Code[0] == 'K' && _dice.OneIn(3)));
            var word = _dice.Of(type.Words.Split(' ')).Replace("棋院", "棋类", StringComparison.Ordinal);
            var name = (type.Code, department) switch
            {
                ("X2", _) => $"{place}“{brand}”{word}",
                ("T4" or "T5" or "T6", "91") => $"{district.Prefix}{brand}{word}培训有限公司",
                ("T4" or "T5" or "T6", "92") => $"{district.Prefix}{brand}{word}培训部",
                ("T4" or "T5" or "T6", _) => $"{district.Prefix}{brand}{word}培训中心",
                ("S2" or "S3" or "V1" or "X1", "91") =>
                    $"{district.Prefix}{brand}{word.Replace("服务部", "服务", StringComparison.Ordinal)}有限公司",
                _ => $"{district.Prefix}{brand}{word}",
            };
            if (_names.Add(name))
            {
                return name;
            }
        }
    }
}

/// <summary>RFC 4180 with CRLF, as a spreadsheet writes it.</summary>
internal static class Csv
{
    private const int FileLimit = 16_000_000;
    private const string Header =
        "机构名称,统一社会信用代码,机构类型,营利属性,办学许可证号,审批机关,发证日期,有效期起,有效期止,行政区划代码,办学地址,举办者,负责人,联系电话,状态,备注\r\n";

    public static string Text(IEnumerable<Row> rows) => Header + string.Concat(rows.Select(Line));

    /// <summary>The line of the file, from 1, on which each row begins; a quoted line break makes later rows begin later.</summary>
    public static List<int> StartLines(IReadOnlyList<Row> rows)
    {
        var lines = new List<int>();
        var next = 2;
        foreach (var row in rows)
        {
            lines.Add(next);
            next += Line(row).Count(c => c == '\n');
        }

        return lines;
    }

    public static IEnumerable<string> WriteSplit(string folder, IEnumerable<Row> rows, Encoding encoding)
    {
        FileStream? file = null;
        var number = 0;
        foreach (var row in rows)
        {
            var bytes = encoding.GetBytes(Line(row));
            if (file is null || file.Length + bytes.Length > FileLimit)
            {
                file?.Dispose();
                var path = Path.Combine(folder, $"register-{++number:D3}.csv");
                file = File.Create(path);
                file.Write(encoding.GetPreamble());
                file.Write(encoding.GetBytes(Header));
                yield return path;
            }

            file.Write(bytes);
        }

        file?.Dispose();
    }

    private static string Line(Row row) => string.Join(',', row.Cells.Select(Cell)) + "\r\n";

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

internal static class Format
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(string path, object value) => File.WriteAllText(path, JsonSerializer.Serialize(value, Json) + "\n");
}
