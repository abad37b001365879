using System.Globalization;
using System.Text;
using Oversight.Kernel;

namespace Oversight.Benchmarks;

/// <summary>A register of any size whose institutions do not exist: valid check digits, names of ten to sixteen characters.</summary>
internal static class FictitiousRegister
{
    private const string Header =
        "机构名称,统一社会信用代码,机构类型,营利属性,办学许可证号,审批机关,发证日期,有效期起,有效期止,行政区划代码,办学地址,举办者,负责人,联系电话,状态,备注";

    private static readonly (string Code, string Name)[] Divisions =
        [
            ("330203", "海曙区"), ("330205", "江北区"), ("330206", "北仑区"), ("330211", "镇海区"), ("330212", "鄞州区"), ("330213", "奉化区"),
            ("330225", "象山县"), ("330226", "宁海县"), ("330281", "余姚市"), ("330282", "慈溪市")];

    private const string Characters = "星晨朗育英博雅致远明德启智新苗阳光春晓蓝天童心和美乐学文华思源安宁向荣";

    /// <summary>The rows <paramref name="from"/> to <paramref name="from"/> + <paramref name="number"/> - 1 as a file.</summary>
    public static byte[] File(int from, int number)
    {
        var text = new StringBuilder(Header).Append('\n');
        for (var n = from; n < from + number; n++)
        {
            var (division, district) = Divisions[n % Divisions.Length];
            var name = string.Concat(
                Enumerable.Range(0, 4).Select(i => Characters[(int)((uint)(n * 2654435761L >> (i * 5)) % Characters.Length)]));
            text.Append(
                CultureInfo.InvariantCulture,
                $"{district}{name}第{n}幼儿园,{Code(n)},K1,非营利,教民1{division}8{n:000000}号,{district}教育局,"
                    + $"2024-8-20,2024-9-1,2029-8-31,{division},{name}路 {n % 900} 号,某举办,某负责,0574-00001234,正常办学,\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The credit code of row <paramref name="n"/>.</summary>
    public static string Code(int n)
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"52{Divisions[n % Divisions.Length].Code}MX{n:0000000}");
        return first + CreditCode.CheckCharacterOf(first).Value;
    }
}
