using Oversight.Reference;
using Oversight.Standalone;
using Oversight.Testing;
using Xunit;

namespace Oversight.EndToEnd.Tests;

/// <summary>The division of a standalone platform: stated once, kept, and known to every module.</summary>
public sealed class FirstStartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_division_is_stated_at_the_first_start_and_kept()
    {
        using var data = DataFolder.Take(RunFolder.New("first-start"));

        var first = FirstStart.Read(data, Options("--division", "4401")).Start!;
        var later = FirstStart.Read(data, Options()).Start!;
        var same = FirstStart.Read(data, Options("--division", "440100"));
        var other = FirstStart.Read(data, Options("--division", "3302"));

        Assert.Equal("4401", first.Settings["Oversight:Division"]);
        Assert.Equal("广州市", first.Settings["Oversight:Site:CityName:Zh"]);
        Assert.Equal("广州市教育局（拟用名称）", first.Settings["Oversight:Identity:Bootstrap:DepartmentNameZh"]);
        Assert.Equal("4401", later.Settings["Oversight:Division"]);
        Assert.Null(same.Fault);
        Assert.Null(other.Start);
        Assert.Contains("4401", other.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_division_it_is_the_one_of_the_demo_data()
    {
        using var data = DataFolder.Take(RunFolder.New("first-start"));

        Assert.Equal("3302", FirstStart.Read(data, Options()).Start!.Settings["Oversight:Division"]);
    }

    [Theory]
    [InlineData("9901")]
    [InlineData("3399")]
    [InlineData("330204")]
    [InlineData("Guangzhou")]
    public void A_division_that_nobody_knows_is_refused(string division) =>
        Assert.Contains("--division", StandaloneOptions.Parse(["--division", division]).Fault, StringComparison.Ordinal);

    [Fact]
    public async Task A_platform_of_another_city_starts_and_every_module_knows_the_division()
    {
        using var data = DataFolder.Take(RunFolder.New("first-start"));
        var options = Options("--port", "0", "--division", "4401", "--no-demo");
        var start = FirstStart.Read(data, options).Start!;
        await using var platform = await StandalonePlatform.StartAsync(options, data, start.Settings, Cancellation);
        await start.CompleteAsync(platform.Address, TextWriter.Null);

        using var client = new HttpClient { BaseAddress = platform.Address };
        var form = await client.GetStringAsync("complaints", Cancellation);

        Assert.Contains("广州市天河区", form, StringComparison.Ordinal);
        Assert.DoesNotContain("宁波", form, StringComparison.Ordinal);
        Assert.All(
            Divisions.Load().Counties(Kernel.DivisionCode.FromStored("4401")),
            code => Assert.Contains(code, form, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_platform_has_two_administrators_and_its_operator_can_add_one()
    {
        using var data = DataFolder.Take(RunFolder.New("first-start"));
        var options = Options("--port", "0", "--no-demo", "--data", data.Path);
        var start = FirstStart.Read(data, options).Start!;
        await using (var platform = await StandalonePlatform.StartAsync(options, data, start.Settings, Cancellation))
        {
            await start.CompleteAsync(platform.Address, TextWriter.Null);
        }

        Assert.Equal(
            2, data.Read("first-accounts.txt")!.Split('\n')
                .Count(line => line.TrimEnd().EndsWith(": administrator", StringComparison.Ordinal)));
        string[] add = ["administrators", "add", "third.admin", "3302"];
        Assert.Equal(2, await StandalonePlatform.CommandAsync(Options([.. add, "--data", data.Path])));
        Assert.Equal(0, await StandalonePlatform.CommandAsync(Options([.. add, "--reason", "两人均已离职", "--data", data.Path])));
        Assert.Equal(1, await StandalonePlatform.CommandAsync(Options([.. add, "--reason", "再次", "--data", data.Path])));
    }

    [Fact]
    public async Task A_first_start_that_was_killed_goes_on_where_it_was()
    {
        using var data = DataFolder.Take(RunFolder.New("first-start"));
        data.Write("first-start.txt", "bootstrap empty standalone-first-start 0123456789abcdef0123456789abcdef 3302");
        var options = Options("--port", "0", "--no-demo");
        var start = FirstStart.Read(data, options).Start!;
        Assert.Equal(start.Settings, FirstStart.Read(data, options).Start!.Settings);
        await using var platform = await StandalonePlatform.StartAsync(options, data, start.Settings, Cancellation);
        await start.CompleteAsync(platform.Address, TextWriter.Null);
        var accounts = data.Read("first-accounts.txt");

        // It was killed before it wrote down that it was done: both clients have ended, and the accounts are there.
        data.Write("first-start.txt", $"bootstrap empty standalone-first-start {new string('0', 48)} 3302 {new string('1', 48)}");
        await FirstStart.Read(data, options).Start!.CompleteAsync(platform.Address, TextWriter.Null);
        Assert.Equal(accounts, data.Read("first-accounts.txt"));
        Assert.StartsWith("done", data.Read("first-start.txt"), StringComparison.Ordinal);
    }

    private static StandaloneOptions Options(params string[] words)
    {
        var (options, fault) = StandaloneOptions.Parse(words);
        Assert.Null(fault);
        return options!;
    }
}
