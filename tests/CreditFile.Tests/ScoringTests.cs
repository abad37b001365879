using Oversight.CreditFile.Ledger;
using Oversight.CreditFile.Ratings;
using Oversight.Kernel;
using Oversight.Reference;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>The rating as a pure function of facts, scoring version and day.</summary>
public sealed class ScoringTests
{
    private static readonly Guid Institution = Guid.Parse("00000000-0000-7000-8000-000000000001");
    private static readonly ScoringPack Pack = new(overrideFolder: null);
    private static readonly PublicationTerms Terms = new(StatutoryClocks.Load(), () => WorkingDays.Load());
    private static readonly DateOnly Today = Facts.Day("2026-11-24");

    [Fact]
    public void Without_facts_the_file_is_whole()
    {
        var rating = Rate();

        Assert.Equal(("A", 1000, 1000), (rating.Grade, rating.Points, rating.MaxPoints));
        Assert.Empty(rating.Lines);
        Assert.Null(rating.NextChangeOn);
    }

    [Theory]
    [InlineData("minor", 980, "A", "2026-12-01")]
    [InlineData("general", 900, "A", "2027-09-01")]
    [InlineData("serious", 750, "C", "2029-09-01")]
    public void A_penalty_takes_points_by_its_class_and_counts_through_its_last_day(
        string creditClass, int points, string grade, string expiresOn)
    {
        var decided = Read(Facts.Decided(Institution, Id(1), "2026-09-01", creditClass));
        var last = Facts.Day(expiresOn);

        var rating = Rate(decided);

        Assert.Equal((points, grade), (rating.Points, rating.Grade));
        Assert.Equal((last, last.AddDays(1)), (Assert.Single(rating.Lines).ExpiresOn, rating.NextChangeOn));
        Assert.Equal(points, Rate(last, decided).Points);
        var after = Rate(last.AddDays(1), decided);
        Assert.Equal(1000, after.Points);
        Assert.Equal((FactEnd.Expired, last.AddDays(1)), (Assert.Single(after.Aside).Why, after.Aside[0].Since));
    }

    [Fact]
    public void A_month_that_has_no_such_day_ends_on_its_last_one() =>
        Assert.Equal(
            Facts.Day("2026-11-30"),
            Rate(Facts.Day("2026-11-01"), Read(Facts.Decided(Institution, Id(1), "2026-08-31", "minor"))).Lines[0].ExpiresOn);

    [Fact]
    public void A_hard_stop_bars_better_grades_whatever_the_points()
    {
        var rating = Rate(Read(Facts.Decided(Institution, Id(1), "2026-09-01", "serious", kinds: ["fine", "revoke_licence"])));

        Assert.Equal(("D", "C", 600), (rating.Grade, rating.GradeByPoints, rating.Points));
        Assert.True(rating.IsHeldByHardStop);
        Assert.True(rating.Entries()[0].HardStop);
    }

    [Fact]
    public void A_penalty_by_the_simplified_procedure_is_noted_and_takes_nothing()
    {
        var rating = Rate(Read(Facts.Decided(Institution, Id(1), "2026-11-01", "minor", simplified: true)));

        Assert.Equal(1000, rating.Points);
        Assert.Empty(rating.Lines);
        Assert.Equal(FactEnd.NotScored, Assert.Single(rating.Aside).Why);
    }

    [Fact]
    public void The_cap_of_an_indicator_is_used_up_by_the_oldest_facts()
    {
        var facts = Enumerable.Range(1, 12).Select(n => Read(Facts.Matter(Institution, Id(n), $"2026-10-{n:00}"))).ToArray();

        var rating = Rate(facts);

        Assert.Equal(900, rating.Points);
        Assert.Equal([.. Enumerable.Repeat(-10, 10), 0, 0], rating.Lines.Select(l => l.Points));
        Assert.All(rating.Lines, l => Assert.Equal(-10, l.PointsBeforeCap));
    }

