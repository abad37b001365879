namespace Oversight.Registry.Import;

/// <summary>An import as its officer sees it.</summary>
/// <param name="Id">Id of the import.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DryRun">Whether it only checks.</param>
/// <param name="OnFault">What a faulty row does to the rest.</param>
/// <param name="FileHash">SHA-256 of the file.</param>
/// <param name="RowsChecked">Rows read and checked so far.</param>
/// <param name="RowsApplied">Rows applied so far; visible in the register only when the state is done.</param>
/// <param name="Created">Entries made (in a dry run: that would be made).</param>
/// <param name="Changed">Entries changed.</param>
/// <param name="Unchanged">Entries found equal.</param>
/// <param name="Refused">Rows refused; <c>/faults</c> lists them.</param>
/// <param name="StopRequested">Whether an officer asked to stop it.</param>
/// <param name="RefusalCode">Why the whole file was refused, or null.</param>
/// <param name="RefusalMessage">The same in a sentence.</param>
/// <param name="RequestedAt">When it was sent.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Version">Version for If-Match.</param>
internal sealed record ImportAnswer(
    Guid Id, ImportState State, bool DryRun, OnFault OnFault, string FileHash, int RowsChecked, int RowsApplied, int Created, int Changed, int Unchanged, int Refused,
    bool StopRequested, string? RefusalCode, string? RefusalMessage, DateTime RequestedAt, DateTime? FinishedAt, long Version)
{
    public static ImportAnswer Of(ImportJob job, ImportProgress.Running? running) => new(
        job.Id, job.State, job.DryRun, job.OnFault, job.FileHash,
        Math.Max(job.RowsChecked, running?.RowsChecked ?? 0), job.IsFinished ? job.RowsApplied : running?.RowsApplied ?? 0,
        job.Created, job.Changed, job.Unchanged, job.Refused, job.StopRequested, job.RefusalCode, job.RefusalMessage, job.RequestedAt, job.FinishedAt, job.Version);
}
