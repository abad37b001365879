using Oversight.Kernel;
using Xunit;

namespace Oversight.Reference.Tests;

public sealed class StatutoryClocksTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly DivisionCode Cixi = DivisionCode.FromStored("330282");

    [Theory]
    [InlineData("licence.decide", 20, TermUnit.WorkingDay, TermDuty.Authority, 10, "行政许可法 第四十二条 (2019-04-23)")]
    [InlineData("licence.renew_apply", -30, TermUnit.NaturalDay, TermDuty.Party, null, "行政许可法 第五十条 (2019-04-23)")]
    [InlineData("school.establish_decide", 3, TermUnit.Month, TermDuty.Authority, null, "民办教育促进法 第十七条 (2018-12-29)")]
    [InlineData("penalty.decide", 90, TermUnit.NaturalDay, TermDuty.Authority, null, "行政处罚法 第六十条 (2021-07-15)")]
    [InlineData("penalty.pay", 15, TermUnit.NaturalDay, TermDuty.Party, null, "行政处罚法 第六十七条 (2021-07-15)")]
    [InlineData("penalty.limitation", 2, TermUnit.Year, TermDuty.Authority, null, "行政处罚法 第三十六条 (2021-07-15)")]
    [InlineData("complaint.accept", 7, TermUnit.WorkingDay, TermDuty.Authority, null, "消费者权益保护法 第四十六条 (2014-03-15)")]
    [InlineData("credit.objection_zj", 5, TermUnit.WorkingDay, TermDuty.Authority, 15, "浙江省公共信用信息管理条例 第三十一条 (2018-01-01)")]
    public void A_clock_is_the_term_of_its_article(string key, int amount, TermUnit unit, TermDuty duty, int? extension, string basis)
    {
        var found = StatutoryClocks.Load().OnDay(key, Today, Cixi).Value!;

        Assert.Equal(amount, found.Term.Amount);
        Assert.Equal(unit, found.Term.Unit);
        Assert.Equal(duty, found.Term.Duty);
        Assert.Equal(extension, found.Term.MaxExtension);
        Assert.Equal(basis, found.Term.Basis.ToString());
        Assert.Equal(Confidence.Sure, found.Confidence);
        Assert.StartsWith($"statutory-clocks/{key}@", found.RuleReference, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_clock_of_the_table_makes_a_term()
    {
        var clocks = StatutoryClocks.Load();
        var calendar = WorkingDays.Load();

        Assert.Equal(58, clocks.Pack.Keys.Count);
        Assert.All(clocks.Pack.Keys, key =>
        {
            var term = clocks.OnDay(key, Today, Cixi).Value!.Term;
            var end = term.EndFrom(new DateOnly(2026, 3, 2), calendar);
            Assert.False(end.IsRefused, key);
            Assert.True(
                term.Unit == TermUnit.FixedDate || end.Value.RawOn.CompareTo(new DateOnly(2026, 3, 2)) == Math.Sign(term.Amount), key);
        });
    }

    [Fact]
    public void A_provincial_clock_does_not_run_elsewhere_and_a_new_one_not_before_its_day()
    {
        var clocks = StatutoryClocks.Load();

        Assert.Equal("rule.not_in_force", clocks.OnDay("credit.objection_zj", Today).Error?.Code);
        Assert.Equal("rule.not_in_force", clocks.OnDay("credit.minor_max", new DateOnly(2026, 3, 31)).Error?.Code);
        Assert.False(clocks.OnDay("credit.minor_max", new DateOnly(2026, 4, 1)).IsRefused);
    }

    [Fact]
    public void The_annual_reports_end_on_their_fixed_days()
    {
        var clocks = StatutoryClocks.Load();
        var report = clocks.Pack.OnDay("enterprise.annual_report", Today).Value!.Values;

        Assert.Equal(new FixedDay(6, 30), clocks.OnDay("enterprise.annual_report", Today).Value!.Term.FixedDay);
        Assert.Equal(new FixedDay(1, 1), report.OpensOn);
        Assert.Equal(new FixedDay(3, 31), clocks.OnDay("mfei.annual_to_supervisor", Today).Value!.Term.FixedDay);
    }

    [Fact]
    public void A_folder_gives_a_local_clock_and_its_faults_are_found()
    {
        var folder = Directory.CreateTempSubdirectory("oversight-rules-").FullName;
        try
        {
            var file = Path.Combine(folder, "statutory-clocks.json");
            File.WriteAllText(file, Override("\"startsOn\": \"filed\", \"duty\": \"authority\", \"amount\": 60", "naturalDay"));
            var clocks = StatutoryClocks.Load(folder);
            Assert.Equal(60, clocks.OnDay("penalty.decide", Today, Cixi).Value!.Term.Amount);
            Assert.Equal(90, clocks.OnDay("penalty.decide", Today).Value!.Term.Amount);

            File.WriteAllText(
                file, Override("\"startsOn\": \" \", \"duty\": \"authority\", \"amount\": 0, \"opens\": \"13-01\"", "naturalDay"));
            Assert.Equal(3, Assert.Throws<RuleDataException>(() => StatutoryClocks.Load(folder)).Faults.Count);

            File.WriteAllText(file, Override("\"startsOn\": \"filed\", \"duty\": \"authority\", \"amount\": 1", "fen"));
            Assert.Single(Assert.Throws<RuleDataException>(() => StatutoryClocks.Load(folder)).Faults);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Override(string values, string unit) => $$"""
        { "pack": "statutory-clocks", "entries": [ { "key": "penalty.decide", "versions": [ {
          "version": "cixi-1", "validFrom": "2024-01-01", "jurisdiction": "330282", "unit": "{{unit}}",
          "basis": { "law": "慈溪市规定", "article": "第一条" }, "confidence": "unsure", "values": { {{values}} } } ] } ] }
        """;
}
