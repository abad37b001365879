using Oversight.Complaint.Matters;
using Oversight.Complaint.Reference;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Xunit;

namespace Oversight.Complaint.Tests;

/// <summary>Which act is possible in which state, and where it leads: every act in every state, for both kinds.</summary>
public sealed class MatterStateTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly ComplaintRules Rules = new(null);

    // Written apart from the code: act, kinds, states in which it is possible, state after it (empty: stays). Everything else is refused.
    private static readonly (string Act, string Kinds, string From, string To)[] Possible =
    [
        ("Accept", "Complaint Report", "Received", "Accepted"),
        ("Refuse", "Complaint Report", "Received", "Refused"),
        ("Transfer", "Complaint Report", "Received Accepted Referred Mediating", ""),
        ("Refer", "Report", "Accepted", "Referred"),
        ("Mediate", "Complaint", "Accepted", "Mediating"),
        ("Reply", "Complaint Report", "Accepted Referred Mediating Concluded", ""),
        ("Conclude", "Complaint Report", "Accepted Referred Mediating", "Concluded"),
        ("Withdraw", "Complaint Report", "Received Accepted Mediating", "Withdrawn"),
        ("Extend", "Complaint Report", "Received Accepted Referred Mediating", ""),
        ("Join", "Complaint Report", "Received Accepted Referred Mediating", ""),
    ];

    public static TheoryData<string, string, string> EveryActInEveryState()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var act in Enum.GetNames<MatterAct>())
        {
            foreach (var (kind, state) in States())
            {
                rows.Add(act, kind.ToString(), state.ToString());
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(EveryActInEveryState))]
    public void An_act_is_possible_in_its_states_and_in_no_other(string act, string kind, string state)
    {
        var (_, kinds, from, to) = Possible.Single(p => p.Act == act);
        var matter = In(Enum.Parse<MatterKind>(kind), Enum.Parse<MatterState>(state));
        var before = matter.Version;

        var outcome = Do(Enum.Parse<MatterAct>(act), matter);

        if (kinds.Split(' ').Contains(kind) && from.Split(' ').Contains(state))
        {
            Assert.Null(outcome.Error);
            Assert.Equal(to.Length == 0 ? state : to, matter.State.ToString());
            Assert.Equal((before + 1, matter.Version), (matter.Version, outcome.Value!.MatterVersion));
            Assert.Equal(matter.Id, outcome.Value.MatterId);
        }
        else
        {
            Assert.Contains(outcome.Error?.Code, new[] { "complaint.matter.act_not_allowed", "complaint.matter.wrong_kind" });
            Assert.Equal((state, before), (matter.State.ToString(), matter.Version));
        }
    }

    [Theory]
    [InlineData(MatterState.Accepted, "Substantiated Unsubstantiated Transferred")]
    [InlineData(MatterState.Referred, "Substantiated Unsubstantiated Transferred")]
    [InlineData(MatterState.Mediating, "Mediated MediationEnded Transferred")]
    public void A_matter_ends_as_its_state_allows(MatterState state, string possible)
    {
        foreach (var outcome in Enum.GetValues<MatterOutcome>())
        {
            var matter = In(state == MatterState.Mediating ? MatterKind.Complaint : MatterKind.Report, state);
            var done = matter.Conclude(outcome, Entry(), By());
            Assert.Equal(
                possible.Split(' ').Contains(outcome.ToString()) ? null : "complaint.matter.outcome_not_possible", done.Error?.Code);
            Assert.Equal(done.IsRefused ? null : outcome, matter.Outcome);
        }
    }

    [Theory]
    [InlineData("paid_tutoring_by_teacher")]
    [InlineData("teacher_ethics")]
    [InlineData("integrity")]
    public void Conduct_of_persons_is_no_clue(string category)
    {
        var matter = Receive(MatterKind.Report, category);
        matter.Accept(Entry(), By());

        Assert.Equal("complaint.matter.not_a_clue", matter.Refer("education", Entry(), By()).Error?.Code);
    }

    [Fact]
    public void Whoever_handles_a_matter_does_not_lengthen_its_term()
    {
        var matter = Receive(MatterKind.Report);
        matter.Accept(Entry(), By("one"));

        Assert.Equal("complaint.matter.own_extension", matter.Extend(Entry(), By("one")).Error?.Code);
        Assert.Null(matter.Extend(Entry(), By("two")).Error);
    }

    [Fact]
    public void A_joined_matter_neither_joins_again_nor_takes_others_nor_is_referred()
    {
        var (parent, child, third) = (Receive(MatterKind.Report), Receive(MatterKind.Report), Receive(MatterKind.Report));
        child.Accept(Entry(), By());
        Assert.Null(child.Join(parent, Entry(), By()).Error);

        Assert.Equal((parent.Id, 1, 2L), (child.ParentId, parent.JoinedCount, parent.Version));
        Assert.Equal("complaint.matter.cannot_join", child.Join(third, Entry(), By()).Error?.Code);
        Assert.Equal("complaint.matter.cannot_join", parent.Join(third, Entry(), By()).Error?.Code);
        Assert.Equal("complaint.matter.cannot_join", third.Join(child, Entry(), By()).Error?.Code);
        Assert.Equal("complaint.matter.cannot_join", third.Join(third, Entry(), By()).Error?.Code);
        Assert.Equal("complaint.matter.joined_already", child.Refer("fire", Entry(), By()).Error?.Code);
    }

    [Theory]
    [InlineData("fire_hazard", "慈溪市试验托管中心", MatterKind.Report, null)]
    [InlineData("food", "慈溪市试验托管中心", MatterKind.Report, "complaint.matter.not_the_same")]
    [InlineData("fire_hazard", "另一家", MatterKind.Report, "complaint.matter.not_the_same")]
    [InlineData("fire_hazard", "慈溪市试验托管中心", MatterKind.Complaint, "complaint.matter.not_the_same")]
    public void Only_matters_about_the_same_thing_are_joined(string category, string party, MatterKind kind, string? refusal) =>
        Assert.Equal(refusal, Receive(MatterKind.Report).Join(Receive(kind, category, party), Entry(), By()).Error?.Code);

    [Fact]
    public void A_transfer_to_the_same_department_is_refused() =>
        Assert.Equal("complaint.matter.same_department", Receive(MatterKind.Report).Transfer("education", Entry(), By()).Error?.Code);

    [Fact]
    public void An_ended_matter_is_no_longer_overdue() => Assert.False(In(MatterKind.Report, MatterState.Concluded).MarkOverdue());

    private static IEnumerable<(MatterKind Kind, MatterState State)> States() =>
        from kind in Enum.GetValues<MatterKind>()
        from state in Enum.GetValues<MatterState>()
        where (kind, state) is not ((MatterKind.Complaint, MatterState.Referred) or (MatterKind.Report, MatterState.Mediating))
        select (kind, state);

    private static Result<MatterEntry> Do(MatterAct act, Matter matter) => act switch
    {
        MatterAct.Accept => matter.Accept(Entry(), By()),
        MatterAct.Refuse => matter.Refuse(Entry(), By()),
        MatterAct.Transfer => matter.Transfer("market", Entry(), By()),
        MatterAct.Refer => matter.Refer("fire", Entry(), By()),
        MatterAct.Mediate => matter.Mediate(true, Entry(), By()),
        MatterAct.Reply => matter.Reply(Entry(), By()),
        MatterAct.Conclude =>
            matter.Conclude(
                matter.State == MatterState.Mediating ? MatterOutcome.Mediated : MatterOutcome.Substantiated, Entry(), By()),
        MatterAct.Withdraw => matter.Withdraw(Entry(), By()),
        MatterAct.Extend => matter.Extend(Entry(), By("another")),
        MatterAct.Join => matter.Join(Receive(matter.Kind), Entry(), By()),
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    private static Matter In(MatterKind kind, MatterState state)
    {
        var matter = Receive(kind);
        if (state == MatterState.Refused)
        {
            matter.Refuse(Entry(), By());
        }
        else if (state == MatterState.Withdrawn)
        {
            matter.Withdraw(Entry(), By());
        }
        else if (state != MatterState.Received)
        {
            matter.Accept(Entry(), By());
            _ = state switch
            {
                MatterState.Referred => matter.Refer("fire", Entry(), By()),
                MatterState.Mediating => matter.Mediate(false, Entry(), By()),
                MatterState.Concluded => matter.Conclude(MatterOutcome.Substantiated, Entry(), By()),
                _ => default,
            };
        }

        Assert.Equal(state, matter.State);
        return matter;
    }

    private static Matter Receive(MatterKind kind, string category = "fire_hazard", string party = "慈溪市试验托管中心") => Matter.Receive(
        Guid.NewGuid(), Guid.NewGuid(), kind, Rules.Category(category, new DateOnly(2026, 11, 24))!,
        "education", new Party(null, party, null, "330282", null, PartyEntries.None), true, Now, Now);

    private static NewEntry Entry() => new(Guid.NewGuid());

    private static ActContext By(string actor = "handler-1") => new(actor, "education", Now);
}
