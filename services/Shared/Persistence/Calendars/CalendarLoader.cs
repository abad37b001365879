using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Persistence.Calendars;

/// <summary>A file that is to be loaded.</summary>
/// <param name="Source">Its name, which faults are reported under.</param>
/// <param name="Text">Its text.</param>
/// <param name="Replace">Whether a year that is loaded with other content is replaced.</param>
/// <param name="Reason">Why it is replaced; null for a new year.</param>
public sealed record CalendarStatement(string Source, string Text, bool Replace = false, string? Reason = null);

/// <summary>What a load did.</summary>
public enum CalendarOutcome
{
    /// <summary>The year is new.</summary>
    Loaded,

    /// <summary>The year was loaded with other content, which this replaced.</summary>
    Replaced,

    /// <summary>The same content was there already; nothing was changed and nothing is recorded.</summary>
    Unchanged,
}

/// <summary>The year that was loaded.</summary>
/// <param name="Year">The year.</param>
/// <param name="CalendarVersion">What its file calls itself.</param>
/// <param name="Confidence">How far it may be trusted.</param>
/// <param name="WorkingDays">Number of its working days.</param>
/// <param name="Outcome">What the load did.</param>
/// <param name="Waiting">Days that waited for this year at that moment; they are set from now on, within seconds or minutes.</param>
public sealed record CalendarLoad(
    int Year, string CalendarVersion, Confidence Confidence, int WorkingDays, CalendarOutcome Outcome, int Waiting);

/// <summary>Loads the calendar of a year into a service's database, with its audit row, in one save.</summary>
public sealed class CalendarLoader<TContext>(TContext context, Commit<TContext> commit, ActScope act, CalendarSource<TContext> source)
    where TContext : ServiceDbContext
{
    /// <summary>Loads a file. The same content a second time changes nothing.</summary>
    /// <returns>
    /// What was done; or <c>calendar.file_too_long</c>, <c>calendar.file_faulty</c> (every fault in its message, one a line),
    /// <c>calendar.year_loaded</c> (other content is there and <see cref="CalendarStatement.Replace"/> is not set),
    /// <c>calendar.reason_missing</c>, <c>calendar.version_taken</c> (other content under the same name, so that clocks could not tell
    /// them apart), or of two loads of one year at once <c>request.version.stale</c>.
    /// </returns>
    public async Task<Result<Reply<CalendarLoad>>> LoadAsync(CalendarStatement stated, CancellationToken cancellation)
    {
        if (stated.Text.Length > LoadedCalendar.MaxContent)
        {
            return CalendarRefusals.TooLong;
        }

        var (file, faults) = CalendarFile.Read(stated.Source, stated.Text);
        if (file is null)
        {
            return CalendarRefusals.Faulty(faults);
        }

        var calendar = await source.RefreshAsync(context, cancellation);
        var known = calendar.Summaries.FirstOrDefault(year => year.Year == file.Year);
        if (calendar.Says(file.Content))
        {
            return await AnswerAsync(file, CalendarOutcome.Unchanged, cancellation);
        }

        var reason = TextInput.Optional(stated.Reason, LoadedCalendar.MaxReason);
        if ((Refusal(known, file, stated, reason.Error is null ? reason.Value : null) ?? reason.Error?.At("reason")) is { } refused)
        {
            return refused;
        }

        var row = await context.Calendars.SingleOrDefaultAsync(c => c.Year == file.Year, cancellation);
        var why = known is null ? null : reason.Value;
        if (row is null)
        {
            context.Calendars.Add(row = LoadedCalendar.Of(commit.NewId(), file, act.ActorId, why, commit.Now));
        }
        else
        {
            row.Replace(file, act.ActorId, why, commit.Now);
        }

        commit.Record(
            known is null ? "calendar.load" : "calendar.replace", "calendar", row.Id, row.Version,
            new { file.Year, file.Version, basis = file.Basis.ToString(), file.Confidence, replaced = known?.Version, reason = why });
        var saved = await AnswerAsync(file, known is null ? CalendarOutcome.Loaded : CalendarOutcome.Replaced, cancellation);
        if (!saved.IsRefused)
        {
            await source.RefreshAsync(context, cancellation);
        }

        return saved;
    }

    private async Task<Result<Reply<CalendarLoad>>> AnswerAsync(CalendarFile file, CalendarOutcome outcome, CancellationToken cancellation)
    {
        var waiting = await context.CalendarWaits.CountAsync(w => w.Year == file.Year, cancellation);
        return await commit.SaveAsync(
            Reply.Ok(new CalendarLoad(file.Year, file.Version, file.Confidence, file.WorkingDays, outcome, waiting)), cancellation);
    }

    private static Error? Refusal(CalendarYearSummary? known, CalendarFile file, CalendarStatement stated, string? reason) =>
        known is null ? null
        : !stated.Replace ? CalendarRefusals.YearLoaded(file.Year, known.Version)
        : known.Version == file.Version ? CalendarRefusals.VersionTaken(file.Year, file.Version)
        : reason is null ? CalendarRefusals.ReasonMissing
        : null;
}

internal static class CalendarRefusals
{
    public static readonly Error TooLong = new(
        ErrorKind.TooLarge, "calendar.file_too_long",
        $"The calendar of a year has at most {LoadedCalendar.MaxContent} characters.", "calendar");

    public static readonly Error ReasonMissing = new(
        ErrorKind.Invalid, "calendar.reason_missing",
        "Whoever replaces the calendar of a year says why, in 1 to 500 visible characters.", "reason");

    public static Error Faulty(IReadOnlyList<string> faults) => new(
        ErrorKind.Invalid, "calendar.file_faulty",
        $"The calendar has {faults.Count} fault(s):\n- {string.Join("\n- ", faults)}", "calendar");

    public static Error YearLoaded(int year, string version) => new(
        ErrorKind.Conflict, "calendar.year_loaded",
        $"{year} is loaded already, as {version}, with other content. Replace it if that is meant, and say why.");

    public static Error VersionTaken(int year, string version) => new(
        ErrorKind.Conflict, "calendar.version_taken",
        $"{year} is loaded already as {version}, with other content. Give the new content another version.", "calendar");
}
