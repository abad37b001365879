using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Operations;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Reference;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>Every act in every state of clues, tasks and operations, written apart from the code's own tables.</summary>
public sealed class OperationsTableTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Party Party = new(null, "无名托管点", null, "330282", null, PartyEntries.None);

    // Act, state after it (empty: the same), states in which it is possible.
    private static readonly (ClueAct Act, string To, string From)[] Clues =
    [
        (ClueAct.Accept, "Accepted", "Sent"),
        (ClueAct.Return, "Returned", "Sent"),
        (ClueAct.Object, "Objected", "Sent Returned"),
        (ClueAct.Arbitrate, "Accepted", "Objected"),
        (ClueAct.Transfer, "Sent", "Sent Accepted Returned"),
        (ClueAct.Assign, "", "Sent Accepted Returned"),
        (ClueAct.Conclude, "Concluded", "Accepted"),
        (ClueAct.Join, "Concluded", "Sent Accepted"),
        (ClueAct.Suspect, "", "Accepted"),
        (ClueAct.Repeat, "", "Sent Accepted Returned Objected"),
        (ClueAct.Expire, "", "Sent Accepted Returned Objected"),
    ];

    private static readonly (TaskAct Act, string To, string From)[] Tasks =
    [
        (TaskAct.Accept, "Accepted", "Assigned"),
        (TaskAct.Return, "Returned", "Assigned"),
        (TaskAct.Report, "Reported", "Accepted"),
        (TaskAct.Withdraw, "Withdrawn", "Assigned Accepted Returned"),
        (TaskAct.Reassign, "Assigned", "Assigned Returned"),
        (TaskAct.Delay, "", "Assigned"),
        (TaskAct.Miss, "", "Assigned Accepted Returned"),
    ];

    public static TheoryData<string, string> ClueRows() => Rows(Clues.Select(c => c.Act.ToString()), Enum.GetNames<ClueState>());

    public static TheoryData<string, string> TaskRows() => Rows(Enum.GetNames<TaskAct>(), Enum.GetNames<TaskState>());

    [Theory]
    [MemberData(nameof(ClueRows))]
    public void A_clue_can_be_acted_on_only_in_the_states_of_the_table(string act, string state)
    {
        var (_, to, from) = Clues.Single(c => c.Act.ToString() == act);
        var clue = ClueIn(Enum.Parse<ClueState>(state));
        var version = clue.Version;

        var error = Do(clue, Enum.Parse<ClueAct>(act));

        if (from.Split(' ').Contains(state))
        {
            Assert.Null(error);
            Assert.Equal((to.Length == 0 ? state : to, version + 1), (clue.State.ToString(), clue.Version));
            Assert.Equal((act, clue.Version), (clue.Steps[^1].Act, clue.Steps[^1].Version));
        }
        else
        {
            Assert.Equal("enforcement.clue.act_not_allowed", error?.Code);
            Assert.Equal((state, version), (clue.State.ToString(), clue.Version));
        }
    }

    [Fact]
    public void Only_the_acts_of_the_police_stage_are_tested_elsewhere() => Assert.Equal(
        [ClueAct.ApprovePolice, ClueAct.HandToPolice, ClueAct.MissPolice], Enum.GetValues<ClueAct>().Except(Clues.Select(c => c.Act)));

    [Theory]
    [MemberData(nameof(TaskRows))]
    public void A_task_can_be_acted_on_only_in_the_states_of_the_table(string act, string state)
    {
        var (_, to, from) = Tasks.Single(t => t.Act.ToString() == act);
        var task = TaskIn(Enum.Parse<TaskState>(state));
        var version = task.Version;

        var error = Do(task, Enum.Parse<TaskAct>(act));

        if (from.Split(' ').Contains(state))
        {
            Assert.Null(error);
            Assert.Equal((to.Length == 0 ? state : to, version + 1), (task.State.ToString(), task.Version));
        }
        else
        {
            Assert.Equal("enforcement.task.act_not_allowed", error?.Code);
            Assert.Equal((state, version), (task.State.ToString(), task.Version));
        }
    }

    [Theory]
    [InlineData("returned")]
    [InlineData("late")]
    [InlineData("missed")]
    public void A_task_that_does_not_move_is_escalated_until_the_lead_moves_it(string how)
    {
        var task = TaskIn(TaskState.Assigned);

        _ = how switch { "returned" => task.Return(By("fire")), "late" => task.Delay(), _ => task.Miss() };

        Assert.Equal((true, how == "missed"), (task.IsEscalated, task.IsOverdue));
        Assert.False(task.Reassign("market", Today, By("education")).IsRefused);
        Assert.Equal((false, false, "market"), (task.IsEscalated, task.IsOverdue, task.Department));
    }

    [Theory]
    [InlineData("education", null)]
    [InlineData("fire", "enforcement.task.not_yours")]
    public void Only_the_lead_withdraws(string department, string? refusal) =>
        Assert.Equal(refusal, TaskIn(TaskState.Assigned).Withdraw(By(department)).Error?.Code);

    [Theory]
    [InlineData("edu-2", "education", 0, null)]
    [InlineData("edu-2", "education", 1, "enforcement.operation.tasks_open")]
    [InlineData("fire-1", "fire", 0, "enforcement.operation.not_lead")]
    public void An_operation_is_closed_by_the_lead_once_every_task_has_ended(
        string actor, string department, int open, string? refusal) =>
        Assert.Equal(refusal, Operation().Close(OperationOutcome.Rectified, open, [], new ActContext(actor, department, Now)).Error?.Code);

    [Fact]
    public void A_closed_operation_is_neither_closed_again_nor_changed()
    {
        var operation = Operation();
        Assert.False(operation.Close(OperationOutcome.Rectified, 0, [], By("education")).IsRefused);

        Assert.Equal("enforcement.operation.closed", operation.Close(OperationOutcome.Referred, 0, [], By("education")).Error?.Code);
        Assert.Equal("enforcement.operation.closed", operation.Amend(By("education")).Error?.Code);
        Assert.Equal(2, operation.Version);
    }

    [Theory]
    [InlineData("education", "fire", null)]
    [InlineData("education", "education", "enforcement.operation.too_few_departments")]
    [InlineData("market", "fire", "enforcement.operation.not_lead")]
    public void An_operation_takes_two_departments_and_is_opened_by_its_lead(string lead, string task, string? refusal) =>
        Assert.Equal(refusal, JointOperation.Open(Guid.CreateVersion7(), 1, Party, "题", lead, [task], By("education")).Error?.Code);

    [Theory]
    [InlineData("coordination", null)]
    [InlineData("fire", "enforcement.clue.not_neutral")]
    [InlineData("education", "enforcement.clue.not_neutral")]
    public void Whose_clue_it_is_decides_neither_sender_nor_addressee(string department, string? refusal) =>
        Assert.Equal(refusal, ClueIn(ClueState.Objected).Arbitrate("market", By(department)).Error?.Code);

    [Fact]
    public void A_decided_clue_is_neither_returned_nor_passed_on()
    {
        var clue = ClueIn(ClueState.Objected);
        Assert.False(clue.Arbitrate("fire", By("coordination")).IsRefused);

        Assert.Equal("enforcement.clue.arbitrated", clue.Transfer("market", By("fire")).Error?.Code);
        Assert.Equal("enforcement.clue.arbitrated", clue.Object(By("fire"), isLate: false).Error?.Code);
        Assert.False(clue.Conclude(ClueOutcome.NoViolation, By("fire")).IsRefused);
    }

    [Fact]
    public void A_suspected_crime_is_approved_by_another_person_and_handed_over_before_the_clue_ends()
    {
        var clue = ClueIn(ClueState.Accepted);
        Assert.False(clue.Suspect(By("fire", "a")).IsRefused);
        Assert.Equal((Hand.Proposer, "a"), Assert.Single(clue.Hands()));
        Assert.Equal("enforcement.clue.own_suspicion", clue.RefusalOf(Hand.Proposer, "enforcement.clue.approve_police")?.Code);
        Assert.Equal("enforcement.clue.police_stage", clue.HandToPolice(By("fire", "a")).Error?.Code);
        Assert.Equal("enforcement.clue.police_pending", clue.Conclude(ClueOutcome.NoViolation, By("fire")).Error?.Code);

        Assert.False(clue.ApprovePolice(By("fire", "b"), 24).IsRefused);
        Assert.Equal(Now.AddHours(24), clue.PoliceDueAt);
        Assert.Equal("enforcement.clue.police_pending", clue.Join(Guid.CreateVersion7(), By("fire")).Error?.Code);
        Assert.False(clue.HandToPolice(By("fire", "a")).IsRefused);

        Assert.False(clue.Conclude(ClueOutcome.Outside, By("fire")).IsRefused);
    }

    [Fact]
    public void A_late_objection_is_refused_but_the_way_back_stays_open()
    {
        var clue = ClueIn(ClueState.Sent);

        Assert.Equal("enforcement.clue.objection_late", clue.Object(By("fire"), isLate: true).Error?.Code);
        Assert.False(clue.Return(By("fire")).IsRefused);
    }

    private static TheoryData<string, string> Rows(IEnumerable<string> acts, string[] states)
    {
        var rows = new TheoryData<string, string>();
        foreach (var act in acts)
        {
            foreach (var state in states)
            {
                rows.Add(act, state);
            }
        }

        return rows;
    }

    private static ActContext By(string department, string actor = "edu-2") => new(actor, department, Now, "理由");

    private static JointOperation Operation() =>
        JointOperation.Open(Guid.CreateVersion7(), 1, Party, "题", "education", ["fire"], new ActContext("edu-1", "education", Now)).Value;

    private static Clue ClueIn(ClueState state)
    {
        var clue = Clue.Send(
            Guid.CreateVersion7(), new ClueOrigin(ClueSource.Department, null, null, "education", Now),
            new ClueMatter(Party, null, [], "事实", false), "fire", By("education"));
        Result[] way = state switch
        {
            ClueState.Accepted => [clue.Accept(By("fire"))],
            ClueState.Returned => [clue.Return(By("fire"))],
            ClueState.Objected => [clue.Object(By("fire"), isLate: false)],
            ClueState.Concluded => [clue.Accept(By("fire")), Plain(clue.Conclude(ClueOutcome.NoViolation, By("fire")))],
            _ => [],
        };
        Assert.All(way, step => Assert.False(step.IsRefused));
        Assert.Equal(state, clue.State);
        return clue;
    }

    private static Result Plain<T>(Result<T> result) => result.IsRefused ? result.Error : Result.Done;

    // Whose move it is depends on the state; the table asks about the state alone.
    private static Error? Do(Clue clue, ClueAct act)
    {
        var holder = By(clue.Responsible ?? "fire");
        return act switch
        {
            ClueAct.Accept => clue.Accept(holder).Error,
            ClueAct.Return => clue.Return(holder).Error,
            ClueAct.Object => clue.Object(holder, isLate: false).Error,
            ClueAct.Arbitrate => clue.Arbitrate("market", By("coordination")).Error,
            ClueAct.Transfer => clue.Transfer("market", holder).Error,
            ClueAct.Assign => clue.Assign("officer", holder).Error,
            ClueAct.Conclude => clue.Conclude(ClueOutcome.NoViolation, By("fire")).Error,
            ClueAct.Join => clue.Join(Guid.CreateVersion7(), By("fire")).Error,
            ClueAct.Suspect => clue.Suspect(holder).Error,
            ClueAct.Repeat => clue.Repeat(holder).Error,
            ClueAct.Expire => clue.Expire(holder).Error,
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
    }

    private static DepartmentTask TaskIn(TaskState state)
    {
        var task = DepartmentTask.Assign(Guid.CreateVersion7(), Operation(), "fire", "检查", Today, By("education")).Value;
        Result[] way = state switch
        {
            TaskState.Accepted => [task.Accept(By("fire"))],
            TaskState.Returned => [task.Return(By("fire"))],
            TaskState.Reported => [task.Accept(By("fire")), task.Report(TaskResult.NoViolation, "无", By("fire"))],
            TaskState.Withdrawn => [task.Withdraw(By("education"))],
            _ => [],
        };
        Assert.All(way, step => Assert.False(step.IsRefused));
        return task;
    }

    private static Error? Do(DepartmentTask task, TaskAct act) => act switch
    {
        TaskAct.Accept => task.Accept(By("fire")).Error,
        TaskAct.Return => task.Return(By("fire")).Error,
        TaskAct.Report => task.Report(TaskResult.NoViolation, "无", By("fire")).Error,
        TaskAct.Withdraw => task.Withdraw(By("education")).Error,
        TaskAct.Reassign => task.Reassign("market", Today, By("education")).Error,
        TaskAct.Delay => task.Delay().Error,
        TaskAct.Miss => task.Miss().Error,
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };
}
