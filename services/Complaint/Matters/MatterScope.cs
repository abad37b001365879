using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Secrecy;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Complaint.Matters;

/// <summary>
/// Which matters a caller may see: handlers those of their own department in their division, supervisors those of their division.
/// </summary>
internal static class MatterScope
{
    public static readonly string[] Readers = [Roles.ComplaintHandler, Roles.Supervisor];

    public static IQueryable<Matter> Visible(this IQueryable<Matter> matters, Actor actor)
    {
        var within = matters.Within(actor);
        var department = actor.Department;
        return actor.Has(Roles.Supervisor) ? within : within.Where(m => m.Department == department);
    }
}

/// <summary>
/// What all acts on a matter have in common: scope, department, version, line of progress, overdue mark, audit, one save.
/// </summary>
internal sealed class MatterActHandler(
    ComplaintDbContext context, Commit<ComplaintDbContext> commit, RecordClocks<ComplaintDbContext> clocks,
    DueDeadlines<ComplaintDbContext> due, ComplaintKeys keys)
{
    /// <summary>Now, the instant of the act (UTC).</summary>
    public DateTime Now => commit.Now;

    public ComplaintDbContext Context => context;

    public Commit<ComplaintDbContext> Commit => commit;

    public RecordClocks<ComplaintDbContext> Clocks => clocks;

    /// <summary>Does an act.</summary>
    /// <param name="id">The matter.</param>
    /// <param name="expected">The version that the officer read.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="text">What is said with it, kept encrypted; null if nothing is.</param>
    /// <param name="transition">The act on the aggregate.</param>
    /// <param name="effects">Clocks and facts that follow; null if none do.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Result<Reply<MatterAnswer>>> DoAsync(
        Guid id, ExpectedVersion expected, Actor actor, string? text, Func<Matter, Deed, Result<MatterEntry>> transition,
        Func<Matter, Task<Result>>? effects, CancellationToken cancellation)
    {
        var loaded = await context.Matters.Visible(actor).ForChangeAsync(id, expected, MatterErrors.NotFound, due, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        var matter = loaded.Value;
        if (matter.Department != actor.Department)
        {
            return MatterErrors.OtherDepartment;
        }

        var done = transition(matter, new Deed(commit.NewId(), commit.Now, actor.Id, keys.Seal(ComplaintKeys.EntryText, id, text)));
        if (done.IsRefused)
        {
            return done.Error;
        }

        var entry = done.Value;
        context.Entries.Add(entry);
        if (effects is not null && await effects(matter) is { IsRefused: true } refused)
        {
            return refused.Error;
        }

        if (matter.HasEnded)
        {
            await clocks.StopAllAsync(id, cancellation);
        }

        matter.Settle((await clocks.OfAsync(id, cancellation)).Any(c => c is { RanOutAt: not null, StoppedAt: null }));
        commit.Record(
            $"matter.{entry.Code}", "matter", id, matter.Version, new { matter.State, matter.Department, entry.Detail, matter.IsOverdue });
        return await commit.SaveAsync(Reply.Ok(MatterAnswer.Of(matter), matter.Version), cancellation);
    }

    /// <summary>A second line of the same act.</summary>
    public void Add(Matter matter, Actor actor, string code, string text) => context.Entries.Add(
        MatterEntry.Of(matter, new Deed(commit.NewId(), commit.Now, actor.Id, keys.Seal(ComplaintKeys.EntryText, matter.Id, text)), code));

    /// <summary>A text of an act, or its refusal with its field.</summary>
    public static Result<string> Text(string? stated, string field, int most)
    {
        var read = TextInput.Required(stated, most, TextForm.MultiLine);
        return read.IsRefused ? read.Error.At(field) : read.Value;
    }

    /// <summary>Who complained, for a comparison that shows nothing; null if anonymous.</summary>
    public async Task<(string Name, string Phone)?> PersonAsync(Guid intakeId, CancellationToken cancellation) =>
        await context.Complainants.AsNoTracking().FirstOrDefaultAsync(c => c.IntakeId == intakeId, cancellation) is { } person
            ? (keys.Open(ComplaintKeys.Name, intakeId, person.NameCipher)!, keys.Open(ComplaintKeys.Phone, intakeId, person.PhoneCipher)!)
            : null;
}
