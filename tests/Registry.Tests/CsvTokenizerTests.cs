using System.Text;
using Oversight.Registry.Import;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>Separated values are read exactly or said to be none, whatever the text is, and every line belongs to one record.</summary>
public sealed class CsvTokenizerTests
{
    private static readonly CsvLimits Wide = new(Field: 1_000_000, Record: 4_000_000, Fields: 1_000);

    [Fact]
    public void Every_short_text_is_read_as_the_grammar_says_and_its_lines_add_up()
    {
        const string alphabet = "a,\"\r\n";
        for (var length = 0; length <= 7; length++)
        {
            var digits = new int[length];
            do
            {
                ShouldAgree(string.Concat(digits.Select(d => alphabet[d])));
            }
            while (Next(digits, alphabet.Length));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Long_texts_are_read_as_the_grammar_says_and_their_lines_add_up(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["甲", "乙丙", "\U0002CC56", " ", ",", ",", "\"", "\"\"", "\r", "\n", "\r\n", "\"x,y\"", new('字', 70_000)];
        for (var run = 0; run < 400; run++)
        {
            // Mostly without the long piece, which goes over the stride of the reader.
            var known = run % 20 == 0 ? pieces.Length : pieces.Length - 1;
            ShouldAgree(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(known)])));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void What_was_written_by_the_rules_is_read_as_it_was_written(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 20)).Select(_ => Fields(random)).ToList();
            var text = string.Concat(rows.Select(row =>
                string.Join(',', row.Select(field => Quoted(field, random, row.Count == 1))) + Break(random)));

            Assert.Equal(rows, Read(text, Wide).ConvertAll(record => record.Fields));
        }
    }

    [Theory]
    [InlineData("a,b\n1,\"x\n2,y\n3,z\n", "QuoteOpen", 2, 4, 1)]
    [InlineData("a,b\n\"1\n\",\"x", "QuoteOpen", 2, 3, 1)]
    [InlineData("a,b\n1,x\"y\n2,z\n", "QuoteInside", 2, 2, 1)]
    [InlineData("a,b\n\"x\" ,1\n2,z\n", "TextAfterQuote", 2, 2, 0)]
    [InlineData("a,b\n1,\"x\r\ny\"z\n2,z\n", "TextAfterQuote", 2, 3, 1)]
    [InlineData("a,b\n1,12345678901\n2,z\n", "FieldTooLong", 2, 2, 1)]
    [InlineData("a,b\n1,\"1234\n678901\"\n2,z\n", "FieldTooLong", 2, 3, 1)]
    [InlineData("a,b\n1,2,3,4,5,6,7,8,9,10,11,12\n2,z\n", "RecordTooLong", 2, 2, 0)]
    public void A_fault_is_told_with_its_lines_and_its_field_and_the_next_line_is_read_again(
        string text, string fault, int first, int last, int field)
    {
        var reader = new CsvTokenizer(text, new CsvLimits(Field: 10, Record: 20, Fields: 4), CancellationToken.None);
        Assert.True(reader.Read() && reader.Read());

        Assert.Equal((fault, first, last, field), (reader.Fault.ToString(), reader.Line, reader.LastLine, reader.FaultField));
        Assert.Equal(fault != "QuoteOpen", reader.Read());
        if (fault != "QuoteOpen")
        {
            Assert.Equal((CsvFault.None, last + 1, "2", "z"), (reader.Fault, reader.Line, reader[0], reader[1]));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("x,")]
    [InlineData("\"x\",")]
    public void A_cancellation_ends_the_middle_of_a_line_of_sixteen_megabytes(string piece)
    {
        using var cancellation = new CancellationTokenSource();
        var text = "a,b\n" + string.Concat(Enumerable.Repeat(piece, 16 * 1024 * 1024 / piece.Length));
        var reader = new CsvTokenizer(text, Wide, cancellation.Token);
        Assert.True(reader.Read());

        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => reader.Read());
        Assert.InRange(reader.Position, 0, text.Length / 100);
    }

    [Fact]
    public void Fields_beyond_the_limit_are_counted_and_not_kept()
    {
        var reader = new CsvTokenizer(string.Concat(Enumerable.Repeat("a,", 1_000_000)), Wide with { Fields = 3 }, CancellationToken.None);

        Assert.True(reader.Read());

        Assert.Equal(1_000_001, reader.FieldCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader[3]);
        Assert.False(reader.IsBlank);
    }

    private static void ShouldAgree(string text)
    {
        var (read, expected) = (Read(text, Wide), SimpleCsv.Read(text));
        if (expected is null)
        {
            Assert.Contains(read, record => record.Fault != CsvFault.None);
        }
        else
        {
            Assert.DoesNotContain(read, record => record.Fault != CsvFault.None);
            Assert.Equal(expected, read.ConvertAll(record => record.Fields));
        }

        // The records follow one another over all lines, faulty or not.
        var next = 1;
        foreach (var record in read)
        {
            Assert.Equal(next, record.Line);
            Assert.True(record.LastLine >= record.Line, text);
            next = record.LastLine + 1;
        }

        Assert.Equal(SimpleCsv.Lines(text), next - 1);
    }

    private static List<(int Line, int LastLine, CsvFault Fault, List<string> Fields)> Read(string text, CsvLimits limits)
    {
        var reader = new CsvTokenizer(text, limits, CancellationToken.None);
        var read = new List<(int, int, CsvFault, List<string>)>();
        while (reader.Read())
        {
            var fields = reader.Fault == CsvFault.None ? Enumerable.Range(0, reader.FieldCount).Select(i => reader[i]).ToList() : [];
            read.Add((reader.Line, reader.LastLine, reader.Fault, fields));
        }

        Assert.Equal(text.Length, reader.Position);
        return read;
    }

    private static bool Next(int[] digits, int radix)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            if (++digits[i] < radix)
            {
                return true;
            }

            digits[i] = 0;
        }

        return false;
    }

    private static List<string> Fields(Random random) => [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Field(random))];

    private static string Field(Random random)
    {
        string[] pieces = ["甲", "b", " ", ",", "\"", "\n", "\r\n", "\r"];
        return string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    // A record of one empty field is quoted: CR, an empty line and LF are one line break.
    private static string Quoted(string field, Random random, bool isAlone) =>
        field.AsSpan().IndexOfAny(",\"\r\n") >= 0 || (isAlone && field.Length == 0) || random.Next(3) == 0
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;

    private static string Break(Random random) => random.Next(3) switch { 0 => "\r\n", 1 => "\n", _ => "\r" };
}

