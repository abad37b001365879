using Microsoft.EntityFrameworkCore;
using Oversight.Complaint.Data;
using Oversight.Complaint.Intakes;
using Oversight.Complaint.Matters;
using Oversight.Complaint.Reference;
using Oversight.Complaint.Secrecy;
using Oversight.Kernel;
using Oversight.Pages;
using Oversight.Persistence.Clocks;

namespace Oversight.Complaint.Tracking;

/// <summary>A message as its person sees it.</summary>
public sealed record TrackingAnswer(DateTime ReceivedAt, IReadOnlyList<TrackedMatter> Matters);

/// <summary>One matter as its person sees it, in the reader's language.</summary>
/// <param name="Id">Id of the matter.</param>
/// <param name="Kind"><c>complaint</c> or <c>report</c>.</param>
/// <param name="Category">Code of the category.</param>
/// <param name="CategoryName">Its name.</param>
/// <param name="PartyName">Whom it is about.</param>
/// <param name="Department">Code of the department that has it.</param>
/// <param name="DepartmentName">Its name.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Outcome">What came of it, or null.</param>
/// <param name="ConcludedOn">Official day of its end, or null.</param>
/// <param name="IsUrgent">Whether it is looked into at once.</param>
/// <param name="Terms">Its clocks.</param>
/// <param name="Progress">What happened, oldest first.</param>
/// <param name="MayRate">Whether the person may now say how it was handled.</param>
public sealed record TrackedMatter(
    Guid Id, MatterKind Kind, string Category, string CategoryName, string PartyName, string Department, string DepartmentName,
    MatterState State, MatterOutcome? Outcome,
    DateOnly? ConcludedOn, bool IsUrgent, IReadOnlyList<TrackedTerm> Terms, IReadOnlyList<TrackedStep> Progress, bool MayRate);

/// <summary>A statutory term as its person sees it.</summary>
public sealed record TrackedTerm(string Key, string Wording, LegalBasis Basis, DateOnly? DueOn, ClockState State);

/// <summary>One step: its code, the public wording, and what was written to the person.</summary>
public sealed record TrackedStep(DateOnly On, string Code, string Wording, string? Text);

/// <summary>Finds a message by its tracking code and shows what became of it; nothing about other people.</summary>
internal sealed class TrackingReader(ComplaintDbContext context, TrackingCodes codes, ComplaintKeys keys, ComplaintRules rules, Texts texts)
{
    private const int MostLines = 500;

    /// <summary>The message of a code as typed, or null.</summary>
    public async Task<Intake?> FindAsync(string? typed, CancellationToken cancellation)
    {
        if (TrackingCode.Read(typed) is not { } code)
        {
            return null;
        }

        var hashes = codes.HashesOf(code);
        return await context.Intakes.AsNoTracking().FirstOrDefaultAsync(i => hashes.Contains(i.CodeHash), cancellation);
    }

    /// <summary>What became of a message.</summary>
    public async Task<TrackingAnswer> ReadAsync(Intake intake, CancellationToken cancellation)
    {
        var matters = await context.Matters.AsNoTracking().Where(m => m.IntakeId == intake.Id).OrderBy(m => m.Kind)
            .ToListAsync(cancellation);
        var ids = matters.ConvertAll(m => m.Id);
        var shown = ids.Concat(matters.Select(m => m.ParentId).OfType<Guid>()).ToList();
        var clocks = await context.Clocks.AsNoTracking().Where(c => ids.Contains(c.SubjectId)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .ToListAsync(cancellation);
        var lines = await context.Entries.AsNoTracking().Where(e => shown.Contains(e.MatterId)).OrderBy(e => e.On).ThenBy(e => e.At)
            .ThenBy(e => e.Id).Take(MostLines).ToListAsync(cancellation);
        var rated = await context.Satisfactions.AsNoTracking().Where(s => ids.Contains(s.MatterId)).Select(s => s.MatterId)
            .ToListAsync(cancellation);
        return new TrackingAnswer(intake.ReceivedAt, matters.ConvertAll(m => Tracked(m, clocks, lines, rated.Contains(m.Id))));
    }

    private TrackedMatter Tracked(Matter matter, List<StoredClock> clocks, List<MatterEntry> lines, bool isRated)
    {
        var day = OfficialTime.DateOf(matter.ReceivedAt);
        var english = texts.Language == Language.English;
        return new TrackedMatter(
            matter.Id, matter.Kind, matter.Category, rules.CategoryName(matter.Category, day, english), matter.PartyName, matter.Department,
            rules.DepartmentName(matter.Department, day, english), matter.State, matter.Outcome, matter.ConcludedOn, matter.IsUrgent,
            [
                .. clocks.Where(c => c.SubjectId == matter.Id).Select(c => c.ToAnswer()).Select(
                    c => new TrackedTerm(c.Key, texts.Find("complaint.term." + c.Key) ?? c.Key, c.Basis, c.DueOn, c.State))],
            [.. MatterEntry.InOrder(lines.Where(e => IsFor(matter, e))).Select(Step)],
            matter.State == MatterState.Concluded && !isRated);
    }

    // Of the matter that it was joined to only what other services did about it: no word that was written to somebody else.
    private static bool IsFor(Matter matter, MatterEntry line) => line.MatterId == matter.Id
        ? !EntryCodes.Internal.Contains(line.Code)
        : line.MatterId == matter.ParentId && EntryCodes.Facts.Contains(line.Code);

    private TrackedStep Step(MatterEntry line)
    {
        var english = texts.Language == Language.English;
        var departments = string.Join(
            texts["complaint.step.and"], line.Departments.Select(code => rules.DepartmentName(code, line.On, english)));
        var detail = line.Detail is null ? "" : texts.Find($"complaint.detail.{line.Code}.{line.Detail}") ?? line.Detail;
        return new TrackedStep(
            line.On, line.Code, texts["complaint.step." + line.Code, departments, line.Number ?? "", detail],
            EntryCodes.WrittenForThePerson.Contains(line.Code) ? keys.Open(ComplaintKeys.EntryText, line.MatterId, line.TextCipher) : null);
    }
}
