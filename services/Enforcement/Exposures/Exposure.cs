using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Enforcement.Exposures;

/// <summary>Where an exposure stands.</summary>
internal enum ExposureState
{
    /// <summary>Proposed; nobody outside sees it.</summary>
    Proposed,

    /// <summary>Approved and shown.</summary>
    Released,

    /// <summary>Its time is over.</summary>
    Ended,

    /// <summary>Withdrawn, before or after its release.</summary>
    Withdrawn,
}

/// <summary>What can be done with an exposure.</summary>
internal enum ExposureAct
{
    /// <summary>A second person releases it.</summary>
    Approve,

    /// <summary>It is taken back, before or after its release.</summary>
    Withdraw,

    /// <summary>Its last day has passed.</summary>
    End,
}

/// <summary>A public exposure (曝光, S18) of an institution of the register, resting on its penalties.</summary>
internal sealed class Exposure : IVersioned, IWithinDivision, IHands
{
    private readonly List<ExposedPenalty> _penalties = [];

    private Exposure()
    {
    }

    /// <summary>Which act is possible in which state, and where it leads.</summary>
    public static Transitions<ExposureState, ExposureAct> Rows { get; } = new(
        "enforcement.exposure", [ExposureState.Ended, ExposureState.Withdrawn],
        // 行政处罚法 第四十八条: an exposure rests on penalties and goes with them, before its release as after it.
        new(ExposureAct.Approve, [ExposureState.Proposed], ExposureState.Released, Via.Route("ApproveExposure")),
        new(ExposureAct.Withdraw, [ExposureState.Proposed, ExposureState.Released], ExposureState.Withdrawn, Via.Route("WithdrawExposure")),
        new(ExposureAct.End, [ExposureState.Released], ExposureState.Ended, Via.Date("exposure.ends")));

    public Guid Id { get; private init; }

    /// <inheritdoc />
    public long Version { get; private set; } = 1;

    public ExposureState State { get; private set; }

    public string Department { get; private init; } = "";

    /// <inheritdoc />
    public string Division { get; private init; } = "";

    public Guid InstitutionId { get; private init; }

    public string PartyName { get; private init; } = "";

    /// <summary>What the register had it as, of <see cref="PartyEntries"/>.</summary>
    public string PartyEntry { get; private init; } = PartyEntries.None;

    public string? CreditCode { get; private init; }

    public string? Address { get; private init; }

    public string Title { get; private init; } = "";

    public string Text { get; private init; } = "";

    public string ProposedBy { get; private init; } = "";

    public DateOnly ProposedOn { get; private init; }

    public string? ApprovedBy { get; private set; }

    public DateOnly? ReleasedOn { get; private set; }

    /// <summary>Last official day on which it is shown.</summary>
    public DateOnly? EndsOn { get; private set; }

    /// <summary>The rule of its term.</summary>
    public string? Rule { get; private set; }

    public DateOnly? WithdrawnOn { get; private set; }

    /// <summary>Why it was withdrawn: a code, or the officer's words.</summary>
    public string? WithdrawalReason { get; private set; }

    public IReadOnlyList<ExposedPenalty> Penalties => _penalties;

    /// <summary>The institution as contracts name it.</summary>
    public Party Party => new(InstitutionId, PartyName, CreditCode, Division, Address, PartyEntry);

    /// <summary>Proposes an exposure; wording and penalties are checked before.</summary>
    public static Exposure Propose(
        Guid id, Party party, string department, string title, string text, IEnumerable<Guid> penalties, ActContext by)
    {
        var exposure = new Exposure
        {
            Id = id, State = ExposureState.Proposed, Department = department, Division = party.Division,
            InstitutionId = party.InstitutionId!.Value,
            PartyName = party.Name, PartyEntry = party.Entry, CreditCode = party.CreditCode, Address = party.Address, Title = title,
            Text = text, ProposedBy = by.ActorId, ProposedOn = by.On,
        };
        exposure._penalties.AddRange(penalties.Select(p => new ExposedPenalty { ExposureId = id, PenaltyId = p }));
        return exposure;
    }

    /// <inheritdoc/>
    public IEnumerable<(Hand Hand, string ActorId)> Hands() => [(Hand.Proposer, ProposedBy)];

    /// <inheritdoc/>
    public Error? RefusalOf(Hand hand, string act) => act == "enforcement.exposure.approve" ? ExposureErrors.ApproverProposed : null;

    /// <summary>It is approved and thereby released, with the day on which it ends.</summary>
    public Result<ExposureReleased> Approve(DateOnly endsOn, string rule, ActContext by)
    {
        var next = Rows.Next(State, ExposureAct.Approve);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // 信用修复管理办法: the publication of the penalty is over, so the exposure would have ended before its release.
        if (endsOn < by.On)
        {
            return ExposureErrors.TooOld;
        }

        (State, ApprovedBy, ReleasedOn, EndsOn, Rule, Version) = (next.Value, by.ActorId, by.On, endsOn, rule, Version + 1);
        return new ExposureReleased(Id, Version, Party, Title, Text, Department, by.On, endsOn, by.At);
    }

    /// <summary>Withdraws it at once.</summary>
    /// <returns>The fact if it had been released, null if nobody outside had seen it; or the refusal.</returns>
    public Result<ExposureWithdrawn?> Withdraw(string reason, ActContext by)
    {
        var next = Rows.Next(State, ExposureAct.Withdraw);
        if (next.IsRefused)
        {
            return next.Error;
        }

        // Of a proposal nobody outside has heard: a withdrawal of what was never released would be the first to tell of it.
        var wasShown = State == ExposureState.Released;
        (State, WithdrawnOn, WithdrawalReason, Version) = (next.Value, by.On, reason, Version + 1);
        return wasShown ? new ExposureWithdrawn(Id, Version, Party, by.On, by.At) : (ExposureWithdrawn?)null;
    }

    /// <summary>Its last day has passed.</summary>
    public Result End()
    {
        var next = Rows.Next(State, ExposureAct.End);
        if (next.IsRefused)
        {
            return next.Error;
        }

        (State, Version) = (next.Value, Version + 1);
        return Result.Done;
    }
}

/// <summary>A penalty that an exposure rests on.</summary>
internal sealed class ExposedPenalty
{
    public required Guid ExposureId { get; init; }

    public required Guid PenaltyId { get; init; }
}
