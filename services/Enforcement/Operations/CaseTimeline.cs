using Oversight.Enforcement.Cases;

namespace Oversight.Enforcement.Operations;

/// <summary>
/// Writes every step of a case that belongs to a joint operation into the operation's timeline, within the save of the step.
/// </summary>
internal sealed class CaseTimeline(OperationTimeline timeline) : ICaseListener
{
    public async Task NotedAsync(Case noted, string kind, DateOnly on, CancellationToken cancellation)
    {
        if (noted.OperationId is { } operation)
        {
            var words = kind.Split('_', 2);
            await timeline.NoteAsync(
                operation, new TimelineNote(string.Join('.', words), noted.Id, noted.Version, on, noted.Department, new { noted.Number }),
                cancellation);
        }
    }
}
