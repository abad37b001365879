using System.Buffers;

namespace Oversight.Registry.Import;

/// <summary>Why a record of separated values is none.</summary>
internal enum CsvFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>A quote stands inside a field that does not begin with one.</summary>
    QuoteInside,

    /// <summary>Text stands between a closing quote and the next separator.</summary>
    TextAfterQuote,

    /// <summary>A field is longer than the limit.</summary>
    FieldTooLong,

    /// <summary>The record is longer than the limit.</summary>
    RecordTooLong,

    /// <summary>A quote opens and the text ends before it closes.</summary>
    QuoteOpen,
}

/// <summary>What a record may hold at most.</summary>
/// <param name="Field">UTF-16 units of a field as it stands in the text.</param>
/// <param name="Record">UTF-16 units of a record.</param>
/// <param name="Fields">Fields whose text is kept; further ones are counted.</param>
internal sealed record CsvLimits(int Field, int Record, int Fields);

/// <summary>
/// Reads separated values strictly by RFC 4180, one record after the other, and says where each begins and ends and what is
/// wrong with it. A line ends with CR LF, LF or CR. Every character belongs to exactly one record, whatever the text is.
/// </summary>
/// <remarks>
/// The time is linear in the length of the text, and nothing is copied before it is asked for. A record with a fault ends with
/// the line on which the fault stands; only an open quote goes on to the end of the text. Why this is no library: ADR 7.
/// </remarks>
internal sealed class CsvTokenizer(string text, CsvLimits limits, CancellationToken cancellation)
{
    // How many characters are read between two looks at the cancellation.
    private const int Stride = 64 * 1024;

    private static readonly SearchValues<char> EndsOfPlain = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> EndsOfQuoted = SearchValues.Create("\"\r\n");
    private static readonly SearchValues<char> EndsOfLine = SearchValues.Create("\r\n");

    private readonly List<Field> _fields = [];
    private int _begin, _nextLook, _line = 1;

    /// <summary>Where the next record begins, in UTF-16 units.</summary>
    public int Position { get; private set; }

    /// <summary>Line on which the record begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Line on which the record ends: a quoted field may hold line breaks.</summary>
    public int LastLine { get; private set; }

    /// <summary>Number of fields up to the end of the record or to its fault.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The first fault of the record; an open quote goes before any other.</summary>
    public CsvFault Fault { get; private set; }

    /// <summary>Number of the field at fault, from 0.</summary>
    public int FaultField { get; private set; }

    /// <summary>Line on which the fault stands; for an open quote the line on which it opens.</summary>
    public int FaultLine { get; private set; }

    /// <summary>Whether the record consists of white space and separators, quoted or not.</summary>
    public bool IsBlank =>
        Fault == CsvFault.None && FieldCount == _fields.Count
        && _fields.TrueForAll(one => text.AsSpan(one.Start, one.Length).IsWhiteSpace());

    /// <summary>The text of a field without the quotes around it.</summary>
    /// <param name="index">Number of the field, from 0; less than <see cref="FieldCount"/> and than the limit of fields.</param>
    public string this[int index]
    {
        get
        {
            var (start, length, hasQuotes, _) = _fields[index];
            var raw = text.Substring(start, length);
            return hasQuotes ? raw.Replace("\"\"", "\"", StringComparison.Ordinal) : raw;
        }
    }

    /// <summary>Reads the next record. False at the end of the text.</summary>
    /// <exception cref="OperationCanceledException">It is cancelled; this also ends the middle of a record.</exception>
    public bool Read()
    {
        if (Position >= text.Length)
        {
            return false;
        }

        _fields.Clear();
        (_begin, Line, FieldCount, Fault, FaultField, FaultLine) = (Position, _line, 0, CsvFault.None, 0, 0);
        LastLine = Line;
        while (Position < text.Length && text[Position] == '"' ? ReadQuoted() : ReadPlain())
        {
            // Another field follows.
        }

        if (Position - _begin > limits.Record)
        {
            Note(CsvFault.RecordTooLong, 0, Line);
        }

        return true;
    }

    /// <summary>Whether a quoted field holds line breaks and so many separators that it may have swallowed a whole row.</summary>
    /// <param name="separators">Separators of a row.</param>
    public bool MayHoldRows(int separators) => _fields.Exists(
        field => field.HasBreaks && text.AsSpan(field.Start, field.Length).Count(',') >= separators);

    private bool ReadPlain()
    {
        var start = Position;
        MoveTo(EndsOfPlain);
        if (Position < text.Length && text[Position] == '"')
        {
            return Stop(CsvFault.QuoteInside, FieldCount++);
        }

        Add(new Field(start, Position - start, HasQuotes: false, HasBreaks: false));
        return HasNext();
    }

    private bool ReadQuoted()
    {
        var (opened, start, hasQuotes, hasBreaks) = (_line, ++Position, false, false);
        for (MoveTo(EndsOfQuoted); Position < text.Length; MoveTo(EndsOfQuoted))
        {
            if (text[Position] != '"')
            {
                hasBreaks = true;
                PassLineBreak();
            }
            else if (Position + 1 < text.Length && text[Position + 1] == '"')
            {
                hasQuotes = true;
                Position += 2;
            }
            else
            {
                Add(new Field(start, Position++ - start, hasQuotes, hasBreaks));
                return Position == text.Length || text[Position] is ',' or '\r' or '\n'
                    ? HasNext()
                    : Stop(CsvFault.TextAfterQuote, FieldCount - 1);
            }
        }

        (Fault, FaultField, FaultLine) = (CsvFault.QuoteOpen, FieldCount++, opened);
        LastLine = text[^1] is '\r' or '\n' ? _line - 1 : _line;
        return false;
    }

    private void Add(Field field)
    {
        if (field.Length > limits.Field)
        {
            Note(CsvFault.FieldTooLong, FieldCount, _line);
        }

        if (_fields.Count < limits.Fields)
        {
            _fields.Add(field);
        }

        FieldCount++;
    }

    // What stands after a field: a separator and another field, or the end of the record.
    private bool HasNext()
    {
        if (Position < text.Length && text[Position] == ',')
        {
            Position++;
            return true;
        }

        LastLine = _line;
        if (Position < text.Length)
        {
            PassLineBreak();
        }

        return false;
    }

    // The rest of the line has no meaning that could be relied upon.
    private bool Stop(CsvFault fault, int field)
    {
        Note(fault, field, _line);
        LastLine = _line;
        MoveTo(EndsOfLine);
        if (Position < text.Length)
        {
            PassLineBreak();
        }

        return false;
    }

    // Moves to the next of these characters, or to the end of the text.
    private void MoveTo(SearchValues<char> ends)
    {
        while (Position < text.Length)
        {
            if (Position >= _nextLook)
            {
                cancellation.ThrowIfCancellationRequested();
                _nextLook = Position + Stride;
            }

            var ahead = text.AsSpan(Position, Math.Min(Stride, text.Length - Position));
            var found = ahead.IndexOfAny(ends);
            Position += found < 0 ? ahead.Length : found;
            if (found >= 0)
            {
                return;
            }
        }
    }

    private void Note(CsvFault fault, int field, int line)
    {
        if (Fault == CsvFault.None)
        {
            (Fault, FaultField, FaultLine) = (fault, field, line);
        }
    }

    private void PassLineBreak()
    {
        Position += text[Position] == '\r' && Position + 1 < text.Length && text[Position + 1] == '\n' ? 2 : 1;
        _line++;
    }

    // Where a field lies in the text, without the quotes around it.
    private readonly record struct Field(int Start, int Length, bool HasQuotes, bool HasBreaks);
}
