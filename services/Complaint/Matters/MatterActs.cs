using Oversight.Complaint.Data;
using Oversight.Complaint.Secrecy;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>A matter that is open for an act.</summary>
/// <param name="Matter">The matter, tracked, at the version that the officer read, with the officer's own department.</param>
/// <param name="By">Who acts, and when.</param>
internal sealed record OpenMatter(Matter Matter, ActContext By);

/// <summary>
/// What acts on a matter share: they open it within scope and at its version, and are done with a line of progress, clocks, the overdue
/// mark, audit and one save.
/// </summary>
internal sealed class MatterActs(
    ComplaintDbContext context, Commit<ComplaintDbContext> commit, RecordClocks<ComplaintDbContext> clocks,
    DueDeadlines<ComplaintDbContext> due, ComplaintKeys keys, Permission permission, Avoidances<ComplaintDbContext> avoidances)
{
    /// <summary>Opens a matter of the caller's department.</summary>
    /// <returns>
    /// The matter; or the refusal of the version, <see cref="MatterErrors.NotFound"/> outside the scope,
    /// <see cref="MatterErrors.OtherDepartment"/> where a supervisor sees the matter of another department.
    /// </returns>
    public async Task<Result<OpenMatter>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var loaded = await context.Matters.Visible(actor).ForChangeAsync(id, expected, MatterErrors.NotFound, due, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        // Only a supervisor gets here: from handlers Visible hides the matters of other departments, which a 403 would confirm.
        if (loaded.Value.Department != actor.Department)
        {
            return MatterErrors.OtherDepartment;
        }

        var allowed = permission.Check(actor, await SubjectAsync(loaded.Value, actor, cancellation));
        return allowed.IsRefused ? allowed.Error : new OpenMatter(loaded.Value, actor.Acts(commit.Now));
    }

    /// <summary>A matter as the rule of who may act asks.</summary>
    public async Task<ActSubject> SubjectAsync(Matter matter, Actor actor, CancellationToken cancellation) => new()
    {
        // 行政处罚法 第四十三条 (回避), by the service's copy of the officers. A party outside the register bars nobody.
        Hands = matter, MustAvoid = await avoidances.BarAsync(actor, matter.InstitutionId, cancellation),
    };

    /// <summary>What the line of an act holds.</summary>
    /// <param name="matter">The matter, to which the text is bound.</param>
    /// <param name="text">What is said with the act, kept encrypted; null if nothing is.</param>
    public NewEntry Entry(Matter matter, string? text = null) =>
        new(commit.NewId(), keys.Seal(ComplaintKeys.EntryText, matter.Id, text));

    /// <summary>Commits what was done; of a matter that has thereby ended every clock stops.</summary>
    /// <param name="matter">The matter after the act.</param>
    /// <param name="entry">The line that the act left; its code names the act in the audit.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Result<Reply<MatterAnswer>>> DoneAsync(Matter matter, MatterEntry entry, CancellationToken cancellation)
    {
        context.Entries.Add(entry);
        if (matter.HasEnded)
        {
            await clocks.StopAllAsync(matter.Id, cancellation);
        }

        // Read as tracked clocks after the act: they carry stops that are not saved yet, which a condition in the query would miss.
        matter.MarkOverdue((await clocks.OfAsync(matter.Id, cancellation)).Any(c => c is { RanOutAt: not null, StoppedAt: null }));
        commit.Record(
            $"matter.{entry.Code}", "matter", matter.Id, matter.Version,
            new { matter.State, matter.Department, entry.Detail, matter.IsOverdue });
        return await commit.SaveAsync(Reply.Ok(MatterAnswer.Of(matter), matter.Version), cancellation);
    }

    /// <summary>A text of an act, or its refusal with its field.</summary>
    public static Result<string> Text(string? stated, string field, int most)
    {
        var read = TextInput.Required(stated, most, TextForm.MultiLine);
        return read.IsRefused ? read.Error.At(field) : read.Value;
    }
}
