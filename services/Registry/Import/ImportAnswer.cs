namespace Oversight.Registry.Import;

/// <summary>An import as its officer sees it.</summary>
/// <param name="Id">Id of the import.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DryRun">Whether it only checks.</param>
/// <param name="OnFault">What a faulty row does to the rest.</param>
/// <param name="FileHash">SHA-256 of the file.</param>
/// <param name="Lines">Lines of the file, the header among them; 0 until it is read to its end.</param>
/// <param name="RowsChecked">Rows read and checked so far. At the end every row has one of the next four outcomes.</param>
/// <param name="RowsApplied">Rows applied so far; visible in the register only when the state is done.</param>
/// <param name="Created">Entries made (in a dry run or a refused import: that would be made).</param>
/// <param name="Changed">Entries changed.</param>
/// <param name="Unchanged">Entries found equal.</param>
/// <param name="Refused">Rows refused; <c>/report</c> lists them.</param>
/// <param name="Ignored">Lines ignored: blank, or separators only.</param>
/// <param name="StopRequested">Whether an officer asked to stop it.</param>
/// <param name="RefusalCode">Why the whole file was refused, or null.</param>
/// <param name="RefusalMessage">The same in a sentence.</param>
/// <param name="RequestedAt">When it was sent.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Version">Version for If-Match.</param>
internal sealed record ImportAnswer(
    Guid Id, ImportState State, bool DryRun, OnFault OnFault, string FileHash, int Lines, int RowsChecked, int RowsApplied, int Created,
    int Changed, int Unchanged, int Refused, int Ignored, bool StopRequested, string? RefusalCode, string? RefusalMessage,
    DateTime RequestedAt, DateTime? FinishedAt, long Version)
{
    public static ImportAnswer Of(ImportJob job, ImportProgress.Running? running) => new(
        job.Id, job.State, job.DryRun, job.OnFault, job.FileHash, job.Lines,
        Math.Max(job.RowsChecked, running?.RowsChecked ?? 0), job.IsFinished ? job.RowsApplied : running?.RowsApplied ?? 0,
        job.Created, job.Changed, job.Unchanged, job.Refused, job.Ignored, job.StopRequested, job.RefusalCode, job.RefusalMessage,
        job.RequestedAt, job.FinishedAt, job.Version);
}
