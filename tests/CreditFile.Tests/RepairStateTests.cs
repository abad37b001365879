using Oversight.CreditFile.Repairs;
using Oversight.Kernel;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>The states of an application for repair (信用修复), and whose hand may not move it.</summary>
public sealed class RepairStateTests
{
    private static readonly string[] Acts = ["accept", "decline", "grant", "reject", "withdraw"];

    public static TheoryData<string, string> EveryActInEveryState()
    {
        var rows = new TheoryData<string, string>();
        foreach (var state in Enum.GetValues<RepairState>())
        {
            foreach (var act in Acts)
            {
                rows.Add(state.ToString(), act);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(EveryActInEveryState))]
    public void An_act_is_possible_from_the_states_that_the_law_names_and_from_no_other(string from, string act)
    {
        var state = Enum.Parse<RepairState>(from);
        RepairState? to = (state, act) switch
        {
            (RepairState.Applied, "accept") => RepairState.Accepted,
            (RepairState.Applied, "decline") => RepairState.Declined,
            (RepairState.Accepted, "grant") => RepairState.Granted,
            (RepairState.Accepted, "reject") => RepairState.Rejected,
            (RepairState.Applied or RepairState.Accepted, "withdraw") => RepairState.Withdrawn,
            _ => null,
        };
        var repair = In(state);
        var version = repair.Version;

        var outcome = Do(repair, act);

        Assert.Equal(to is null ? "creditfile.repair.act_not_allowed" : null, outcome.Error?.Code);
        Assert.Equal((to ?? state, to is null ? version : version + 1), (repair.State, repair.Version));
        Assert.Equal(repair.State is not (RepairState.Applied or RepairState.Accepted), repair.ClosedAt is not null);
    }

    [Theory]
    [InlineData("entered")]
    [InlineData("accepted")]
    public void Nobody_decides_what_he_entered_or_accepted_himself(string officer)
    {
        var repair = In(RepairState.Accepted);

        var hand = Assert.Single(repair.Hands(), h => h.ActorId == officer).Hand;
        Assert.Equal("creditfile.repair.same_officer", repair.RefusalOf(hand, "creditfile.repair.decide")?.Code);
    }

    [Fact]
    public void A_grant_keeps_no_reason()
    {
        var repair = In(RepairState.Accepted);

        Assert.Null(repair.Grant(By("other", "r")).Error);
        Assert.Null(repair.Reason);
    }

    private static ActContext By(string officer, string? reason = null) =>
        new(officer, "education", CreditUnderTest.Start.UtcDateTime, reason);

    private static Repair In(RepairState state)
    {
        var repair = Repair.Apply(
            Guid.CreateVersion7(), Guid.CreateVersion7(), (Guid.CreateVersion7(), "330282"), pledge: true, "e", By("entered")).Value;
        if (state is RepairState.Accepted or RepairState.Granted or RepairState.Rejected)
        {
            Do(repair, "accept");
        }

        Do(
            repair, state switch
            {
                RepairState.Declined => "decline", RepairState.Granted => "grant", RepairState.Rejected => "reject",
                RepairState.Withdrawn => "withdraw", _ => ""
            });
        return repair;
    }

    private static Kernel.Result Do(Repair repair, string act) => act switch
    {
        "accept" => repair.Accept(By("accepted")),
        "decline" => repair.Decline(By("other", "r")),
        "grant" => repair.Grant(By("other")),
        "reject" => repair.Reject(By("other", "r")),
        "withdraw" => repair.Withdraw(By("other", "r")),
        _ => Kernel.Result.Done,
    };
}
