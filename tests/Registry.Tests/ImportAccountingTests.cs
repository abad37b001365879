using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Registry.Import;
using Oversight.Testing;
using Xunit;
using static Oversight.Registry.Tests.RegisterFiles;

namespace Oversight.Registry.Tests;

/// <summary>Whatever a file holds, the counts of its import add up to its lines; and a stop ends the reading wherever it is.</summary>
public sealed class ImportAccountingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Of_a_random_file_every_line_has_its_outcome_and_every_sound_row_is_read_as_it_was_written(int seed)
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        var (random, text, names) = (new Random(seed), new StringBuilder(Header + "\r\n"), new List<string>());
        var (lines, refused, ignored) = (1, 0, 0);
        for (var number = 1; number <= 150; number++)
        {
            var name = $"第{number}园{(random.Next(3) == 0 ? ",“\"号\"”" : "")}{new string('长', random.Next(40))}";
            var breaks = random.Next(4) == 0 ? random.Next(1, 4) : 0;
            var sound = Row(number, name: Quoted(name), remark: Quoted("一" + string.Concat(Enumerable.Repeat("\n二\"", breaks))));
            var (line, height) = random.Next(8) switch
            {
                0 => (new string(' ', random.Next(1, 3)), 1), // Never empty: CR, an empty line and LF are one line break.
                1 => (new string(',', random.Next(1, 30)), 1),
                2 => (Row(number) + ",", 1),
                3 => (Row(number, address: "a\"b"), 1),
                4 => (Row(number, division: "330106"), 1),
                _ => (sound, breaks + 1),
            };
            var isBlank = line.Trim(',', ' ').Length == 0;
            (ignored, refused) = (ignored + (isBlank ? 1 : 0), refused + (isBlank || line == sound ? 0 : 1));
            names.AddRange(line == sound ? [name] : []);
            text.Append(line).Append(random.Next(3) switch { 0 => "\r\n", 1 => "\n", _ => "\r" });
            lines += height;
        }

        var import = await registry.ImportAsync(Bytes(text.ToString(), random.Next(2) == 0 ? "utf-8" : "gb18030"), "?onFault=skip");

        Assert.Equal(("done", names.Count, 0, 0, refused, ignored), Counts(import));
        Assert.Equal(lines, import.GetProperty("lines").GetInt32());
        Assert.Equal(names.Count + refused, import.GetProperty("rowsChecked").GetInt32());
        Assert.Equal(names.Order(StringComparer.Ordinal), (await registry.NamesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stop_ends_an_import_in_the_middle_of_a_line_of_sixteen_megabytes()
    {
        await using var registry = await RegistryUnderTest.StartAsync();
        using var upload = await UploadAsync(registry.Registrar, SixteenMegabytes());
        var id = (await upload.ReadJsonAsync()).GetProperty("id").GetGuid();

        // The worker waits for the clock of the test; this run is the only one.
        await using var scope = registry.Services.CreateAsyncScope();
        using (var running = registry.Services.GetRequiredService<ImportProgress>().Follow(id))
        {
            running.Stop();
            await scope.ServiceProvider.GetRequiredService<ImportRun>().RunAsync(id, running, TestContext.Current.CancellationToken);
        }

        var import = await registry.EndOfAsync(id.ToString("D", CultureInfo.InvariantCulture));
        Assert.Equal("stopped", import.GetProperty("state").GetString());
        Assert.Equal(0, import.GetProperty("rowsChecked").GetInt32());
        Assert.Equal(0, await registry.ReadAsync(context => context.ImportFiles.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_host_that_stops_ends_the_reading_in_the_middle_of_a_line_of_sixteen_megabytes()
    {
        using var stopping = new CancellationTokenSource();
        var file = RegisterFile.Open(SixteenMegabytes(), stopping.Token).Value;
        using var lines = file.Read(stopping.Token).GetEnumerator();
        Assert.True(lines.MoveNext() && lines.MoveNext());

        stopping.Cancel();

        Assert.Throws<OperationCanceledException>(() => lines.MoveNext());
        Assert.Throws<OperationCanceledException>(() => RegisterFile.Open(SixteenMegabytes(), stopping.Token));
    }

    // A row, and a line that is refused for its length.
    private static byte[] SixteenMegabytes()
    {
        var start = FileOf(Row(1));
        var content = new byte[RegisterFile.MaxLength];
        content.AsSpan().Fill((byte)'"');
        start.CopyTo(content.AsSpan());
        content[start.Length] = (byte)'x';
        return content;
    }

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
