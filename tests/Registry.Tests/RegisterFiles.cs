using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>Register files of fictitious institutions, and what tests do with them through the API.</summary>
internal static class RegisterFiles
{
    public const string Imports = RegistryUnderTest.Api + "/imports";

    public const string Header =
        "机构名称,统一社会信用代码,机构类型,营利属性,办学许可证号,审批机关,发证日期,有效期起,有效期止,行政区划代码,办学地址,举办者,负责人,联系电话,状态,备注";

    public static string NameOf(int number) => $"慈溪市试验第{number}幼儿园";

    public static string Row(
        int number, string? name = null, string? code = null, string type = "K1", string profit = "非营利", string issuedOn = "2024-08-20",
        string validTo = "2029-08-31", string division = "330282", string status = "正常办学", string remark = "", string? address = null,
        string validFrom = "2024-9-1") =>
        $"{name ?? NameOf(number)},{code ?? Entries.Code(number)},{type},{profit},教民{number:0000000}号,慈溪市教育局,"
        + $"{issuedOn},{validFrom},{validTo},{division},{address ?? $"试验路 {number} 号"},欧阳举办,司马负责,0574-00001234,{status},{remark}";

    public static string Lead(string name) => $"{name},,X2,,,,,,,330282,某小区 3 幢,,,,无证线索,";

    /// <summary>A body in preparation: no credit code, no licence.</summary>
    public static string InPreparation(string name, string type = "K1", string status = "筹设") =>
        $"{name},,{type},非营利,,,,,,330282,某路 3 号,欧阳举办,司马负责,0574-00001234,{status},";

    /// <summary>A file of the header and these rows, ended by line feeds.</summary>
    public static byte[] FileOf(params IEnumerable<string> rows) => Bytes($"{Header}\n{string.Join('\n', rows)}\n");

    public static byte[] Bytes(string text, string encoding = "utf-8", bool mark = false)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(encoding).GetBytes(text);
        return mark ? [0xEF, 0xBB, 0xBF, .. bytes] : bytes;
    }

    public static Task<HttpResponseMessage> UploadAsync(HttpClient officer, byte[] content, string query = "")
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return officer.CommandAsync(Imports + query, body);
    }

    /// <summary>Uploads a file that is accepted and waits for the end of its import.</summary>
    public static async Task<JsonElement> ImportAsync(
        this RegistryUnderTest registry, byte[] content, string query = "", HttpClient? officer = null)
    {
        using var answer = await UploadAsync(officer ?? registry.Registrar, content, query);
        await answer.ShouldBeAsync(HttpStatusCode.Accepted);
        return await registry.EndOfAsync((await answer.ReadJsonAsync()).GetProperty("id").GetString()!, officer);
    }

    // The worker looks for work every 250 ms of the test's clock.
    public static Task<JsonElement> EndOfAsync(
        this RegistryUnderTest registry, string id, HttpClient? officer = null) => Eventually.BecomesAsync(
        async () =>
        {
            registry.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return await registry.JsonAsync($"imports/{id}", officer);
        },
        import => import.GetProperty("finishedAt").ValueKind == JsonValueKind.String, TimeSpan.FromSeconds(120), "the import has ended");

    /// <summary>The file is refused as a whole; answers the sentence that says why.</summary>
    public static async Task<string> RefusalAsync(this RegistryUnderTest registry, byte[] content, string code, HttpClient? officer = null)
    {
        using var answer = await UploadAsync(officer ?? registry.Registrar, content, "?onFault=skip");
        return (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code)).Detail!;
    }

    /// <summary>The lines of an import's report, at most 200: outcome, first and last line, column, code.</summary>
    public static async Task<List<(string Outcome, int Line, int LastLine, string? Column, string Code)>> ReportAsync(
        this RegistryUnderTest registry, JsonElement import, string query = "", HttpClient? officer = null)
    {
        var page = await registry.JsonAsync($"imports/{import.GetProperty("id").GetString()}/report?limit=200{query}", officer);
        return
        [
            .. page.GetProperty("items").EnumerateArray().Select(line => (
                line.GetProperty("outcome").GetString()!, line.GetProperty("line").GetInt32(), line.GetProperty("lastLine").GetInt32(),
                line.GetProperty("column").GetString(), line.GetProperty("code").GetString()!)),
        ];
    }

    public static (string State, int Created, int Refused) Outcome(JsonElement import) =>
        (import.GetProperty("state").GetString()!, import.GetProperty("created").GetInt32(), import.GetProperty("refused").GetInt32());

    /// <summary>State and counts: entered, changed, unchanged, refused, ignored.</summary>
    public static (string State, int Created, int Changed, int Unchanged, int Refused, int Ignored) Counts(JsonElement import) => (
        import.GetProperty("state").GetString()!, import.GetProperty("created").GetInt32(), import.GetProperty("changed").GetInt32(),
        import.GetProperty("unchanged").GetInt32(), import.GetProperty("refused").GetInt32(), import.GetProperty("ignored").GetInt32());

    public static Task<List<string>> NamesAsync(this RegistryUnderTest registry) =>
        registry.ReadAsync(context => context.Institutions.Select(i => i.Name).ToListAsync(TestContext.Current.CancellationToken));
}
