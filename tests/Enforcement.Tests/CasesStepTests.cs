using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.RegisterCopy.Officers;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>Which step is possible in which state, and where it leads: every step in every state, done to a real case.</summary>
public sealed class CasesStepTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly DateTime Now = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly PenaltyRules Rules = new(overrideFolder: null);
    private static readonly Measure Fine = new(["fine"], 2_000_000, 0);
    private static readonly RuleVersion<ViolationRule> V01 = Rules.Violations.OnDay("V01", Today).Value;
    private static readonly MeasuredAct[] Laws = [new(V01, "act", 1_000_000)];

    // Written apart from the product's table: step, state after it, states in which it is possible.
    private static readonly (CaseStep Step, string To, string From)[] Possible =
    [
        (CaseStep.Investigate, "Investigated", "Filed"),
        (CaseStep.Notice, "Noticed", "Investigated Noticed Stated Heard Reviewed Proposed"),
        (CaseStep.State, "Stated", "Noticed Stated"),
        (CaseStep.State, "", "HearingRequested HearingNoticed"),
        (CaseStep.Waive, "Stated", "Noticed Stated HearingRequested HearingNoticed"),
        (CaseStep.RequestHearing, "HearingRequested", "Noticed Stated"),
        (CaseStep.NoticeHearing, "HearingNoticed", "HearingRequested HearingNoticed"),
        (CaseStep.Hear, "Heard", "HearingNoticed"),
        (CaseStep.PassReview, "Reviewed", "Noticed Stated Heard"),
        (CaseStep.FailReview, "Investigated", "Noticed Stated Heard"),
        (CaseStep.Propose, "Proposed", "Noticed Stated Heard Reviewed Proposed"),
        (CaseStep.Decide, "Decided", "Proposed"),
        (CaseStep.Serve, "Served", "Decided"),
        (CaseStep.Perform, "Performed", "Served"),
        (CaseStep.Close, "Closed", "Performed"),
        (CaseStep.Dismiss, "Dismissed", "Filed Investigated Noticed Stated HearingRequested HearingNoticed Heard Reviewed Proposed"),
        (CaseStep.Annul, "Annulled", "Decided Served Performed Closed"),
        (CaseStep.ExtendTerm, "", "Filed Investigated Noticed Stated HearingRequested HearingNoticed Heard Reviewed Proposed"),
    ];

    public static TheoryData<string, string> EveryStepInEveryState()
    {
        var rows = new TheoryData<string, string>();
        foreach (var step in Enum.GetValues<CaseStep>().Where(s => s is not (CaseStep.File or CaseStep.TermPassed or CaseStep.TermSet)))
        {
            foreach (var state in Enum.GetValues<CaseState>())
            {
                rows.Add(step.ToString(), state.ToString());
            }
        }

        return rows;
    }

    [Fact]
    public void Every_step_that_somebody_does_has_a_name_of_its_own()
    {
        var names = CaseSteps.Rows.Rows.Select(row => row.Act).Append(CaseStep.File).Distinct().Select(CaseStepName.Of).ToList();

        Assert.Equal(names.Count, names.Select(name => name.Noted).Distinct().Count());
        Assert.All(names, name => Assert.True(name.Noted.Length <= 60, name.Noted));
        Assert.Equal(
            ("penalty.served", "case.penalty_served"), (CaseStepName.Of(CaseStep.Serve).Noted, CaseStepName.Of(CaseStep.Serve).Audited));
        Assert.Equal("case.sent_back", CaseStepName.Of(CaseStep.FailReview).Noted);
    }

    [Theory]
    [MemberData(nameof(EveryStepInEveryState))]
    public void A_step_is_possible_in_the_states_that_the_law_names_and_in_no_other(string stepName, string stateName)
    {
        var step = Enum.Parse<CaseStep>(stepName);
        var row = Possible.SingleOrDefault(p => p.Step == step && p.From.Split(' ').Contains(stateName));
        var file = At(Enum.Parse<CaseState>(stateName));
        var before = file.Version;

        var outcome = Do(file, step);

        if (row.From is not null)
        {
            Assert.False(outcome.IsRefused, outcome.Error?.Code);
            Assert.Equal(row.To.Length == 0 ? stateName : row.To, file.State.ToString());
            Assert.Equal(before + 1, file.Version);
            Assert.Equal(file.Events.Count, file.Version);
        }
        else
        {
            Assert.Equal("enforcement.case.act_not_allowed", outcome.Error?.Code);
            Assert.Equal((stateName, before), (file.State.ToString(), file.Version));
        }
    }

    [Fact]
    public void A_fine_takes_the_lock_of_its_acts_and_an_annulment_frees_it()
    {
        var file = At(CaseState.Decided);
        Assert.Equal("act", Assert.Single(file.Acts).FinedKey);
        Do(file, CaseStep.Annul);
        Assert.Null(Assert.Single(file.Acts).FinedKey);
        Assert.Null(Assert.Single(file.Acts).FilingKey);
    }

    [Fact]
    public void A_term_that_ended_yesterday_has_passed_and_one_that_ends_today_has_not()
    {
        var number = new DecisionTerm(Today.AddDays(-1), false);
        Assert.Equal("enforcement.case.decision_too_late", At(CaseState.Proposed).Decide(Laws, "general", number, By("head")).Error?.Code);
        Assert.Equal(
            "enforcement.case.decision_too_late",
            At(CaseState.Proposed).Decide(Laws, "general", new DecisionTerm(Today, true), By("head")).Error?.Code);
        Assert.False(At(CaseState.Proposed).Decide(Laws, "general", new DecisionTerm(Today, false), By("head")).IsRefused);
    }

    private static ActContext By(string actor) => new(actor, "education", Now);

    private static Result Do(Case file, CaseStep step) => step switch
    {
        CaseStep.Investigate => file.Investigate(By("h1")),
        CaseStep.Notice => file.GiveNotice(Fine, null, hearingOffered: false, Today.AddDays(-1), By("h1")),
        CaseStep.State => file.TakeStatement(By("h1")),
        CaseStep.Waive => file.Waive(By("h1")),
        CaseStep.RequestHearing => file.RequestHearing(Today, By("h1")),
        CaseStep.NoticeHearing => file.NoticeHearing(Today, Today, By("h1")),
        CaseStep.Hear => file.Hear(By("h1")),
        CaseStep.PassReview => file.Review(passed: true, By("legal")),
        CaseStep.FailReview => file.Review(passed: false, By("legal")),
        CaseStep.Propose => file.Propose(Fine, new DecisionNumber("教罚决〔2026〕", 1), Today.AddDays(-1), By("h1")),
        CaseStep.Decide => file.Decide(Laws, "general", new DecisionTerm(Today, false), By("head")),
        CaseStep.Serve => Of(file.Serve(Guid.CreateVersion7(), "in_person", Today, By("h1"))),
        CaseStep.Perform => file.Perform(Today, By("h1")),
        CaseStep.Close => file.Close(By("h1")),
        CaseStep.Dismiss => file.Dismiss("no_fault", PenaltyErrors.Art("第三十三条"), By("head")),
        CaseStep.Annul => file.Annul(new LegalBasis("行政复议法", "第六十四条"), Today, By("court")),
        CaseStep.ExtendTerm => file.NoteExtension("+30", By("head")),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static Result Of(Result<Penalty> served) => served.IsRefused ? served.Error : Result.Done;

    // Brings a case into a state by its own steps.
    private static Case At(CaseState state)
    {
        CaseStep[] path = state switch
        {
            CaseState.Filed => [],
            CaseState.Investigated => [CaseStep.Investigate],
            CaseState.Noticed => [CaseStep.Investigate, CaseStep.Notice],
            CaseState.Stated => [CaseStep.Investigate, CaseStep.Notice, CaseStep.State],
            CaseState.HearingRequested => [CaseStep.Investigate, CaseStep.Notice, CaseStep.RequestHearing],
            CaseState.HearingNoticed => [CaseStep.Investigate, CaseStep.Notice, CaseStep.RequestHearing, CaseStep.NoticeHearing],
            CaseState.Heard => [CaseStep.Investigate, CaseStep.Notice, CaseStep.RequestHearing, CaseStep.NoticeHearing, CaseStep.Hear],
            CaseState.Reviewed => [CaseStep.Investigate, CaseStep.Notice, CaseStep.State, CaseStep.PassReview],
            CaseState.Proposed => [CaseStep.Investigate, CaseStep.Notice, CaseStep.State, CaseStep.Propose],
            CaseState.Dismissed => [CaseStep.Dismiss],
            _ => [CaseStep.Investigate, CaseStep.Notice, CaseStep.State, CaseStep.Propose, CaseStep.Decide, .. After(state)],
        };
        var file = New();
        foreach (var step in path)
        {
            Assert.False(Do(file, step).IsRefused);
        }

        Assert.Equal(state, file.State);
        if (state == CaseState.Heard)
        {
            Reviewed(file);
        }

        return file;
    }

    private static CaseStep[] After(CaseState state) => state switch
    {
        CaseState.Decided => [],
        CaseState.Served => [CaseStep.Serve],
        CaseState.Performed => [CaseStep.Serve, CaseStep.Perform],
        CaseState.Closed => [CaseStep.Serve, CaseStep.Perform, CaseStep.Close],
        CaseState.Annulled => [CaseStep.Serve, CaseStep.Annul],
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    // A case that was heard is proposed only after the legal review, which would lead it away from this state: it is noted without the
    // step.
    private static void Reviewed(Case file) => typeof(Case).GetProperty(nameof(Case.ReviewedOn))!.SetValue(file, Today);

    private static Case New()
    {
        var party = new Party(Guid.CreateVersion7(), "慈溪市试验培训学校", null, "330282", null, PartyEntries.Institution);
        var act = new ActStatement(V01, Today, null, 1_000_000, "act", "filing");
        return Case.File(
            Guid.CreateVersion7(),
            new CaseStatement(
                "教立〔2026〕", 1, "education", party, PartyKind.Organisation, "i:1", null, null, null, [], [act],
                [(Officer("h1"), HandlerRole.Lead), (Officer("h2"), HandlerRole.Assist)], false),
            By("filer"));
    }

    private static KnownOfficer Officer(string account) =>
        KnownOfficer.Of(Guid.CreateVersion7()).Take(new Contracts.Inspection.V1.OfficerRecorded(
            Guid.CreateVersion7(), 1, account, account, "education", "330282", Today, Today, true, [], Now));
}
