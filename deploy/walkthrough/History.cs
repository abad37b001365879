namespace Oversight.Walkthrough;

/// <summary>
/// Gives institutions a past, through the public API as officers would: most were inspected without a finding, one in five put
/// something right, one in twenty was fined.
/// </summary>
public sealed class History(Cast cast)
{
    private const int AtOnce = 6;
    private readonly FieldWork _work = new(cast, new Journal(), TimeSpan.FromMinutes(1));

    /// <summary>Inspects the institutions and does what follows from it.</summary>
    /// <param name="institutions">Ids; each is visited once.</param>
    /// <param name="progress">Is told how many are done.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task MakeAsync(IReadOnlyList<string> institutions, Action<int> progress, CancellationToken cancellation)
    {
        var done = 0;
        await Parallel.ForEachAsync(
            institutions.Select((id, number) => (id, number)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (next, token) =>
            {
                await InspectAsync(next.id, next.number, token);
                progress(Interlocked.Increment(ref done));
            });
    }

    private async Task InspectAsync(string institution, int number, CancellationToken cancellation)
    {
        var department = (number % 5) switch { 0 => cast.Fire, 1 => cast.Market, _ => cast.Education };
        var visit = await _work.BeginVisitAsync(institution, "daily", [department], operation: null, cancellation);
        if (number % 5 != 0)
        {
            await _work.AnswerAsync(visit, department, cancellation, (department == cast.Market ? "M01" : "E01", "pass"));
            await _work.ConcludeAsync(visit, department, FieldWork.NoProblem, cancellation);
            return;
        }

        var item = number % 20 == 0 ? "F05" : "F07";
        await _work.AnswerAsync(visit, department, cancellation, (item, "fail"));
        var finding = await _work.FindAsync(visit, department, item, "消防设施或疏散通道存在问题。", violation: null, cancellation);
        await _work.ConcludeAsync(visit, department, FieldWork.ProblemsOpen, cancellation);
        await _work.RectifyAsync(await _work.OrderAsync(visit, department, finding, cancellation), department, item, cancellation);
        if (number % 20 == 0)
        {
            await _work.FineAsync(institution, operation: null, [], cancellation);
        }
    }
}
