using System.Globalization;
using Oversight.Kernel;
using Oversight.Reference;
using Oversight.Registry.Institutions;
using Oversight.Registry.Reference;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>Which act is possible in which state, and where it leads: every act in every state.</summary>
public sealed class LegalActTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly RegisterRules Rules = new(overrideFolder: null);

    // 01 §1.4, written apart from the rule pack: act, state after it, states in which it is possible. Everything else is refused.
    private static readonly (string Act, string To, string From)[] Possible =
    [
        ("suspend", "SUSPENDED", "ACTIVE RECTIFYING"),
        ("stop_enrolment", "ENROLL_STOPPED", "ACTIVE RECTIFYING"),
        ("restore", "ACTIVE", "SUSPENDED ENROLL_STOPPED RECTIFYING"),
        ("renew", "", "LICENSED ACTIVE RECTIFYING ENROLL_STOPPED SUSPENDED"),
        ("renew_expired", "ACTIVE", "EXPIRED"),
        ("expire", "EXPIRED", "LICENSED ACTIVE RECTIFYING ENROLL_STOPPED SUSPENDED"),
        ("revoke", "REVOKED", "LICENSED ACTIVE RECTIFYING ENROLL_STOPPED SUSPENDED EXPIRED"),
        ("withdraw", "WITHDRAWN", "LICENSED ACTIVE RECTIFYING ENROLL_STOPPED SUSPENDED EXPIRED"),
        ("deregister", "DEREGISTERED",
            "PREP LICENSED ACTIVE RECTIFYING ENROLL_STOPPED SUSPENDED EXPIRED TERMINATING LIQUIDATING REVOKED WITHDRAWN LAPSED"),
        ("change", "", "PREP LICENSED ACTIVE RECTIFYING ENROLL_STOPPED SUSPENDED EXPIRED TERMINATING UNLICENSED_LEAD LEAD_GUIDED"),
        ("close_lead", "LEAD_CLOSED", "UNLICENSED_LEAD LEAD_GUIDED"),
        ("guide_lead", "LEAD_GUIDED", "UNLICENSED_LEAD"),
        ("ban_lead", "LEAD_BANNED", "UNLICENSED_LEAD LEAD_GUIDED"),
        ("register", "", ""),
        ("open_lead", "", ""),
    ];

    public static TheoryData<string, string> EveryActInEveryState()
    {
        var rows = new TheoryData<string, string>();
        foreach (var act in Rules.ActCodes)
        {
            foreach (var state in Rules.StatusCodes)
            {
                rows.Add(act, state);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(EveryActInEveryState))]
    public void An_act_is_possible_in_the_states_that_the_law_names_and_in_no_other(string act, string state)
    {
        var (_, to, from) = Possible.Single(p => p.Act == act);
        var entry = In(state);

        var outcome = entry.Undergo(On(act, Today));

        if (from.Split(' ').Contains(state))
        {
            Assert.False(outcome.IsRefused);
            Assert.Equal(to.Length == 0 ? state : to, entry.Status);
            Assert.Equal(2, entry.Version);
            Assert.Equal((act, entry.Status, 2L), (entry.Events[^1].Act, entry.Events[^1].Status, entry.Events[^1].Version));
        }
        else
        {
            Assert.Equal("registry.institution.act_not_allowed", outcome.Error?.Code);
            Assert.NotNull(outcome.Error!.Basis);
            Assert.Equal("state", outcome.Error.Field);
            Assert.Equal($"The act {act} is not possible while the institution is {state}.", outcome.Error.Message);
            Assert.Equal((state, 1L), (entry.Status, entry.Version));
        }
    }

    [Fact]
    public void There_are_as_many_acts_and_states_as_the_law_knows() =>
        Assert.Equal((15, 17), (Rules.ActCodes.Count, Rules.StatusCodes.Count));

    [Fact]
    public void An_act_does_not_count_from_a_day_before_the_last_act()
    {
        var entry = In("ACTIVE", Today);

        var outcome = entry.Undergo(On("suspend", Today.AddDays(-1)));

        Assert.Equal("registry.act.before_last", outcome.Error?.Code);
    }

    [Theory]
    [InlineData(1, "registry.act.in_future")]
    [InlineData(-3000, "registry.act.before_rules")]
    public void An_act_counts_from_a_day_that_has_come_and_that_a_rule_covers(int days, string code) =>
        Assert.Equal(code, LegalAct.On(Rules, LegalActs.Suspend, Now, Today.AddDays(days)).Error?.Code);

    [Fact]
    public void The_day_of_an_act_is_the_official_day_not_the_day_in_utc()
    {
        var lateInUtc = new DateTime(2026, 11, 23, 16, 0, 0, DateTimeKind.Utc);

        Assert.Equal(Today, LegalAct.On(Rules, LegalActs.Suspend, lateInUtc, effectiveOn: null).Value.EffectiveOn);
    }

    [Theory]
    [InlineData("2029-08-31", "registry.licence.renewal_ends_earlier")]
    [InlineData("2026-11-23", "registry.licence.renewal_ends_earlier")]
    [InlineData("2032-08-31", null)]
    public void A_renewed_licence_ends_later_than_the_old_one(string validTo, string? refusal)
    {
        var entry = In("ACTIVE", validTo: new DateOnly(2029, 8, 31));

        var outcome = entry.Renew(
            new Licence("教民2号", null, null, null, DateOnly.Parse(validTo, CultureInfo.InvariantCulture)), On("renew", Today));

        Assert.Equal(refusal, outcome.Error?.Code);
    }

    [Fact]
    public void A_change_names_the_members_that_others_see()
    {
        var entry = In("ACTIVE");

        var changed = entry.Change(
            entry.Particulars with { Name = "新名", Site = new Site("330203", entry.Address) }, entry.Contact with { RemarkCipher = "备注" },
            On("change", Today));

        Assert.Equal(["name", "division"], changed.Value);
    }

    [Fact]
    public void A_change_that_leaves_everything_as_it_is_is_refused()
    {
        var entry = In("ACTIVE");

        Assert.Equal(
            "registry.institution.nothing_changes", entry.Change(entry.Particulars, entry.Contact, On("change", Today)).Error?.Code);
    }

    [Fact]
    public void What_others_are_told_has_no_person_in_it()
    {
        var members = typeof(Contracts.Registry.V1.InstitutionState).GetProperties().Select(p => p.Name);

        Assert.DoesNotContain(
            members, m => m.Contains("Sponsor", StringComparison.Ordinal) || m.Contains("Principal", StringComparison.Ordinal)
                || m.Contains("Phone", StringComparison.Ordinal));
    }

    private static LegalAct On(string act, DateOnly day) => new(Rules.Act(act, day), Now, day);

    private static Institution In(string state, DateOnly? since = null, DateOnly? validTo = null) => Institution.Enter(
        Guid.CreateVersion7(),
        new Particulars("名", Entries.Code(1), "K1", "non_profit", new Site("330282", "址"), new Licence("教民1号", null, null, null, validTo)),
        new Contact(null, null, null, null),
        state,
        isLead: false,
        new LegalAct(Rules.Act(LegalActs.Register, Today), Now, since ?? Today.AddDays(-100)) { Rule = Staying(state) });

    // Entering leaves the state as it is given.
    private static RuleVersion<LegalActRule> Staying(string state) =>
        Rules.Act(LegalActs.Register, Today) with { Values = new LegalActRule("", "", [], state) };
}
