using Oversight.Persistence;
using Oversight.Persistence.Leasing;

namespace Oversight.Registry.Import;

/// <summary>Where an import stands.</summary>
internal enum ImportState
{
    /// <summary>Stored; no worker has begun.</summary>
    Waiting,

    /// <summary>Every row is read and checked.</summary>
    Checking,

    /// <summary>The rows are applied in one transaction; nothing of it is visible yet.</summary>
    Applying,

    /// <summary>Finished: applied, or checked where it was a dry run.</summary>
    Done,

    /// <summary>Not applied: a row was faulty and the caller wanted all or nothing, or the file could not be read.</summary>
    Refused,

    /// <summary>Stopped by an officer before it was applied; nothing of it is in the register.</summary>
    Stopped,
}

/// <summary>What to do with a file in which a row is faulty.</summary>
internal enum OnFault
{
    /// <summary>Import nothing.</summary>
    Refuse,

    /// <summary>Import the sound rows and report the faulty ones.</summary>
    Skip,
}

/// <summary>One import of a register file. Its state survives every kill: an unfinished import is begun again from its file.</summary>
internal sealed class ImportJob : IVersioned, ILeased, IWithinDivision
{
    public required Guid Id { get; init; }

    public long Version { get; private set; } = 1;

    public required string RequestedBy { get; init; }

    /// <summary>Department of the officer at the time.</summary>
    public string? Department { get; init; }

    /// <summary>Scope of the officer: rows outside it are faults.</summary>
    public required string Division { get; init; }

    public required bool DryRun { get; init; }

    public required OnFault OnFault { get; init; }

    /// <summary>SHA-256 of the file, 64 hexadecimal digits.</summary>
    public required string FileHash { get; init; }

    public required long FileLength { get; init; }

    public required DateTime RequestedAt { get; init; }

    public ImportState State { get; private set; }

    public bool StopRequested { get; private set; }

    /// <summary>Who works on it, and until when nobody else does; not part of what the version guards.</summary>
    public string? LeaseOwner { get; private set; }

    public DateTime? LeaseUntil { get; private set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    /// <summary>Why the whole file was refused, as an error code; null unless it was.</summary>
    public string? RefusalCode { get; private set; }

    public string? RefusalMessage { get; private set; }

    public int RowsChecked { get; private set; }

    public int RowsApplied { get; private set; }

    public int Created { get; private set; }

    public int Changed { get; private set; }

    public int Unchanged { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Lines ignored: blank ones and rows of separators only.</summary>
    public int Ignored { get; private set; }

    /// <summary>Lines of the file, the header among them.</summary>
    public int Lines { get; private set; }

    /// <summary>Whether nothing will change it any more.</summary>
    public bool IsFinished => State is ImportState.Done or ImportState.Refused or ImportState.Stopped;

    // Counted at the beginning, so that a file which kills the process is given up after some attempts.
    public void BeginChecking() =>
        (State, RowsChecked, RowsApplied, Attempts, Version) = (ImportState.Checking, 0, 0, Attempts + 1, Version + 1);

    public void BeginApplying(int rowsChecked, int refused) =>
        (State, RowsChecked, Refused, Version) = (ImportState.Applying, rowsChecked, refused, Version + 1);

    /// <summary>Asks the worker to stop; a finished import stays as it is.</summary>
    /// <returns>False if it is too late.</returns>
    public bool RequestStop()
    {
        if (IsFinished)
        {
            return false;
        }

        // The version rises: a worker that is about to finish fails its save, begins again and finds it.
        (StopRequested, Version) = (true, Version + 1);
        return true;
    }

    public void Finish(ImportState state, DateTime at, ImportCounts counts, string? refusalCode = null, string? refusalMessage = null)
    {
        (State, FinishedAt, RefusalCode, RefusalMessage) = (state, at, refusalCode, refusalMessage);
        (Lines, Ignored, RowsChecked, Refused) = (counts.Lines, counts.Ignored, counts.Checked, counts.Refused);
        (RowsApplied, Created, Changed, Unchanged) =
            (counts.Created + counts.Changed + counts.Unchanged, counts.Created, counts.Changed, counts.Unchanged);
        Version++;
    }
}

/// <summary>The bytes of an import, apart from its job so that lists never load them. Deleted when the import is finished.</summary>
internal sealed class ImportFile
{
    public required Guid ImportId { get; init; }

    /// <summary>Encrypted: the file is full of people.</summary>
    public required byte[] ContentCipher { get; init; }
}

/// <summary>What became of a line of the report.</summary>
internal enum ImportOutcome
{
    /// <summary>Refused: not entered.</summary>
    Refused,

    /// <summary>Ignored: there is nothing to enter.</summary>
    Ignored,

    /// <summary>Entered, changed or found equal, and a person has to look into it.</summary>
    Review,
}

/// <summary>A line of the report. It holds no value of the file, which may be personal data.</summary>
internal sealed class ImportReportLine
{
    public required Guid ImportId { get; init; }

    /// <summary>1, 2, 3 … in the order of the file.</summary>
    public required int Number { get; init; }

    public required ImportOutcome Outcome { get; init; }

    /// <summary>Line of the file on which the row begins; the first line is 1.</summary>
    public required int Line { get; init; }

    /// <summary>Line on which it ends, or the last of several neighbours that are ignored for one reason.</summary>
    public required int LastLine { get; init; }

    /// <summary>Name of the column, or null if the row as a whole is meant.</summary>
    public string? Column { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }
}

/// <summary>How the lines of a file came out.</summary>
internal sealed record ImportCounts(int Lines, int Checked, int Created, int Changed, int Unchanged, int Refused, int Ignored);
