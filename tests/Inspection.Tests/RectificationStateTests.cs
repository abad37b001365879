using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Rectifications;
using Oversight.Kernel;
using Oversight.Reference;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Which act on a rectification order is possible in which state: every act in every state.</summary>
public sealed class RectificationStateTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly OrderTerm Next = Term(10);

    private static readonly string[] States = ["open", "reported", "overdue", "extended", "asked", "passed", "voided"];

    private static readonly (string Act, string From)[] Possible =
    [
        ("report", "open reported overdue extended asked"),
        ("recheck", "open reported overdue extended asked"),
        ("ask", "open reported"),
        ("extend", "open reported asked"),
        ("void", "open reported overdue extended asked"),
    ];

    public static TheoryData<string, string> EveryActInEveryState()
    {
        var rows = new TheoryData<string, string>();
        foreach (var (act, _) in Possible)
        {
            foreach (var state in States)
            {
                rows.Add(act, state);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(EveryActInEveryState))]
    public void An_act_is_possible_in_its_states_and_in_no_other(string act, string state)
    {
        var order = In(state);
        var (status, version) = (order.Status, order.Version);
        // On the first day after the term where it is overdue.
        var day = state == "overdue" ? Today.AddDays(16) : Today;

        var refusal = Do(order, act, day);

        if (Possible.Single(p => p.Act == act).From.Split(' ').Contains(state))
        {
            Assert.Null(refusal);
            Assert.Equal(version + 1, order.Version);
        }
        else
        {
            Assert.Equal(ErrorKind.Conflict, refusal!.Kind);
            Assert.Equal((status, version), (order.Status, order.Version));
        }
    }

    [Fact]
    public void Every_state_of_the_enum_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<RectificationStatus>().Order(), States.Select(s => In(s).Status).Distinct().Order());

    [Fact]
    public void Only_what_failed_is_carried_on_and_a_new_term_can_run_out_anew()
    {
        var order = In("overdue");

        Assert.False(order.TakeRecheck([new("E01", true, null), new("E02", false, null)], [], Next, By("by", Today)).IsRefused);
        Assert.Equal(["E02"], order.FailedFact(By("by", Today)).Order.OpenItems);
        Assert.Equal((Today.AddDays(10), (DateTime?)null, RectificationStatus.Open), (order.DueOn, order.OverdueAt, order.Status));
        Assert.Equal(
            RectificationErrors.ItemsIncomplete,
            order.TakeRecheck([new("E01", true, null), new("E02", true, null)], [], Next, By("by", Today)).Error);
        Assert.Null(order.LetRunOut(OfficialTime.EndOf(Today.AddDays(10)).AddTicks(-1)));
        Assert.Equal(["E02"], order.LetRunOut(OfficialTime.EndOf(Today.AddDays(10)))!.Order.OpenItems);
        Assert.Null(order.LetRunOut(OfficialTime.EndOf(Today.AddDays(11))));
        Assert.False(order.TakeRecheck([new("E02", true, null)], [], Next, By("by", Today.AddDays(11))).IsRefused);
        Assert.Empty(order.PassedFact(By("by", Today.AddDays(11))).Order.OpenItems);
        Assert.Equal([1, 2], order.Rechecks.Select(r => r.Number));
    }

    [Fact]
    public void A_request_for_the_term_that_ended_does_not_bar_one_for_the_new_term()
    {
        var order = In("asked");
        Assert.False(order.TakeRecheck([new("E01", true, null), new("E02", false, null)], [], Next, By("by", Today)).IsRefused);

        Assert.False(order.AskExtension(5, "r", 1, By("another", Today)).IsRefused);
    }

    [Theory]
    [InlineData("E01")]
    [InlineData("E01 E02 E03")]
    [InlineData("E01 E01")]
    [InlineData("E01 E02 E02")]
    public void A_recheck_looks_at_every_open_item_once_and_at_no_other(string items) =>
        Assert.Equal(
            RectificationErrors.ItemsIncomplete,
            In("open").TakeRecheck([.. items.Split(' ').Select(i => new RecheckResult(i, true, null))], [], Next, By("by", Today)).Error);

    [Fact]
    public void Who_asked_for_an_extension_does_not_grant_it() =>
        Assert.Equal(RectificationErrors.AskerGrants, In("asked").Extend(5, Today.AddDays(20), "r", 1, By("asker", Today)).Error);

    private static OrderTerm Term(int days) => new(
        Today, new StatutoryTerm(new LegalTerm(days, TermUnit.NaturalDay, new LegalBasis("试验", "一"), TermDuty.Party), "r", Confidence.Ours),
        Today.AddDays(days), null);

    private static ActContext By(string actor, DateOnly day) => new(actor, "education", OfficialTime.StartOf(day).AddHours(9));

    private static Error? Do(RectificationOrder order, string act, DateOnly day) => act switch
    {
        "report" => order.Report("cipher", [], By("by", day)).Error,
        "recheck" => order.TakeRecheck([new("E01", true, null), new("E02", true, null)], [], Next, By("by", day)).Error,
        "ask" => order.AskExtension(5, "r", 1, By("asker", day)).Error,
        "extend" => order.Extend(5, order.DueOn.AddDays(5), "r", 1, By("supervisor", day)).Error,
        "void" => order.Void().Error,
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    private static RectificationOrder In(string state)
    {
        var ground = new OrderGround(
            Guid.CreateVersion7(), new Party(null, "名", null, "330282", "址", PartyEntries.None), "education", null,
            [(Guid.CreateVersion7(), "E01"), (Guid.CreateVersion7(), "E02")]);
        var (order, _) = RectificationOrder.Issue(
            Guid.CreateVersion7(), ground, Term(15), By("issuer", Today));
        var refusal = state switch
        {
            "reported" => Do(order, "report", Today),
            "extended" => Do(order, "extend", Today),
            "asked" => Do(order, "ask", Today),
            "passed" => Do(order, "recheck", Today),
            "voided" => Do(order, "void", Today),
            _ => null,
        };
        Assert.Null(refusal);
        Assert.True(state != "overdue" || order.LetRunOut(OfficialTime.EndOf(Today.AddDays(15))) is not null);
        return order;
    }
}
