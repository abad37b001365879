namespace Oversight.Kernel;

/// <summary>A stretch during which a clock stood still (中止, e.g. a hearing or an expert's report, 行政许可法 Art 45).</summary>
/// <param name="From">The first day that is not counted.</param>
/// <param name="Until">The first day that counts again, or null while the clock stands.</param>
/// <param name="Reason">Why it stands, 1 to 500 characters; goes into the file.</param>
/// <param name="Basis">The article that allows the pause, or null.</param>
public sealed record ClockPause(DateOnly From, DateOnly? Until, string Reason, LegalBasis? Basis);

/// <summary>One extension of a clock (延长).</summary>
/// <param name="Amount">How much, in the unit of the term; positive.</param>
/// <param name="On">The day of the decision.</param>
/// <param name="Reason">Why, 1 to 500 characters; goes into the file.</param>
public sealed record ClockExtension(int Amount, DateOnly On, string Reason);

/// <summary>
/// A running term: its start, the term as the rule had it on that day, its pauses and extensions, and the end that follows
/// from them. A value: every act returns a new clock. No act moves the start, so an edit of the matter never restarts its
/// clock; a pause moves the end by the days paused and by nothing else.
/// </summary>
/// <param name="StartedOn">The official day of the event that set it going; not counted itself.</param>
/// <param name="Term">The term.</param>
/// <param name="End">When it ends; null while the calendar of a needed year is not loaded: show "calendar missing", then
/// <see cref="Recalculate"/>.</param>
/// <param name="Pauses">In order of time; only the last one can be open.</param>
/// <param name="Extensions">In order of decision.</param>
public sealed record TermClock(
    DateOnly StartedOn, LegalTerm Term, TermEnd? End, IReadOnlyList<ClockPause> Pauses, IReadOnlyList<ClockExtension> Extensions)
{
    /// <summary>Greatest length of a reason.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>The first year whose calendar is missing for the end; null when the end is known.</summary>
    public int? MissingYear { get; init; }

    /// <summary>True while the clock stands.</summary>
    public bool IsPaused => Pauses is [.., { Until: null }];

    /// <summary>The last day in time, or null while the clock stands or the calendar is missing.</summary>
    public DateOnly? DueOn => IsPaused ? null : End?.DueOn;

    /// <summary>
    /// Sets a clock going. A missing calendar year leaves <see cref="End"/> null, since the matter runs whether or not its end is known.
    /// </summary>
    /// <returns>The clock, or <c>term.out_of_range</c>.</returns>
    public static Result<TermClock> Start(LegalTerm term, DateOnly startedOn, WorkingDayCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(term);
        return new TermClock(startedOn, term, null, [], []).Recalculate(calendar);
    }

    /// <summary>
    /// True when the last day has passed on <paramref name="today"/>. A paused clock is not overdue; one without a known end is not known
    /// to be.
    /// </summary>
    public bool IsOverdueOn(DateOnly today) => DueOn is { } due && today > due;

    /// <summary>Stops the clock from <paramref name="day"/> on.</summary>
    /// <returns>
    /// The clock, or <c>clock.reason_invalid</c>, <c>clock.cannot_pause</c> (a fixed date or one counted back),
    /// <c>clock.already_paused</c>, <c>clock.pause_too_early</c> (before the start's next day or inside an earlier pause) or
    /// <c>clock.ran_out</c>.
    /// </returns>
    public Result<TermClock> Pause(DateOnly day, string? reason, LegalBasis? basis = null)
    {
        var text = TextInput.Required(reason, MaxReasonLength);
        return text.IsRefused ? ClockErrors.ReasonInvalid
            : Term.Amount < 0 || Term.Unit == TermUnit.FixedDate ? ClockErrors.CannotPause
            : IsPaused ? ClockErrors.AlreadyPaused
            : day <= StartedOn || (Pauses.Count > 0 && day < Pauses[^1].Until) ? ClockErrors.PauseTooEarly
            : IsOverdueOn(day) || day.Year > 2999 ? ClockErrors.RanOut
            : this with { Pauses = [.. Pauses, new ClockPause(day, null, text.Value, basis)] };
    }

    /// <summary>
    /// Lets the clock run again; <paramref name="day"/> is the first day that counts. The end moves by the days paused:
    /// working days for a term in working days, otherwise natural days.
    /// </summary>
    /// <returns>The clock, or <c>clock.not_paused</c> or <c>clock.resume_too_early</c> (before the pause began).</returns>
    public Result<TermClock> Resume(DateOnly day, WorkingDayCalendar calendar)
    {
        if (!IsPaused)
        {
            return ClockErrors.NotPaused;
        }

        var open = Pauses[^1];
        return day < open.From || day.Year > 2999
            ? ClockErrors.ResumeTooEarly
            : (this with { Pauses = [.. Pauses.SkipLast(1), open with { Until = day }] }).Recalculate(calendar);
    }

    /// <summary>Lengthens the term as its rule allows, by decision before it ran out.</summary>
    /// <returns>
    /// The clock, or <c>clock.reason_invalid</c>, <c>clock.extension_not_allowed</c> (the rule allows none, or not as much in
    /// all) or <c>clock.ran_out</c>.
    /// </returns>
    public Result<TermClock> Extend(int amount, DateOnly on, string? reason, WorkingDayCalendar calendar)
    {
        var text = TextInput.Required(reason, MaxReasonLength);
        var total = amount + Extensions.Sum(extension => (long)extension.Amount);
        return text.IsRefused ? ClockErrors.ReasonInvalid
            : amount <= 0 || Term.MaxExtension is not { } most || total > most ? ClockErrors.ExtensionNotAllowed(Term.Basis)
            : IsOverdueOn(on) ? ClockErrors.RanOut
            : (this with { Extensions = [.. Extensions, new ClockExtension(amount, on, text.Value)] }).Recalculate(calendar);
    }

    /// <summary>
    /// The same clock with its end worked out anew, after a calendar year was loaded or corrected. Start, term, pauses and
    /// extensions stay.
    /// </summary>
    /// <returns>The clock, or <c>term.out_of_range</c>.</returns>
    public Result<TermClock> Recalculate(WorkingDayCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var paused = 0;
        foreach (var pause in Pauses)
        {
            var until = pause.Until ?? pause.From;
            var days = Term.Unit == TermUnit.WorkingDay ? calendar.Count(pause.From, until) : until.DayNumber - pause.From.DayNumber;
            if (days.IsRefused)
            {
                return this with { End = null, MissingYear = calendar.FirstMissing(pause.From.Year, forward: true) };
            }

            paused += days.Value;
        }

        var extended = Extensions.Sum(extension => extension.Amount);
        var end = Term.EndFrom(StartedOn, calendar, extended, paused);
        return !end.IsRefused ? this with { End = end.Value, MissingYear = null }
            : end.Error.Code == CalendarErrors.YearMissingCode
            ? this with { End = null, MissingYear = Term.MissingYear(StartedOn, calendar, extended, paused) }
            : end.Error;
    }

    /// <summary>Equal when start, term, end (or the year that it lacks), pauses and extensions are, element by element.</summary>
    public bool Equals(TermClock? other) =>
        other is not null && StartedOn == other.StartedOn && Term == other.Term && End == other.End && MissingYear == other.MissingYear &&
        Pauses.SequenceEqual(other.Pauses) && Extensions.SequenceEqual(other.Extensions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StartedOn, Term, End, Pauses.Count, Extensions.Count);
}

