using Oversight.Kernel;

namespace Oversight.Registry.Import;

/// <summary>
/// What became of every line of a file. Its promise is that no line is lost: before anything is committed the lines that were
/// accounted for are compared with the lines that the file has, and the outcomes with the rows.
/// </summary>
internal sealed class ImportAccount
{
    /// <summary>Most lines of one outcome that a report lists; all are counted.</summary>
    public const int MaxListed = 20_000;

    private readonly List<(ImportOutcome Outcome, int First, int Last, Error Why)> _report = [];
    private readonly int[] _listed = new int[Enum.GetValues<ImportOutcome>().Length];
    private int _last;
    private bool _isGapless = true;

    /// <summary>Lines accounted for.</summary>
    public int Lines { get; private set; }

    /// <summary>Rows read, sound or not.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows refused, by the reader or by the register.</summary>
    public int Refused { get; private set; }

    /// <summary>Lines ignored.</summary>
    public int Ignored { get; private set; }

    /// <summary>A record of the file is read. Records come in the order of the file.</summary>
    public void Read(RegisterLine line)
    {
        // A line twice and another left out would make the right sum.
        _isGapless &= line.First == _last + 1;
        _last = line.Last;
        Lines += line.Last - line.First + 1;
        switch (line.Kind)
        {
            case LineKind.Header:
                break;
            case LineKind.Ignored:
                Ignored += line.Last - line.First + 1;
                Ignore(line);
                break;
            case LineKind.Refused:
                Rows++;
                Refuse(line.First, line.Last, line.Why!);
                break;
            default:
                Rows++;
                break;
        }
    }

    /// <summary>A row is refused.</summary>
    public void Refuse(int first, int last, Error why)
    {
        Refused++;
        List(ImportOutcome.Refused, first, last, why);
    }

    /// <summary>A row that is entered and that a person has to look into.</summary>
    public void Review(int first, int last, Error why) => List(ImportOutcome.Review, first, last, why);

    /// <summary>Compares the account with the file.</summary>
    /// <param name="linesOfFile">Lines of the file, counted without regard to its records.</param>
    /// <param name="applied">Rows entered, changed and found equal.</param>
    /// <returns><c>registry.import.not_accounted</c> if a line or a row is missing or counted twice.</returns>
    public Result Check(int linesOfFile, int applied) => _isGapless && Lines == linesOfFile && Rows == Refused + applied
        ? Result.Done
        : ImportErrors.NotAccounted(linesOfFile, Lines, Rows, Refused + applied);

    /// <summary>The report in the order of the file.</summary>
    public IEnumerable<ImportReportLine> Report(Guid import) => _report.OrderBy(line => line.First).Select((line, i) => new ImportReportLine
    {
        ImportId = import,
        Number = i + 1,
        Outcome = line.Outcome,
        Line = line.First,
        LastLine = line.Last,
        Column = RegisterFile.ColumnOf(line.Why.Field),
        Code = line.Why.Code,
        Message = line.Why.Basis is { } basis ? $"{line.Why.Message} ({basis})" : line.Why.Message,
    });

    // Neighbours that are ignored for one reason are listed as one: files end with thousands of blank lines.
    private void Ignore(RegisterLine line)
    {
        if (_report is [.., { Outcome: ImportOutcome.Ignored } before] && before.Last + 1 == line.First && before.Why == line.Why)
        {
            _report[^1] = before with { Last = line.Last };
        }
        else
        {
            List(ImportOutcome.Ignored, line.First, line.Last, line.Why!);
        }
    }

    private void List(ImportOutcome outcome, int first, int last, Error why)
    {
        if (_listed[(int)outcome]++ < MaxListed)
        {
            _report.Add((outcome, first, last, why));
        }
    }
}
