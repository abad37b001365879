using System.Text.Json;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Enforcement.Feed;

/// <summary>Writes feed rows into the act's own save. One writer per scope, so that rows of one act keep their order.</summary>
internal sealed class FeedWriter(EnforcementDbContext context, Commit<EnforcementDbContext> commit)
{
    private int _written;

    /// <summary>Tells what was done with a clue: sender, addressee and those that had it before the act.</summary>
    /// <param name="clue">The clue after the act.</param>
    /// <param name="act">The act; null for its sending.</param>
    /// <param name="before">Departments that had to do with it before.</param>
    public void Write(Clue clue, ClueAct? act, IEnumerable<string?> before)
    {
        var departments = before.Append(clue.Department).Append(clue.SenderDepartment).OfType<string>().Distinct(StringComparer.Ordinal);
        var kind = act is { } known ? WireWord.Of(known) : "send";
        var details = new
        {
            status = WireWord.Of(clue.State), department = clue.Department, sender = clue.SenderDepartment, clue.Category, clue.IsUrgent,
            clue.IsOverdue,
            outcome = clue.Outcome is { } outcome ? WireWord.Of(outcome) : null,
        };
        Write(
            departments, new FeedNote(
                $"clue.{kind}", "clue", clue.Id, clue.Version, clue.Division, clue.OperationId, OfficialTime.DateOf(commit.Now), details));
    }

    /// <summary>Tells some departments of something.</summary>
    public void Write(IEnumerable<string> departments, FeedNote note)
    {
        var details = note.Details is null ? null : JsonSerializer.Serialize(note.Details, WireJson.Options);
        foreach (var department in departments)
        {
            context.Add(new FeedEntry
            {
                Id = commit.NewId(), Department = department, Division = note.Division, Kind = note.Kind, Subject = note.Subject,
                SubjectId = note.SubjectId,
                SubjectVersion = note.SubjectVersion, OperationId = note.OperationId, On = note.On, At = commit.Now, Sequence = _written++,
                Details = details,
            });
        }
    }
}

/// <summary>What a feed row says.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">Kind of record.</param>
/// <param name="SubjectId">Its id.</param>
/// <param name="SubjectVersion">Its version after that.</param>
/// <param name="Division">Its division, six digits.</param>
/// <param name="OperationId">Joint operation that it belongs to, or null.</param>
/// <param name="On">Official day.</param>
/// <param name="Details">Codes, days and ids only; null if the kind says it all.</param>
internal sealed record FeedNote(
    string Kind, string Subject, Guid SubjectId, long SubjectVersion, string Division, Guid? OperationId, DateOnly On, object? Details);