/// <summary>Every refusal of a clock.</summary>
internal static class ClockErrors
{
    internal static readonly Error ReasonInvalid = new(
        ErrorKind.Invalid, "clock.reason_invalid", "A pause or an extension needs a reason of 1 to 500 visible characters.", "reason");

    internal static readonly Error CannotPause = new(
        ErrorKind.Conflict, "clock.cannot_pause", "A fixed date, or a term that is counted back from a later event, cannot be paused.");

    internal static readonly Error AlreadyPaused = new(ErrorKind.Conflict, "clock.already_paused", "The clock is paused already.");

    internal static readonly Error NotPaused = new(ErrorKind.Conflict, "clock.not_paused", "The clock is not paused.");

    internal static readonly Error PauseTooEarly = new(
        ErrorKind.Conflict, "clock.pause_too_early", "A pause begins after the clock's start and not inside an earlier pause.");

    internal static readonly Error ResumeTooEarly = new(
        ErrorKind.Conflict, "clock.resume_too_early", "A clock runs again on or after the day on which it was paused.");

    internal static readonly Error RanOut = new(ErrorKind.Conflict, "clock.ran_out", "The term has run out already.");

    internal static Error ExtensionNotAllowed(LegalBasis basis) => new(
        ErrorKind.Conflict, "clock.extension_not_allowed", "The rule does not allow this term to be extended, or not by as much in all.",
        Basis: basis);
}