/// <summary>RFC 4180 in the plainest way: its grammar as a machine over single characters, written without regard to the reader.</summary>
internal static class SimpleCsv
{
    private enum State
    {
        RecordBegins,
        FieldBegins,
        Plain,
        Quoted,
        QuoteSeen,
    }

    /// <summary>The records, or null if the text is none.</summary>
    public static List<List<string>>? Read(string text)
    {
        var (records, fields, field, state) = (new List<List<string>>(), new List<string>(), new StringBuilder(), State.RecordBegins);
        var marked = text.Replace("\r\n", "\uE000", StringComparison.Ordinal);
        foreach (var c in marked)
        {
            switch (c, state)
            {
                case ('"', State.RecordBegins or State.FieldBegins):
                    state = State.Quoted;
                    break;
                case ('"', State.Quoted):
                    state = State.QuoteSeen;
                    break;
                case ('"', State.QuoteSeen):
                    field.Append('"');
                    state = State.Quoted;
                    break;
                case ('"', State.Plain):
                    return null;
                case (_, State.Quoted):
                    field.Append(c == '\uE000' ? "\r\n" : c.ToString());
                    break;
                case (',', _):
                    EndField();
                    state = State.FieldBegins;
                    break;
                case ('\r' or '\n' or '\uE000', _):
                    EndRecord();
                    break;
                case (_, State.QuoteSeen):
                    return null;
                default:
                    field.Append(c);
                    state = State.Plain;
                    break;
            }
        }

        if (state == State.Quoted)
        {
            return null;
        }

        if (state != State.RecordBegins)
        {
            EndRecord();
        }

        return records;

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        void EndRecord()
        {
            EndField();
            records.Add(fields);
            fields = [];
            state = State.RecordBegins;
        }
    }

    /// <summary>Lines of a text: what stands before each line break, and what stands after the last.</summary>
    public static int Lines(string text)
    {
        var parts = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        return parts[^1].Length == 0 ? parts.Length - 1 : parts.Length;
    }
}
