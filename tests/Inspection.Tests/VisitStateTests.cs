using Oversight.Contracts.Registry.V1;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>Which act on a visit is possible in which state, and where it leads: every act in every state.</summary>
public sealed class VisitStateTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Guid FindingId = new("0197a000-0000-7000-8000-0000000000ff");

    private static readonly string[] States = [
        "planned", "urgent", "approved", "under_way", "urgent_under_way", "concluded", "cancelled", "withdrawn"];

    // Written apart from the code: act, state after it, states in which it is possible. Everything else is refused.
    private static readonly (string Act, string To, string From)[] Possible =
    [
        ("approve", "*", "planned urgent urgent_under_way"),
        ("check_in", "UnderWay", "urgent approved"),
        ("cancel", "Cancelled", "planned urgent approved"),
        ("answer", "UnderWay", "under_way urgent_under_way"),
        ("find", "UnderWay", "under_way urgent_under_way"),
        ("evidence", "*", "under_way urgent_under_way concluded"),
        ("conclude", "Concluded", "under_way"),
        ("order", "Concluded", "concluded"),
        ("withdraw", "Withdrawn", "concluded"),
    ];

    public static TheoryData<string, string> EveryActInEveryState()
    {
        var rows = new TheoryData<string, string>();
        foreach (var (act, _, _) in Possible)
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
        var (_, to, from) = Possible.Single(p => p.Act == act);
        var visit = In(state);
        var (status, version) = (visit.Status, visit.Version);

        var refusal = Do(visit, act);

        if (from.Split(' ').Contains(state))
        {
            Assert.Null(refusal);
            Assert.Equal(act == "evidence" ? version : version + 1, visit.Version);
            if (to != "*")
            {
                Assert.Equal(to, visit.Status.ToString());
            }
        }
        else
        {
            Assert.Equal(ErrorKind.Conflict, refusal!.Kind);
            Assert.StartsWith("inspection.visit.", refusal.Code, StringComparison.Ordinal);
            Assert.Equal((status, version), (visit.Status, visit.Version));
        }
    }

    [Fact]
    public void Every_state_of_the_enum_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<VisitStatus>().Order(), States.Select(s => In(s).Status).Distinct().Order());

    [Fact]
    public void Who_planned_a_visit_does_not_approve_it() =>
        Assert.Equal(VisitErrors.ApproverPlanned, In("planned").Approve("CODE", By("planner")).Error);

    [Fact]
    public void Nobody_checks_in_before_the_planned_official_day()
    {
        var visit = In("approved", Today.AddDays(1));

        Assert.Equal(
            VisitErrors.TooEarly,
            visit.CheckIn(null, "c", "CODE", TimeSpan.FromHours(24), By("officer", OfficialTime.EndOf(Today).AddSeconds(-1))).Error);
        Assert.False(visit.CheckIn(null, "c", "CODE", TimeSpan.FromHours(24), By("officer", OfficialTime.EndOf(Today))).IsRefused);
    }

    [Fact]
    public void An_urgent_visit_is_approved_late_once_and_keeps_the_code_that_the_party_has_seen()
    {
        var visit = In("urgent_under_way");
        var code = visit.ActCode;

        Assert.Equal(VisitErrors.ApprovalMissing, Do(visit, "conclude"));
        Assert.False(visit.LetApprovalLapse(Now.AddHours(24).AddTicks(-1)));
        Assert.True(visit.LetApprovalLapse(Now.AddHours(24)));
        Assert.False(visit.LetApprovalLapse(Now.AddHours(25)));
        Assert.False(visit.Approve("OTHER", By("supervisor", Now.AddHours(25))).IsRefused);
        Assert.Equal(VisitErrors.ApprovedAlready, visit.Approve("OTHER", By("supervisor", Now.AddHours(25))).Error);
        Assert.Equal((code, VisitStatus.UnderWay), (visit.ActCode, visit.Status));
        Assert.Null(Do(visit, "conclude"));
    }

    [Fact]
    public void A_failed_item_without_finding_stops_the_conclusion_until_the_answer_is_replaced()
    {
        var visit = In("under_way");
        Assert.False(visit.Answer([new StatedAnswer("F04", "fire", AnswerResult.Fail, null)], By("by")).IsRefused);

        Assert.Equal("inspection.visit.finding_missing", Do(visit, "conclude")!.Code);
        Assert.False(visit.Answer([new StatedAnswer("F04", "fire", AnswerResult.Pass, null)], By("by")).IsRefused);
        Assert.Null(Do(visit, "conclude"));
        Assert.Equal(AnswerResult.Pass, Assert.Single(visit.Answers, a => a.Item == "F04").Result);
    }

    private static ActContext By(string actor, DateTime? at = null) => new(actor, "fire", at ?? Now);

    private static Error? Do(Visit visit, string act) => act switch
    {
        "approve" => visit.Approve("CODE000000000000", By("supervisor")).Error,
        "check_in" => visit.CheckIn(null, "checklists@1", "CODE000000000001", TimeSpan.FromHours(24), By("officer")).Error,
        "cancel" => visit.Cancel("reason", By("by")).Error,
        "answer" => visit.Answer([new StatedAnswer("F05", "fire", AnswerResult.Pass, null)], By("by")).Error,
        "find" => visit.Find(Finding("F07", Guid.CreateVersion7())).Error,
        "evidence" => visit.MayTakeEvidence().Error,
        "conclude" => visit.Conclude(new VisitConclusion(["A"], SignatureKind.Signed, null, Today, null), By("by")).Error,
        "order" => visit.Order(Guid.CreateVersion7(), "fire", [FindingId]).Error,
        "withdraw" => visit.Withdraw("reason", By("by")).Error,
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    private static Visit In(string state, DateOnly? plannedOn = null)
    {
        var urgent = state.StartsWith("urgent", StringComparison.Ordinal);
        var (officer, _) = Officer.Register(
            Guid.CreateVersion7(), new OfficerStatement("ZJ-1", "c", "fire", "330200", Today, Today, [], null), Now);
        var visit = Visit.Plan(
            Guid.CreateVersion7(),
            new VisitPlan(
                new VisitParty(null, "名", null, "330282", null, "X2", PartyEntries.None), VisitKind.Daily, [("fire", true)], [officer],
                plannedOn ?? Today, null, null, urgent ? "险情" : null), By("planner"));
        string[] path = state switch
        {
            "planned" or "urgent" => [],
            "approved" => ["approve"],
            "under_way" => ["approve", "check_in", "own"],
            "urgent_under_way" => ["check_in", "own"],
            "concluded" => ["approve", "check_in", "own", "conclude"],
            "cancelled" => ["cancel"],
            "withdrawn" => ["approve", "check_in", "own", "conclude", "withdraw"],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        foreach (var act in path)
        {
            Assert.Null(act == "own" ? visit.Find(Finding("F05", FindingId)).Error : Do(visit, act));
        }

        return visit;
    }

    private static VisitFinding Finding(string item, Guid id) => new()
    {
        Id = id, VisitId = id, Item = item, Department = "fire", Severity = "high", Law = "消防法", Article = "第二十八条", Rule = "r",
        DescriptionCipher = "c", CorrectedOnSite = false, Evidence = [], RecordedBy = "by", RecordedAt = Now,
    };
}