    [Fact]
    public void Findings_count_by_severity_and_less_when_they_were_put_right_on_the_spot()
    {
        var rating = Rate(
            Read(
                Facts.Concluded(
                    Institution, Id(1), "2026-10-01", ("high", false), ("high", false), ("low", false), ("medium", true),
                    ("strange", false))));

        Assert.Equal(
            [("inspection.corrected", -2), ("inspection.high", -80), ("inspection.low", -5)],
            rating.Lines.Select(l => (l.Indicator, l.Points)));
    }

    [Theory]
    [InlineData("overdue", 940, "B", "rectification.overdue")]
    [InlineData("overdue failed", 900, "B", "rectification.failed")]
    [InlineData("failed passed", 980, "A", "rectification.late")]
    [InlineData("overdue failed passed", 980, "A", "rectification.late")]
    [InlineData("passed", 1000, "A", null)]
    public void An_order_counts_until_it_is_found_carried_out_and_a_little_after(string events, int points, string grade, string? indicator)
    {
        var facts = events.Split(' ').Select(e => e switch
        {
            "overdue" => Read(Facts.Overdue(Institution, Id(1), "2026-09-30")),
            "failed" => Read(Facts.Failed(Institution, Id(1), "2026-10-10")),
            _ => Read(Facts.Passed(Institution, Id(1), "2026-10-20")),
        }).ToArray();

        var rating = Rate(facts);

        Assert.Equal((points, grade, indicator), (rating.Points, rating.Grade, rating.Lines.Select(l => l.Indicator).SingleOrDefault()));
        Assert.Equal(
            indicator == "rectification.late" ? Facts.Day("2027-04-20") : (DateOnly?)null,
            rating.Lines.Select(l => l.ExpiresOn).SingleOrDefault());
    }

    [Theory]
    [InlineData("EXPIRED", "register.expired", "C", 940)]
    [InlineData("REVOKED", "register.revoked", "D", 600)]
    [InlineData("ENROLL_STOPPED", "register.stopped", "B", 950)]
    [InlineData("SUSPENDED", null, "A", 1000)]
    public void The_state_in_the_register_counts_while_it_lasts(string status, string? indicator, string grade, int points)
    {
        var suspended = new Contracts.Registry.V1.InstitutionSuspended(
            Facts.State(Institution, 2, status), DateTime.UnixEpoch, Facts.Day("2026-10-01"), new("法", "条"));
        var state = FactReader.ReadRegister(suspended).Facts[0];

        var rating = Rate(state);

        Assert.Equal((indicator, grade, points), (rating.Lines.Select(l => l.Indicator).SingleOrDefault(), rating.Grade, rating.Points));
        Assert.Equal(1000, Rate(state, FactReader.ReadRegister(Facts.Renewed(Institution, 3, "2026-11-01")).Facts[0]).Points);
        Assert.Equal(points, Rate(state, FactReader.ReadRegister(Facts.Renewed(Institution, 1, "2026-11-01")).Facts[0]).Points);
    }

    [Fact]
    public void Leaving_the_register_clears_nothing() =>
        Assert.Empty(FactReader.ReadRegister(Facts.Deregistered(Institution, 3, "2026-11-01")).Facts);

    [Theory]
    [InlineData("unsubstantiated")]
    [InlineData("mediated")]
    [InlineData("withdrawn")]
    public void A_matter_that_did_not_prove_true_is_no_fact(string outcome) =>
        Assert.Null(FactReader.Read(Facts.Matter(Institution, Id(1), "2026-10-01", outcome: outcome)));

    [Fact]
    public void What_would_change_a_penalty_is_said_with_its_days()
    {
        var line = Rate(Read(Facts.Decided(Institution, Id(1), "2026-09-01"))).Lines[0];

        Assert.Equal(
            [
                new LineChange(LineChangeKind.Perform, null), new LineChange(LineChangeKind.Repair, Facts.Day("2026-12-02")),
                new LineChange(LineChangeKind.Expires, Facts.Day("2027-09-02"))],
            line.Changes);
    }

