using System.Text.Json.Serialization;

namespace Oversight.Kernel;

/// <summary>
/// A period set by law: how long, counted in what, by which article, and for whom. The day on which it starts is never
/// counted (民法典 Art 201). A negative amount counts back from a later event ("30 days before expiry").
/// </summary>
public sealed record LegalTerm
{
    private const int MaxDays = 36_500;

    /// <summary>Makes a term. Terms come from checked rule packs; a senseless one is a bug.</summary>
    /// <param name="amount">Days, months or years as <paramref name="unit"/> says; never 0, at most a century either way. For a fixed date
    /// 1.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="basis">The article that sets the term.</param>
    /// <param name="duty">Who must act.</param>
    /// <param name="rolls">
    /// Whether a last day that is a holiday moves to the next working day; null takes the usual reading: yes for a party's
    /// term that runs forward, otherwise no. A term that runs backwards cannot roll.
    /// </param>
    /// <param name="maxExtension">How much it may be extended in all, in its own unit; null when it may not be.</param>
    /// <param name="fixedDay">The day, for a fixed date only.</param>
    /// <exception cref="ArgumentException">The parts do not make a term.</exception>
    public LegalTerm(
        int amount, TermUnit unit, LegalBasis basis, TermDuty duty, bool? rolls = null, int? maxExtension = null, FixedDay? fixedDay = null)
        : this(amount, unit, basis, duty, rolls ?? (duty == TermDuty.Party && amount > 0), maxExtension, fixedDay)
    {
    }

    [JsonConstructor]
    private LegalTerm(int amount, TermUnit unit, LegalBasis basis, TermDuty duty, bool rolls, int? maxExtension, FixedDay? fixedDay)
    {
        ArgumentNullException.ThrowIfNull(basis);
        var most = unit switch { TermUnit.Month => 1200, TermUnit.Year => 100, TermUnit.FixedDate => 1, _ => MaxDays };
        if (amount == 0 || amount > most || amount < -most || maxExtension <= 0 || maxExtension > most)
        {
            throw new ArgumentException("A term is not 0, and a century at most.", nameof(amount));
        }

        if (unit == TermUnit.FixedDate ? fixedDay is not { Exists: true } || amount != 1 || maxExtension is not null : fixedDay is not null)
        {
            throw new ArgumentException(
                "A fixed date, and only that, names a day that every year has, the amount 1 and no extension.", nameof(fixedDay));
        }

        if (amount < 0 && (rolls || maxExtension is not null))
        {
            throw new ArgumentException("A term that runs backwards neither rolls nor is extended.", nameof(rolls));
        }

        (Amount, Unit, Basis, Duty, Rolls, MaxExtension, FixedDay) = (amount, unit, basis, duty, rolls, maxExtension, fixedDay);
    }

    /// <summary>Days, months or years; negative when counted back.</summary>
    public int Amount { get; }

    /// <summary>What is counted.</summary>
    public TermUnit Unit { get; }

    /// <summary>The article that sets the term.</summary>
    public LegalBasis Basis { get; }

    /// <summary>Who must act.</summary>
    public TermDuty Duty { get; }

    /// <summary>Whether a last day that is a holiday moves to the next working day (民法典 Art 203).</summary>
    public bool Rolls { get; }

    /// <summary>How much it may be extended in all, in its own unit; null when it may not be.</summary>
    public int? MaxExtension { get; }

    /// <summary>The day of the year, for a fixed date only.</summary>
    public FixedDay? FixedDay { get; }

    /// <summary>
    /// The end of the term that starts on <paramref name="start"/>. A fixed date ends in the year of the start, even when
    /// that day has passed.
    /// </summary>
    /// <returns>
    /// The end, or <c>calendar.year_missing</c> when a needed year is not loaded (never a guess), or
    /// <c>term.out_of_range</c> when the start is no date that an office deals with (before 1900, after 2999).
    /// </returns>
    public Result<TermEnd> EndFrom(DateOnly start, WorkingDayCalendar calendar) => EndFrom(start, calendar, extension: 0, pausedDays: 0);

    /// <summary>
    /// As the public one, lengthened by an extension in the term's unit and by days (working days for working-day terms).
    /// </summary>
    internal Result<TermEnd> EndFrom(DateOnly start, WorkingDayCalendar calendar, int extension, int pausedDays)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (start.Year is < 1900 or > 2999)
        {
            return TermErrors.OutOfRange;
        }

        var counted = Raw(start, calendar, Amount + extension, pausedDays);
        if (counted.IsRefused)
        {
            return counted.Error;
        }

        var raw = counted.Value;
        if (Amount < 0)
        {
            return new TermEnd(raw, null, false, Unit == TermUnit.WorkingDay ? calendar.VersionOf(raw, start) : null);
        }

        var rolled = calendar.OnOrAfter(raw);
        if (rolled.IsRefused)
        {
            return Rolls ? rolled.Error : new TermEnd(raw, null, false, null);
        }

        var firstNeeded = Unit == TermUnit.WorkingDay ? start.AddDays(1) : raw;
        return new TermEnd(raw, rolled.Value, Rolls, calendar.VersionOf(firstNeeded, rolled.Value));
    }

    /// <summary>
    /// The first year that <see cref="EndFrom(DateOnly, WorkingDayCalendar, int, int)"/> needs and the calendar has not; asked only where
    /// it was refused for that.
    /// </summary>
    internal int MissingYear(DateOnly start, WorkingDayCalendar calendar, int extension, int pausedDays)
    {
        // Working days are counted one by one from the start, other units touch the calendar at their end only.
        var needed = Unit == TermUnit.WorkingDay
            ? start.AddDays(Math.Sign(Amount)) : Raw(start, calendar, Amount + extension, pausedDays).Value;
        return calendar.FirstMissing(needed.Year, forward: Amount > 0);
    }

    private Result<DateOnly> Raw(DateOnly start, WorkingDayCalendar calendar, int amount, int pausedDays) => Unit switch
    {
        TermUnit.WorkingDay => calendar.Add(start, amount + pausedDays),
        TermUnit.NaturalDay => start.AddDays(amount + pausedDays),
        TermUnit.Month => start.AddMonths(amount).AddDays(pausedDays),
        TermUnit.Year => start.AddYears(amount).AddDays(pausedDays),
        TermUnit.FixedDate => FixedDay!.Value.In(start.Year),
        _ => throw new InvalidOperationException($"No such unit: {Unit}."),
    };
}

/// <summary>Every refusal of a term.</summary>
internal static class TermErrors
{
    internal static readonly Error OutOfRange = new(
        ErrorKind.Invalid, "term.out_of_range", "A term starts on a day from 1900 to 2999.");
}
