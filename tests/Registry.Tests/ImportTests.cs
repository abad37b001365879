using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Testing;
using Oversight.Web;
using Xunit;
using static Oversight.Registry.Tests.RegisterFiles;

namespace Oversight.Registry.Tests;

/// <summary>A register comes in as a file: as a whole or not at all, in the encodings and spellings that offices really send.</summary>
public sealed class ImportTests
{
    [Theory]
    [InlineData("utf-8", false, "\n")]
    [InlineData("utf-8", true, "\r\n")]
    [InlineData("utf-8", false, "\r")]
    [InlineData("gb18030", false, "\r\n")]
    public async Task A_file_is_read_in_every_encoding_and_with_every_line_break(string encoding, bool mark, string lineBreak)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var text = string.Join(lineBreak, Header, Row(1), Row(2, name: "慈溪市𠮷祥幼儿园"), "");

        var import = await registry.ImportAsync(Bytes(text, encoding, mark));

        Assert.Equal(("done", 2, 0), Outcome(import));
        Assert.Contains("慈溪市𠮷祥幼儿园", await registry.NamesAsync());
    }

    [Theory]
    [InlineData("2024-8-20")]
    [InlineData("2024/8/20")]
    [InlineData("2024年8月20日")]
    [InlineData("20240820")]
    [InlineData("２０２４-０８-２０")]
    public async Task A_day_is_read_in_every_spelling(string day)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        await registry.ImportAsync(Bytes($"{Header}\n{Row(1, issuedOn: day)}\n"));

        Assert.Equal(new DateOnly(2024, 8, 20), await registry.ReadAsync(context => context.Institutions.Select(i => i.LicenceIssuedOn).SingleAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Full_width_codes_quoted_line_breaks_and_english_headers_are_read()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var wide = string.Concat(Entries.Code(1).Select(c => (char)(c + 0xFEE0)));
        const string header = "name,creditCode,type,profit,licenceNumber,validTo,division,address,remark";

        var row = $"试验园,{wide},普惠性民办幼儿园,非营利性,教民1号,2029-8-31,330282,\"路 1 号,\"\"东\"\"\",\"一行\n二行\"";

        var import = await registry.ImportAsync(Bytes($"{header}\n{row}\n"));

        Assert.Equal(("done", 1, 0), Outcome(import));
        var entry = await registry.ReadAsync(context => context.Institutions.SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal((Entries.Code(1), "路 1 号,\"东\"", "K1"), (entry.CreditCode, entry.Address, entry.Type));
        Assert.Equal("一行\n二行", (await registry.JsonAsync($"institutions/{entry.Id}")).GetProperty("remark").GetString());
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var file = Bytes($"{Header}\n{Row(1)}\n{Row(2, validTo: "2026-11-01")}\n{Lead("小托管")}\n");
        await registry.ImportAsync(file);
        var before = await StateAsync(registry);

        var again = await registry.ImportAsync(file);

        Assert.Equal(("done", 0, 0), Outcome(again));
        Assert.Equal((0, 3), (again.GetProperty("changed").GetInt32(), again.GetProperty("unchanged").GetInt32()));
        Assert.Equal(before, await StateAsync(registry));
    }

    [Fact]
    public async Task A_changed_row_changes_its_entry_and_tells_others_once()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.ImportAsync(Bytes($"{Header}\n{Row(1)}\n{Row(2)}\n"));

        var again = await registry.ImportAsync(Bytes($"{Header}\n{Row(1, name: "改名幼儿园")}\n{Row(2)}\n"));

        Assert.Equal((1, 1), (again.GetProperty("changed").GetInt32(), again.GetProperty("unchanged").GetInt32()));
        var id = await registry.ReadAsync(context => context.Institutions.Where(i => i.Name == "改名幼儿园").Select(i => i.Id).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["InstitutionRegistered", "InstitutionChanged"], (await registry.FactsOfAsync(id)).ConvertAll(f => f.Contract));
    }

    [Fact]
    public async Task With_a_faulty_row_nothing_is_imported_unless_the_officer_said_skip()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var file = Bytes($"{Header}\n{Row(1)}\n{Row(2, issuedOn: "2024-02-30")}\n{Row(3)}\n");

        var refused = await registry.ImportAsync(file);
        Assert.Equal("refused", refused.GetProperty("state").GetString());
        Assert.Empty(await registry.NamesAsync());
        var skipped = await registry.ImportAsync(file, "?onFault=skip");

        Assert.Equal(("done", 2, 1), Outcome(skipped));
        Assert.Equal([("refused", 3, 3, "发证日期", "registry.import.date")], await registry.ReportAsync(skipped));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_does_nothing()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var import = await registry.ImportAsync(Bytes($"{Header}\n{Row(1)}\n{Row(2)}\n"), "?dryRun=true");

        Assert.Equal(("done", 2, 0), Outcome(import));
        Assert.Empty(await registry.NamesAsync());
        Assert.Equal(0, await registry.ReadAsync(context => context.Outbox.CountAsync(TestContext.Current.CancellationToken)));
    }

    public static TheoryData<string, string?, string> FaultyRows() => new()
    {
        { Row(1, code: "91350100M000100Y44"), "统一社会信用代码", "identifier.credit_code.check_digit" },
        { Row(1, name: ""), "机构名称", "text.required" },
        { Row(1, type: "K9"), "机构类型", "registry.institution.type_unknown" },
        { Row(1, profit: "营利"), "营利属性", "registry.institution.profit_not_allowed" },
        { Row(1, validTo: "9999-12-31"), "有效期止", "registry.licence.day_out_of_range" },
        { Row(1, validTo: "长期"), "有效期止", "registry.import.date" },
        { Row(1, division: "330106"), "行政区划代码", "registry.import.out_of_scope" },
        { Row(1, status: "营业中"), "状态", "registry.institution.status_unknown" },
        { Row(1, status: "无证线索"), "状态", "registry.import.status_of_other_kind" },
        { "一列,两列", null, "registry.import.row_malformed" },
    };

    [Theory]
    [MemberData(nameof(FaultyRows))]
    public async Task A_faulty_row_is_reported_with_line_column_and_code(string row, string? column, string code)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var import = await registry.ImportAsync(Bytes($"{Header}\n{Row(7)}\n\n{row}\n"), "?onFault=skip");

        Assert.Equal([("refused", 4, 4, column, code)], await registry.ReportAsync(import, "&outcome=refused"));
        Assert.Single(await registry.NamesAsync());
    }

    [Fact]
    public async Task Two_rows_about_one_institution_are_a_fault_of_the_later_one()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        var import = await registry.ImportAsync(Bytes($"{Header}\n{Row(1)}\n{Row(1, name: "另一个名字")}\n"), "?onFault=skip");

        Assert.Equal(("done", 1, 1), Outcome(import));
        Assert.Equal([NameOf(1)], await registry.NamesAsync());
    }

    [Fact]
    public async Task A_state_is_not_changed_by_import()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        await registry.ImportAsync(Bytes($"{Header}\n{Row(1)}\n"));

        var import = await registry.ImportAsync(Bytes($"{Header}\n{Row(1, status: "吊销许可证")}\n"), "?onFault=skip");

        Assert.Equal(("done", 0, 1), Outcome(import));
        Assert.Equal("ACTIVE", await registry.ReadAsync(context => context.Institutions.Select(i => i.Status).SingleAsync(TestContext.Current.CancellationToken)));
    }

    public static TheoryData<string, byte[]> NoRegisters()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("register.csv").Open();
            entry.Write("x"u8);
        }

        return new()
        {
            { "registry.import.empty", [] },
            { "registry.import.not_text", zip.ToArray() },
            { "registry.import.not_text", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A] },
            { "registry.import.nul", [.. Bytes(Header), 0] },
            { "registry.import.encoding", [0xFF, 0xFE, 0xFF] },
            { "registry.import.header_unknown", Bytes($"{Header},多余\n{Row(1)},x\n") },
            { "registry.import.header_repeated", Bytes($"{Header},name\n{Row(1)},x\n") },
            { "registry.import.header_missing", Bytes("机构名称,机构类型\n一,K1\n") },
        };
    }

    [Theory]
    [MemberData(nameof(NoRegisters))]
    public async Task What_is_no_register_is_refused_at_once(string code, byte[] content)
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        using var answer = await UploadAsync(registry.Registrar, content);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        Assert.Equal(0, await registry.ReadAsync(context => context.ImportJobs.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_file_of_more_than_sixteen_mebibytes_is_refused()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        // As a client that asks first: the server refuses by the announced length and reads nothing.
        using var request = new HttpRequestMessage(HttpMethod.Post, Imports) { Content = new ByteArrayContent(new byte[(16 * 1024 * 1024) + 1]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.ExpectContinue = true;

        using var answer = await registry.Registrar.SendAsync(request.With(idempotencyKey: "sixteen-mebibytes"), TestContext.Current.CancellationToken);

        await answer.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.body.too_large");
    }

    [Fact]
    public async Task Only_registrars_import_and_nobody_sees_imports_of_other_divisions()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var supervisor = await UploadAsync(registry.Supervisor, Bytes($"{Header}\n{Row(1)}\n"));
        await supervisor.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.role.missing");
        var import = await registry.ImportAsync(Bytes($"{Header}\n{Row(1)}\n"));

        using var other = await registry.As("registrar-9", "3303", Roles.Registrar).GetAsync($"{Imports}/{import.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);

        await other.ShouldBeProblemAsync(HttpStatusCode.NotFound, "registry.import.unknown");
    }

    [Fact]
    public async Task A_stopped_import_leaves_nothing_and_says_so()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        // The worker sleeps until the clock moves, so the stop comes first.
        using var upload = await UploadAsync(registry.Registrar, Bytes($"{Header}\n{Row(1)}\n"));
        var id = (await upload.ReadJsonAsync()).GetProperty("id").GetString()!;
        using var stop = await registry.Registrar.CommandAsync($"{Imports}/{id}/stop");
        await stop.ShouldBeAsync(HttpStatusCode.OK);
        var import = await registry.EndOfAsync(id);

        Assert.Equal("stopped", import.GetProperty("state").GetString());
        Assert.Empty(await registry.NamesAsync());
        var done = await registry.ImportAsync(Bytes($"{Header}\n{Row(1)}\n"));
        using var late = await registry.Registrar.CommandAsync($"{Imports}/{done.GetProperty("id").GetString()}/stop");
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.import.finished");
    }

    [Fact]
    public async Task An_import_that_a_kill_interrupts_is_begun_again_and_done_once()
    {
        var first = await RegistryUnderTest.StartAsync();
        var rows = string.Join('\n', Enumerable.Range(1, 3000).Select(n => Row(n)));
        using var upload = await UploadAsync(first.Registrar, Bytes($"{Header}\n{rows}\n"));
        var id = (await upload.ReadJsonAsync()).GetProperty("id").GetString()!;
        first.Clock.Advance(TimeSpan.FromMilliseconds(250));
        await Eventually.BecomesTrueAsync(
            async () => (await first.JsonAsync($"imports/{id}")).GetProperty("rowsChecked").GetInt32() > 0, TimeSpan.FromSeconds(60), "the worker has begun");
        var folder = await first.AbandonAsync();

        // After the lease of the killed worker.
        await using var second = await RegistryUnderTest.StartAsync(folder, RegistryUnderTest.Start.AddSeconds(30), first.Tokens);
        var import = await second.EndOfAsync(id);

        Assert.Equal(("done", 3000, 0), Outcome(import));
        Assert.Equal((3000, 3000), await second.ReadAsync(async context => (
            await context.Institutions.CountAsync(TestContext.Current.CancellationToken),
            await context.Outbox.CountAsync(TestContext.Current.CancellationToken))));
    }

    [Fact]
    public async Task An_import_whose_lease_was_left_by_a_clock_that_was_set_back_is_carried_out()
    {
        await using var registry = await RegistryUnderTest.StartAsync();

        // The worker sleeps until the clock moves, so the lease of the killed one comes first.
        using var upload = await UploadAsync(registry.Registrar, Bytes($"{Header}\n{Row(1)}\n"));
        DateTime? left = registry.Clock.GetUtcNow().UtcDateTime.AddDays(1);
        await registry.ReadAsync(context => context.ImportJobs.ExecuteUpdateAsync(
            set => set.SetProperty(i => i.LeaseOwner, "import/killed").SetProperty(i => i.LeaseUntil, left),
            TestContext.Current.CancellationToken));

        var import = await registry.EndOfAsync((await upload.ReadJsonAsync()).GetProperty("id").GetString()!);

        Assert.Equal(("done", 1, 0), Outcome(import));
    }

    [Fact]
    public async Task It_ends_when_it_ends_and_not_when_it_began()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        registry.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1); // With every look at the clock.

        var import = await registry.ImportAsync(Bytes($"{Header}\n{Row(1)}\n"));

        var began = await registry.ReadAsync(context => context.AuditEntries.Where(a => a.Act == "import.end").Select(a => a.At).SingleAsync(TestContext.Current.CancellationToken));
        Assert.True(import.GetProperty("finishedAt").GetDateTime() > began, import.ToString());
    }

    [Fact]
    public async Task The_demo_register_comes_in_and_exactly_the_rows_that_are_wrong_on_purpose_are_refused()
    {
        Assert.SkipWhen(Repository.Root is null, "The demo data is not here: run the test in a checkout.");
        var folder = Path.Combine(Repository.Root!, "deploy", "standalone", "demo");
        var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "register.expected.json"), TestContext.Current.CancellationToken)).RootElement;
        await using var registry = await RegistryUnderTest.StartAsync();
        var content = await File.ReadAllBytesAsync(Path.Combine(folder, "register.csv"), TestContext.Current.CancellationToken);

        var import = await registry.ImportAsync(content, "?onFault=skip");

        Assert.Equal(("done", expected.GetProperty("accepted").GetInt32(), expected.GetProperty("refused").GetArrayLength()), Outcome(import));
        var refused = await registry.ReportAsync(import, "&outcome=refused");
        var wrong = expected.GetProperty("refused").EnumerateArray().Select(f => f.GetProperty("line").GetInt32());
        Assert.Equal(wrong, refused.Select(f => f.Line));

        // Its subject tutoring bodies have renewed licences; the first ones are not shown.
        var tutoring = new[] { "T1", "T2" }.Sum(type => expected.GetProperty("acceptedByType").GetProperty(type).GetInt32());
        Assert.Equal(tutoring, (await registry.ReportAsync(import, "&outcome=review")).Count);
    }

    private static Task<string> StateAsync(RegistryUnderTest registry) => registry.ReadAsync(async context =>
        string.Join(';', await context.Institutions.OrderBy(i => i.Id).Select(i => $"{i.Id} {i.Version} {i.PhoneCipher}").ToListAsync(TestContext.Current.CancellationToken))
        + $"|{await context.Outbox.CountAsync(TestContext.Current.CancellationToken)}|{await context.LegalEvents.CountAsync(TestContext.Current.CancellationToken)}");
}
