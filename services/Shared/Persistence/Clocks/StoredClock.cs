using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Persistence.Clocks;

/// <summary>
/// A statutory clock of one record, as it is kept: its start, the term and rule version of that day, its pauses and
/// extensions, and the end that follows. It runs whether or not anybody is assigned to the record.
/// </summary>
public sealed class StoredClock : IVersioned
{
    /// <summary>Greatest length of <see cref="State"/>: room for a dozen pauses with the longest reasons.</summary>
    internal const int MaxState = 8000;

    // Reasons are Chinese; escaped, each character would take six.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private StoredClock()
    {
    }

    /// <summary>Id of the clock; its deadlines have it as their subject.</summary>
    public Guid Id { get; private init; }

    /// <summary>The record that it is about.</summary>
    public Guid SubjectId { get; private init; }

    /// <summary>Key of the rule pack <c>statutory-clocks</c>, e.g. <c>penalty.decide</c>.</summary>
    public string Key { get; private init; } = "";

    /// <summary>The rule version that it was started by, e.g. <c>statutory-clocks/penalty.decide@2021-07-15(CN)</c>.</summary>
    public string Rule { get; private init; } = "";

    /// <summary>Division by whose rule it was started, six digits; null for the country's.</summary>
    public string? Division { get; private init; }

    /// <summary>When it was started (UTC): clocks of one record and key are told apart by it.</summary>
    public DateTime CreatedAt { get; private init; }

    /// <summary>How far the rule may be trusted; an unsure term may not be printed on a legal document.</summary>
    public Confidence Confidence { get; private init; }

    /// <summary>The last day in time; null while it is paused, or while the calendar of a needed year is not loaded.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>When it was stopped because what it asked for was done; null while it runs.</summary>
    public DateTime? StoppedAt { get; private set; }

    /// <summary>
    /// The first instant (UTC) after its last day, whenever that was noted: by the sweeper, by the act that came too late, or by the
    /// calendar that came later than either. Null unless the term has passed before the clock was stopped.
    /// </summary>
    public DateTime? RanOutAt { get; private set; }

    /// <inheritdoc />
    public long Version { get; private set; }

    /// <summary>The clock's own state as JSON; read it by <see cref="Term"/>.</summary>
    public string State { get; private set; } = "";

    /// <summary>Whether it still runs (or stands paused) and its term has not been noted as passed.</summary>
    public bool IsOpen => StoppedAt is null && RanOutAt is null;

    /// <summary>
    /// Whether its term had passed at <paramref name="instant"/> (UTC). The last day counts to its last microsecond, in official time.
    /// </summary>
    public bool HasPassedAt(DateTime instant) => DueOn is { } due && OfficialTime.EndOf(due) <= instant;

    /// <summary>Start, term, pauses and extensions.</summary>
    public TermClock Term() => JsonSerializer.Deserialize<TermClock>(State, Json)!;

    /// <summary>As an answer shows it.</summary>
    public ClockAnswer ToAnswer()
    {
        var term = Term();
        return new ClockAnswer(
            Key, Rule, term.Term.Basis, Confidence, term.Term.Unit, term.Term.Amount, term.StartedOn, DueOn, term.End?.CalendarVersion,
            StoppedAt is not null ? ClockState.Stopped : RanOutAt is not null ? ClockState.RanOut : term.IsPaused
                ? ClockState.Paused : ClockState.Running,
            StoppedAt, RanOutAt, term.Pauses, term.Extensions);
    }

    internal static StoredClock Start(
        Guid id, DateTime now, Guid subjectId, string key, StatutoryTerm rule, TermClock clock, string? division)
    {
        var stored = new StoredClock
        {
            Id = id, CreatedAt = now, SubjectId = subjectId, Key = key, Rule = rule.RuleReference, Confidence = rule.Confidence,
            Division = division,
        };
        stored.Take(clock);
        return stored;
    }

    /// <summary>Whether the clock's file still has room for this state.</summary>
    internal static bool Fits(TermClock clock) => JsonSerializer.Serialize(clock, Json).Length <= MaxState;

    internal void Take(TermClock clock) => (State, DueOn, Version) = (JsonSerializer.Serialize(clock, Json), clock.DueOn, Version + 1);

    /// <summary>Stops it; if its term has passed by then, that goes on record with it.</summary>
    internal void Stop(DateTime now)
    {
        (StoppedAt, Version) = (now, Version + 1);
        NotePassing(now);
    }

    /// <summary>
    /// Notes that its term has passed, if it had by <paramref name="instant"/>; for a stopped clock that is when it was stopped.
    /// </summary>
    /// <returns>Whether that is news.</returns>
    internal bool NotePassing(DateTime instant)
    {
        if (RanOutAt is not null || !HasPassedAt(StoppedAt ?? instant))
        {
            return false;
        }

        (RanOutAt, Version) = (OfficialTime.EndOf(DueOn!.Value), Version + 1);
        return true;
    }

    internal static void Configure(ModelBuilder model) => model.Entity<StoredClock>(e =>
    {
        e.ToTable("clocks");
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.Version).IsConcurrencyToken();
        e.Property(c => c.Key).HasMaxLength(80);
        e.Property(c => c.Rule).HasMaxLength(300);
        e.Property(c => c.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(c => c.State).HasMaxLength(MaxState);
        e.HasIndex(c => new { c.SubjectId, c.Key }).HasDatabaseName("ix_clocks_subject");
    });
}

/// <summary>What a clock does.</summary>
public enum ClockState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It stands for a reason that the law knows.</summary>
    Paused,

    /// <summary>What it asked for was done; whether in time, <c>ranOutAt</c> tells.</summary>
    Stopped,

    /// <summary>Its term has passed and what it asked for is not done.</summary>
    RanOut,
}

/// <summary>A clock as every answer shows it.</summary>
/// <param name="Key">Key of the rule pack.</param>
/// <param name="Rule">Rule version.</param>
/// <param name="Basis">The article.</param>
/// <param name="Confidence">How far the rule may be trusted.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Amount">How much, in that unit.</param>
/// <param name="StartedOn">Official day of the event that started it; not counted itself.</param>
/// <param name="DueOn">Last day in time; null while it stands, or while the calendar of a needed year is not loaded.</param>
/// <param name="Calendar">The calendar years that the end rests on, or null when it rests on none.</param>
/// <param name="State">What it does.</param>
/// <param name="StoppedAt">When it was stopped (UTC), or null.</param>
/// <param name="RanOutAt">
/// The first instant after the last day (UTC), if the term passed before the clock was stopped; otherwise null.
/// </param>
/// <param name="Pauses">Its pauses with their reasons.</param>
/// <param name="Extensions">Its extensions with their reasons.</param>
public sealed record ClockAnswer(
    string Key, string Rule, LegalBasis Basis, Confidence Confidence, TermUnit Unit, int Amount, DateOnly StartedOn, DateOnly? DueOn,
    string? Calendar, ClockState State,
    DateTime? StoppedAt, DateTime? RanOutAt, IReadOnlyList<ClockPause> Pauses, IReadOnlyList<ClockExtension> Extensions);