    [Theory]
    [InlineData("minor", "2026-09-01")]
    [InlineData("general", "2026-12-02")]
    [InlineData("serious", "2027-09-02")]
    public void A_repair_is_possible_once_the_shortest_publication_of_the_class_has_passed(string creditClass, string from) =>
        Assert.Equal(Facts.Day(from), Terms.RepairFrom(creditClass, Facts.Day("2026-09-01"), Today).Value.From);

    [Fact]
    public void A_repair_of_an_unknown_class_is_refused_by_name() =>
        Assert.Equal("creditfile.repair.class_unknown", Terms.RepairFrom("grave", Facts.Day("2026-09-01"), Today).Error?.Code);

    [Fact]
    public void A_fact_that_is_yet_to_happen_does_not_count_and_is_waited_for()
    {
        var rating = Rate(Read(Facts.Decided(Institution, Id(1), "2026-12-01")));

        Assert.Equal((1000, Facts.Day("2026-12-01")), (rating.Points, rating.NextChangeOn));
    }

    [Fact]
    public void The_order_of_the_facts_does_not_matter()
    {
        var facts = Several();
        var expected = Describe(Rate(facts));
        var random = new Random(20261124);
        for (var round = 0; round < 200; round++)
        {
            random.Shuffle(facts);
            Assert.Equal(expected, Describe(Rate(facts)));
        }
    }

    [Fact]
    public void Points_never_fall_below_nothing()
    {
        var facts = Enumerable.Range(1, 9)
            .Select(n => Read(Facts.Decided(Institution, Id(n), "2026-09-01", kinds: ["revoke_licence"]))).ToArray();

        Assert.Equal((0, "D"), (Rate(facts).Points, Rate(facts).Grade));
    }

    private static StatedFact[] Several() =>
    [
        Read(Facts.Decided(Institution, Id(1), "2026-09-01")), Read(Facts.Performed(Institution, Id(1), "2026-09-10")),
        Read(Facts.Annulled(Institution, Id(1), "2026-10-01")),
        Read(Facts.Decided(Institution, Id(2), "2026-09-02", "serious")), Read(Facts.Overdue(Institution, Id(3), "2026-09-30")),
        Read(Facts.Failed(Institution, Id(3), "2026-10-10")),
        Read(Facts.Concluded(Institution, Id(4), "2026-10-01", ("high", false))),
        Read(Facts.Concluded(Institution, Id(5), "2026-10-02", ("high", false), ("high", false), ("high", false))),
        Read(Facts.Withdrawn(Institution, Id(4), "2026-10-20")), Read(Facts.Matter(Institution, Id(6), "2026-10-03")),
        FactReader.ReadRegister(Facts.Expired(Institution, 2, "2026-10-05")).Facts[0],
        FactReader.ReadRegister(Facts.Renewed(Institution, 3, "2026-10-15")).Facts[0],
        new StatedFact(SourceKind.Complaint, Id(6), FactEvent.Disputed, 4, Institution, Facts.Day("2026-11-01"), null, null, []),
        new StatedFact(SourceKind.Complaint, Id(6), FactEvent.DisputeEnded, 7, Institution, Facts.Day("2026-11-03"), null, null, []),
        new StatedFact(SourceKind.Complaint, Id(6), FactEvent.Disputed, 9, Institution, Facts.Day("2026-11-05"), null, null, []),
    ];

    private static string Describe(Rating rating) =>
        $"{rating.Grade} {rating.Points} {string.Join(';', rating.Entries())} {string.Join(';', rating.Aside)} {rating.NextChangeOn}";

    private static Guid Id(int n) => new($"00000000-0000-7000-8000-{n:000000000000}");

    private static StatedFact Read(object fact) => FactReader.Read(fact)!;

    private static Rating Rate(params StatedFact[] facts) => Rate(Today, facts);

    private static Rating Rate(DateOnly day, params StatedFact[] facts) => Scoring.Rate(
        [.. facts.Select((f, n) => CreditFact.Of(f, Id(1000 + n), new DateTime(2026, 10, 31, 0, 0, 0, DateTimeKind.Utc), Guid.Empty))],
        Pack.Today(day), day, Terms);
}
