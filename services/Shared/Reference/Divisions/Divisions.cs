using System.Globalization;
using Oversight.Kernel;

namespace Oversight.Reference;

/// <summary>An administrative division.</summary>
/// <param name="Code">Its code in the shortest spelling: 2, 4 or 6 digits.</param>
/// <param name="Zh">Chinese name, without those above it.</param>
/// <param name="En">English name, without those above it.</param>
/// <param name="IsDirect">It stands for no city but for the counties that a province administers itself (省直辖县级行政区划).</param>
/// <param name="AbolishedIn">The year in which the code was abolished; null while it is in use.</param>
public sealed record Division(string Code, string Zh, string En, bool IsDirect = false, int? AbolishedIn = null);

/// <summary>A name that a place gives in its override: a division that the shipped list has not yet, or another name.</summary>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
public sealed record DivisionNameRule(string Zh, string En);

/// <summary>
/// The divisions of the whole country, from province to county, with the operator's file over them. Which codes there are and what they are
/// called is asked here; a <see cref="DivisionCode"/> alone says only that a code is well formed. Immutable; safe to share.
/// </summary>
/// <remarks>
/// The shipped list is read once per process: it has 3,350 lines, and several modules of one process ask for it. An override
/// <c>divisions.json</c> is a rule pack of that name whose values are a Chinese and an English name.
/// </remarks>
public sealed class Divisions
{
    /// <summary>Name of the override's pack and of its file.</summary>
    public const string PackName = "divisions";

    private const string File = PackName + ".tsv", Direct = "direct", Abolished = "abolished ";

    // GB/T 2260: the last two digits of county-level cities, which in Chinese stand without the city that administers them.
    private const string FirstCountyLevelCity = "81";

    private static readonly Lazy<Divisions> Shipped = new(ReadShipped);

    private readonly Dictionary<string, Division> _byCode;
    private readonly string[] _counties;

    private Divisions(IEnumerable<Division> divisions)
    {
        _byCode = divisions.ToDictionary(division => division.Code, StringComparer.Ordinal);
        var withCounties = _byCode.Keys.Where(code => code.Length == 6).Select(code => code[..4]).ToHashSet(StringComparer.Ordinal);
        _counties =
        [
            .. _byCode.Values
                .Where(division => division.AbolishedIn is null && !division.IsDirect
                    && (division.Code.Length == 6 || (division.Code.Length == 4 && !withCounties.Contains(division.Code))))
                .Select(division => division.Code.PadRight(6, '0')).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>How many divisions there are, abolished ones included.</summary>
    public int Count => _byCode.Count;

    /// <summary>Loads the shipped divisions and the operator's <c>divisions.json</c> over them.</summary>
    /// <exception cref="RuleDataException">A file has faults; every one is listed.</exception>
    public static Divisions Load(string? overrideFolder = null)
    {
        var (_, own) = RuleSources.InFolder(overrideFolder, PackName + ".json");
        if (own is null)
        {
            return Shipped.Value;
        }

        var pack = RulePackLoader.Read<DivisionNameRule>(PackName, own);
        pack.RequireForm(
            key => DivisionCode.Parse(key) is { IsRefused: false } read && read.Value.Value == key, "division in its shortest spelling");
        var named = pack.Keys.Select(key => pack.Versions.Last(version => version.Key == key))
            .Select(version => new Division(version.Key, version.Values.Zh, version.Values.En));
        return new Divisions(Shipped.Value._byCode.Values.Where(division => !pack.Keys.Contains(division.Code)).Concat(named));
    }

    /// <summary>The division of a code in its shortest or six-digit spelling, in use or abolished; null if there never was one.</summary>
    public Division? Find(string? code) => code is null ? null
        : _byCode.GetValueOrDefault(code) is { } exact ? exact
        : DivisionCode.Parse(code) is { IsRefused: false } read ? _byCode.GetValueOrDefault(read.Value.Value)
        : null;

    /// <summary>Whether the division is in use.</summary>
    public bool Has(DivisionCode division)
    {
        ArgumentNullException.ThrowIfNull(division);
        return _byCode.GetValueOrDefault(division.Value) is { AbolishedIn: null };
    }

    /// <summary>
    /// The divisions in use of the lowest level, as six digits in ascending order: counties, and the cities that have none (441900).
    /// </summary>
    /// <param name="within">Only those inside this division; null for the whole country.</param>
    public IEnumerable<string> Counties(DivisionCode? within) =>
        within is null ? _counties : _counties.Where(code => code.StartsWith(within.Value, StringComparison.Ordinal));

    /// <summary>The name of a division without those above it; the code itself where there never was one.</summary>
    public string Name(string code, bool english) => Find(code) is { } division ? english ? division.En : division.Zh : code;

    /// <summary>
    /// City and county, as one reads a district: <c>宁波市海曙区</c>, <c>Haishu District, Ningbo</c>. A county-level city stands in Chinese
    /// without its city, a county directly under a province without one in both languages.
    /// </summary>
    /// <param name="code">Six digits.</param>
    /// <param name="english">English, or Chinese.</param>
    public string Path(string code, bool english)
    {
        var name = Name(code, english);
        var city = Find(code) is { Code.Length: 6 } county ? _byCode.GetValueOrDefault(county.Code[..4]) : null;
        return city is null or { IsDirect: true } ? name
            : english ? $"{name}, {city.En}"
            : string.CompareOrdinal(code[4..], FirstCountyLevelCity) >= 0 ? name
            : city.Zh + name;
    }

    private static Divisions ReadShipped()
    {
        var (source, text) = RuleSources.Embedded(typeof(Divisions).Assembly, File);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        return new Divisions(lines.Select(line => Read(source, line)));
    }

    private static Division Read(string source, string line)
    {
        var fields = line.TrimEnd('\r').Split('\t');
        return fields switch
        {
            [var code, var zh, var en] => new Division(code, zh, en),
            [var code, var zh, var en, Direct] => new Division(code, zh, en, IsDirect: true),
            [var code, var zh, var en, var year] when year.StartsWith(Abolished, StringComparison.Ordinal) =>
                new Division(code, zh, en, AbolishedIn: int.Parse(year[Abolished.Length..], CultureInfo.InvariantCulture)),
            _ => throw new RuleDataException("Divisions", [$"{source}: '{line}' is no line of a division."]),
        };
    }
}
